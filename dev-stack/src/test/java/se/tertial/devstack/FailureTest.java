package se.tertial.devstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureTest {

    @TempDir
    Path directory;

    @Test
    void fullDiskIsSaidInWords() {
        IOException full = new FileSystemException("/data/logs", null, "No space left on device");

        String reason = Failure.reason(new ExecutionException(new UncheckedIOException(full)));

        assertEquals("No space left on device", reason);
    }

    @Test
    void nameOfAClassIsLeftOut() {
        String reason = Failure.reason(new IOException("java.io.IOException: No space left on device"));

        assertEquals("No space left on device", reason);
    }

    @Test
    void whatIsMissingOrInTheWayIsNamed() throws IOException {
        Path missing = directory.resolve("missing");
        Path file = Files.writeString(directory.resolve("file"), "");

        IOException noFile = assertThrows(IOException.class, () -> Files.readString(missing));
        IOException noDirectory = assertThrows(IOException.class, () -> Files.createDirectories(file));

        assertEquals("there is no " + missing, Failure.reason(noFile));
        assertEquals(file + " is no directory", Failure.reason(noDirectory));
    }
}
