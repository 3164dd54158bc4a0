package se.tertial.k8s;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All that a JVM may take, heap, buffers, classes, code and threads together, fits the limit of its pod. */
class MemoryTest {

    private static final long MEBI = 1024 * 1024;

    /** Symbols, the JVM's own, the C library. */
    private static final long REST = 25 * MEBI;

    /** Of the heap, for the collector's books. */
    private static final int COLLECTOR_PERCENT = 10;

    @ParameterizedTest
    @CsvSource({"finance, 250", "indicators, 250", "goals, 250", "report, 260", "gateway, 40"})
    void allThatTheJvmMayTakeFitsThePod(String name, int threads) throws IOException {
        String java = Files.readString(Path.of("..", "Dockerfile"));
        long limit = limit(name);
        long heap = limit * number(java, "-XX:MaxRAMPercentage=([0-9]+)") / 100;

        long all = heap
                + heap * COLLECTOR_PERCENT / 100
                + number(java, "-XX:MaxDirectMemorySize=([0-9]+)m") * MEBI
                + number(java, "-XX:MaxMetaspaceSize=([0-9]+)m") * MEBI
                + number(java, "-XX:ReservedCodeCacheSize=([0-9]+)m") * MEBI
                + number(java, "-Xss([0-9]+)k") * 1024 * threads
                + REST;

        assertTrue(all <= limit, name + " may take " + all / MEBI + " MiB of " + limit / MEBI);
    }

    private static long limit(String name) {
        return Manifest.read(Path.of("base", name + ".yaml")).stream()
                .flatMap(manifest -> manifest.typed().stream())
                .filter(Deployment.class::isInstance)
                .map(Deployment.class::cast)
                .map(deployment -> deployment
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0))
                .map(MemoryTest::limit)
                .findFirst()
                .orElseThrow();
    }

    private static long limit(Container container) {
        return Quantity.getAmountInBytes(container.getResources().getLimits().get("memory"))
                .longValueExact();
    }

    private static long number(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), pattern);
        return Long.parseLong(matcher.group(1));
    }
}
