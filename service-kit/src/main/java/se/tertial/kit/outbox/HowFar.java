package se.tertial.kit.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads how far everything has come, for the watermark. */
final class HowFar {

    private static final List<String> TABLES = List.of("outbox", "outbox_aside");

    private final Connection connection;

    HowFar(Connection connection) {
        this.connection = connection;
    }

    /** How far everything has come that was committed by now. */
    Watermark now() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                        """
                        select (select coalesce(max(epoch), 0) from restore), (select coalesce(max(revision), 0) from change),
                               least((select min(revision) from outbox), (select min(revision) from outbox_aside)),
                               (select count(*) from (select from outbox limit 10001) as counted)
                               + (select count(*) from (select from outbox_aside limit 10001) as counted),
                               least((select min(put_at) from outbox), (select min(since) from outbox_aside)),
                               exists (select from republication where state = 'RUNNING')
                               or exists (select from sent_topic where made_anew_at
                                          > (select coalesce(max(started_at), '-infinity') from republication where state = 'DONE'))
                        """);
                ResultSet row = query.executeQuery()) {
            row.next();
            long newest = row.getLong(2);
            long oldest = row.getLong(3);
            boolean nothing = row.getBoolean(6);
            OffsetDateTime oldestAt = row.getObject(5, OffsetDateTime.class);
            // The newest change was read first and the positions are read last: what is sent meanwhile lies below them.
            return new Watermark(
                    row.getInt(1),
                    newest,
                    nothing ? 0 : oldest == 0 ? newest : oldest - 1,
                    row.getLong(4),
                    oldestAt == null ? null : oldestAt.toInstant(),
                    nothing ? List.of(UnsentPart.EVERYTHING) : UnsentPart.of(oldest(), oldest),
                    positions());
        }
    }

    /** Of each municipality's parts the oldest change that is not sent; of too many parts, or municipalities, some. */
    private SortedMap<String, Map<String, Long>> oldest() throws SQLException {
        SortedMap<String, Map<String, Long>> oldest = new TreeMap<>();
        for (String table : TABLES) {
            municipalities(table).forEach(municipality -> oldest.put(municipality, new HashMap<>()));
        }
        for (String table : TABLES) {
            oldest(table, oldest);
        }
        return oldest;
    }

    private List<String> municipalities(String table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                """
                with recursive found as (
                  (select municipality, 1 as number from %1$s order by municipality limit 1)
                  union all
                  select next.municipality, number + 1
                  from found cross join lateral (
                    select %1$s.municipality from %1$s
                    where %1$s.municipality > found.municipality order by 1 limit 1) as next
                  where number <= ?)
                select municipality from found
                """
                        .formatted(table))) {
            query.setInt(1, UnsentPart.MOST_NAMED);
            List<String> municipalities = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    municipalities.add(row.getString(1));
                }
            }
            return municipalities;
        }
    }

    private void oldest(String table, Map<String, Map<String, Long>> oldest) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                """
                with recursive asked as (
                  select municipality collate "C" as municipality from unnest(?::text[]) as asked (municipality)),
                found as (
                  select municipality, ''::text collate "C" as part, 0::bigint as revision, 0 as number from asked
                  union all
                  select found.municipality, next.part, next.revision, number + 1
                  from found cross join lateral (
                    select %1$s.part, %1$s.revision from %1$s
                    where %1$s.municipality = found.municipality and %1$s.part > found.part order by 1, 2 limit 1) as next
                  where number <= ?)
                select municipality, part, revision from found where number > 0
                """
                        .formatted(table))) {
            query.setArray(1, connection.createArrayOf("text", oldest.keySet().toArray()));
            query.setInt(2, UnsentPart.mostOfEach(oldest.size()));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    oldest.computeIfAbsent(row.getString(1), any -> new HashMap<>())
                            .merge(row.getString(2), row.getLong(3), Math::min);
                }
            }
        }
    }

    private Map<String, List<Long>> positions() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                        "select topic, partition, last_offset from sent_position order by topic, partition");
                ResultSet row = query.executeQuery()) {
            Map<String, List<Long>> positions = new TreeMap<>();
            while (row.next()) {
                List<Long> offsets = positions.computeIfAbsent(row.getString(1), topic -> new ArrayList<>());
                while (offsets.size() < row.getInt(2)) {
                    offsets.add(-1L);
                }
                offsets.add(row.getLong(3));
            }
            return positions;
        }
    }
}
