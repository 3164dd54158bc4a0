package se.tertial.devstack.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** How much memory processes hold, in KiB. */
final class Memory {

    private Memory() {}

    /** What is resident of one process. */
    static long resident(long pid) {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        return Files.exists(status) ? kibibytes(status, "VmRSS:").orElse(0L) : fromPs(pid);
    }

    /** What a process and those it started hold together; memory they share counts once where the system tells. */
    static long together(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToLong(one -> kibibytes(Path.of("/proc", Long.toString(one.pid()), "smaps_rollup"), "Pss:")
                        .orElseGet(() -> resident(one.pid())))
                .sum();
    }

    private static Optional<Long> kibibytes(Path file, String field) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(field))
                    .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static long fromPs(long pid) {
        try {
            Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
            String text = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
