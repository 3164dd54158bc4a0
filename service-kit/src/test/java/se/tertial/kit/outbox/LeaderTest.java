package se.tertial.kit.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import se.tertial.devstack.Broker;
import se.tertial.devstack.Database;
import se.tertial.devstack.Messages;
import se.tertial.devstack.Messages.Message;
import se.tertial.kit.kafka.KafkaClients;

/** Whatever happens to a leader, a reader sees each change once, and those of a row in the order of their revisions. */
@Timeout(120)
class LeaderTest {

    private static final String SERVICE = "garden";
    private static final String WATERMARKS = "garden.watermark.v1";

    @TempDir
    static Path directory;

    private static Database database;
    private static Broker broker;
    private static int topics;

    private final String topic = "garden.tree-" + topics++ + ".v1";
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

    private static void create(String name) throws Exception {
        create(name, 3);
    }

    private static void create(String name, int partitions) throws Exception {
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

    @Test
    void aLeaderThatWasHeldUpCommitsNothingAnyMore() throws Exception {
        long older = write("elm", "{}");
        Connection session = connection();
        Outbox heldUp = opened(new Outbox(session));
        EventSender itsSender = opened(new EventSender(clients(), SERVICE));
        assertTrue(heldUp.leads());
        new Leader(heldUp, itsSender, Clock.systemUTC()).begin();
        List<Event> read = heldUp.pending(List.of());
        itsSender.missing(Set.of(topic));
        String batch = heldUp.underWay(read);
        terminate(session);

        Leader next = leader();
        long newer = write("elm", "{}");
        while (next.relay() > 0) {}
        NotSent late = assertThrows(NotSent.class, () -> itsSender.send(read, batch));

        assertEquals(NotSent.Concerns.KAFKA, late.concerns());
        assertEquals(List.of(older, newer), sent("elm"));
    }

    @Test
    void whatALeaderCommittedBeforeItsEndIsNotSentAgain() throws Exception {
        long first = write("elm", "{}");
        long second = write("elm", "{}");
        Connection session = connection();
        Outbox ending = opened(new Outbox(session));
        EventSender itsSender = opened(new EventSender(clients(), SERVICE));
        assertTrue(ending.leads());
        new Leader(ending, itsSender, Clock.systemUTC()).begin();
        List<Event> read = ending.pending(List.of());
        itsSender.missing(Set.of(topic));
        itsSender.send(read, ending.underWay(read));
        terminate(session);

        Leader next = leader();
        long third = write("elm", "{}");
        while (next.relay() > 0) {}

        assertEquals(List.of(first, second, third), sent("elm"));
        assertEquals(0, count("outbox"));
    }

    @Test
    void kafkaKnowsTheNewestChangeThatWasSentWhateverIsPublishedAnew() throws Exception {
        long older = write("elm", "{}");
        long newest = write("oak", "{}");
        Leader leader = leader();
        while (leader.relay() > 0) {}
        again(older);
        while (leader.relay() > 0) {}
        again(older);
        Leader next = leader();
        while (next.relay() > 0) {}

        try (var admin = clients().admin(Map.of())) {
            assertEquals(newest, LastSent.newest(admin, SERVICE).orElseThrow().revision());
        }
        assertEquals(List.of(older, older, older), sent("elm"));
    }

    /** As publishing anew does. */
    private static void again(long revision) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into outbox (revision) values (" + revision + ")");
        }
    }

    @Test
    void whatKafkaRefusesIsPutAsideAndTheRestArrivesOnce() throws Exception {
        List<Long> trees = new ArrayList<>();
        for (int index = 0; index < 20; index++) {
            trees.add(write("tree-" + index, index == 7 ? "\"" + "x".repeat(1_100_000) + "\"" : "{}"));
        }

        Leader leader = leader();
        while (leader.relay() > 0) {}

        for (int index = 0; index < 20; index++) {
            assertEquals(index == 7 ? List.of() : List.of(trees.get(index)), sent("tree-" + index));
        }
        assertEquals(0, count("outbox"));
        assertEquals(1, count("outbox_aside where reason like '%RecordTooLarge%' and revision = " + trees.get(7)));

        long smaller = write("tree-7", "{}");
        while (leader.relay() > 0) {}
        leader().relay();

        assertEquals(List.of(smaller), sent("tree-7"));
        assertEquals(0, count("outbox_aside"));
    }

    @Test
    void whatWasPutAsideIsSentWhenTheTopicTakesIt() throws Exception {
        limit("1000");
        String noise = IntStream.range(0, 3_000)
                .mapToObj(index -> Integer.toString(index * index % 7_919, 36))
                .reduce("", String::concat);
        long large = write("elm", "\"" + noise + "\"");
        Leader leader = leader();
        while (leader.relay() > 0) {}
        assertEquals(1, count("outbox_aside"));

        limit("1048588");
        while (count("outbox_aside") > 0) {
            leader().relay();
        }

        assertEquals(List.of(large), sent("elm"));
        assertEquals(0, count("outbox_aside"));
    }

    @Test
    void whatBelongsToAMissingTopicWaitsAndOthersDoNot() throws Exception {
        String missing = topic.replace("tree", "bush");
        long waiting = write(missing, "elm", "{}");
        long other = write("elm", "{}");

        Leader leader = leader();
        while (leader.relay() > 0) {}

        assertEquals(List.of(other), sent("elm"));
        assertEquals(1, count("outbox"));
        assertEquals(Set.of(missing), leader.waiting().keySet());

        create(missing);
        leader().relay();

        assertEquals(List.of(waiting), sent(missing, "elm"));
        assertEquals(0, count("outbox"));
    }

    @Test
    void nothingIsSentToATopicThatGotOtherPartitionsUntilItIsMadeAnew() throws Exception {
        long elm = write("elm", "{}");
        Leader leader = leader();
        while (leader.relay() > 0) {}
        try (var admin = clients().admin(Map.of())) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(5)))
                    .all()
                    .get();
            while (admin.describeTopics(List.of(topic))
                            .allTopicNames()
                            .get()
                            .get(topic)
                            .partitions()
                            .size()
                    < 5) {}
        }
        long later = write("elm", "{}");

        Leader next = leader();
        while (!next.waiting().containsKey(topic)) {
            next.relay();
        }

        assertTrue(next.waiting().get(topic).startsWith("it has 5 partitions, and had 3."));
        assertEquals(List.of(elm), sent("elm"));
        assertEquals(1, count("outbox"));

        try (var admin = clients().admin(Map.of())) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
        create(topic, 5);
        Leader anew = leader();
        while (count("outbox") > 0) {
            anew.relay();
        }

        assertEquals(List.of(later), sent("elm"));
    }

    @Test
    void topicThatIsMadeAnewUnderARunningRelayIsSentToAsItIs() throws Exception {
        write("elm", "{}");
        AtomicLong time = new AtomicLong();
        Leader leader = leader(clock(time));
        while (leader.relay() > 0) {}
        try (var admin = clients().admin(Map.of())) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
        create(topic, 7);
        List<Long> trees = new ArrayList<>();
        for (int index = 0; index < 20; index++) {
            trees.add(write("tree-" + index, "{}"));
        }

        time.addAndGet(10);
        while (count("outbox") > 0) {
            leader.relay();
        }

        for (int index = 0; index < 20; index++) {
            assertEquals(List.of(trees.get(index)), sent("tree-" + index));
        }
        assertEquals(0, count("sent_topic where topic = '" + topic + "' and partitions <> 7"));
        assertEquals(1, count("sent_position where topic = '" + topic + "'"));
    }

    /** A clock that shows so many seconds more than there are. */
    private static Clock clock(AtomicLong ahead) {
        return new Clock() {
            @Override
            public Instant instant() {
                return Clock.systemUTC().instant().plusSeconds(ahead.get());
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }

    @Test
    void watermarkTellsHowFarEverythingCameAndWhereItLies() throws Exception {
        create(WATERMARKS);
        write("elm", "{}");
        long newest = write("oak", "{}");
        Leader leader = leader();
        while (leader.relay() > 0) {}

        leader.tell();

        JsonNode watermark = lastWatermark();
        assertEquals(SERVICE, watermark.path("service").asText());
        assertEquals(newest, watermark.path("newestRevision").asLong());
        assertEquals(newest, watermark.path("sentRevision").asLong());
        assertEquals(0, watermark.path("unsent").asInt());
        assertFalse(watermark.has("oldestUnsentAt"));
        assertEquals(newest, newestAt(watermark.path("positions").path(topic)));
    }

    @Test
    void watermarkTellsWhatIsNotSent() throws Exception {
        create(WATERMARKS);
        String missing = topic.replace("tree", "hedge");
        long sentBefore = write("elm", "{}");
        long waiting = write(missing, "elm", "{}");
        long other = write("oak", "{}");
        Leader leader = leader();
        while (leader.relay() > 0) {}

        leader.tell();

        JsonNode watermark = lastWatermark();
        assertEquals(other, watermark.path("newestRevision").asLong());
        assertTrue(watermark.path("sentRevision").asLong() >= sentBefore);
        assertEquals(waiting - 1, watermark.path("sentRevision").asLong());
        assertEquals(1, watermark.path("unsent").asInt());
        assertTrue(watermark.has("oldestUnsentAt"));
    }

    @Test
    void watermarkCountsWhatKafkaRefuses() throws Exception {
        create(WATERMARKS);
        long refused = write("elm", "\"" + "x".repeat(1_100_000) + "\"");
        write("oak", "{}");
        Leader leader = leader();
        while (leader.relay() > 0) {}

        leader.tell();

        assertEquals(refused - 1, lastWatermark().path("sentRevision").asLong());
        assertEquals(1, lastWatermark().path("unsent").asInt());
    }

    @Test
    void watermarksThatCannotBeSentKeepNoEvent() throws Exception {
        Outbox outbox = opened(new Outbox(connection()));
        while (!outbox.leads()) {
            outbox.await(50);
        }
        Leader leader = new Leader(outbox, opened(new EventSender(clients(), "shed")), Clock.systemUTC());
        leader.begin();

        leader.tell();
        long event = write("elm", "{}");
        while (leader.relay() > 0) {}

        assertEquals(Set.of("shed.watermark.v1"), leader.waiting().keySet());
        assertEquals(List.of(event), sent("elm"));
    }

    @Test
    void aLeaderThatWasHeldUpTellsNothingAnyMore() throws Exception {
        create(WATERMARKS);
        Connection session = connection();
        Outbox heldUp = opened(new Outbox(session));
        EventSender itsSender = opened(new EventSender(clients(), SERVICE));
        assertTrue(heldUp.leads());
        new Leader(heldUp, itsSender, Clock.systemUTC()).begin();
        var old = heldUp.watermark().message(SERVICE, Instant.EPOCH);
        terminate(session);
        leader().tell();

        NotSent late = assertThrows(NotSent.class, () -> itsSender.tell(old));

        assertEquals(NotSent.Concerns.KAFKA, late.concerns());
        assertNotEquals(Instant.EPOCH.toString(), lastWatermark().path("at").asText());
    }

    private static JsonNode lastWatermark() throws Exception {
        List<Message> told = Messages.read(broker.bootstrapServers(), WATERMARKS, SERVICE);
        return new ObjectMapper().readTree(told.get(told.size() - 1).body());
    }

    /** The highest revision of the events that lie where a watermark says that the last ones do. */
    private long newestAt(JsonNode offsets) {
        long newest = 0;
        for (int partition = 0; partition < offsets.size(); partition++) {
            if (offsets.path(partition).asLong() >= 0) {
                TopicPartition one = new TopicPartition(topic, partition);
                try (var consumer = clients().consumer(Map.of(), new StringDeserializer(), new StringDeserializer())) {
                    consumer.assign(List.of(one));
                    consumer.seek(one, offsets.path(partition).asLong());
                    List<ConsumerRecord<String, String>> from = new ArrayList<>();
                    while (from.isEmpty()) {
                        consumer.poll(Duration.ofMillis(200)).forEach(from::add);
                    }
                    assertEquals(1, from.size());
                    newest = Math.max(
                            newest,
                            Long.parseLong(new String(
                                    from.get(0)
                                            .headers()
                                            .lastHeader("ce_revision")
                                            .value(),
                                    UTF_8)));
                }
            }
        }
        return newest;
    }

    /** A relay that takes over when the one before it lets go. */
    private Leader leader() throws Exception {
        return leader(Clock.systemUTC());
    }

    /** A relay that takes over when the one before it lets go. */
    private Leader leader(Clock clock) throws Exception {
        if (leading != null) {
            leading.close();
        }
        leading = opened(new Outbox(connection()));
        while (!leading.leads()) {
            leading.await(50);
        }
        Leader leader = new Leader(leading, opened(new EventSender(clients(), SERVICE)), clock);
        leader.begin();
        return leader;
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.add(one);
        return one;
    }

    private static Connection connection() throws SQLException {
        return DriverManager.getConnection(database.url(SERVICE), SERVICE, SERVICE);
    }

    private static void terminate(Connection session) throws SQLException {
        int process = session.unwrap(PGConnection.class).getBackendPID();
        try (Connection other = connection();
                Statement statement = other.createStatement()) {
            statement.execute("select pg_terminate_backend(" + process + ")");
        }
    }

    private static int count(String from) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from " + from)) {
            row.next();
            return row.getInt(1);
        }
    }

    private long write(String key, String state) throws SQLException {
        return write(topic, key, state);
    }

    private static long write(String topic, String key, String state) throws SQLException {
        try (Connection connection = connection();
                PreparedStatement write = connection.prepareStatement(
                        """
                        with written as (
                          insert into change (revision, topic, municipality_id, administration_id, row_key, deleted, state,
                                              recorded_at, recorded_by, digest)
                          values (nextval('revision_seq'), ?, '0580', 'vss', ?, false, ?::json, now(), 'gardener', 'none')
                          returning revision)
                        insert into outbox select revision from written returning revision
                        """)) {
            write.setString(1, topic);
            write.setString(2, key);
            write.setString(3, state);
            try (var row = write.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private void limit(String bytes) throws Exception {
        try (var admin = clients().admin(Map.of())) {
            var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            var entry = new ConfigEntry("max.message.bytes", bytes);
            admin.incrementalAlterConfigs(Map.of(resource, List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    private List<Long> sent(String key) {
        return sent(topic, key);
    }

    private static List<Long> sent(String topic, String key) {
        return Messages.read(broker.bootstrapServers(), topic, "0580/vss/" + key).stream()
                .map(message -> Long.valueOf(message.headers().get("ce_revision")))
                .toList();
    }

    private static KafkaClients clients() {
        return new KafkaClients(
                new HashMap<>(Map.of("bootstrap.servers", broker.bootstrapServers())),
                new SmallRyeConfigBuilder().build());
    }
}
