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
import org.apache.kafka.common.TopicPartition;
import se.tertial.report.watermark.Watermark.Heard;

/**
 * Somebody who waits for everything that was acknowledged before they came.
 *
 * <p>The first watermark that came to lie in Kafka after that may have been made before. Its sender made the next one when the first was
 * there: so that one tells of everything.
 */
final class Waiting {

    private final Map<String, Long> ends;
    private final Set<String> left;
    private final Set<String> first = new HashSet<>();
    private final Map<String, Pursuit> pursued = new HashMap<>();
    private final CountDownLatch over = new CountDownLatch(1);

    /**
     * @param ends of each service where the next watermark would have come to lie after the waiting had begun
     */
    Waiting(Map<String, Long> ends) {
        this.ends = ends;
        this.left = ConcurrentHashMap.newKeySet();
        left.addAll(ends.keySet());
    }

    void hear(String service, Heard heard) {
        Pursuit pursuit = pursued.get(service);
        if (pursuit != null) {
            pursuit.hear(heard);
        } else if (heard.offset() >= ends.getOrDefault(service, Long.MAX_VALUE)
                && !first.add(service + " " + heard.watermark().sender())) {
            pursued.put(service, new Pursuit(heard));
        }
    }

    /**
     * Looks whether the waiting is over.
     *
     * @param read of each partition the offset that is read next
     */
    void compare(Map<TopicPartition, Long> read) {
        pursued.forEach((service, pursuit) -> {
            if (pursuit.isOver(read)) {
                left.remove(service);
            }
        });
        if (left.isEmpty()) {
            over.countDown();
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
