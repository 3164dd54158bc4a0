package se.tertial.kit.restore;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.journal.Journal;

/**
 * What is left to do of a run of publishing everything anew.
 *
 * <p>The newest change of each row is put into the outbox once more, under the turn of its administration: so no newer one can
 * have been sent before it, and the relay sends it in its order, as any other. What lies on the topics and never was in the
 * database is deleted, as a change of its own: so it stands in the trail and in the feed too.
 */
@ApplicationScoped
class Remainder {

    private static final int BATCH = 500;
    /** So that what is written meanwhile does not wait behind all of it. */
    private static final int MOST_WAITING = 2_000;

    /** The order in which turns are taken, so that nobody waits for each other. */
    static final Comparator<Scope> TURNS =
            Comparator.comparing(Scope::municipalityId).thenComparing(Scope::administrationId);

    private final EntityManager entityManager;
    private final Journal journal;
    private final OwnTopics topics;
    private final Clock clock;

    @Inject
    Remainder(EntityManager entityManager, Journal journal, OwnTopics topics, Clock clock) {
        this.entityManager = entityManager;
        this.journal = journal;
        this.topics = topics;
        this.clock = clock;
    }

    /** What is to do next. */
    enum Step {
        /** Nothing, or nothing yet. */
        WAIT,
        /** More rows. */
        MORE,
        /** What lies on the topics and is no row. */
        KEYS_NEXT
    }

    /**
     * What is to do next.
     *
     * @param run of which run; 0 where there is nothing to do. Who waits for a run waits for the relay
     */
    record Part(Step step, int run) {}

    /** The key of a row as messages have it. */
    record Key(String topic, Scope scope, String row) {

        private static final Pattern MUNICIPALITY = Pattern.compile("[0-9]{4}");
        private static final Pattern ADMINISTRATION = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

        /** Null if it is the key of no row that there could be. */
        static @Nullable Key of(String topic, String key) {
            String[] parts = key.split("/", 3);
            if (parts.length < 2 || !MUNICIPALITY.matcher(parts[0]).matches() || parts[parts.length - 1].isBlank()) {
                return null;
            }
            if (parts.length == 2) {
                return new Key(topic, Scope.of(parts[0]), parts[1]);
            }
            return ADMINISTRATION.matcher(parts[1]).matches()
                    ? new Key(topic, new Scope(parts[0], parts[1]), parts[2])
                    : null;
        }
    }

    private record Run(int number, @Nullable Long upTo, long doneTo, String reason, String by) {}

    /** Puts some rows into the outbox once more. In a transaction of its own. */
    Part sendRows() {
        Run run = run().orElse(null);
        if (run == null) {
            return new Part(Step.WAIT, 0);
        }
        if (waiting() > MOST_WAITING) {
            return new Part(Step.WAIT, run.number());
        }
        // Whatever is written after the run has begun is sent anyhow.
        long upTo = run.upTo() == null ? newest() : run.upTo();
        if (run.doneTo() >= upTo) {
            return new Part(Step.KEYS_NEXT, run.number());
        }
        List<Object[]> changes = entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select revision, municipality_id, administration_id from change
                        where revision > :after and revision <= :upTo
                        order by revision limit :most
                        """,
                        Object[].class)
                .setParameter("after", run.doneTo())
                .setParameter("upTo", upTo)
                .setParameter("most", BATCH)
                .getResultList();
        Set<Scope> scopes = new TreeSet<>(TURNS);
        changes.forEach(columns -> scopes.add(new Scope((String) columns[1], (String) columns[2])));
        scopes.forEach(journal::takeTurn);
        List<Long> revisions = changes.stream()
                .map(columns -> ((Number) columns[0]).longValue())
                .toList();
        int sent = entityManager.unwrap(Session.class).doReturningWork(connection -> send(connection, revisions));
        boolean last = changes.size() < BATCH;
        entityManager
                .createNativeQuery(
                        """
                        update republication set up_to = :upTo, done_to = :doneTo, rows = rows + :sent where number = :number
                        """)
                .setParameter("upTo", upTo)
                .setParameter("doneTo", last ? upTo : revisions.get(revisions.size() - 1))
                .setParameter("sent", sent)
                .setParameter("number", run.number())
                .executeUpdate();
        return new Part(Step.MORE, run.number());
    }

    private int send(Connection connection, List<Long> revisions) throws SQLException {
        try (PreparedStatement send = connection.prepareStatement(
                        """
                        insert into outbox (revision)
                        select revision from change c
                        where revision = any (?) and topic <> all (?)
                          and not exists (
                            select from change newer
                            where newer.municipality_id = c.municipality_id and newer.administration_id = c.administration_id
                              and newer.topic = c.topic and newer.row_key = c.row_key and newer.revision > c.revision)
                        on conflict do nothing
                        """);
                PreparedStatement wake = connection.prepareStatement("select pg_notify('outbox', '')")) {
            send.setArray(1, connection.createArrayOf("bigint", revisions.toArray()));
            send.setArray(2, connection.createArrayOf("text", topics.ofNone().toArray()));
            int sent = send.executeUpdate();
            wake.execute();
            return sent;
        }
    }

    /** The run that goes on, unless another instance is at it. */
    private Optional<Run> run() {
        return run("for update skip locked", Map.of());
    }

    /** A run, unless it is over; waits for another instance that is at it. */
    private Optional<Run> run(int number) {
        return run("and number = :number for update", Map.of("number", number));
    }

    private Optional<Run> run(String ending, Map<String, Object> parameters) {
        var query = entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        "select number, up_to, done_to, reason, started_by from republication where state = 'RUNNING' "
                                + ending,
                        Object[].class);
        parameters.forEach(query::setParameter);
        return query.getResultStream()
                .findFirst()
                .map(columns -> new Run(
                        ((Number) columns[0]).intValue(),
                        columns[1] == null ? null : ((Number) columns[1]).longValue(),
                        ((Number) columns[2]).longValue(),
                        (String) columns[3],
                        (String) columns[4]));
    }

    /** What the relay sends before it sends more, as far as that matters; what waits for a topic does not come before anything. */
    private long waiting() {
        return count(
                """
                select count(*) from sent_topic cross join lateral (
                    select from outbox
                    where part >= (sent_topic.topic || ' ') collate "C" and part < (sent_topic.topic || '!') collate "C"
                    limit %d) as before
                where topic not in (select topic from waiting_topic)
                """
                        .formatted(MOST_WAITING + 1));
    }

    private long newest() {
        return count("select coalesce(max(revision), 0) from change");
    }

    private long count(String query) {
        return (Long) entityManager.createNativeQuery(query, Long.class).getSingleResult();
    }

    /** Which of these never were in the database. */
    @Transactional
    List<Key> unknown(List<Key> keys) {
        return entityManager.unwrap(Session.class).doReturningWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    """
                    select k.number
                    from unnest(?::text[], ?::text[], ?::text[], ?::text[]) with ordinality
                        as k (municipality_id, administration_id, topic, row_key, number)
                    where not exists (
                        select from change c
                        where c.municipality_id = k.municipality_id and c.administration_id = k.administration_id
                          and c.topic = k.topic and c.row_key = k.row_key)
                    """)) {
                text(connection, statement, 1, keys, key -> key.scope().municipalityId());
                text(connection, statement, 2, keys, key -> key.scope().administrationId());
                text(connection, statement, 3, keys, Key::topic);
                text(connection, statement, 4, keys, Key::row);
                List<Key> unknown = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        unknown.add(keys.get(rows.getInt(1) - 1));
                    }
                }
                return unknown;
            }
        });
    }

    private static void text(
            Connection connection, PreparedStatement statement, int index, List<Key> keys, Function<Key, String> part)
            throws SQLException {
        statement.setArray(
                index, connection.createArrayOf("text", keys.stream().map(part).toArray()));
    }

    /** The newest change of each of these, of those that ever were in the database. */
    @Transactional
    Map<Key, Long> newest(List<Key> keys) {
        return entityManager.unwrap(Session.class).doReturningWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    """
                    select k.number, max(c.revision)
                    from unnest(?::text[], ?::text[], ?::text[], ?::text[]) with ordinality
                        as k (municipality_id, administration_id, topic, row_key, number)
                    join change c using (municipality_id, administration_id, topic, row_key)
                    group by k.number
                    """)) {
                text(connection, statement, 1, keys, key -> key.scope().municipalityId());
                text(connection, statement, 2, keys, key -> key.scope().administrationId());
                text(connection, statement, 3, keys, Key::topic);
                text(connection, statement, 4, keys, Key::row);
                Map<Key, Long> newest = new HashMap<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        newest.put(keys.get(rows.getInt(1) - 1), rows.getLong(2));
                    }
                }
                return newest;
            }
        });
    }

    /** Deletes what never was in the database, unless it is there by now or the run is over. In a transaction of its own. */
    void delete(int number, List<Key> keys) {
        Run run = run(number).orElse(null);
        if (run == null) {
            return;
        }
        keys.stream().map(Key::scope).distinct().sorted(TURNS).forEach(journal::takeTurn);
        Map<Scope, Map<String, List<Key>>> unknown = unknown(keys).stream()
                .collect(Collectors.groupingBy(
                        Key::scope, () -> new TreeMap<>(TURNS), Collectors.groupingBy(Key::topic)));
        unknown.forEach((scope, kinds) -> kinds.forEach((topic, rows) -> {
            List<Long> revisions = journal.revisions(rows.size());
            List<Journal.Line> lines = new ArrayList<>(rows.size());
            for (Key key : rows) {
                lines.add(new Journal.Line(revisions.get(lines.size()), key.row(), null, run.reason()));
            }
            journal.append(topic, scope, lines, run.by());
        }));
        long deleted = unknown.values().stream()
                .flatMap(kinds -> kinds.values().stream())
                .mapToLong(List::size)
                .sum();
        entityManager
                .createNativeQuery("update republication set deletions = deletions + :deleted where number = :number")
                .setParameter("deleted", deleted)
                .setParameter("number", run.number())
                .executeUpdate();
    }

    /** Everything of a run is handed to the relay; another that began meanwhile goes on. In a transaction of its own. */
    void finish(int number) {
        entityManager
                .createNativeQuery(
                        "update republication set state = 'DONE', finished_at = :now where number = :number and state = 'RUNNING'")
                .setParameter("now", clock.instant().truncatedTo(ChronoUnit.MICROS))
                .setParameter("number", number)
                .executeUpdate();
    }
}
