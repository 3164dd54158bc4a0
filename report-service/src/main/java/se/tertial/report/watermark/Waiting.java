package se.tertial.report.watermark;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import se.tertial.kit.access.Scope;
import se.tertial.report.watermark.Course.Reached;
import se.tertial.report.watermark.Watermark.Heard;

/**
 * Somebody who waits for everything of an administration that was acknowledged before they came.
 *
 * <p>The first watermark that came to lie in Kafka after that may have been made before. Its sender made the next one when the first was
 * there: so that one tells of everything.
 */
final class Waiting {

    private final Scope scope;
    private final Map<String, Long> ends;
    private final Set<String> left;
    private final Set<String> first = new HashSet<>();
    private final Map<String, Heard> awaited = new HashMap<>();
    private final CountDownLatch over = new CountDownLatch(1);

    /**
     * @param ends of each service where the next watermark would have come to lie after the waiting had begun
     */
    Waiting(Scope scope, Map<String, Long> ends) {
        this.scope = scope;
        this.ends = ends;
        this.left = ConcurrentHashMap.newKeySet();
        left.addAll(ends.keySet());
    }

    void hear(String service, Heard heard) {
        if (!awaited.containsKey(service)
                && heard.offset() >= ends.getOrDefault(service, Long.MAX_VALUE)
                && !first.add(service + " " + heard.watermark().sender())) {
            awaited.put(service, heard);
        }
    }

    /** So much of a service is there. */
    void reached(String service, Reached reached) {
        Heard target = awaited.get(service);
        if (target != null && reached.hasAllOf(target, scope)) {
            left.remove(service);
            if (left.isEmpty()) {
                over.countDown();
            }
        }
    }

    /** The services whose changes are not all there in time. */
    Set<String> await(Duration patience) {
        try {
            over.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new TreeSet<>(left);
    }
}
