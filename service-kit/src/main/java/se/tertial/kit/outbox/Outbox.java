package se.tertial.kit.outbox;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import se.tertial.kit.database.Continuity;
import se.tertial.kit.outbox.EventSender.Topic;

/** The relay's side of the database, on a connection that nothing else uses: the session is what holds the leader's lock. */
final class Outbox implements AutoCloseable {

    private static final int ASIDE_AT_ONCE = 20;
    private static final long LEADER_LOCK = 0x7465727469616cL;

    private final Connection connection;
    private final Pending pending;
    private boolean leads;

    Outbox(Connection connection) throws SQLException {
        this.connection = connection;
        this.pending = new Pending(connection);
        try (Statement statement = connection.createStatement()) {
            // A leader whose machine is gone must not keep the lock for as long as the server's system waits for it.
            statement.execute(
                    "set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3;"
                            + " set tcp_user_timeout = '10s'");
            // The outbox is empty at one moment and large at the next: a plan that was made for one is not kept for the
            // other.
            statement.execute("set plan_cache_mode = force_custom_plan; listen outbox");
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Whether this relay is the leader: it is until its session ends. */
    boolean leads() throws SQLException {
        if (!leads) {
            try (PreparedStatement lock = connection.prepareStatement("select pg_try_advisory_lock(?)")) {
                lock.setLong(1, LEADER_LOCK);
                try (ResultSet result = lock.executeQuery()) {
                    leads = result.next() && result.getBoolean(1);
                }
            }
        }
        return leads;
    }

    /** Whether the database is known to hold all that was ever sent from it; nothing is sent unless it does. */
    boolean isWhole(Continuity continuity) throws SQLException {
        return continuity.holds(connection);
    }

    /** Waits until something may lie in the outbox, but not longer than told. */
    void await(int millis) throws SQLException {
        connection.unwrap(PGConnection.class).getNotifications(Math.max(1, millis));
    }

    /** The next of what is to be sent, but for what belongs to some topics; as many as are well sent at once. */
    List<Event> pending(Collection<String> without) throws SQLException {
        return pending.next(without);
    }

    /** Keeps in mind what will be sent next, and under which name. */
    String underWay(List<Event> events) throws SQLException {
        String batch = UUID.randomUUID().toString();
        try (PreparedStatement keep = connection.prepareStatement(
                """
                insert into outbox_batch (batch, revisions) values (?, ?)
                on conflict (only_one) do update set batch = excluded.batch, revisions = excluded.revisions
                """)) {
            keep.setString(1, batch);
            keep.setArray(
                    2,
                    connection.createArrayOf(
                            "bigint", events.stream().map(Event::revision).toArray()));
            keep.executeUpdate();
        }
        return batch;
    }

    /** Forgets what was sent, and keeps in mind where it lies. */
    void sent(Object[] revisions, Map<TopicPartition, Long> lastOffsets) throws SQLException {
        Array sent = connection.createArrayOf("bigint", revisions);
        inTransaction(() -> {
            for (String table : List.of("outbox", "outbox_aside")) {
                try (PreparedStatement delete =
                        connection.prepareStatement("delete from " + table + " where revision = any (?)")) {
                    delete.setArray(1, sent);
                    delete.executeUpdate();
                }
            }
            try (Statement statement = connection.createStatement()) {
                // It is under way no more: should its changes be published anew, they are sent again.
                statement.execute("delete from outbox_batch");
            }
            try (PreparedStatement keep = connection.prepareStatement(
                    """
                    insert into sent_position (topic, partition, last_offset) values (?, ?, ?)
                    on conflict (topic, partition) do update set last_offset = excluded.last_offset
                    """)) {
                for (Map.Entry<TopicPartition, Long> last : lastOffsets.entrySet()) {
                    keep.setString(1, last.getKey().topic());
                    keep.setInt(2, last.getKey().partition());
                    keep.setLong(3, last.getValue());
                    keep.addBatch();
                }
                keep.executeBatch();
            }
        });
    }

    /**
     * Those of the topics whose number of partitions is not what it was when they were first sent to, each with what to do. With
     * another number keys lie elsewhere: their order is lost, and what was deleted comes back. A topic that was made anew is another
     * one.
     */
    Map<String, String> changed(Map<String, Topic> topics) throws SQLException {
        Map<String, String> changed = new TreeMap<>();
        try (PreparedStatement forget = connection.prepareStatement(
                        """
                        delete from sent_position using sent_topic
                        where sent_position.topic = ? and sent_topic.topic = sent_position.topic and topic_id <> ?
                        """);
                PreparedStatement keep = connection.prepareStatement(
                        """
                insert into sent_topic (topic, topic_id, partitions) values (?, ?, ?)
                on conflict (topic) do update
                set topic_id = excluded.topic_id,
                    partitions = case when sent_topic.topic_id = excluded.topic_id then sent_topic.partitions
                                      else excluded.partitions end,
                    made_anew_at = case when sent_topic.topic_id = excluded.topic_id then sent_topic.made_anew_at
                                        when exists (select from republication
                                                     where state = 'RUNNING' or finished_at > now() - interval '10 minutes')
                                          then sent_topic.made_anew_at
                                        else now() end
                returning partitions
                """)) {
            for (Map.Entry<String, Topic> topic : topics.entrySet()) {
                int are = topic.getValue().partitions();
                forget.setString(1, topic.getKey());
                forget.setString(2, topic.getValue().id());
                forget.executeUpdate(); // nobody can read up to where nothing lies any more
                keep.setString(1, topic.getKey());
                keep.setString(2, topic.getValue().id());
                keep.setInt(3, are);
                try (ResultSet row = keep.executeQuery()) {
                    row.next();
                    int were = row.getInt(1);
                    if (were != are) {
                        changed.put(
                                topic.getKey(),
                                "it has " + are + " partitions, and had " + were + ". The number is fixed: delete the"
                                        + " topic, make it anew with the number it shall have, and publish everything"
                                        + " anew");
                    }
                }
            }
        }
        return changed;
    }

    /** Lets every instance know which topics cannot be sent to now, each with the reason. */
    void waitsFor(Map<String, String> topics) throws SQLException {
        inTransaction(() -> {
            try (Statement forget = connection.createStatement();
                    PreparedStatement keep =
                            connection.prepareStatement("insert into waiting_topic (topic, reason) values (?, ?)")) {
                forget.execute("delete from waiting_topic");
                for (Map.Entry<String, String> topic : topics.entrySet()) {
                    keep.setString(1, topic.getKey());
                    keep.setString(2, topic.getValue());
                    keep.addBatch();
                }
                keep.executeBatch();
            }
        });
    }

    /** Takes over from an earlier leader: if what it was sending when it ended is there, that is not sent again. */
    void takeOver(Map<TopicPartition, LastSent> committed) throws SQLException {
        try (PreparedStatement last = connection.prepareStatement("select batch, revisions from outbox_batch");
                ResultSet row = last.executeQuery()) {
            if (row.next()) {
                String batch = row.getString(1);
                Map<TopicPartition, Long> offsets = new HashMap<>();
                committed.forEach((partition, there) -> {
                    if (there.batch().equals(batch)) {
                        offsets.put(partition, there.lastOffset());
                    }
                });
                if (!offsets.isEmpty()) {
                    sent((Object[]) row.getArray(2).getArray(), offsets);
                }
            }
        }
    }

    /** Puts aside what cannot be sent. */
    void putAside(Event event, String reason, Instant now) throws SQLException {
        inTransaction(() -> {
            try (PreparedStatement delete = connection.prepareStatement("delete from outbox where revision = ?");
                    PreparedStatement aside = connection.prepareStatement(
                            """
                            insert into outbox_aside (revision, reason, since)
                            values (?, ?, coalesce((select put_at from outbox where revision = ?), ?))
                            on conflict (revision) do update set reason = excluded.reason
                            """)) {
                aside.setLong(1, event.revision());
                aside.setString(2, reason);
                aside.setLong(3, event.revision());
                aside.setObject(4, now.atOffset(ZoneOffset.UTC));
                aside.executeUpdate();
                delete.setLong(1, event.revision());
                delete.executeUpdate();
            }
        });
    }

    /**
     * What was put aside and may be tried again. What is older than an event that was sent of the same row is forgotten
     * instead: the newer one tells all.
     */
    List<Event> aside(long after) throws SQLException {
        try (PreparedStatement superseded = connection.prepareStatement(
                        """
                        delete from outbox_aside using change old
                        where old.revision = outbox_aside.revision and exists (
                          select from change new
                          where new.municipality_id = old.municipality_id and new.administration_id = old.administration_id
                            and new.topic = old.topic and new.row_key = old.row_key and new.revision > old.revision
                            and new.revision not in (select revision from outbox)
                            and new.revision not in (select revision from outbox_aside))
                        """);
                PreparedStatement aside = connection.prepareStatement(
                        Pending.EVENT
                                + "from outbox_aside join change using (revision) where revision > ? order by revision limit ?")) {
            superseded.executeUpdate();
            aside.setLong(1, after);
            aside.setInt(2, ASIDE_AT_ONCE);
            return Pending.events(aside);
        }
    }

    /** How things stand, at one moment. */
    Backlog backlog() throws SQLException {
        try (PreparedStatement backlog = connection.prepareStatement(
                        """
                        select (select count(*) from (select from outbox limit 10001) as counted),
                               (select min(put_at) from outbox),
                               (select coalesce(max(revision), 0) from change),
                               (select count(*) from (select from outbox_aside limit 10001) as counted)
                        """);
                ResultSet row = backlog.executeQuery()) {
            row.next();
            OffsetDateTime oldest = row.getObject(2, OffsetDateTime.class);
            return new Backlog(
                    row.getLong(1), oldest == null ? null : oldest.toInstant(), row.getLong(3), row.getLong(4));
        }
    }

    /** How far everything has come that was committed by now. */
    Watermark watermark() throws SQLException {
        return new HowFar(connection).now();
    }

    /**
     * How much is not sent.
     *
     * @param unsent how many changes lie in the outbox
     * @param oldestUnsentAt since when the first of them has lain there
     * @param newestRevision the newest change of all
     * @param aside how many changes Kafka refused
     */
    record Backlog(long unsent, @Nullable Instant oldestUnsentAt, long newestRevision, long aside) {}

    private interface Work {
        void run() throws SQLException;
    }

    private void inTransaction(Work work) throws SQLException {
        connection.setAutoCommit(false);
        work.run(); // what fails ends the session, and with it the transaction
        connection.commit();
        connection.setAutoCommit(true);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
