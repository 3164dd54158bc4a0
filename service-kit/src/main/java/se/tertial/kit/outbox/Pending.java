package se.tertial.kit.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import se.tertial.kit.access.Scope;

/**
 * What lies in the outbox and is sent next. The parts of the outbox, each what an administration has on a topic, take turns: who
 * changed very much at once keeps nobody else waiting. Of each part the oldest comes first.
 */
final class Pending {

    static final String EVENT =
            """
            select revision, topic, municipality_id, administration_id, row_key, state::text, recorded_at, digest, trace_parent,
                   (select coalesce(max(epoch), 0) from restore) as epoch
            """;

    private static final int BATCH = 500;
    private static final long BATCH_BYTES = 4L * 1024 * 1024;
    private static final int PARTS = 50;

    private final Connection connection;
    /** The last part that had its turn; empty if the first is the next. */
    private String last = "";

    Pending(Connection connection) {
        this.connection = connection;
    }

    /** As many as are well sent at once, but for those of some topics. */
    List<Event> next(Collection<String> withoutTopics) throws SQLException {
        boolean all = last.isEmpty();
        while (true) {
            List<String> parts = new ArrayList<>(parts());
            last = parts.size() < PARTS ? "" : parts.get(PARTS - 1);
            parts.removeIf(part -> withoutTopics.contains(part.substring(0, part.indexOf(' '))));
            List<Event> events = parts.isEmpty() ? List.of() : of(parts);
            if (!events.isEmpty() || (last.isEmpty() && all)) {
                return events;
            }
            all |= last.isEmpty();
        }
    }

    private List<String> parts() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                """
                with recursive found as (
                  (select part, 1 as number from outbox where part > ? order by part limit 1)
                  union all
                  select next.part, number + 1
                  from found cross join lateral (
                    select outbox.part from outbox where outbox.part > found.part order by 1 limit 1) as next
                  where number < ?)
                select part from found order by number
                """)) {
            query.setString(1, last);
            query.setInt(2, PARTS);
            List<String> parts = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    parts.add(row.getString(1));
                }
            }
            return parts;
        }
    }

    private List<Event> of(List<String> parts) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                EVENT
                        + """
                from (
                  select change.*, sum(bytes) over (order by place, revision) - bytes as before
                  from (
                    select oldest.revision, row_number() over (partition by wanted.part order by oldest.revision) as place
                    from unnest(?::text[]) as wanted (part) cross join lateral (
                      select revision from outbox where outbox.part = wanted.part collate "C" order by revision limit ?) as oldest
                    order by place, revision
                    limit ?) as fair
                  join change using (revision)) as pending
                where before < ?
                order by revision
                """)) {
            query.setArray(1, connection.createArrayOf("text", parts.toArray()));
            query.setInt(2, BATCH);
            query.setInt(3, BATCH);
            query.setLong(4, BATCH_BYTES);
            return events(query);
        }
    }

    static List<Event> events(PreparedStatement query) throws SQLException {
        List<Event> events = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                events.add(new Event(
                        row.getInt("epoch"),
                        row.getLong("revision"),
                        row.getString("topic"),
                        new Scope(row.getString("municipality_id"), row.getString("administration_id")),
                        row.getString("row_key"),
                        row.getString("state"),
                        row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                        row.getString("digest"),
                        row.getString("trace_parent")));
            }
        }
        return events;
    }
}
