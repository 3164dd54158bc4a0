package se.tertial.kit.elsewhere;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.hibernate.Session;
import se.tertial.kit.access.Scope;

/** The copy of the registers. How far it was read stands beside it, so that whoever follows next goes on from there. */
@ApplicationScoped
class Registers {

    /** Everybody takes partitions in this order, so that nobody waits for one who waits for them. */
    static final Comparator<TopicPartition> IN_TURN =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    private final EntityManager entityManager;

    @Inject
    Registers(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    private static final int PIECE = 5_000;

    /**
     * A topic as it is now: by its id it is known from one of the same name that was there before.
     *
     * @param partitions what each of its partitions has, in their order
     */
    record Topic(String id, List<Log> partitions) {}

    /**
     * What a partition has.
     *
     * @param beginning the offset of the first message that it may have
     * @param isCut whether it ended before what had been read of it by then
     */
    record Log(long beginning, boolean isCut) {

        boolean continues(long next) {
            return next >= beginning && !isCut;
        }
    }

    /** A partition of a topic that is known by its id. */
    record Partition(String topicId, int number) {}

    /** How far partitions have been read, by whichever instance: the offset that is read next. */
    Map<Partition, Long> read() {
        Map<Partition, Long> read = new HashMap<>();
        entityManager
                .unwrap(Session.class)
                .createNativeQuery("select topic_id, partition, next_offset from read_elsewhere", Object[].class)
                .getResultList()
                .forEach(row -> read.put(
                        new Partition((String) row[0], ((Number) row[1]).intValue()), ((Number) row[2]).longValue()));
        return read;
    }

    /** What has been registered, or was and is not any more. */
    record Entry(Scope scope, String rowKey, boolean isThere) {}

    /**
     * Forgets some of what is known of topics that are to be read from their beginning, so that no statement takes long. Until such a
     * topic is begun, nothing is said of it.
     *
     * @return whether there may be more to forget
     */
    boolean forgetSome(Map<String, Topic> topics) {
        takeTurn();
        return topics.entrySet().stream()
                .filter(topic -> !isContinued(topic.getKey(), topic.getValue()))
                .anyMatch(topic -> forgetSome(topic.getKey()));
    }

    private boolean forgetSome(String name) {
        entityManager
                .createNativeQuery("delete from read_elsewhere where topic = :topic")
                .setParameter("topic", name)
                .executeUpdate();
        return entityManager
                        .createNativeQuery(
                                """
                                delete from known_elsewhere where ctid = any (array(
                                    select ctid from known_elsewhere where topic = :topic limit :most))
                                """)
                        .setParameter("topic", name)
                        .setParameter("most", PIECE)
                        .executeUpdate()
                == PIECE;
    }

    /**
     * Where to go on reading each partition. A topic that was made anew is read from its beginning; so is one that nobody followed
     * for a day, since topics forget what was deleted, and one that has not all that comes after what was read.
     */
    Map<TopicPartition, Long> starts(Map<String, Topic> topics) {
        takeTurn();
        Map<TopicPartition, Long> starts = new HashMap<>();
        topics.forEach((name, topic) -> {
            if (!isContinued(name, topic)) {
                begin(name, topic);
            }
            read(name, topic.id())
                    .forEach(row -> starts.put(
                            new TopicPartition(name, ((Number) row[0]).intValue()), ((Number) row[1]).longValue()));
        });
        return starts;
    }

    private void takeTurn() {
        entityManager
                .createNativeQuery("select pg_advisory_xact_lock(hashtextextended('read_elsewhere', 0))::text")
                .getSingleResult();
    }

    private boolean isContinued(String name, Topic topic) {
        List<Object[]> read = read(name, topic.id());
        return read.size() == topic.partitions().size()
                && read.stream().allMatch(row -> topic.partitions()
                        .get(((Number) row[0]).intValue())
                        .continues(((Number) row[1]).longValue()));
    }

    private List<Object[]> read(String topic, String id) {
        return entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select partition, next_offset from read_elsewhere
                        where topic = :topic and topic_id = :id and followed_at > now() - interval '1 day'
                        """,
                        Object[].class)
                .setParameter("topic", topic)
                .setParameter("id", id)
                .getResultList();
    }

    private void begin(String name, Topic topic) {
        forgetSome(name); // the little that came to be there since
        entityManager
                .createNativeQuery(
                        """
                        insert into read_elsewhere (topic, partition, topic_id, next_offset)
                        select :topic, number - 1, :id, beginning
                        from unnest(cast(:beginnings as bigint[])) with ordinality as log (beginning, number)
                        """)
                .setParameter("topic", name)
                .setParameter("id", topic.id())
                .setParameter(
                        "beginnings",
                        topic.partitions().stream().map(Log::beginning).toArray(Long[]::new))
                .executeUpdate();
    }

    /**
     * Applies what was read of a partition. What another instance has applied already is left out.
     *
     * @param entries by their offsets, ascending; of a row that comes twice the last one holds
     * @return false if what lies before is not there: the database was restored, or the topic made anew
     */
    boolean apply(TopicPartition partition, String topicId, long from, long to, Map<Long, Entry> entries) {
        Long reached = entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select next_offset from read_elsewhere
                        where topic = :topic and partition = :partition and topic_id = :id for update
                        """,
                        Long.class)
                .setParameter("topic", partition.topic())
                .setParameter("partition", partition.partition())
                .setParameter("id", topicId)
                .getResultStream()
                .findFirst()
                .orElse(null);
        if (reached == null || reached < from) {
            return false;
        }
        if (reached >= to) {
            return true;
        }
        Map<String, Entry> last = new HashMap<>();
        entries.forEach((offset, entry) -> {
            if (offset >= reached) {
                last.put(entry.scope() + "/" + entry.rowKey(), entry);
            }
        });
        entityManager.unwrap(Session.class).doWork(connection -> {
            try (PreparedStatement forget = connection.prepareStatement(
                            """
                            delete from known_elsewhere as known
                            using unnest(?::text[], ?::text[], ?::text[]) as gone (municipality_id, administration_id, row_key)
                            where known.topic = ? and known.municipality_id = gone.municipality_id
                              and known.administration_id = gone.administration_id and known.row_key = gone.row_key
                            """);
                    PreparedStatement know = connection.prepareStatement(
                            """
                            insert into known_elsewhere (municipality_id, administration_id, row_key, topic)
                            select municipality_id, administration_id, row_key, ?
                            from unnest(?::text[], ?::text[], ?::text[]) as there (municipality_id, administration_id, row_key)
                            on conflict do nothing
                            """)) {
                List<Entry> gone =
                        last.values().stream().filter(entry -> !entry.isThere()).toList();
                set(connection, forget, 1, gone);
                forget.setString(4, partition.topic());
                forget.executeUpdate();
                know.setString(1, partition.topic());
                set(
                        connection,
                        know,
                        2,
                        last.values().stream().filter(Entry::isThere).toList());
                know.executeUpdate();
            }
        });
        entityManager
                .createNativeQuery(
                        """
                        update read_elsewhere set next_offset = :to where topic = :topic and partition = :partition
                        """)
                .setParameter("to", to)
                .setParameter("topic", partition.topic())
                .setParameter("partition", partition.partition())
                .executeUpdate();
        return true;
    }

    private static void set(Connection connection, PreparedStatement statement, int first, List<Entry> entries)
            throws SQLException {
        statement.setArray(
                first, texts(connection, entries, entry -> entry.scope().municipalityId()));
        statement.setArray(
                first + 1, texts(connection, entries, entry -> entry.scope().administrationId()));
        statement.setArray(first + 2, texts(connection, entries, Entry::rowKey));
    }

    private static Array texts(Connection connection, List<Entry> entries, Function<Entry, String> of)
            throws SQLException {
        return connection.createArrayOf("text", entries.stream().map(of).toArray());
    }

    /** Notes that everything was read to its end just now. */
    void readToTheEnd(Map<TopicPartition, Long> reached, Map<String, Topic> topics) {
        reached.keySet().stream().sorted(IN_TURN).forEach(partition -> entityManager
                .createNativeQuery(
                        """
                        update read_elsewhere set whole = true, followed_at = now()
                        where topic = :topic and partition = :partition and topic_id = :id and next_offset >= :next
                        """)
                .setParameter("topic", partition.topic())
                .setParameter("partition", partition.partition())
                .setParameter(
                        "id",
                        Objects.requireNonNull(topics.get(partition.topic())).id())
                .setParameter("next", Objects.requireNonNull(reached.get(partition)))
                .executeUpdate());
    }
}
