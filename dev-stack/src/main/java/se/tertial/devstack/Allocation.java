package se.tertial.devstack;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/** How much memory a service of this JVM takes for requests: what it reads goes through it. */
public final class Allocation {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /** In bytes, of the threads that answer requests, while something is asked of the service. */
    public static long ofWorkers(Runnable asking) {
        Map<Long, Long> before = ofWorkers();
        asking.run();
        return ofWorkers().entrySet().stream()
                .mapToLong(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L))
                .sum();
    }

    private static Map<Long, Long> ofWorkers() {
        Map<Long, Long> workers = new HashMap<>();
        for (long id : NearLinear.workers()) {
            workers.put(id, Math.max(0, THREADS.getThreadAllocatedBytes(id)));
        }
        return workers;
    }
}
