package se.tertial.devstack;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Holds work to near linear cost: twice as much takes at most two and a half times the CPU. Time on the clock is not measured,
 * since others work on the same machine.
 */
public final class NearLinear {

    private static final int WARM_UP = 1;
    private static final int ROUNDS = 6;

    /** What is so quick that what else a JVM does would decide. */
    private static final Duration NOISE = Duration.ofMillis(15);

    private static final long UNKNOWN = -1;

    private NearLinear() {}

    /** Work that is done in the thread that asks for it. */
    public static void inThisThread(String what, int size, IntConsumer work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        check(what, size, work, () -> Map.of(Thread.currentThread().getId(), threads.getCurrentThreadCpuTime()));
    }

    /** Work that a service of this JVM does for requests; not that of its background tasks, nor of the client. */
    public static void inWorkers(String what, int size, IntConsumer work) {
        check(what, size, work, NearLinear::ofWorkers);
    }

    private static Map<Long, Long> ofWorkers() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Map<Long, Long> workers = new HashMap<>();
        for (long id : workers()) {
            workers.put(id, Math.max(0, threads.getThreadCpuTime(id)));
        }
        return workers;
    }

    /** The threads that answer requests. */
    static List<Long> workers() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith("executor-thread"))
                .map(ThreadInfo::getThreadId)
                .toList();
    }

    /** Compares the least that each took, which is what it takes undisturbed; one round is enough where that shows. */
    private static void check(String what, int size, IntConsumer work, Supplier<Map<Long, Long>> cpu) {
        for (int time = 0; time < WARM_UP; time++) {
            work.accept(size);
        }
        long once = Long.MAX_VALUE;
        long twice = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long small = cost(work, size, cpu);
            long large = cost(work, 2 * size, cpu);
            if (small == UNKNOWN || large == UNKNOWN) {
                continue;
            }
            once = Math.min(once, small);
            twice = Math.min(twice, large);
            if (2 * twice <= 5 * once + 2 * NOISE.toNanos()) {
                return;
            }
        }
        throw new AssertionError("%s: %d took %d ms of CPU, and twice as many %d ms"
                .formatted(what, size, once / 1_000_000, twice / 1_000_000));
    }

    /** In nanoseconds; unknown if a thread ended meanwhile, and what it did with it. */
    private static long cost(IntConsumer work, int size, Supplier<Map<Long, Long>> cpu) {
        Map<Long, Long> before = cpu.get();
        work.accept(size);
        Map<Long, Long> after = cpu.get();
        if (!after.keySet().containsAll(before.keySet())) {
            return UNKNOWN;
        }
        return after.entrySet().stream()
                .mapToLong(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L))
                .sum();
    }
}
