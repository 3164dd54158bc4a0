package se.tertial.report.replica;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
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

    private static final Duration SHORTEST = Duration.ofMinutes(2);

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

    /** Topics that the generation was read from, and that are not among these: what they told would vanish. */
    List<String> absent(int generation, Set<String> topics) {
        return stored(generation).keySet().stream()
                .filter(topic -> Fact.TOPICS.containsKey(topic) && !topics.contains(topic))
                .toList();
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
                                    set next_offset = greatest(next_offset, :to)
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

    /** A partition that was read to its end: up to where, and for how long its topic keeps deletions. */
    record Seen(String topic, int partition, String topicId, long next, Duration keepsDeletions) {}

    /**
     * Notes that partitions were read to their ends. One that was last read to its end before its topic may have forgotten
     * deletions is not noted, but marked: what was deleted meanwhile may stand in the generation for ever.
     *
     * @return the topics of those that are marked with this
     */
    List<String> seen(int generation, List<Seen> seen) {
        return entityManager.unwrap(Session.class).doReturningWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    """
                    with seen as (
                      select * from unnest(?::text[], ?::integer[], ?::text[], ?::bigint[], ?::bigint[])
                        as seen (topic, partition, topic_id, next_offset, most_seconds)
                    ), noted as (
                      update consumed_partition p
                      set seen_at = case when p.seen_at > now() - make_interval(secs => seen.most_seconds) then now()
                                         else 'epoch' end
                      from seen
                      where p.generation = ? and p.seen_at > 'epoch' and p.topic = seen.topic
                        and p.partition = seen.partition and p.topic_id = seen.topic_id
                        and p.next_offset >= seen.next_offset
                      returning p.topic, p.seen_at
                    )
                    select distinct topic from noted where seen_at = 'epoch' order by 1
                    """)) {
                statement.setArray(1, array(connection, "text", seen, Seen::topic));
                statement.setArray(2, array(connection, "integer", seen, Seen::partition));
                statement.setArray(3, array(connection, "text", seen, Seen::topicId));
                statement.setArray(4, array(connection, "bigint", seen, Seen::next));
                statement.setArray(5, array(connection, "bigint", seen, one -> mostSeconds(one.keepsDeletions())));
                statement.setInt(6, generation);
                return texts(statement);
            }
        });
    }

    /** A tenth less than topics keep deletions, for clocks that differ; longer than it takes to look twice. */
    private static long mostSeconds(Duration keepsDeletions) {
        return Math.max(keepsDeletions.toSeconds() / 10 * 9, SHORTEST.toSeconds());
    }

    /** Marks partitions of which messages were removed before they were read; those of which nothing was read miss nothing. */
    List<String> missed(int generation, Map<TopicPartition, Long> beginnings) {
        List<TopicPartition> partitions = List.copyOf(beginnings.keySet());
        return entityManager.unwrap(Session.class).doReturningWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    """
                    with missed as (
                      update consumed_partition p set seen_at = 'epoch'
                      from unnest(?::text[], ?::integer[], ?::bigint[]) as is_now (topic, partition, beginning)
                      where p.generation = ? and p.seen_at > 'epoch' and p.topic = is_now.topic
                        and p.partition = is_now.partition and p.next_offset > 0 and p.next_offset < is_now.beginning
                      returning p.topic
                    )
                    select distinct topic from missed order by 1
                    """)) {
                statement.setArray(1, array(connection, "text", partitions, TopicPartition::topic));
                statement.setArray(2, array(connection, "integer", partitions, TopicPartition::partition));
                statement.setArray(3, array(connection, "bigint", partitions, beginnings::get));
                statement.setInt(4, generation);
                return texts(statement);
            }
        });
    }

    private static <T> Array array(Connection connection, String type, List<T> from, Function<T, Object> column)
            throws SQLException {
        return connection.createArrayOf(type, from.stream().map(column).toArray());
    }

    private static List<String> texts(PreparedStatement query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
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
