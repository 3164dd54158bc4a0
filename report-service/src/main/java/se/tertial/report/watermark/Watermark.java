package se.tertial.report.watermark;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.report.replica.Fact;

/**
 * How far another service has come, as it tells itself; of that only what is compared here.
 *
 * @param sender who sent it; of two of the same sender the later was made after the earlier was there
 * @param epoch how often its database was restored
 * @param newestRevision its newest change
 * @param sentRevision up to it nothing is left to be sent
 * @param unsent how many changes are not sent
 * @param waiting of what they are, as far as that is named; what it does not cover is all sent
 * @param positions of each topic the offset of the last event in each partition; -1 where there is none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Watermark(
        @Nullable String sender,
        long epoch,
        long newestRevision,
        long sentRevision,
        long unsent,
        @Nullable List<Part> waiting,
        Map<String, List<Long>> positions) {

    /** More than any service names. */
    private static final int MOST_PARTS = 2_000;

    Watermark {
        positions = positions == null ? Map.of() : positions;
        waiting = waiting == null || waiting.size() > MOST_PARTS
                ? List.of(new Part(null, null, null, sentRevision)) // as of a release that named nothing
                : waiting.stream()
                        .filter(part -> part.topic() == null || Fact.TOPICS.containsKey(part.topic()))
                        .toList();
    }

    /**
     * Changes of which not all are sent: of one topic or all, of one administration, a municipality or all.
     *
     * @param sentRevision up to it nothing of the part is left to be sent
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Part(
            @Nullable String topic,
            @Nullable String municipalityId,
            @Nullable String administrationId,
            long sentRevision) {

        boolean isOfAnybody() {
            return municipalityId == null;
        }

        boolean concerns(Scope scope) {
            return isOfAnybody()
                    || (scope.municipalityId().equals(municipalityId)
                            && (administrationId == null
                                    || scope.administrationId().equals(administrationId)));
        }

        Scope scope() {
            return new Scope(Objects.requireNonNull(municipalityId), Objects.requireNonNullElse(administrationId, ""));
        }
    }

    /** Up to this change everything is sent of those whom it does not name. */
    long sentOfOthers() {
        return sent(Part::isOfAnybody);
    }

    /** Up to this change everything is sent that an administration's reports are composed from. */
    long sentOf(Scope scope) {
        return sent(part -> part.concerns(scope));
    }

    private long sent(Predicate<Part> concerns) {
        return parts().stream().filter(concerns).mapToLong(Part::sentRevision).reduce(newestRevision, Math::min);
    }

    /** Whom it names: administrations, and municipalities as a whole. */
    Set<Scope> named() {
        return parts().stream()
                .filter(part -> !part.isOfAnybody())
                .map(Part::scope)
                .collect(Collectors.toSet());
    }

    private List<Part> parts() {
        return Objects.requireNonNull(waiting);
    }

    /**
     * Whether the topics were read as far as it says that events lie.
     *
     * @param read of each partition the offset that is read next
     */
    boolean isReached(Map<TopicPartition, Long> read) {
        return positions.entrySet().stream()
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

    /**
     * A watermark that was heard.
     *
     * @param offset where it lies
     * @param at when, as {@link System#nanoTime} counts: the clocks of two machines differ
     */
    record Heard(Watermark watermark, long offset, long at) {}
}
