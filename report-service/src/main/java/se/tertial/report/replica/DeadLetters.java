package se.tertial.report.replica;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.report.replica.FactReader.Received;

/** Messages that were put aside, in the database. Every method runs in its caller's transaction. */
@ApplicationScoped
class DeadLetters {

    private static final String COLUMNS =
            """
            select number, topic, partition, message_offset, substr(message_key, 1, 2000), reason, received_at, attempts, state,
                   ended_at
            from dead_letter
            """;

    private final EntityManager entityManager;
    private final ObjectMapper json;

    @Inject
    DeadLetters(EntityManager entityManager, ObjectMapper json) {
        this.entityManager = entityManager;
        this.json = json;
    }

    @Schema(
            name = "DeadLetterState",
            description =
                    "OPEN: nothing newer is known of its row; RESOLVED: it could be read later; SUPERSEDED: a newer message of its row"
                            + " was read.")
    enum State {
        OPEN,
        RESOLVED,
        SUPERSEDED
    }

    /** A message that was put aside, without its content. */
    record Letter(
            long number,
            String topic,
            int partition,
            long offset,
            String key,
            String reason,
            Instant receivedAt,
            int attempts,
            State state,
            @Nullable Instant endedAt) {}

    /**
     * A message as it was put aside.
     *
     * @param topicId   of the topic that it lay in
     * @param truncated whether only the beginning of it was kept
     */
    record Kept(long number, String topicId, boolean truncated, ConsumerRecord<byte[], byte[]> message) {}

    /**
     * What is known of these rows is newer than what was put aside of them. On a topic that was made anew offsets begin anew, and
     * whatever comes there is newer.
     *
     * @return whose letters ended with that
     */
    List<Scope> supersede(Collection<Received> applied, Map<String, ConsumedTopics.Topic> topics) {
        if (applied.isEmpty() || !anyIsOpen()) {
            return List.of();
        }
        return entityManager.unwrap(Session.class).doReturningWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    """
                    update dead_letter
                    set state = 'SUPERSEDED', ended_at = now(), message_value = null, message_headers = '{}'
                    from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::integer[], ?::bigint[], ?::text[])
                        as applied (topic, municipality_id, administration_id, row_key, partition, message_offset, topic_id)
                    where dead_letter.state = 'OPEN' and dead_letter.topic = applied.topic
                      and dead_letter.municipality_id = applied.municipality_id
                      and dead_letter.administration_id = applied.administration_id
                      and dead_letter.row_key = applied.row_key
                      and (dead_letter.topic_id <> applied.topic_id
                           or (dead_letter.partition = applied.partition
                               and dead_letter.message_offset < applied.message_offset))
                    returning dead_letter.municipality_id, dead_letter.administration_id
                    """)) {
                statement.setArray(1, ReadModel.array(connection, "text", applied, Received::topic));
                statement.setArray(2, ReadModel.array(connection, "text", applied, Received::municipalityId));
                statement.setArray(3, ReadModel.array(connection, "text", applied, Received::administrationId));
                statement.setArray(4, ReadModel.array(connection, "text", applied, Received::key));
                statement.setArray(5, ReadModel.array(connection, "integer", applied, one -> one.message()
                        .partition()));
                statement.setArray(6, ReadModel.array(connection, "bigint", applied, one -> one.message()
                        .offset()));
                statement.setArray(
                        7,
                        ReadModel.array(connection, "text", applied, one -> ConsumedTopics.idOf(one.topic(), topics)));
                List<Scope> ended = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        ended.add(new Scope(rows.getString(1), rows.getString(2)));
                    }
                }
                return ended;
            }
        });
    }

    private boolean anyIsOpen() {
        return !entityManager
                .createNativeQuery("select 1 from dead_letter where state = 'OPEN' limit 1")
                .getResultList()
                .isEmpty();
    }

    /** What was put aside of an administration and nothing newer is known of. */
    List<Letter> open(Scope scope, int most) {
        return letters(entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        COLUMNS
                                + """
                                 where state = 'OPEN' and municipality_id = :municipality
                                   and administration_id in ('', :administration)
                                 order by number
                                 """,
                        Object[].class)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setMaxResults(most)
                .getResultList());
    }

    /** The newest first; of any state if it is null. */
    List<Letter> page(@Nullable State state, int first, int size) {
        return letters(entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        COLUMNS + " where state = coalesce(:state, state) order by number desc", Object[].class)
                .setParameter("state", state == null ? null : state.name(), String.class)
                .setFirstResult(first)
                .setMaxResults(size)
                .getResultList());
    }

    long count(@Nullable State state) {
        return entityManager
                .unwrap(Session.class)
                .createNativeQuery("select count(*) from dead_letter where state = coalesce(:state, state)", Long.class)
                .setParameter("state", state == null ? null : state.name(), String.class)
                .getSingleResult();
    }

    /** How many are open; not more than told. */
    long countOpen(int most) {
        return entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        "select count(*) from (select from dead_letter where state = 'OPEN' limit " + most + ") open",
                        Long.class)
                .getSingleResult();
    }

    private static List<Letter> letters(List<Object[]> rows) {
        return rows.stream()
                .map(row -> new Letter(
                        ((Number) row[0]).longValue(),
                        (String) row[1],
                        ((Number) row[2]).intValue(),
                        ((Number) row[3]).longValue(),
                        new String((byte[]) row[4], StandardCharsets.UTF_8),
                        (String) row[5],
                        (Instant) row[6],
                        ((Number) row[7]).intValue(),
                        State.valueOf((String) row[8]),
                        (Instant) row[9]))
                .toList();
    }

    /** The numbers of those that are to be tried again, oldest first. */
    List<Long> toTry(int readsBelow, int most) {
        return entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        "select number from dead_letter where state = 'OPEN' and reads < :reads order by number",
                        Long.class)
                .setParameter("reads", readsBelow)
                .setMaxResults(most)
                .getResultList();
    }

    /** The numbers of those that a service had not announced when they came, oldest first. */
    List<Long> unannounced(String prefix, int most) {
        return entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select number from dead_letter
                        where state = 'OPEN' and starts_with(topic, :prefix) and reason like :refused order by number
                        """,
                        Long.class)
                .setParameter("prefix", prefix + ".")
                .setParameter("refused", "%" + Announcements.REFUSED + "%")
                .setMaxResults(most)
                .getResultList();
    }

    /** Where those of these lie that are open and of which only the beginning was kept, by their numbers. */
    Map<Long, Originals.Place> truncated(List<Long> numbers) {
        Map<Long, Originals.Place> places = new HashMap<>();
        entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select number, topic, topic_id, partition, message_offset from dead_letter
                        where number = any (:numbers) and state = 'OPEN' and truncated
                        """,
                        Object[].class)
                .setParameter("numbers", numbers.toArray(Long[]::new))
                .getResultList()
                .forEach(row -> places.put(
                        ((Number) row[0]).longValue(),
                        new Originals.Place(
                                new TopicPartition((String) row[1], ((Number) row[3]).intValue()),
                                (String) row[2],
                                ((Number) row[4]).longValue())));
        return places;
    }

    /** One that is open, until the transaction ends nobody else's; null if there is none, or somebody else is at it. */
    @Nullable
    Kept take(long number) {
        return entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select topic_id, truncated, topic, partition, message_offset, message_key, message_value,
                               message_headers
                        from dead_letter where number = :number and state = 'OPEN' for update skip locked
                        """,
                        Object[].class)
                .setParameter("number", number)
                .getResultStream()
                .map(row -> new Kept(number, (String) row[0], (Boolean) row[1], message(row)))
                .findFirst()
                .orElse(null);
    }

    private ConsumerRecord<byte[], byte[]> message(Object[] row) {
        RecordHeaders headers = new RecordHeaders();
        try {
            json.readValue((String) row[7], new TypeReference<Map<String, String>>() {})
                    .forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a dead letter's headers cannot be read", e);
        }
        byte[] key = (byte[]) row[5];
        byte[] value = (byte[]) row[6];
        return new ConsumerRecord<>(
                (String) row[2],
                ((Number) row[3]).intValue(),
                ((Number) row[4]).longValue(),
                0,
                TimestampType.CREATE_TIME,
                key.length,
                value == null ? 0 : value.length,
                key,
                value,
                headers,
                Optional.empty());
    }

    void resolved(long number) {
        entityManager
                .createNativeQuery(
                        """
                        update dead_letter
                        set state = 'RESOLVED', ended_at = now(), attempts = attempts + 1, reads = :reads,
                            message_value = null, message_headers = '{}'
                        where number = :number
                        """)
                .setParameter("reads", Fact.VERSION)
                .setParameter("number", number)
                .executeUpdate();
    }

    void stillUnreadable(long number, String reason) {
        entityManager
                .createNativeQuery(
                        """
                        update dead_letter set reason = :reason, attempts = attempts + 1, reads = :reads
                        where number = :number
                        """)
                .setParameter("reason", PuttingAside.storable(reason))
                .setParameter("reads", Fact.VERSION)
                .setParameter("number", number)
                .executeUpdate();
    }
}
