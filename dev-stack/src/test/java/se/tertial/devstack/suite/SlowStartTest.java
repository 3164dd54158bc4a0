package se.tertial.devstack.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.tertial.devstack.Failure;
import se.tertial.devstack.Ports;

/** A machine so slow that a start takes several times what would once have been too long. */
class SlowStartTest {

    private static final Member SLOW = new Member("slow", "slow-service", "32m", false);
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    @TempDir
    Path root;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Progress progress =
            new Progress(new PrintStream(said, true, StandardCharsets.UTF_8), System.nanoTime(), Duration.ofSeconds(2));
    private final HttpClient client = HttpClient.newHttpClient();
    private Child child;

    @BeforeEach
    void build() throws IOException {
        Path program = SLOW.program(root);
        Files.createDirectories(program.getParent());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, SlowProgram.class.getName());
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        SlowProgram.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toString());
        try (OutputStream file = Files.newOutputStream(program);
                JarOutputStream jar = new JarOutputStream(file, manifest)) {
            jar.finish();
        }
    }

    @AfterEach
    void end() {
        child.end();
        child.awaitEnd(System.nanoTime() + Duration.ofSeconds(10).toNanos());
    }

    @Test
    void whoMakesProgressIsWaitedForAndWhatItDoesIsSaid() throws Exception {
        child = start(7);

        child.awaitReady(client, PATIENCE, progress);

        String lines = said.toString(StandardCharsets.UTF_8);
        assertTrue(
                lines.lines().anyMatch(line -> line.matches(" {2}slow +starting, .* so far: Migrating to version .*")),
                lines);
    }

    @Test
    void whoDoesNothingForTooLongIsNot() throws Exception {
        child = start(0);

        Failure failure = assertThrows(Failure.class, () -> child.awaitReady(client, PATIENCE, progress));

        List<String> sentence = failure.sentence().lines().toList();
        assertEquals(
                "slow is not ready, and has done nothing for 4 s (--start-timeout). The last lines of its log:",
                sentence.get(0));
    }

    @Test
    void whoWasHeldUpForAWhileGoesOn() throws Exception {
        child = start(3);
        signal("STOP");
        // Without a fixed time: it goes on when it was said that it is waited for.
        Thread release = new Thread(() -> {
            while (said.size() == 0) {
                Thread.onSpinWait();
            }
            signal("CONT");
        });
        release.start();

        child.awaitReady(client, Duration.ofMinutes(1), progress);

        release.join();
        assertTrue(said.size() > 0);
    }

    @Test
    void whoHasEndedIsKnownToHaveEndedAtOnce() throws Exception {
        child = start(0);
        assertEquals(Optional.empty(), child.whyItEnded());

        child.kill();

        assertEquals(
                "slow was killed (signal 9).", child.whyItEnded().orElseThrow().sentence());
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(child.pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param steps each takes a second; with none it stands still */
    private Child start(int steps) throws Exception {
        Path logs = Files.createDirectories(root.resolve("logs"));
        List<Integer> ports = Ports.free(2);
        return Child.start(
                SLOW,
                SLOW.name(),
                root,
                logs,
                ports.get(0),
                ports.get(1),
                Map.of(SlowProgram.STEPS, Integer.toString(steps)));
    }
}
