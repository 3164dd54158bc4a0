package se.tertial.kit.journal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;

/** Reads a trail from its first entry on, a page at a time, and computes every digest anew. In the caller's transaction. */
@ApplicationScoped
public class TrailPages {

    private static final int MOST_ENTRIES = 500;

    /** What takes more is a large answer; the last entry of a page may go beyond. */
    private static final int MOST_BYTES = 1024 * 1024;

    private final EntityManager entityManager;

    @Inject
    TrailPages(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /**
     * What the last entry of all about something tells.
     *
     * @param state what it is, as JSON; null if it was deleted
     */
    public record Told(String topic, String key, @Nullable String state) {}

    /**
     * Some entries that follow each other.
     *
     * @param chain the trail up to the last of them
     * @param told what those of them tell that are the last about something
     * @param isFull whether more may follow
     */
    public record Page(Chain chain, List<Told> told, boolean isFull) {}

    /**
     * The next entries.
     *
     * @param before what was read of the trail already
     * @param ending the kinds of which an entry ends a page
     */
    public Page next(Scope scope, Chain before, Set<String> ending) {
        return entityManager.unwrap(Session.class).doReturningWork(connection -> {
            Chain known = isThere(connection, scope, before) ? before : before.brokenAt(before.revision());
            return next(connection, scope, known, ending);
        });
    }

    /** Whether the entry that was read last is what it was. */
    private static boolean isThere(Connection connection, Scope scope, Chain before) throws SQLException {
        if (before.revision() == 0) {
            return true;
        }
        try (PreparedStatement entry = connection.prepareStatement(
                """
                select from change
                where revision = ? and municipality_id = ? and administration_id = ? and digest = ?
                """)) {
            entry.setLong(1, before.revision());
            entry.setString(2, scope.municipalityId());
            entry.setString(3, scope.administrationId());
            entry.setString(4, before.head());
            try (ResultSet row = entry.executeQuery()) {
                return row.next();
            }
        }
    }

    private static Page next(Connection connection, Scope scope, Chain before, Set<String> ending) throws SQLException {
        // In the order of an index that ends with the trail, so that nothing is read of others but one page.
        try (PreparedStatement entries = connection.prepareStatement(
                """
                with following as (
                    select * from change
                    where (municipality_id, administration_id, revision) > (?, ?, ?)
                    order by municipality_id, administration_id, revision
                    limit ?
                ), of_trail as (
                    select *, count(*) over () as found, sum(bytes) over earlier as bytes_before,
                           count(*) filter (where topic = any (?)) over earlier as endings_before
                    from following
                    where municipality_id = ? and administration_id = ?
                    window earlier as (order by revision rows between unbounded preceding and 1 preceding)
                )
                select revision, topic, row_key, state::text, reason, recorded_at, recorded_by, client, digest, found,
                       (select max(revision) from change as later
                        where later.municipality_id = of_trail.municipality_id
                          and later.administration_id = of_trail.administration_id
                          and later.topic = of_trail.topic and later.row_key = of_trail.row_key) as last_of_key
                from of_trail
                where coalesce(bytes_before, 0) < ? and endings_before = 0
                order by revision
                """)) {
            entries.setString(1, scope.municipalityId());
            entries.setString(2, scope.administrationId());
            entries.setLong(3, before.revision());
            entries.setInt(4, MOST_ENTRIES);
            entries.setArray(5, connection.createArrayOf("text", ending.toArray()));
            entries.setString(6, scope.municipalityId());
            entries.setString(7, scope.administrationId());
            entries.setInt(8, MOST_BYTES);
            try (ResultSet rows = entries.executeQuery()) {
                return page(scope, before, rows);
            }
        }
    }

    private static Page page(Scope scope, Chain before, ResultSet rows) throws SQLException {
        Chain chain = before;
        List<Told> told = new ArrayList<>();
        long found = 0;
        while (rows.next()) {
            found = rows.getLong("found");
            Entry entry = new Entry(
                    rows.getLong("revision"),
                    rows.getString("topic"),
                    scope,
                    rows.getString("row_key"),
                    rows.getString("state"),
                    rows.getString("reason"),
                    rows.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                    rows.getString("recorded_by"),
                    rows.getString("client"));
            chain = chain.with(entry, rows.getString("digest"));
            if (entry.revision() == rows.getLong("last_of_key")) {
                told.add(new Told(entry.topic(), entry.key(), entry.state()));
            }
        }
        boolean isCut = chain.entries() - before.entries() < found;
        return new Page(chain, told, isCut || found == MOST_ENTRIES);
    }
}
