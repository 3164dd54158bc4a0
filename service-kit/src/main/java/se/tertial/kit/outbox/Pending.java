package se.tertial.kit.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import se.tertial.kit.access.Scope;

/**
 * What lies in the outbox and is sent next. Municipalities take turns, and in the turn of each its parts do, a part being what an
 * administration has on a topic: who changed very much at once, of one administration or of a thousand, keeps nobody else waiting.
 * Of each part the oldest comes first.
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
    /** The last municipality that had its turn; empty if the first is the next. */
    private String last = "";
    /** Of each municipality the last part that had its turn; none if the first is the next. */
    private final Map<String, String> lastParts = new HashMap<>();

    Pending(Connection connection) {
        this.connection = connection;
    }

    /** As many as are well sent at once, but for those of some topics. */
    List<Event> next(Collection<String> withoutTopics) throws SQLException {
        boolean all = last.isEmpty();
        while (true) {
            List<String> municipalities = municipalities();
            last = municipalities.size() < PARTS ? "" : municipalities.get(PARTS - 1);
            List<String> parts = parts(municipalities, withoutTopics);
            List<Event> events = parts.isEmpty() ? List.of() : of(parts);
            if (!events.isEmpty() || (last.isEmpty() && all)) {
                return events;
            }
            all |= last.isEmpty();
        }
    }

    /** The next that have something to send. */
    private List<String> municipalities() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                """
                with recursive found as (
                  (select municipality, 1 as number from outbox where municipality > ? order by municipality limit 1)
                  union all
                  select next.municipality, number + 1
                  from found cross join lateral (
                    select outbox.municipality from outbox
                    where outbox.municipality > found.municipality order by 1 limit 1) as next
                  where number < ?)
                select municipality from found order by number
                """)) {
            query.setString(1, last);
            query.setInt(2, PARTS);
            List<String> municipalities = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    municipalities.add(row.getString(1));
                }
            }
            return municipalities;
        }
    }

    /** The next parts of municipalities, as many of each as find room in a batch. */
    private List<String> parts(List<String> municipalities, Collection<String> withoutTopics) throws SQLException {
        int ofEach = PARTS / Math.max(1, municipalities.size());
        List<String> parts = new ArrayList<>();
        List<String> asked = municipalities;
        while (!asked.isEmpty()) {
            Map<String, List<String>> found = find(asked, withoutTopics, ofEach);
            List<String> again = new ArrayList<>();
            for (String municipality : asked) {
                List<String> some = found.getOrDefault(municipality, List.of());
                parts.addAll(some);
                if (some.size() == ofEach) {
                    lastParts.put(municipality, some.get(ofEach - 1));
                } else if (lastParts.remove(municipality) != null && some.isEmpty()) {
                    again.add(municipality);
                }
            }
            asked = again;
        }
        return parts;
    }

    private Map<String, List<String>> find(List<String> municipalities, Collection<String> withoutTopics, int ofEach)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                """
                with recursive asked as (
                  select municipality collate "C" as municipality, after collate "C" as after
                  from unnest(?::text[], ?::text[]) as asked (municipality, after)),
                found as (
                  select municipality, after as part, after, true as waits, 0 as number from asked
                  union all
                  select found.municipality, next.part, case when next.waits then next.topic || '!' else next.part end,
                         next.waits, number + case when next.waits then 0 else 1 end
                  from found cross join lateral (
                    select outbox.part, split_part(outbox.part, ' ', 1) as topic, split_part(outbox.part, ' ', 1) = any (?) as waits
                    from outbox
                    where outbox.municipality = found.municipality and outbox.part > found.after
                    order by outbox.part limit 1) as next
                  where number < ?)
                select municipality, part from found where not waits order by number
                """)) {
            query.setArray(1, connection.createArrayOf("text", municipalities.toArray()));
            query.setArray(
                    2,
                    connection.createArrayOf(
                            "text",
                            municipalities.stream()
                                    .map(one -> lastParts.getOrDefault(one, ""))
                                    .toArray()));
            query.setArray(3, connection.createArrayOf("text", withoutTopics.toArray()));
            query.setInt(4, ofEach);
            Map<String, List<String>> found = new HashMap<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found.computeIfAbsent(row.getString(1), any -> new ArrayList<>())
                            .add(row.getString(2));
                }
            }
            return found;
        }
    }

    private List<Event> of(List<String> parts) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                EVENT
                        + """
                from (
                  select change.*, sum(bytes) over (order by place, revision) - bytes as before
                  from (
                    select revision, row_number() over (partition by municipality order by place, revision) as place
                    from (
                      select oldest.revision, oldest.municipality,
                             row_number() over (partition by wanted.part order by oldest.revision) as place
                      from unnest(?::text[]) as wanted (part) cross join lateral (
                        select revision, municipality from outbox
                        where outbox.part = wanted.part collate "C" order by revision limit ?) as oldest) as of_parts
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
