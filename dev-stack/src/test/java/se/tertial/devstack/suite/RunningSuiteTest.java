package se.tertial.devstack.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.tertial.devstack.Failure;
import se.tertial.devstack.Issuer;

class RunningSuiteTest {

    @TempDir
    Path root;

    @Test
    void aSuiteThatRunsIsFound() throws Exception {
        RunningSuite suite = suite("http://localhost:1", ProcessHandle.current().pid());
        suite.write(root);

        assertEquals(Optional.of(suite), RunningSuite.find(root));
    }

    @Test
    void aSuiteWhoseLauncherHasEndedDoesNotRun() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        suite("http://localhost:1", ended.pid()).write(root);

        Failure failure = assertThrows(Failure.class, () -> RunningSuite.require(root));

        assertEquals("No suite is running; start one with ./run.", failure.sentence());
    }

    @Test
    void aSuiteRemovesOnlyItsOwnDescription() throws Exception {
        RunningSuite first = suite("http://localhost:1", ProcessHandle.current().pid());
        RunningSuite second =
                suite("http://localhost:2", ProcessHandle.current().pid());
        first.write(root);
        second.write(root);

        first.remove(root);

        assertEquals(Optional.of(second), RunningSuite.find(root));
    }

    @Test
    void anUnknownUserIsToldWhoThereIs() throws Exception {
        try (Issuer issuer = Issuer.start()) {
            RunningSuite suite = suite(issuer.url(), ProcessHandle.current().pid());

            Failure failure = assertThrows(Failure.class, () -> suite.token("någon & co"));

            assertEquals(0, failure.sentence().indexOf("There is no demo user “någon & co”"));
        }
    }

    @Test
    void tokensAreAskedOfTheIssuerThatIsTrusted() {
        RunningSuite suite = new RunningSuite(
                "http://localhost:8080",
                Map.of(),
                "https://login.example",
                false,
                "localhost:9092",
                1,
                Map.of(),
                "/data");

        Failure failure = assertThrows(Failure.class, () -> suite.token("reader"));

        assertEquals("The suite trusts https://login.example; ask that for tokens.", failure.sentence());
    }

    private static RunningSuite suite(String issuer, long launcher) {
        return new RunningSuite(
                "http://localhost:8080",
                Map.of(),
                issuer,
                true,
                "localhost:9092",
                launcher,
                Map.of("finance", 1L),
                "/data");
    }
}
