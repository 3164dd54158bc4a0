package se.tertial.faults.neighbour;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** How long the processors worked and waited, as Linux counts it; elsewhere nothing is known. */
record Processors(long busy, long idle) {

    private static final Path STATISTICS = Path.of("/proc/stat");

    static Processors now() throws IOException {
        if (!Files.exists(STATISTICS)) {
            return new Processors(0, 0);
        }
        List<Long> ticks = Arrays.stream(Files.readAllLines(STATISTICS).get(0).split(" +", -1))
                .skip(1)
                .map(Long::valueOf)
                .toList();
        long idle = ticks.get(3) + ticks.get(4);
        return new Processors(ticks.stream().mapToLong(Long::longValue).sum() - idle, idle);
    }

    /** In hundredths of what they could. */
    long busySince(Processors before) {
        long all = busy + idle - before.busy - before.idle;
        return all == 0 ? 0 : 100 * (busy - before.busy) / all;
    }
}
