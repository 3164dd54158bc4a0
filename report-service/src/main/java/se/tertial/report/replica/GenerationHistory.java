package se.tertial.report.replica;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import se.tertial.report.replica.Generation.Cause;
import se.tertial.report.replica.Generation.State;

/** The generations that there are and were, for those who ask. Every method runs in its caller's transaction. */
@ApplicationScoped
class GenerationHistory {

    private static final String COLUMNS =
            """
            select generation, state, cause, asked_by, begun_at, ended_at, messages, unreadable, live_rows, lacking,
                   lacking_fingerprint, lacking_keys, trial, exceeding, exceeding_keys, confirmed_by, failure
            from generation
            """;

    /** So many that ended are told of: those of a year, were there one every nine hours. */
    static final int MOST_KEPT = 1_000;

    private static final int MOST_FORGOTTEN = 20;

    private final EntityManager entityManager;

    @Inject
    GenerationHistory(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    long count() {
        return ((Number) entityManager
                        .createNativeQuery("select count(*) from generation")
                        .getSingleResult())
                .longValue();
    }

    Optional<Generation> numbered(int number) {
        return select(COLUMNS + "where generation = " + number).stream().findFirst();
    }

    /** The one that reports are composed from, held by nobody. */
    Generation current() {
        return select(COLUMNS + "where state = 'CURRENT'").get(0);
    }

    /** The oldest of those that ended and of which nothing is left, if there are too many; a few at a time. */
    void forgetOld() {
        entityManager
                .createNativeQuery(
                        """
                        delete from generation
                        where generation in (select generation from (select generation from generation
                                                                     where emptied and ended_at is not null
                                                                     order by generation desc offset :kept) as too_many
                                             order by generation limit :most)
                          and generation not in (select generation from consumed_partition)
                        """)
                .setParameter("kept", MOST_KEPT)
                .setParameter("most", MOST_FORGOTTEN)
                .executeUpdate();
    }

    Optional<Generation> beingBuilt() {
        return select(COLUMNS + "where state in ('BUILDING', 'UNCONFIRMED')").stream()
                .findFirst();
    }

    /** The newest first. */
    List<Generation> page(int first, int size) {
        return select(COLUMNS + "order by generation desc offset " + first + " limit " + size);
    }

    private List<Generation> select(String sql) {
        return entityManager.unwrap(Session.class).doReturningWork(connection -> generations(connection, sql));
    }

    private static List<Generation> generations(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            List<Generation> found = new ArrayList<>();
            while (row.next()) {
                found.add(new Generation(
                        row.getInt(1),
                        State.valueOf(row.getString(2)),
                        Cause.valueOf(row.getString(3)),
                        row.getString(4),
                        Objects.requireNonNull(instant(row, 5)),
                        instant(row, 6),
                        row.getLong(7),
                        row.getLong(8),
                        row.getObject(9, Long.class),
                        row.getLong(10),
                        row.getString(11),
                        texts(row.getArray(12)),
                        row.getBoolean(13),
                        row.getLong(14),
                        texts(row.getArray(15)),
                        row.getString(16),
                        row.getString(17)));
            }
            return found;
        }
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
