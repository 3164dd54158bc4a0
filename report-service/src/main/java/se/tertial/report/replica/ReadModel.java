package se.tertial.report.replica;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.report.replica.FactReader.Received;

/** The read model in the database. */
@ApplicationScoped
public class ReadModel {

    /** How many years back a report looks. */
    private static final int YEARS_BACK = 6;

    private static final int MOST_PUT_ASIDE = 100;

    private final EntityManager entityManager;
    private final Generations generations;
    private final FactReader reader;
    private final DeadLetters letters;
    private final UnkeptLetters unkept;

    @Inject
    ReadModel(
            EntityManager entityManager,
            Generations generations,
            FactReader reader,
            DeadLetters letters,
            UnkeptLetters unkept) {
        this.unkept = unkept;
        this.letters = letters;
        this.entityManager = entityManager;
        this.generations = generations;
        this.reader = reader;
    }

    /** All that is known of an administration and matters for a report of the period, in one statement. */
    public Facts facts(Scope scope, ReportingPeriod period) {
        List<?> rows = entityManager
                .createNativeQuery(
                        """
                        select topic, row_key, revision, body::text
                        from fact
                        where generation = (select generation from generation where state = 'CURRENT')
                          and municipality_id = :municipality
                          and administration_id in ('', :administration)
                          and not deleted
                          and (period is null or period between :earliest and :latest)
                        """)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setParameter("earliest", Integer.toString(period.year() - YEARS_BACK))
                .setParameter("latest", period.year() + "-12")
                .getResultList();
        return Facts.of(rows.stream()
                .map(row -> (Object[]) row)
                .<Known<?>>map(columns -> new Known<>(
                        (String) columns[0],
                        (String) columns[1],
                        ((Number) columns[2]).longValue(),
                        reader.stored((String) columns[0], (String) columns[3])))
                .toList());
    }

    /** How many bytes {@link #facts} reads. */
    public long bytes(Scope scope, ReportingPeriod period) {
        return ((Number) entityManager
                        .createNativeQuery(
                                """
                                select coalesce(sum(octet_length(body::text)), 0)
                                from fact
                                where generation = (select generation from generation where state = 'CURRENT')
                                  and municipality_id = :municipality
                                  and administration_id in ('', :administration)
                                  and not deleted
                                  and (period is null or period between :earliest and :latest)
                                """)
                        .setParameter("municipality", scope.municipalityId())
                        .setParameter("administration", scope.administrationId())
                        .setParameter("earliest", Integer.toString(period.year() - YEARS_BACK))
                        .setParameter("latest", period.year() + "-12")
                        .getSingleResult())
                .longValue();
    }

    /** The highest revision of each topic that has been consumed for an administration; 0 of those that said nothing of it. */
    public Map<String, Long> consumed(Scope scope) {
        Map<String, Long> highest = new TreeMap<>();
        Fact.TOPICS.keySet().forEach(topic -> highest.put(topic, 0L));
        entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select distinct on (topic) topic, revision
                        from consumed_revision
                        where municipality_id = :municipality and administration_id in ('', :administration)
                        order by topic, epoch desc, revision desc
                        """,
                        Object[].class)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .getResultList()
                .forEach(columns -> highest.put((String) columns[0], ((Number) columns[1]).longValue()));
        return highest;
    }

    /**
     * A message that could not be read, and nothing newer is known of its row.
     *
     * @param key of the row among the administration's rows of that topic
     */
    @Schema(
            name = "PutAside",
            description =
                    "A change that could not be read, and was put aside: of its row an older state is shown, or none.")
    public record PutAside(
            @Schema(description = "The topic that told of it.", examples = "finance.unit.v1") String topic,
            @Schema(description = "The row's key.", examples = "0580/vss/lkdata") String key,
            @Schema(description = "Why it was put aside.", examples = "Unit without name") String reason,
            @Schema(description = "When it was put aside.") Instant since) {}

    /**
     * What could not be read of an administration; of very much, the beginning. Of what may be any administration's of the municipality
     * the key is the municipality.
     */
    public List<PutAside> putAside(Scope scope) {
        List<PutAside> all = letters.open(scope, MOST_PUT_ASIDE).stream()
                .map(letter -> new PutAside(letter.topic(), letter.key(), letter.reason(), letter.receivedAt()))
                .collect(Collectors.toCollection(ArrayList::new));
        unkept.topics(scope.municipalityId())
                .forEach((topic, since) -> all.add(new PutAside(
                        topic,
                        scope.municipalityId(),
                        "more messages of the municipality could not be read than are kept one by one",
                        since)));
        return all;
    }

    /** Whether it has all that reports use. If not, a generation that has is being built. */
    @Transactional
    public boolean isWhole() {
        return generations.whyNotWhole().isEmpty();
    }

    /**
     * Applies messages to the current generation: each only if it is newer than what is there. Whoever's facts changed gets a
     * new input version, in the same transaction.
     *
     * @return the scopes whose facts changed
     */
    List<Scope> apply(int generation, Collection<Received> messages) {
        return entityManager.unwrap(Session.class).doReturningWork(connection -> {
            List<Scope> changed = upsert(connection, messages, generation);
            noteRevisions(connection, messages);
            bump(connection, changed);
            return changed;
        });
    }

    private static void noteRevisions(Connection connection, Collection<Received> messages) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                """
                insert into consumed_revision (municipality_id, administration_id, topic, epoch, revision)
                select distinct on (1, 2, 3) municipality_id, administration_id, topic, epoch, revision
                from unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[])
                    as incoming (municipality_id, administration_id, topic, epoch, revision)
                order by 1, 2, 3, epoch desc, revision desc
                on conflict (municipality_id, administration_id, topic) do update
                set epoch = excluded.epoch, revision = excluded.revision
                where (excluded.epoch, excluded.revision) > (consumed_revision.epoch, consumed_revision.revision)
                """)) {
            statement.setArray(1, array(connection, "text", messages, Received::municipalityId));
            statement.setArray(2, array(connection, "text", messages, Received::administrationId));
            statement.setArray(3, array(connection, "text", messages, Received::topic));
            statement.setArray(4, array(connection, "bigint", messages, Received::epoch));
            statement.setArray(5, array(connection, "bigint", messages, Received::revision));
            statement.executeUpdate();
        }
    }

    /** Whatever was put aside of these rows, or is no longer, shows in reports. */
    void changed(Collection<Scope> scopes) {
        entityManager
                .unwrap(Session.class)
                .doWork(connection -> bump(
                        connection,
                        scopes.stream()
                                .distinct()
                                .sorted(Comparator.comparing(Scope::municipalityId)
                                        .thenComparing(Scope::administrationId))
                                .toList()));
    }

    /** Whether a generation has something newer of the row that a message tells of, or the same; not if the message does not say. */
    boolean knowsNewer(int generation, ConsumerRecord<byte[], byte[]> message) {
        String[] row = FactReader.rowOf(message);
        if (row.length == 0) {
            return false;
        }
        try {
            FactReader.Version version = FactReader.versionOf(message);
            return !entityManager
                    .createNativeQuery(
                            """
                            select 1 from fact
                            where generation = :generation and municipality_id = :municipality and administration_id = :administration
                              and topic = :topic and row_key = :key and (epoch, revision) >= (:epoch, :revision)
                            """)
                    .setParameter("generation", generation)
                    .setParameter("municipality", row[0])
                    .setParameter("administration", row[1])
                    .setParameter("topic", message.topic())
                    .setParameter("key", row[2])
                    .setParameter("epoch", version.epoch())
                    .setParameter("revision", version.revision())
                    .getResultList()
                    .isEmpty();
        } catch (FactReader.Poison e) {
            return false;
        }
    }

    /** Applies messages to a generation that nobody reads yet. */
    void applyUnread(int generation, Collection<Received> messages) {
        entityManager.unwrap(Session.class).doWork(connection -> upsert(connection, messages, generation));
    }

    /** Whatever reports are composed from is another now. */
    void everythingChanged(int generation) {
        entityManager
                .createNativeQuery(
                        """
                        insert into consumed_revision (municipality_id, administration_id, topic, epoch, revision)
                        select distinct on (1, 2, 3) municipality_id, administration_id, topic, epoch, revision
                        from fact where generation = :generation
                        order by 1, 2, 3, epoch desc, revision desc
                        on conflict (municipality_id, administration_id, topic) do update
                        set epoch = excluded.epoch, revision = excluded.revision
                        where (excluded.epoch, excluded.revision) > (consumed_revision.epoch, consumed_revision.revision)
                        """)
                .setParameter("generation", generation)
                .executeUpdate();
        entityManager
                .createNativeQuery(
                        """
                        insert into input_version (municipality_id, administration_id, version)
                        select distinct municipality_id, administration_id, 0 from fact where generation = :generation
                        order by 1, 2
                        on conflict do nothing
                        """)
                .setParameter("generation", generation)
                .executeUpdate();
        entityManager
                .createNativeQuery(
                        """
                        with held as materialized (
                            select municipality_id, administration_id from input_version order by 1, 2 for update
                        )
                        update input_version set version = version + 1 from held
                        where input_version.municipality_id = held.municipality_id
                          and input_version.administration_id = held.administration_id
                        """)
                .executeUpdate();
    }

    private static List<Scope> upsert(Connection connection, Collection<Received> messages, int generation)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                """
                with incoming as (
                    select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::text[],
                                         ?::text[])
                        as incoming (municipality_id, administration_id, topic, row_key, epoch, revision, period, body)
                ), applied as (
                    insert into fact (generation, municipality_id, administration_id, topic, row_key, epoch, revision,
                                      deleted, period, body)
                    select ?, municipality_id, administration_id, topic, row_key, epoch, revision, body is null, period,
                           body::jsonb
                    from incoming
                    on conflict (generation, municipality_id, administration_id, topic, row_key) do update
                    set epoch = excluded.epoch, revision = excluded.revision, deleted = excluded.deleted,
                        period = excluded.period, body = excluded.body
                    where (excluded.epoch, excluded.revision) > (fact.epoch, fact.revision)
                    returning municipality_id, administration_id
                )
                select distinct municipality_id, administration_id from applied order by 1, 2
                """)) {
            int parameter = 1;
            statement.setArray(parameter++, array(connection, "text", messages, Received::municipalityId));
            statement.setArray(parameter++, array(connection, "text", messages, Received::administrationId));
            statement.setArray(parameter++, array(connection, "text", messages, Received::topic));
            statement.setArray(parameter++, array(connection, "text", messages, Received::key));
            statement.setArray(parameter++, array(connection, "bigint", messages, Received::epoch));
            statement.setArray(parameter++, array(connection, "bigint", messages, Received::revision));
            statement.setArray(parameter++, array(connection, "text", messages, Received::period));
            statement.setArray(parameter++, array(connection, "text", messages, Received::body));
            statement.setInt(parameter, generation);
            List<Scope> changed = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    changed.add(new Scope(rows.getString(1), rows.getString(2)));
                }
            }
            return changed;
        }
    }

    private static void bump(Connection connection, List<Scope> scopes) throws SQLException {
        for (Scope scope : scopes) {
            try (PreparedStatement statement = connection.prepareStatement(
                    """
                    insert into input_version (municipality_id, administration_id, version) values (?, ?, 1)
                    on conflict (municipality_id, administration_id) do update set version = input_version.version + 1
                    """)) {
                statement.setString(1, scope.municipalityId());
                statement.setString(2, scope.administrationId());
                statement.executeUpdate();
            }
        }
    }

    static Array array(
            Connection connection,
            String type,
            Collection<Received> messages,
            Function<Received, @Nullable Object> column)
            throws SQLException {
        return connection.createArrayOf(type, messages.stream().map(column).toArray());
    }
}
