package se.tertial.devstack;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * Holds work to near linear cost: twice as much takes at most two and a half times the CPU. Time on the clock is not measured,
 * since others work on the same machine.
 */
public final class NearLinear {

    private static final int WARM_UP = 2;
    private static final int ROUNDS = 6;

    /** What is so quick that what else a JVM does would decide. */
    private static final Duration NOISE = Duration.ofMillis(15);

    private NearLinear() {}

    /** Work that is done in the thread that asks for it. */
    public static void inThisThread(String what, int size, IntConsumer work) {
        check(what, size, work, ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime);
    }

    /** Work of other threads of this JVM, such as that of a service under test. */
    public static void inThisProcess(String what, int size, IntConsumer work) {
        check(what, size, work, ((com.sun.management.OperatingSystemMXBean)
                ManagementFactory.getOperatingSystemMXBean())::getProcessCpuTime);
    }

    /** Compares the least that each took, which is what it takes undisturbed; one round is enough where that shows. */
    private static void check(String what, int size, IntConsumer work, LongSupplier cpu) {
        for (int time = 0; time < WARM_UP; time++) {
            work.accept(size);
        }
        long once = Long.MAX_VALUE;
        long twice = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            once = Math.min(once, cost(work, size, cpu));
            twice = Math.min(twice, cost(work, 2 * size, cpu));
            if (2 * twice <= 5 * once + 2 * NOISE.toNanos()) {
                return;
            }
        }
        throw new AssertionError("%s: %d took %d ms of CPU, and twice as many %d ms"
                .formatted(what, size, once / 1_000_000, twice / 1_000_000));
    }

    private static long cost(IntConsumer work, int size, LongSupplier cpu) {
        long before = cpu.getAsLong();
        work.accept(size);
        return cpu.getAsLong() - before;
    }
}
