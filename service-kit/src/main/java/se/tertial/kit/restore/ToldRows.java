package se.tertial.kit.restore;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.restore.Comparison.Difference;
import se.tertial.kit.restore.Comparison.Kind;

/**
 * What a topic tells last of each row, beside what the database held when its reading began: on a connection of its own, in a
 * transaction that is never committed.
 */
final class ToldRows implements AutoCloseable {

    /** Sorting and joining some ten million rows takes minutes. */
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final int AT_ONCE = 500;

    private static final String DIFFERENCES =
            """
            with held as (
              select distinct on (municipality_id, administration_id, row_key)
                     municipality_id, administration_id, row_key, revision, deleted, md5(state::text) as digest
              from change where topic = ?
              order by municipality_id, administration_id, row_key, revision desc
            ), known as (
              select coalesce(max(epoch), 0) as epoch from restore
            ), compared as (
              select municipality_id, administration_id, row_key, held.revision as held, told.revision as told,
                     case
                       when told.row_key is null then case when not held.deleted then 'MISSING' end
                       when told.deleted and (held.row_key is null or held.deleted) then null
                       when told.revision = held.revision and told.deleted = held.deleted
                            and (held.deleted or told.digest = held.digest) then null
                       when held.row_key is null then 'EXTRA'
                       when (told.epoch, told.revision) > (known.epoch, held.revision) then 'NEWER'
                       when held.deleted then 'EXTRA'
                       when (told.epoch, told.revision) < (known.epoch, held.revision) then 'OLDER'
                       else 'OTHER'
                     end as kind
              from known cross join (held full join told_row told using (municipality_id, administration_id, row_key))
            )
            select kind, municipality_id, administration_id, row_key, held, told,
                   exists (select from outbox where outbox.revision = compared.held)
                   or exists (select from outbox_aside where outbox_aside.revision = compared.held) as waits
            from compared where kind is not null
            order by municipality_id, administration_id, row_key
            """;

    private final Connection connection;

    ToldRows(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setNetworkTimeout(Runnable::run, (int) LONGEST.plusMinutes(1).toMillis());
        try (Statement statement = connection.createStatement()) {
            statement.execute("set statement_timeout = '" + LONGEST.toSeconds() + "s'");
            statement.execute("set idle_in_transaction_session_timeout = '5min'");
        }
    }

    /** Whether no other instance is at it; until the connection ends, none will be. */
    boolean isMine() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select pg_try_advisory_lock(hashtextextended('comparison', 0))")) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** From now on the database is seen as it is at this moment. */
    void begin() throws SQLException {
        giveSpaceBack();
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (Statement statement = connection.createStatement()) {
            statement.execute("select count(*) from outbox");
        }
    }

    /** What was never committed takes space until then. */
    private void giveSpaceBack() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("truncate told_row");
        } catch (SQLException e) {
            if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) { // a backup reads it
                throw e;
            }
        }
    }

    private record Told(Remainder.Key key, Position position, boolean deleted, String digest) {}

    /** Takes in what was read of the topic, in its order. */
    void told(List<ConsumerRecord<byte[], byte[]>> messages) throws SQLException {
        Map<Remainder.Key, Told> last = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> message : messages) {
            Remainder.Key key = message.key() == null
                    ? null
                    : Remainder.Key.of(message.topic(), new String(message.key(), StandardCharsets.UTF_8));
            if (key != null) { // others are nobody's rows, and no reader takes them for any
                byte[] body = message.value();
                last.put(
                        key,
                        new Told(key, Position.of(message.headers()), body == null, body == null ? "" : digest(body)));
            }
        }
        try (PreparedStatement insert = connection.prepareStatement(
                """
                insert into told_row (municipality_id, administration_id, row_key, epoch, revision, deleted, digest)
                select * from unnest(?::text[], ?::text[], ?::text[], ?::integer[], ?::bigint[], ?::boolean[], ?::text[])
                on conflict (municipality_id, administration_id, row_key) do update
                set epoch = excluded.epoch, revision = excluded.revision, deleted = excluded.deleted,
                    digest = excluded.digest
                """)) {
            set(insert, 1, "text", last.values(), told -> told.key().scope().municipalityId());
            set(insert, 2, "text", last.values(), told -> told.key().scope().administrationId());
            set(insert, 3, "text", last.values(), told -> told.key().row());
            set(insert, 4, "integer", last.values(), told -> told.position().epoch());
            set(insert, 5, "bigint", last.values(), told -> told.position().revision());
            set(insert, 6, "boolean", last.values(), Told::deleted);
            set(insert, 7, "text", last.values(), Told::digest);
            insert.executeUpdate();
        }
    }

    private <T> void set(
            PreparedStatement statement, int index, String type, Collection<T> from, Function<T, Object> part)
            throws SQLException {
        statement.setArray(
                index, connection.createArrayOf(type, from.stream().map(part).toArray()));
    }

    /** As the database computes it. */
    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A row that seems to differ.
     *
     * @param waits whether it was still to be sent when the reading began
     */
    record Seeming(Remainder.Key key, Kind kind, @Nullable Long held, @Nullable Long told, boolean waits) {

        Difference difference() {
            return new Difference(kind, key.topic(), key.scope() + "/" + key.row(), held, told);
        }
    }

    /** Compares; hands over some at a time, so that none of it need fit into memory. */
    void differences(String topic, Consumer<List<Seeming>> each) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(DIFFERENCES)) {
            query.setString(1, topic);
            query.setFetchSize(AT_ONCE);
            try (ResultSet row = query.executeQuery()) {
                List<Seeming> some = new ArrayList<>(AT_ONCE);
                while (row.next()) {
                    some.add(new Seeming(
                            new Remainder.Key(topic, new Scope(row.getString(2), row.getString(3)), row.getString(4)),
                            Kind.valueOf(row.getString(1)),
                            row.getObject(5, Long.class),
                            row.getObject(6, Long.class),
                            row.getBoolean(7)));
                    if (some.size() == AT_ONCE) {
                        each.accept(List.copyOf(some));
                        some.clear();
                    }
                }
                if (!some.isEmpty()) {
                    each.accept(some);
                }
            }
        }
    }

    /** Forgets what was told. */
    void end() throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
    }

    @Override
    public void close() throws SQLException {
        connection.close(); // what was not ended is rolled back
    }
}
