package se.tertial.report.replica;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.hibernate.Session;

/**
 * Messages that could not be read and came when there was no room to keep them. They are counted, and named by where they lie, until
 * they are read again ({@link Rereading}); a rebuild reads them anew, too, and keeps them if there is room. Every method runs in its
 * caller's transaction.
 */
@ApplicationScoped
class UnkeptLetters {

    private final EntityManager entityManager;

    @Inject
    UnkeptLetters(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /**
     * Where they lie.
     *
     * @param topicId        of a topic that was made anew it is another
     * @param municipalityId whose they are; empty for nobody's
     */
    record Place(String topic, String topicId, int partition, String municipalityId) {}

    /** At most so many lie between two offsets, both included. */
    record Span(long messages, long first, long last) {}

    record Line(Place place, Span span, Instant since) {

        /** What is left of it from an offset on. */
        Line from(long offset) {
            return new Line(place, new Span(span.messages(), offset, span.last()), since);
        }

        /** Where the first of them lies. */
        Originals.Place first() {
            return new Originals.Place(
                    new TopicPartition(place.topic(), place.partition()), place.topicId(), span.first());
        }

        @Override
        public String toString() {
            return "%s, partition %d, offsets %d to %d, municipality %s: %d messages"
                    .formatted(
                            place.topic(),
                            place.partition(),
                            span.first(),
                            span.last(),
                            place.municipalityId().isEmpty() ? "none" : place.municipalityId(),
                            span.messages());
        }
    }

    /**
     * Counts a message that is not kept; one that was counted already counts once.
     *
     * @return false if it is kept after all, since it came before
     */
    boolean count(int generation, ConsumerRecord<?, ?> message, String topicId, String municipalityId) {
        if (isKept(message, topicId)) {
            return false;
        }
        entityManager
                .createNativeQuery(
                        """
                        insert into unkept_letter as line (generation, municipality_id, topic, topic_id, partition, messages,
                                                           first_offset, last_offset)
                        values (:generation, :municipality, :topic, :topicId, :partition, 1, :offset, :offset)
                        on conflict (generation, municipality_id, topic, topic_id, partition) do update
                        set messages = line.messages + 1, last_offset = excluded.last_offset
                        where line.last_offset < excluded.last_offset
                        """)
                .setParameter("generation", generation)
                .setParameter("municipality", municipalityId)
                .setParameter("topic", message.topic())
                .setParameter("topicId", topicId)
                .setParameter("partition", message.partition())
                .setParameter("offset", message.offset())
                .executeUpdate();
        return true;
    }

    private boolean isKept(ConsumerRecord<?, ?> message, String topicId) {
        return !entityManager
                .createNativeQuery(
                        """
                        select 1 from dead_letter
                        where topic = :topic and topic_id = :topicId and partition = :partition and message_offset = :offset
                        """)
                .setParameter("topic", message.topic())
                .setParameter("topicId", topicId)
                .setParameter("partition", message.partition())
                .setParameter("offset", message.offset())
                .getResultList()
                .isEmpty();
    }

    /** Forgets those of generations that nobody reads: a rebuild counts its own. */
    void forgetOthers(int generation) {
        entityManager
                .createNativeQuery("delete from unkept_letter where generation <> :generation")
                .setParameter("generation", generation)
                .executeUpdate();
    }

    /** The topics on which messages of a municipality lie that are not kept, each with since when. */
    Map<String, Instant> topics(String municipalityId) {
        Map<String, Instant> topics = new TreeMap<>();
        entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select topic, min(since) from unkept_letter
                        where generation = (select generation from generation where state = 'CURRENT')
                          and municipality_id = :municipality
                        group by topic
                        """,
                        Object[].class)
                .setParameter("municipality", municipalityId)
                .getResultList()
                .forEach(row -> topics.put((String) row[0], (Instant) row[1]));
        return topics;
    }

    /** How many there are in all. */
    long count() {
        return entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select coalesce(sum(messages), 0)::bigint from unkept_letter
                        where generation = (select generation from generation where state = 'CURRENT')
                        """,
                        Long.class)
                .getSingleResult();
    }

    /** Where the oldest of them lie. */
    List<Line> oldest(int most) {
        return lines("since, topic, partition, municipality_id", most);
    }

    /** Some of them, in no order: none waits for ever behind others. */
    List<Line> some(int most) {
        return lines("random()", most);
    }

    private List<Line> lines(String order, int most) {
        return entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select topic, topic_id, partition, municipality_id, messages, first_offset, last_offset, since
                        from unkept_letter
                        where generation = (select generation from generation where state = 'CURRENT')
                        order by %s
                        """
                                .formatted(order),
                        Object[].class)
                .setMaxResults(most)
                .getResultStream()
                .map(row -> new Line(
                        new Place((String) row[0], (String) row[1], ((Number) row[2]).intValue(), (String) row[3]),
                        new Span(
                                ((Number) row[4]).longValue(),
                                ((Number) row[5]).longValue(),
                                ((Number) row[6]).longValue()),
                        (Instant) row[7]))
                .toList();
    }

    /**
     * What lies before an offset was read again.
     *
     * @param fewer how many of them are not counted any more
     * @return false if somebody else has done it, or a rebuild was switched to
     */
    boolean readAgain(int generation, Line line, long upTo, int fewer) {
        return change("delete from unkept_letter", "and last_offset < :to", generation, line, Map.of("to", upTo))
                || change(
                        "update unkept_letter set first_offset = :to, messages = greatest(1, messages - :fewer)",
                        "",
                        generation,
                        line,
                        Map.of("to", upTo, "fewer", fewer));
    }

    /** They are nowhere any more, since their topic was made anew: what its service publishes there is newer. */
    boolean end(int generation, Line line) {
        return change("delete from unkept_letter", "", generation, line, Map.of());
    }

    private boolean change(String statement, String condition, int generation, Line line, Map<String, ?> parameters) {
        var change = entityManager
                .createNativeQuery(
                        """
                        %s
                        where generation = :generation and municipality_id = :municipality and topic = :topic
                          and topic_id = :topicId and partition = :partition and first_offset = :first %s
                        """
                                .formatted(statement, condition))
                .setParameter("generation", generation)
                .setParameter("municipality", line.place().municipalityId())
                .setParameter("topic", line.place().topic())
                .setParameter("topicId", line.place().topicId())
                .setParameter("partition", line.place().partition())
                .setParameter("first", line.span().first());
        parameters.forEach(change::setParameter);
        return change.executeUpdate() > 0;
    }
}
