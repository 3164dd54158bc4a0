package se.tertial.devstack.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.tertial.devstack.Failure;

class ChildTest {

    @TempDir
    Path logs;

    @Test
    void whoWasKilledIsToldInOneSentence() throws Exception {
        Path log = log("started\n");
        Process process = new ProcessBuilder("/bin/sh", "-c", "kill -9 $$").start();
        process.waitFor();

        Failure failure = Child.ended("goals", process.exitValue(), log);

        assertEquals("goals was killed (signal 9).", failure.sentence());
    }

    @Test
    void whoEndedByItselfIsToldWithTheEndOfItsLog() throws Exception {
        Path log = log("started\nPort 80 is taken\n");
        Process process = new ProcessBuilder("/bin/sh", "-c", "exit 1").start();
        process.waitFor();

        Failure failure = Child.ended("goals", process.exitValue(), log);

        assertEquals(
                "goals ended by itself with status 1. The last lines of its log:\nstarted\nPort 80 is taken",
                failure.sentence());
    }

    @Test
    void logThatIsGoneIsSaidToBe() {
        Failure failure = Child.ended("goals", 1, logs.resolve("none.log"));

        assertEquals(
                "goals ended by itself with status 1. The last lines of its log:\n(unreadable: there is no "
                        + logs.resolve("none.log") + ")",
                failure.sentence());
    }

    private Path log(String text) throws IOException {
        return Files.writeString(logs.resolve("goals.log"), text);
    }
}
