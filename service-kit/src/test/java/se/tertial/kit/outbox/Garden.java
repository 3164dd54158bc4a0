package se.tertial.kit.outbox;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import se.tertial.devstack.Broker;
import se.tertial.devstack.Database;
import se.tertial.devstack.Messages;
import se.tertial.kit.kafka.KafkaClients;

/** A database with an outbox, a broker, and relays that lead by turns: for tests of what a relay sends. */
@Timeout(600)
abstract class Garden {

    static final String SERVICE = "garden";

    @TempDir
    static Path directory;

    /** As many as make a query that reads all of them slow. */
    static final int MANY = 20_000;

    private static Database database;
    static Broker broker;
    private static int topics;

    final String topic = "garden.tree-" + topics++ + ".v1";
    private final List<AutoCloseable> open = new ArrayList<>();
    private @Nullable Outbox leading;

    @BeforeAll
    static void start() throws Exception {
        database = Database.start(directory.resolve("postgresql"));
        database.prepare(SERVICE);
        Flyway.configure()
                .dataSource(database.url(SERVICE), Database.owner(SERVICE), Database.owner(SERVICE))
                .placeholders(Map.of("runtime", SERVICE))
                .locations("db/kit")
                .load()
                .migrate();
        broker = Broker.start(directory.resolve("kafka"));
    }

    @AfterAll
    static void stop() throws Exception {
        broker.close();
        database.close();
    }

    @BeforeEach
    void makeTopic() throws Exception {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.execute("delete from outbox; delete from outbox_aside; delete from outbox_batch");
        }
        create(topic);
    }

    static void create(String name) throws Exception {
        create(name, 3);
    }

    static void create(String name, int partitions) throws Exception {
        try (var admin = clients().admin(Map.of());
                EventSender sender = new EventSender(clients(), "other")) {
            if (!admin.listTopics().names().get().contains(name)) {
                admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                        .all()
                        .get();
            }
            while (!sender.missing(Set.of(name)).isEmpty()) {}
        }
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    /** A relay that takes over when the one before it lets go. */
    Leader leader() throws Exception {
        return leader(Clock.systemUTC());
    }

    /** A relay that takes over when the one before it lets go. */
    Leader leader(Clock clock) throws Exception {
        return leader(clock, clients());
    }

    /** A relay that takes over when the one before it lets go, and sends with these clients. */
    Leader leader(Clock clock, KafkaClients clients) throws Exception {
        if (leading != null) {
            leading.close();
        }
        leading = opened(new Outbox(connection()));
        while (!leading.leads()) {
            leading.await(50);
        }
        Leader leader = new Leader(leading, opened(new EventSender(clients, SERVICE)), clock);
        leader.begin();
        return leader;
    }

    <T extends AutoCloseable> T opened(T one) {
        open.add(one);
        return one;
    }

    static Connection connection() throws SQLException {
        return DriverManager.getConnection(database.url(SERVICE), SERVICE, SERVICE);
    }

    static void terminate(Connection session) throws SQLException {
        int process = session.unwrap(PGConnection.class).getBackendPID();
        try (Connection other = connection();
                Statement statement = other.createStatement()) {
            statement.execute("select pg_terminate_backend(" + process + ")");
        }
    }

    static int count(String from) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from " + from)) {
            row.next();
            return row.getInt(1);
        }
    }

    long write(String key, String state) throws SQLException {
        return write(topic, key, state);
    }

    static long write(String topic, String key, String state) throws SQLException {
        return write(topic, "vss", key, state);
    }

    static long write(String topic, String administration, String key, String state) throws SQLException {
        return write(topic, "0580", administration, key, state);
    }

    static long write(String topic, String municipality, String administration, String key, String state)
            throws SQLException {
        try (Connection connection = connection();
                PreparedStatement write = connection.prepareStatement(
                        """
                        with written as (
                          insert into change (revision, topic, municipality_id, administration_id, row_key, deleted, state,
                                              recorded_at, recorded_by, digest)
                          values (nextval('revision_seq'), ?, ?, ?, ?, false, ?::json, now() - interval '1 year', 'gardener', 'none')
                          returning revision)
                        insert into outbox (revision) select revision from written returning revision
                        """)) {
            write.setString(1, topic);
            write.setString(2, municipality);
            write.setString(3, administration);
            write.setString(4, key);
            write.setString(5, state);
            try (var row = write.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    interface Reading {
        Object read(Connection connection) throws SQLException;
    }

    /** How many rows of what is unsent are read without an index. */
    static long readOneByOne(Reading reading) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.execute("set plan_cache_mode = force_custom_plan");
            connection.setAutoCommit(false);
            reading.read(connection);
            try (var row = statement.executeQuery(
                    "select sum(seq_tup_read) from pg_stat_xact_user_tables where relname in ('outbox', 'outbox_aside')")) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Rows of one administration, tree-1 and so on. */
    static List<Long> writeMany(String topic, String municipality, String administration, int rows)
            throws SQLException {
        try (Connection connection = connection();
                PreparedStatement write = connection.prepareStatement(
                        """
                        with written as (
                          insert into change (revision, topic, municipality_id, administration_id, row_key, deleted, state,
                                              recorded_at, recorded_by, digest)
                          select nextval('revision_seq'), ?, ?, ?, 'tree-' || number, false, '{}', now(), 'gardener', 'none'
                          from generate_series(1, ?) as number
                          returning revision)
                        insert into outbox (revision) select revision from written returning revision
                        """)) {
            write.setString(1, topic);
            write.setString(2, municipality);
            write.setString(3, administration);
            write.setInt(4, rows);
            List<Long> revisions = new ArrayList<>();
            try (var row = write.executeQuery()) {
                while (row.next()) {
                    revisions.add(row.getLong(1));
                }
            }
            return revisions;
        }
    }

    /** A row of each of very many administrations, park-1 and so on. */
    static void writeOfMany(String topic, String municipality, int administrations) throws SQLException {
        try (Connection connection = connection();
                PreparedStatement write = connection.prepareStatement(
                        """
                        with written as (
                          insert into change (revision, topic, municipality_id, administration_id, row_key, deleted, state,
                                              recorded_at, recorded_by, digest)
                          select nextval('revision_seq'), ?, ?, 'park-' || number, 'elm', false, '{}', now(), 'gardener', 'none'
                          from generate_series(1, ?) as number
                          returning revision)
                        insert into outbox (revision) select revision from written
                        """)) {
            write.setString(1, topic);
            write.setString(2, municipality);
            write.setInt(3, administrations);
            write.executeUpdate();
        }
    }

    void limit(String bytes) throws Exception {
        try (var admin = clients().admin(Map.of())) {
            var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            var entry = new ConfigEntry("max.message.bytes", bytes);
            admin.incrementalAlterConfigs(Map.of(resource, List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    List<Long> sent(String key) throws Exception {
        return sent(topic, key);
    }

    static List<Long> sent(String topic, String key) throws Exception {
        settle(topic);
        return Messages.read(broker.bootstrapServers(), topic, "0580/vss/" + key).stream()
                .map(message -> Long.valueOf(message.headers().get("ce_revision")))
                .toList();
    }

    /** What is committed is seen a little later: waits until nothing on the topic is of a transaction that is open. */
    static void settle(String topic) throws Exception {
        try (var admin = clients().admin(Map.of())) {
            var partitions = admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions();
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            partitions.forEach(one -> ends.put(new TopicPartition(topic, one.partition()), OffsetSpec.latest()));
            while (!offsets(admin, ends, IsolationLevel.READ_COMMITTED)
                    .equals(offsets(admin, ends, IsolationLevel.READ_UNCOMMITTED))) {}
        }
    }

    private static Map<TopicPartition, Long> offsets(
            Admin admin, Map<TopicPartition, OffsetSpec> ends, IsolationLevel level) throws Exception {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        admin.listOffsets(ends, new ListOffsetsOptions(level))
                .all()
                .get()
                .forEach((partition, end) -> offsets.put(partition, end.offset()));
        return offsets;
    }

    static KafkaClients clients() {
        return new KafkaClients(
                new HashMap<>(Map.of("bootstrap.servers", broker.bootstrapServers())),
                new SmallRyeConfigBuilder().build());
    }
}
