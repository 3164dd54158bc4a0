package se.tertial.kit.anchor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import se.tertial.devstack.Broker;
import se.tertial.devstack.SigningKey;
import se.tertial.kit.access.Scope;
import se.tertial.kit.kafka.KafkaClients;

/** Asking for anchors costs what was written since, however much there is, and what was read stays read. */
@Timeout(600)
class KnownAnchorsTest {

    private static final SigningKey KEY = SigningKey.generate();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Several times what is read at once. */
    private static final int MANY = 2_300;

    @TempDir
    static Path directory;

    private static Broker broker;
    private static int services;

    private final String service = "garden-" + services++;
    private AnchorTopic topic;

    @BeforeAll
    static void start() throws Exception {
        broker = Broker.start(directory.resolve("kafka"));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void create() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(service + ".audit-anchor.v1", 3, (short) 1)))
                    .all()
                    .get();
        }
        ObjectMapper json = new ObjectMapper()
                .registerModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
        topic = new AnchorTopic(clients(), new AnchorKeys(config(Duration.ZERO)), json, service);
    }

    @Test
    void whoeverAsksOftenEnoughIsToldHoweverShortTheTime() throws Exception {
        write("elm", 1, MANY);
        KnownAnchors known = known(Duration.ZERO);

        int attempts = 0;
        while (!isFollowed(known) && attempts < MANY) {
            attempts++;
        }

        assertEquals(MANY, newest(known, "elm").revision());
        assertNotEquals(0, attempts);
    }

    @Test
    void newestAnchorsAreKnownBeforeEverySignatureIsChecked() throws Exception {
        write("elm", 1, MANY);
        write("oak", 1, MANY);
        KnownAnchors known = known(Duration.ZERO);

        known.follow(PATIENCE);

        assertFalse(known.allIsChecked());
        assertEquals(MANY, newest(known, "elm").revision());
        assertEquals(MANY, newest(known, "oak").revision());
    }

    @Test
    void newestAnchorBeforeEachRestoreIsKept() throws Exception {
        write("elm", 0, 1, 5);
        write("elm", 1, 100, 105);
        KnownAnchors known = known(Duration.ofSeconds(60));

        known.follow(PATIENCE);

        assertEquals(
                List.of(5L, 105L),
                known.of(scope("elm")).anchors().stream()
                        .map(lying -> lying.anchor().revision())
                        .toList());
        assertTrue(known.allIsChecked());
    }

    @Test
    void forgedAnchorHidesATrueOneOnlyUntilAllIsChecked() throws Exception {
        write("elm", 1, MANY);
        forge(new Anchor(service, "0580", "elm", 0, 9_999, "0".repeat(64), 1, Instant.EPOCH, Instant.EPOCH, "none"));
        KnownAnchors known = known(Duration.ZERO);
        known.follow(PATIENCE);
        assertTrue(known.isDoubtful(scope("elm")));
        assertEquals(1, known.of(scope("elm")).forged().size());

        while (!known.allIsChecked()) {
            known.follow(PATIENCE);
        }

        assertFalse(known.isDoubtful(scope("elm")));
        assertEquals(MANY, newest(known, "elm").revision());
        assertEquals(1, known.of(scope("elm")).forged().size());
    }

    @Test
    void nothingIsKnownOfATopicThatWasMadeAnewHoweverFullItIs() throws Exception {
        write("elm", 1, 10);
        KnownAnchors known = known(Duration.ofSeconds(60));
        known.follow(PATIENCE);
        String before = known.topicId();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.deleteTopics(List.of(service + ".audit-anchor.v1")).all().get();
            while (admin.listTopics().names().get().contains(service + ".audit-anchor.v1")) {
                Thread.onSpinWait();
            }
        }
        create();
        write("oak", 1, 400);

        while (!isFollowed(known) || known.topicId().equals(before)) {
            Thread.onSpinWait();
        }

        assertTrue(known.of(scope("elm")).anchors().isEmpty());
        assertEquals(400, newest(known, "oak").revision());
    }

    /** Its end is asked for after all that was read was read, by whoever reads next. */
    @Test
    void whatOthersWriteMeanwhileMakesTheTopicSeemCutToNobody() throws Exception {
        write("elm", 1, 10);
        Map<TopicPartition, Long> positions = new HashMap<>();
        try (AnchorTopic.Reader before = topic.reader()) {
            write("elm", 11, MANY);
            try (AnchorTopic.Reader reader = topic.reader()) {
                reader.read(positions, System.nanoTime() + PATIENCE.toNanos(), message -> {});
            }
            assertTrue(before.isShorterThan(positions), "an end that was asked for too early seems to be cut");
        }

        try (AnchorTopic.Reader next = topic.reader()) {
            assertFalse(next.isShorterThan(positions));
            assertTrue(next.isAtEnd(positions));
        }
    }

    @Test
    void whatIsRemovedWhileItIsReadDoesNotTakeTheRestAway() throws Exception {
        write("elm", 1, 10);
        List<Long> offsets = new ArrayList<>();
        try (AnchorTopic.Reader reader = topic.reader();
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, service + ".audit-anchor.v1"),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("cleanup.policy", "delete"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
            Map<TopicPartition, RecordsToDelete> removed = new HashMap<>();
            for (int partition = 0; partition < 3; partition++) {
                TopicPartition one = new TopicPartition(service + ".audit-anchor.v1", partition);
                boolean isOfElm = admin.listOffsets(Map.of(one, OffsetSpec.latest()))
                                .partitionResult(one)
                                .get()
                                .offset()
                        == 10;
                removed.put(one, RecordsToDelete.beforeOffset(isOfElm ? 4 : 0));
            }
            admin.deleteRecords(removed).all().get();

            reader.read(
                    new HashMap<>(), System.nanoTime() + PATIENCE.toNanos(), message -> offsets.add(message.offset()));
        }

        assertEquals(List.of(4L, 5L, 6L, 7L, 8L, 9L), offsets);
    }

    private static boolean isFollowed(KnownAnchors known) {
        try {
            known.follow(Duration.ZERO);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private static Scope scope(String administration) {
        return new Scope("0580", administration);
    }

    private static Anchor newest(KnownAnchors known, String administration) {
        return known.newest().get(scope(administration));
    }

    private KnownAnchors known(Duration checking) {
        return new KnownAnchors(topic, config(checking));
    }

    private void write(String administration, long from, long to) throws InterruptedException {
        write(administration, 0, from, to);
    }

    private void write(String administration, int epoch, long from, long to) throws InterruptedException {
        String topicId = topic.id();
        List<Anchor> anchors = new ArrayList<>();
        for (long revision = from; revision <= to; revision++) {
            anchors.add(new Anchor(
                    service,
                    "0580",
                    administration,
                    epoch,
                    revision,
                    "a".repeat(64),
                    revision,
                    Instant.ofEpochSecond(revision),
                    Instant.EPOCH,
                    topicId));
            if (anchors.size() == 500 || revision == to) {
                topic.write(anchors);
                anchors.clear();
            }
        }
    }

    private void forge(Anchor anchor) throws Exception {
        String body =
                """
                {"service": "%s", "municipalityId": "0580", "administrationId": "%s", "epoch": %d, "revision": %d,
                 "head": "%s", "entries": 1, "anchoredAt": "%s", "anchoredSince": "%s"}
                """
                        .formatted(
                                anchor.service(),
                                anchor.administrationId(),
                                anchor.epoch(),
                                anchor.revision(),
                                anchor.head(),
                                anchor.anchoredAt(),
                                anchor.anchoredSince());
        try (var producer = clients().producer(Map.of(), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(
                            service + ".audit-anchor.v1", anchor.scope().toString(), body))
                    .get();
        }
    }

    private static KafkaClients clients() {
        return new KafkaClients(
                Map.of("bootstrap.servers", broker.bootstrapServers()), new SmallRyeConfigBuilder().build());
    }

    private static AnchorConfig config(Duration checking) {
        return new AnchorConfig() {
            @Override
            public Optional<String> privateKey() {
                return Optional.of(KEY.privateKey());
            }

            @Override
            public Optional<String> publicKeys() {
                return Optional.of(KEY.publicKey());
            }

            @Override
            public Duration every() {
                return Duration.ofMinutes(10);
            }

            @Override
            public Duration checking() {
                return checking;
            }
        };
    }
}
