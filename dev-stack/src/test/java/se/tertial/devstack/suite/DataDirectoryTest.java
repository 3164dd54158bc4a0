package se.tertial.devstack.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.tertial.devstack.Failure;

class DataDirectoryTest {

    @TempDir
    Path folder;

    @Test
    void keptDataAreOfOneSuiteUntilItIsClosed() throws Exception {
        Path kept = folder.toRealPath().resolve("kept");
        try (DataDirectory first = DataDirectory.open(kept)) {
            first.rememberExample();

            Failure failure = assertThrows(Failure.class, () -> DataDirectory.open(kept));

            assertEquals("Another suite uses " + kept + ".", failure.sentence());
        }
        try (DataDirectory second = DataDirectory.open(kept)) {
            assertTrue(second.hasExample());
        }
    }

    @Test
    void dataThatAreNotKeptAreDeleted() throws Exception {
        DataDirectory temporary = DataDirectory.open(null);
        Files.writeString(temporary.path().resolve("row"), "1");
        assertEquals(temporary.path(), temporary.toDelete());

        temporary.close();

        assertFalse(Files.exists(temporary.path()));
    }

    @Test
    void passwordsAreReadByTheOwnerOfTheDataOnly() throws Exception {
        try (DataDirectory temporary = DataDirectory.open(null)) {
            temporary.keepDatabases("jdbc:postgresql://localhost/finance?user=finance&password=x\n");
            temporary.keepDatabases("jdbc:postgresql://localhost/finance?user=finance&password=y\n");

            Path file = temporary.path().resolve("databases");
            assertEquals("jdbc:postgresql://localhost/finance?user=finance&password=y\n", Files.readString(file));
            assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
        }
    }

    @Test
    void aPlaceWhereNothingCanBeWrittenIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        Failure failure = assertThrows(Failure.class, () -> DataDirectory.open(file));

        assertTrue(failure.sentence().startsWith("Cannot write to " + file + ": "), failure.sentence());
    }
}
