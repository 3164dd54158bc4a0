package se.tertial.devstack.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A small process that outlives the launcher: should that be killed, it ends what the launcher had started. It waits for the
 * end of its input, which the launcher holds open.
 */
public final class Guard implements AutoCloseable {

    private static final String SCRIPT =
            """
            trap '' INT TERM HUP
            cat > /dev/null
            [ -e "$1" ] || exit 0
            all="$(cat "$1") $(head -n 1 "$2" 2> /dev/null)"
            kill -TERM $all
            # PostgreSQL waits for its clients unless it is told again.
            kill -INT $all
            for second in 1 2 3 4 5 6 7 8 9 10; do
              sleep 1
              kill -0 $all || break
            done
            for one in $all; do kill -KILL "$one"; done
            rm -f "$1"
            [ -z "$3" ] || rm -rf "$3"
            """;

    /** In a session of its own where that is possible, so that what ends the launcher's whole group spares it. */
    private static final String APART =
            "trap '' INT TERM HUP; command -v setsid > /dev/null && exec setsid sh -c \"$@\"; exec sh -c \"$@\"";

    private final Path processIds;
    /** Kept, because its input would be closed if it were not. */
    private final Process process;

    private Guard(Path processIds, Process process) {
        this.processIds = processIds;
        this.process = process;
    }

    /**
     * Begins to watch.
     *
     * @param data       where the list of processes is kept
     * @param postmaster the file whose first line is PostgreSQL's process id
     * @param scratch    what to delete in the end, if anything
     */
    public static Guard start(Path data, Path postmaster, @Nullable Path scratch) throws IOException {
        Path processIds = data.resolve("processes");
        Files.writeString(processIds, "");
        List<String> command = List.of(
                "/bin/sh",
                "-c",
                APART,
                "sh",
                SCRIPT,
                "tertial-guard",
                processIds.toString(),
                postmaster.toString(),
                scratch == null ? "" : scratch.toString());
        // Its output must not hold open what the launcher's goes to.
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new Guard(processIds, process);
    }

    public synchronized void watch(long pid) throws IOException {
        Files.writeString(processIds, pid + "\n", StandardOpenOption.APPEND);
    }

    /** Everything has ended in order: nothing is left to do. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(processIds);
        process.getOutputStream().close();
    }
}
