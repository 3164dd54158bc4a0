package se.tertial.kit.anchor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import se.tertial.kit.access.Scope;

/** The trails that there are in the database, as whoever anchors them looks at them. */
final class Trails {

    private static final long LOCK = 0x616e63686f7273L;

    private final Connection connection;

    Trails(Connection connection) {
        this.connection = connection;
    }

    /** The last entry of a trail. */
    record Head(Scope scope, long revision, String digest) {}

    /** Whether no other instance is anchoring: so it is until the connection ends. */
    boolean areOurs() throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("select pg_try_advisory_lock(?)")) {
            lock.setLong(1, LOCK);
            try (ResultSet result = lock.executeQuery()) {
                return result.next() && result.getBoolean(1);
            }
        }
    }

    int epoch() throws SQLException {
        try (PreparedStatement epoch = connection.prepareStatement("select coalesce(max(epoch), 0) from restore");
                ResultSet row = epoch.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Those after one, in their order. Each is found by the index, however long it is. */
    List<Head> heads(Scope after, int most) throws SQLException {
        try (PreparedStatement heads = connection.prepareStatement(
                """
                with recursive trail as (
                  (select municipality_id, administration_id from change
                   where (municipality_id, administration_id) > (?, ?)
                   order by municipality_id, administration_id limit 1)
                  union all
                  select next.municipality_id, next.administration_id
                  from trail, lateral (
                    select municipality_id, administration_id from change
                    where (municipality_id, administration_id) > (trail.municipality_id, trail.administration_id)
                    order by municipality_id, administration_id limit 1) next
                )
                select trail.municipality_id, trail.administration_id, head.revision, head.digest
                from trail, lateral (
                  select revision, digest from change
                  where municipality_id = trail.municipality_id and administration_id = trail.administration_id
                  order by revision desc limit 1) head
                limit ?
                """)) {
            heads.setString(1, after.municipalityId());
            heads.setString(2, after.administrationId());
            heads.setInt(3, most);
            List<Head> found = new ArrayList<>();
            try (ResultSet row = heads.executeQuery()) {
                while (row.next()) {
                    found.add(
                            new Head(new Scope(row.getString(1), row.getString(2)), row.getLong(3), row.getString(4)));
                }
            }
            return found;
        }
    }

    /** Whether a trail has the entry that it was anchored with. */
    boolean have(Anchor anchor) throws SQLException {
        try (PreparedStatement entry = connection.prepareStatement(
                """
                select exists (select from change
                               where revision = ? and municipality_id = ? and administration_id = ? and digest = ?)
                """)) {
            entry.setLong(1, anchor.revision());
            entry.setString(2, anchor.municipalityId());
            entry.setString(3, anchor.administrationId());
            entry.setString(4, anchor.head());
            try (ResultSet row = entry.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** Whether the entry was lost in a restore of which every trail tells. */
    boolean lost(Anchor anchor) throws SQLException {
        try (PreparedStatement restore = connection.prepareStatement(
                "select exists (select from restore where epoch > ? and restored_revision < ?)")) {
            restore.setInt(1, anchor.epoch());
            restore.setLong(2, anchor.revision());
            try (ResultSet row = restore.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** How many entries a trail has after one revision and up to another. */
    long count(Scope scope, long after, long upTo) throws SQLException {
        try (PreparedStatement count = connection.prepareStatement(
                """
                select count(*) from change
                where municipality_id = ? and administration_id = ? and revision > ? and revision <= ?
                """)) {
            count.setString(1, scope.municipalityId());
            count.setString(2, scope.administrationId());
            count.setLong(3, after);
            count.setLong(4, upTo);
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
