package se.tertial.report.replica;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.hibernate.Session;
import org.jboss.logging.Logger;

/**
 * Up to where each partition has been applied to a generation. They are written in the transaction of the facts, so that
 * neither a restored database nor what Kafka keeps for the group can make a consumer pass a message over.
 */
@ApplicationScoped
class Positions {

    private static final Logger LOG = Logger.getLogger(Positions.class);

    private final EntityManager entityManager;

    @Inject
    Positions(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /**
     * Where to go on reading.
     *
     * @param refused topics whose number of partitions is not what it was, and what to do: keys lie elsewhere now, and deletions do
     *     not reach them
     */
    record Starts(Map<TopicPartition, Long> next, Map<String, String> refused) {}

    /** Where each partition of a topic was read up to. */
    private record Stored(String topicId, Map<Integer, Long> next) {}

    /** Where to go on reading each partition; those that have never been read begin now. */
    Starts starts(int generation, Map<String, ConsumedTopics.Topic> topics) {
        Map<TopicPartition, Long> starts = new HashMap<>();
        Map<String, String> refused = new TreeMap<>();
        Map<String, Stored> stored = stored(generation);
        topics.forEach((name, topic) -> {
            Stored known = stored.get(name);
            if (known != null && !known.topicId().equals(topic.id())) {
                LOG.warnf("%s was made anew and is read from its beginning", name);
                forget(generation, name, topic.id());
                known = null;
            }
            if (known == null) {
                begin(generation, name, topic);
            } else if (known.next().size() != topic.partitions()) {
                refused.put(name, refusal(name, known.next().size(), topic.partitions()));
                return;
            }
            for (int partition = 0; partition < topic.partitions(); partition++) {
                long next = known == null ? 0L : known.next().getOrDefault(partition, 0L);
                starts.put(new TopicPartition(name, partition), next);
            }
        });
        return new Starts(starts, refused);
    }

    private static String refusal(String topic, int were, int are) {
        return topic + " has " + are + " partitions, and had " + were
                + ". The number is fixed: delete the topic, make it anew with the number it shall have, and let its service"
                + " publish its state anew";
    }

    /** Whether these are the topics that the generation has been read from. */
    boolean areOf(int generation, Map<String, ConsumedTopics.Topic> topics) {
        Map<String, Stored> stored = stored(generation);
        return topics.entrySet().stream().allMatch(topic -> {
            Stored known = stored.get(topic.getKey());
            return known != null
                    && known.topicId().equals(topic.getValue().id())
                    && known.next().size() == topic.getValue().partitions();
        });
    }

    /** A partition that was read on. */
    record Progress(String topic, int partition, String topicId, long from, long to) {}

    /**
     * Notes what is applied in this transaction.
     *
     * @throws IllegalStateException if something before it is not applied: the database was restored, or the topic made anew
     */
    void advance(int generation, List<Progress> progress) {
        progress.stream()
                .sorted(Comparator.comparing(Progress::topic).thenComparing(Progress::partition))
                .forEach(one -> {
                    int updated = entityManager
                            .createNativeQuery(
                                    """
                                    update consumed_partition
                                    set next_offset = greatest(next_offset, :to), seen_at = now()
                                    where generation = :generation and topic = :topic and partition = :partition
                                      and topic_id = :id and next_offset >= :from
                                    """)
                            .setParameter("generation", generation)
                            .setParameter("topic", one.topic())
                            .setParameter("partition", one.partition())
                            .setParameter("id", one.topicId())
                            .setParameter("from", one.from())
                            .setParameter("to", one.to())
                            .executeUpdate();
                    if (updated == 0) {
                        throw new IllegalStateException("what was read of " + one.topic() + " up to offset "
                                + one.from() + " is not in the read model");
                    }
                });
    }

    /** Up to where a generation was read, of the topics as they are now. */
    Map<TopicPartition, Long> reached(int generation, Map<String, ConsumedTopics.Topic> topics) {
        Map<TopicPartition, Long> reached = new HashMap<>();
        stored(generation).forEach((name, known) -> {
            ConsumedTopics.Topic topic = topics.get(name);
            if (topic != null && topic.id().equals(known.topicId())) {
                known.next().forEach((partition, next) -> reached.put(new TopicPartition(name, partition), next));
            }
        });
        return reached;
    }

    private Map<String, Stored> stored(int generation) {
        Map<String, Stored> stored = new TreeMap<>();
        entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        "select topic, topic_id, partition, next_offset from consumed_partition where generation = "
                                + generation,
                        Object[].class)
                .getResultList()
                .forEach(row -> stored.computeIfAbsent(
                                (String) row[0], topic -> new Stored((String) row[1], new HashMap<>()))
                        .next()
                        .put(((Number) row[2]).intValue(), ((Number) row[3]).longValue()));
        return stored;
    }

    private void forget(int generation, String topic, String id) {
        entityManager
                .createNativeQuery(
                        """
                        delete from consumed_partition
                        where generation = :generation and topic = :topic and topic_id <> :id
                        """)
                .setParameter("generation", generation)
                .setParameter("topic", topic)
                .setParameter("id", id)
                .executeUpdate();
    }

    private void begin(int generation, String name, ConsumedTopics.Topic topic) {
        entityManager
                .createNativeQuery(
                        """
                        insert into consumed_partition (generation, topic, partition, topic_id, next_offset)
                        select :generation, :topic, partition, :id, 0 from generate_series(0, :last) as partition
                        on conflict do nothing
                        """)
                .setParameter("generation", generation)
                .setParameter("topic", name)
                .setParameter("id", topic.id())
                .setParameter("last", topic.partitions() - 1)
                .executeUpdate();
    }
}
