package se.tertial.report.rendering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The script of a published page, run by Node with a browser's parts that {@code following.test.mjs} controls. */
class FollowingScriptTest {

    @Test
    void pageFollowsItsReportThroughRefusals() throws Exception {
        requireNode();
        Process process = new ProcessBuilder("node", "--test", "src/test/js/following.test.mjs")
                .redirectErrorStream(true)
                .start();

        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertTrue(process.waitFor(1, TimeUnit.MINUTES));
        assertEquals(0, process.exitValue(), said);
    }

    private static void requireNode() {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        boolean installed = Stream.of(path.split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "node")));
        String message = "The script was not run: there is no node on the PATH.";
        if (System.getenv("CI") != null) {
            assertTrue(installed, message);
        }
        assumeTrue(installed, message);
    }
}
