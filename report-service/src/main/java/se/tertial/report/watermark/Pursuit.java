package se.tertial.report.watermark;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import se.tertial.report.replica.Fact;
import se.tertial.report.watermark.Watermark.Heard;

/**
 * Everything that a watermark tells of, on its way into the read model: it is there once a later watermark, or the same, says that
 * all of it was sent, and the read model was read as far as that one says that events lie.
 */
final class Pursuit {

    private final Heard target;
    private @Nullable Watermark sent;
    private @Nullable Watermark last;

    Pursuit(Heard target) {
        this.target = target;
        hear(target);
    }

    Heard target() {
        return target;
    }

    void hear(Heard later) {
        if (later.watermark().hasSentAllOf(target.watermark())) {
            sent = sent == null ? later.watermark() : sent;
            last = later.watermark();
        }
    }

    /**
     * Whether all of it is in the read model. Of the watermarks that say that it was sent the first is reached soonest; the last one
     * knows when a topic was made anew, on which nobody can read that far.
     *
     * @param read of each partition the offset that is read next
     */
    boolean isOver(Map<TopicPartition, Long> read) {
        return isReached(sent, read) || isReached(last, read);
    }

    private static boolean isReached(@Nullable Watermark watermark, Map<TopicPartition, Long> read) {
        return watermark != null
                && watermark.positions().entrySet().stream()
                        .filter(topic -> Fact.TOPICS.containsKey(topic.getKey()))
                        .allMatch(topic -> isReached(topic.getKey(), topic.getValue(), read));
    }

    private static boolean isReached(String topic, List<Long> last, Map<TopicPartition, Long> read) {
        for (int partition = 0; partition < last.size(); partition++) {
            if (read.getOrDefault(new TopicPartition(topic, partition), 0L) <= last.get(partition)) {
                return false;
            }
        }
        return true;
    }
}
