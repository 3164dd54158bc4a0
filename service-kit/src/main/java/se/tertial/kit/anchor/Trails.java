package se.tertial.kit.anchor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        return digest(anchor).filter(anchor.head()::equals).isPresent();
    }

    /** The digest of the entry that a trail was anchored with, as it is now. */
    Optional<String> digest(Anchor anchor) throws SQLException {
        try (PreparedStatement entry = connection.prepareStatement(
                """
                select digest from change where revision = ? and municipality_id = ? and administration_id = ?
                """)) {
            entry.setLong(1, anchor.revision());
            entry.setString(2, anchor.municipalityId());
            entry.setString(3, anchor.administrationId());
            try (ResultSet row = entry.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    /**
     * The restore, by its epoch, in which an entry was lost, as the trail itself tells it. What was anchored well before the newest change
     * that the restored database had was in the backup, unless somebody took it away. A change that was under way when the backup was made may have a
     * lower revision than others that are in it.
     *
     * @param restores the kind of the entries that tell of restores
     */
    Optional<Integer> restoreThatLost(Anchor anchor, String restores) throws SQLException {
        try (PreparedStatement told = connection.prepareStatement(
                """
                with told as (
                  select municipality_id, administration_id,
                         case when row_key ~ '^[0-9]{1,9}$' then row_key::integer end as epoch,
                         case when state ->> 'restoredRevision' ~ '^[0-9]{1,18}$' then (state ->> 'restoredRevision')::bigint
                         end as restored,
                         case when state ->> 'continuesAfter' ~ '^[0-9]{1,18}$' then (state ->> 'continuesAfter')::bigint
                         end as continues
                  from change
                  where municipality_id = ? and administration_id = ? and topic = ? and not deleted
                ), lost as (select ?::integer as epoch, ?::bigint as revision, ?::timestamptz as anchored_at)
                select told.epoch from told join lost on lost.epoch < told.epoch and lost.revision <= told.continues
                where not exists (select from change held
                                  where held.municipality_id = told.municipality_id
                                    and held.administration_id = told.administration_id
                                    and held.revision between lost.revision and greatest(told.restored, lost.revision))
                  and (lost.revision > told.restored
                       or exists (select from change newest
                                  where newest.revision = told.restored
                                    and newest.recorded_at <= lost.anchored_at + interval '1 minute'))
                order by told.epoch limit 1
                """)) {
            told.setString(1, anchor.municipalityId());
            told.setString(2, anchor.administrationId());
            told.setString(3, restores);
            told.setInt(4, anchor.epoch());
            told.setLong(5, anchor.revision());
            told.setObject(6, OffsetDateTime.ofInstant(anchor.anchoredAt(), ZoneOffset.UTC));
            try (ResultSet row = told.executeQuery()) {
                return row.next() ? Optional.of(row.getInt(1)) : Optional.empty();
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
