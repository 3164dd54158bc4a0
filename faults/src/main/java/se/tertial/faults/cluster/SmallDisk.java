package se.tertial.faults.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A disk that is filled and has room again: a file system in memory. To mount it takes a mount
 * namespace of one's own, which {@code faults/run} makes where the machine lets it.
 */
public final class SmallDisk {

    private static final String SIZE = "640m";
    private static final int PIECE = 1 << 16;

    private final Path directory;
    private final Path ballast;

    private SmallDisk(Path directory) {
        this.directory = directory;
        this.ballast = directory.resolve("ballast");
    }

    /** Mounts it at a directory; nothing if that is not allowed. */
    static Optional<SmallDisk> mount(Path directory) throws IOException {
        Files.createDirectories(directory);
        boolean isMounted =
                run("mount", "-t", "tmpfs", "-o", "mode=755,size=" + SIZE, "tertial-faults", directory.toString());
        return isMounted ? Optional.of(new SmallDisk(directory)) : Optional.empty();
    }

    private static boolean run(String... command) throws IOException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Takes it away, also from a server that is just ending, so that the directory can be deleted. */
    void unmount() throws IOException {
        run("umount", "--lazy", directory.toString());
    }

    /** Leaves no byte of it free. */
    public void fill() throws IOException {
        byte[] piece = new byte[PIECE];
        try (OutputStream file = Files.newOutputStream(ballast)) {
            while (true) {
                file.write(piece);
            }
        } catch (IOException e) {
            if (!Files.exists(ballast)) {
                throw e;
            }
            // It is full.
        }
    }

    /** There is room again. */
    public void free() throws IOException {
        Files.deleteIfExists(ballast);
    }
}
