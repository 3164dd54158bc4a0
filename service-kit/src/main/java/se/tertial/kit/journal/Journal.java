package se.tertial.kit.journal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Caller;
import se.tertial.kit.access.Scope;
import se.tertial.kit.database.Continuity;
import se.tertial.kit.outbox.UnsentLimit;
import se.tertial.kit.problem.Violations;
import se.tertial.kit.trace.Trace;
import se.tertial.language.Message;

/**
 * Writes the journal. Who writes holds the administration's turn, so that its entries are chained, and follow each
 * other, in the order of their revisions.
 */
@ApplicationScoped
public class Journal {

    /**
     * The most that a row may take as JSON, in bytes of UTF-8: an event with its key and headers then fits what a producer
     * sends, a topic takes and a consumer fetches.
     */
    public static final int MAX_STATE_BYTES = 262_144;

    private final EntityManager entityManager;
    private final Clock clock;
    private final Caller caller;
    private final Continuity continuity;
    private final UnsentLimit unsent;
    private final TrailRoom room;

    @Inject
    Journal(
            EntityManager entityManager,
            Clock clock,
            Caller caller,
            Continuity continuity,
            UnsentLimit unsent,
            TrailRoom room) {
        this.entityManager = entityManager;
        this.clock = clock;
        this.caller = caller;
        this.continuity = continuity;
        this.unsent = unsent;
        this.room = room;
    }

    /**
     * A change to write.
     *
     * @param state what the row is now, as JSON; null if it is deleted
     * @param reason why, if that was said
     */
    public record Line(long revision, String key, @Nullable String state, @Nullable String reason) {}

    /**
     * The kind of the entries that tell of a restore. They are in no topic.
     *
     * @param service the name of the service
     */
    public static String restores(String service) {
        return service.replace("-service", "") + ".restore.v1";
    }

    /** Until the transaction ends, nobody else writes in this administration. */
    public void takeTurn(Scope scope) {
        entityManager
                .createNativeQuery("select pg_advisory_xact_lock(hashtextextended(:scope, 0))::text")
                .setParameter("scope", scope.toString())
                .getSingleResult();
    }

    /** Numbers for that many changes, ascending. */
    public List<Long> revisions(int count) {
        List<?> numbers = entityManager
                .createNativeQuery("select nextval('revision_seq') from generate_series(1, :count)", Long.class)
                .setParameter("count", count)
                .getResultList();
        return numbers.stream().map(Long.class::cast).sorted().toList();
    }

    /** The last revision among all rows of a kind, 0 if there never were any. */
    public long last(Scope scope, String topic) {
        return last(scope, " and topic = :value", topic);
    }

    /** The last revision of all, 0 if there never were any. */
    long last(Scope scope) {
        return last(scope, "", null);
    }

    /** The last revision before a time. */
    public long lastBefore(Scope scope, Instant time) {
        return last(scope, " and recorded_at < :value", time);
    }

    /** How many bytes the states of changes take, in the order asked; of one that is not there, none. */
    public List<Long> bytes(List<Long> revisions) {
        return revisions.isEmpty()
                ? List.of()
                : entityManager
                        .unwrap(Session.class)
                        .createNativeQuery(
                                """
                                select coalesce(change.bytes, 0)::bigint
                                from unnest(cast(:revisions as bigint[])) with ordinality as asked (revision, place)
                                     left join change using (revision)
                                order by place
                                """,
                                Long.class)
                        .setParameter("revisions", revisions.toArray(Long[]::new))
                        .getResultList();
    }

    /** How many bytes the present states of some rows take together; of one that is not there, none. */
    public long bytes(String topic, Scope scope, List<String> keys) {
        return ((Number) entityManager
                        .createNativeQuery(
                                """
                                select coalesce(sum(bytes), 0) from (
                                    select distinct on (row_key) bytes from change
                                    where municipality_id = :municipality and administration_id = :administration and topic = :topic
                                      and row_key = any (:keys)
                                    order by row_key, revision desc) as present
                                """)
                        .setParameter("municipality", scope.municipalityId())
                        .setParameter("administration", scope.administrationId())
                        .setParameter("topic", topic)
                        .setParameter("keys", keys.toArray(String[]::new))
                        .getSingleResult())
                .longValue();
    }

    private long last(Scope scope, String condition, @Nullable Object value) {
        var query = entityManager
                .createNativeQuery(
                        "select coalesce(max(revision), 0) from change"
                                + " where municipality_id = :municipality and administration_id = :administration"
                                + condition,
                        Long.class)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId());
        if (value != null) {
            query.setParameter("value", value);
        }
        return (Long) query.getSingleResult();
    }

    /** Adds a violation if the row takes more than can be kept and sent. */
    public static void checkSize(String pointer, String state, Violations violations) {
        int bytes = state.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_STATE_BYTES) {
            violations.add(
                    pointer,
                    Message.of("It takes {0} bytes as JSON; at most {1} can be kept.", bytes, MAX_STATE_BYTES));
        }
    }

    /**
     * Writes changes, and puts them in the outbox.
     *
     * @throws se.tertial.kit.problem.Problem 422 if a row takes more than can be kept and sent, or the trail would be one too many
     *     of its municipality; 503 if very many wait to be sent
     */
    public void append(String topic, Scope scope, List<Line> lines) {
        String head = headWithRoom(topic, scope, lines.size());
        write(topic, scope, lines, head, new By(caller.name(), caller.client()), true);
    }

    /**
     * Whether that many changes could be appended, as far as it depends on what is there.
     *
     * @throws se.tertial.kit.problem.Problem 422 if the trail would be one too many of its municipality; 503 if very many wait to be
     *     sent
     */
    public void requireRoom(String topic, Scope scope, int changes) {
        headWithRoom(topic, scope, changes);
    }

    private String headWithRoom(String topic, Scope scope, int changes) {
        unsent.require(topic, scope, changes);
        String head = head(scope);
        if (head.isEmpty()) {
            room.requireForAnother(scope);
        }
        return head;
    }

    /** Writes what is done on somebody's behalf when the request is long over, and puts it in the outbox. */
    public void append(String topic, Scope scope, List<Line> lines, String onBehalfOf) {
        write(topic, scope, lines, head(scope), new By(onBehalfOf, null), true);
    }

    /** Writes what happened to the trail itself, or of an {@link Unpublished} kind; it is in no topic. */
    public void note(String topic, Scope scope, Line line) {
        write(topic, scope, List.of(line), head(scope), new By(caller.name(), caller.client()), false);
    }

    /** Who wrote, and with which client, if that is known. */
    private record By(String name, @Nullable String client) {}

    private void write(String topic, Scope scope, List<Line> lines, String head, By by, boolean published) {
        Violations violations = new Violations();
        for (Line line : lines) {
            if (line.state() != null) {
                checkSize("", line.state(), violations);
            }
        }
        violations.throwIfAny();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String trace = Trace.current().map(Trace::header).orElse(null);
        String previous = head;
        List<Entry> entries = new ArrayList<>(lines.size());
        List<String> digests = new ArrayList<>(lines.size());
        for (Line line : lines) {
            Entry entry = new Entry(
                    line.revision(),
                    topic,
                    scope,
                    line.key(),
                    line.state(),
                    line.reason(),
                    now,
                    by.name(),
                    by.client());
            previous = entry.digest(previous);
            entries.add(entry);
            digests.add(previous);
        }
        entityManager.unwrap(Session.class).doWork(connection -> {
            continuity.require(connection);
            try (PreparedStatement change = connection.prepareStatement(
                            """
                            insert into change (revision, topic, municipality_id, administration_id, row_key, deleted, state,
                                                reason, recorded_at, recorded_by, client, digest, trace_parent)
                            values (?, ?, ?, ?, ?, ?, ?::json, ?, ?, ?, ?, ?, ?)
                            """);
                    PreparedStatement outbox = connection.prepareStatement("insert into outbox (revision) values (?)");
                    PreparedStatement wake = connection.prepareStatement("select pg_notify('outbox', '')")) {
                for (int index = 0; index < entries.size(); index++) {
                    bind(change, entries.get(index), digests.get(index), trace);
                    change.addBatch();
                    outbox.setLong(1, entries.get(index).revision());
                    outbox.addBatch();
                }
                change.executeBatch();
                if (published) {
                    outbox.executeBatch();
                    wake.execute();
                }
            }
        });
    }

    private static void bind(PreparedStatement change, Entry entry, String digest, @Nullable String trace)
            throws SQLException {
        change.setLong(1, entry.revision());
        change.setString(2, entry.topic());
        change.setString(3, entry.scope().municipalityId());
        change.setString(4, entry.scope().administrationId());
        change.setString(5, entry.key());
        change.setBoolean(6, entry.state() == null);
        change.setString(7, entry.state());
        change.setString(8, entry.reason());
        change.setObject(9, OffsetDateTime.ofInstant(entry.at(), ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
        change.setString(10, entry.by());
        change.setString(11, entry.client());
        change.setString(12, digest);
        change.setString(13, trace);
    }

    private String head(Scope scope) {
        return entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select digest from change
                        where municipality_id = :municipality and administration_id = :administration
                        order by revision desc limit 1
                        """,
                        String.class)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .getResultStream()
                .findFirst()
                .orElse("");
    }
}
