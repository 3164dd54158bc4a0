package se.tertial.devstack.suite;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import se.tertial.devstack.Failure;
import se.tertial.devstack.Scratch;

/**
 * Where a suite keeps what it stores, for as long as it is open. It is no other suite's meanwhile; one that is not to be kept is
 * deleted when it is closed.
 */
final class DataDirectory implements Closeable {

    private static final long MEBIBYTE = 1024 * 1024;
    private static final long NEEDED_TO_START = 512 * MEBIBYTE;
    private static final long NEEDED_TO_RUN = 64 * MEBIBYTE;
    private static final String EXAMPLE_LOADED = "example-loaded";

    private final Path path;
    private final boolean isKept;
    /** The lock of a directory that is kept, or what deletes one that is not. */
    private final Closeable hold;

    private DataDirectory(Path path, boolean isKept, Closeable hold) {
        this.path = path;
        this.isKept = isKept;
        this.hold = hold;
    }

    /**
     * Takes a directory for one suite.
     *
     * @param kept the directory, made if there is none; null for a temporary one
     * @throws Failure if nothing can be written there, another suite uses it, or its disk has too little room to start
     */
    static DataDirectory open(@Nullable Path kept) throws Failure {
        DataDirectory opened = kept == null ? temporary() : kept(kept);
        try {
            opened.requireRoomToStart();
            return opened;
        } catch (Failure e) {
            opened.close(e);
            throw e;
        }
    }

    private static DataDirectory temporary() throws Failure {
        try {
            Scratch scratch = Scratch.create("tertial-");
            return new DataDirectory(scratch.path(), false, scratch::close);
        } catch (IOException e) {
            throw unwritable("the temporary directory " + System.getProperty("java.io.tmpdir"), e);
        }
    }

    private static DataDirectory kept(Path kept) throws Failure {
        try {
            Path path =
                    Files.createDirectories(kept.toAbsolutePath().normalize()).toRealPath();
            return new DataDirectory(path, true, locked(path));
        } catch (IOException e) {
            throw unwritable(kept, e);
        }
    }

    private static FileOutputStream locked(Path path) throws IOException, Failure {
        FileOutputStream file = new FileOutputStream(path.resolve("lock").toFile());
        try {
            FileLock lock = file.getChannel().tryLock();
            if (lock != null) {
                return file;
            }
            file.close();
            throw new Failure("Another suite uses " + path + ".");
        } catch (OverlappingFileLockException e) {
            file.close();
            throw new Failure("Another suite uses " + path + ".", e);
        }
    }

    private void requireRoomToStart() throws Failure {
        try {
            long usable = usable();
            if (usable < NEEDED_TO_START) {
                throw new Failure("The disk of " + path + " has " + usable / MEBIBYTE + " MiB free; the suite needs "
                        + NEEDED_TO_START / MEBIBYTE + " MiB.");
            }
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    private void close(Failure because) {
        try {
            close();
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    private long usable() throws IOException {
        return Files.getFileStore(path).getUsableSpace();
    }

    /** That nothing could be written somewhere. */
    static Failure unwritable(Object where, IOException why) {
        return new Failure("Cannot write to " + where + ": " + Failure.reason(why) + ".", why);
    }

    Path path() {
        return path;
    }

    /** What is to be deleted in the end; null for a directory that is kept. */
    @Nullable
    Path toDelete() {
        return isKept ? null : path;
    }

    /**
     * Tells of a disk that is full, before whatever writes to it ends.
     *
     * @throws Failure if less is left than the suite needs to go on, or the directory is gone
     */
    void requireRoom() throws Failure {
        try {
            long usable = usable();
            if (usable < NEEDED_TO_RUN) {
                throw new Failure("The disk of " + path + " is full: " + usable / MEBIBYTE + " MiB are left.");
            }
        } catch (IOException e) {
            throw new Failure("The data directory " + path + " is gone.", e);
        }
    }

    /** Keeps how each database is reached, with its password, where only the owner of the data reads it. */
    void keepDatabases(CharSequence urls) throws IOException {
        Path file = path.resolve("databases");
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, urls);
    }

    /** Whether the example was loaded into the kept data by an earlier run. */
    boolean hasExample() {
        return Files.exists(path.resolve(EXAMPLE_LOADED));
    }

    void rememberExample() throws Failure {
        try {
            Files.writeString(path.resolve(EXAMPLE_LOADED), "");
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    @Override
    public void close() throws IOException {
        hold.close();
    }
}
