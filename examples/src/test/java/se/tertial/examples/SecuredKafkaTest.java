package se.tertial.examples;

import static java.util.stream.Collectors.toSet;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.Failure;
import se.tertial.devstack.Topics;
import se.tertial.examples.SecuredBroker.Taken;
import se.tertial.examples.SmallSuite.Service;

/** Services on a Kafka that asks everybody for a name, with the settings, users and rights that Kubernetes declares. */
class SecuredKafkaTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String UNITS = "finance.unit.v1";

    /** The units that the tests write figures of. */
    private static final List<String> WITH_LINES = List.of(
            "beside-unwritten",
            "beside-unread",
            "beside-unseen",
            "without-finance-transactional-id",
            "without-finance-transactional-id-after",
            "without-finance-group",
            "without-finance-group-after",
            "not-accepted",
            "accepted");

    @TempDir
    static Path directory;

    private static SecuredBroker kafka;
    private static SmallSuite suite;
    private static Service finance;
    private static Service report;

    @BeforeAll
    static void start() throws Exception {
        kafka = new SecuredBroker(directory.resolve("kafka"));
        suite = new SmallSuite(directory, kafka);
        finance = suite.start("finance");
        report = suite.start("report");
        finance.awaitReady();
        report.awaitReady();
        suite.register(finance, "tree", List.of("root"));
        suite.register(finance, "lines", WITH_LINES);
    }

    @AfterAll
    static void stop() throws IOException {
        try (SecuredBroker broker = kafka) {
            if (suite != null) {
                suite.close();
            }
        }
    }

    @Test
    void whatIsWrittenReachesTheReport() throws Exception {
        suite.prepareReport(report);

        suite.writeActual(finance, 3, "1000.00");

        suite.awaitShown(report, 3, "3");
        await().atMost(SOON).until(() -> suite.count("finance", "select count(*) from outbox") == 0);
        await().atMost(SOON).until(() -> suite.count("report", "select count(*) from outbox") == 0);
        assertTrue(messages("report.template.v1") > 0);
    }

    @Test
    void reportTellsOfWhatItCannotReadAndThatItHears() throws Exception {
        long letters = messages("report.dead-letter.v1");

        try (KafkaProducer<String, String> producer = producer(kafka.client("finance-service"))) {
            producer.send(new ProducerRecord<>(UNITS, "0580/vss/nonsense", "nonsense"))
                    .get();
        }

        await().atMost(SOON).until(() -> messages("report.dead-letter.v1") > letters);
        await().atMost(SOON).until(() -> messages("report.hearing.v1") > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAINTEXT", "SSL", "SASL_SSL"})
    void whoHasNoNameAndPasswordIsRefused(String protocol) throws Exception {
        Map<String, Object> settings = new HashMap<>(kafka.client("finance-service"));
        settings.put("security.protocol", protocol);
        settings.put("sasl.jaas.config", SecuredBroker.login("finance-service", "guessed"));
        settings.put("request.timeout.ms", 1_500);
        settings.put("default.api.timeout.ms", 2_000);

        try (Admin stranger = Admin.create(settings)) {
            ExecutionException refused = assertThrows(
                    ExecutionException.class,
                    () -> stranger.listTopics().names().get());
            if (protocol.equals("SASL_SSL")) {
                assertInstanceOf(SaslAuthenticationException.class, refused.getCause());
            }
        }
    }

    @Test
    void eachUserMayWhatIsDeclaredAndNothingElse() throws Exception {
        assertEquals(
                List.of("finance-service", "goals-service", "indicators-service", "report-service"), kafka.users());
        for (String user : kafka.users()) {
            Map<String, Set<AclOperation>> declared = new TreeMap<>();
            Map<String, Set<AclOperation>> allowed = new TreeMap<>();
            try (Admin admin = Admin.create(kafka.client(user))) {
                for (String topic : topics()) {
                    declared.put(topic, declared(user, topic));
                    allowed.put(topic, allowed(admin, topic));
                }
            }

            assertEquals(declared, allowed, user);
        }
    }

    private static Set<AclOperation> declared(String user, String topic) {
        Set<AclOperation> declared = EnumSet.noneOf(AclOperation.class);
        for (AclBinding right : kafka.rights(user)) {
            String name = right.pattern().name();
            boolean isPrefix = right.pattern().patternType() == PatternType.PREFIXED;
            if (right.pattern().resourceType() == ResourceType.TOPIC
                    && (isPrefix ? topic.startsWith(name) : topic.equals(name))) {
                declared.add(right.entry().operation());
                declared.add(AclOperation.DESCRIBE); // goes with every other
            }
        }
        return declared;
    }

    private static Set<AclOperation> allowed(Admin admin, String topic) throws Exception {
        try {
            return admin.describeTopics(List.of(topic), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                    .topicNameValues()
                    .get(topic)
                    .get()
                    .authorizedOperations();
        } catch (ExecutionException e) {
            assertInstanceOf(TopicAuthorizationException.class, e.getCause());
            return Set.of();
        }
    }

    @Test
    void noServiceSendsOrReadsInTheNameOfAnother() throws Exception {
        Map<String, Object> identity = kafka.client("finance-service");

        try (KafkaProducer<String, String> producer = producer(identity)) {
            ExecutionException refused = assertThrows(ExecutionException.class, () -> producer.send(
                            new ProducerRecord<>("goals.goal.v1", "0580/vss/forged", "{}"))
                    .get());
            assertInstanceOf(TopicAuthorizationException.class, refused.getCause());
        }
        Map<String, Object> fencing = new HashMap<>(identity);
        fencing.put("transactional.id", "goals-service-outbox");
        try (KafkaProducer<String, String> producer = producer(fencing)) {
            assertThrows(TransactionalIdAuthorizationException.class, producer::initTransactions);
        }
        Map<String, Object> joining = new HashMap<>(identity);
        joining.put("group.id", "report-service");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(joining, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(UNITS));
            assertThrows(GroupAuthorizationException.class, () -> consumer.poll(Duration.ofSeconds(20)));
        }
    }

    @Test
    void serviceThatMayNotWriteOneTopicGoesOnWithTheOthersAndSaysSo() throws Exception {
        try (Taken right = kafka.take("finance-service", ResourceType.TOPIC, UNITS, AclOperation.WRITE)) {
            writeUnit("unwritten");
            writeLine("beside-unwritten");

            awaitTold("beside-unwritten");
            await().atMost(SOON)
                    .until(() -> health(finance).contains("\"waiting " + UNITS + "\": \"")
                            && health(finance).contains("TopicAuthorizationException"));
            assertEquals(0, told("unwritten"));
        }

        awaitTold("unwritten");
        assertEquals(1, lines("finance", "Topics whose events wait: {" + UNITS + "="), "once per change");
    }

    /** Whether it sees that there is such a topic, or not even that. */
    @ParameterizedTest
    @CsvSource({"READ, unread", "ALL, unseen"})
    void reportThatMayNotReadOneTopicGoesOnWithTheOthersAndSaysSo(AclOperation taken, String unit) throws Exception {
        String said = "Kafka does not let this service read " + UNITS;
        long before = lines("report", said);
        try (Taken right = kafka.take("report-service", ResourceType.TOPIC, UNITS, taken)) {
            awaitSaid("report", said, before, () -> writeUnit(unit)); // so that there is something to read
            writeUnit(unit + "-too");
            writeLine("beside-" + unit);

            awaitTold("beside-" + unit);
            assertEquals(0, told(unit + "-too"));
            assertTrue(health(report).contains("\"refused " + UNITS + "\": \"" + said), health(report));
        }

        awaitTold(unit + "-too");
        assertEquals(before + 1, lines("report", said), "once per change");
    }

    @Test
    void reportThatMayNotReadTheWatermarksOfOneServiceHearsTheOthers() throws Exception {
        String said = "Watermarks are not heard: not authorized to access [indicators.watermark.v1]";
        try (Taken right =
                kafka.take("report-service", ResourceType.TOPIC, "indicators.watermark.v1", AclOperation.READ)) {
            await().atMost(SOON).until(() -> lines("report", said) > 0);
            Instant then = Instant.now();

            await().atMost(SOON).until(() -> financeIsCompleteAfter(then));
        }

        assertEquals(1, lines("report", said), "once per change");
    }

    /** What report-service knows is there of finance-service; both have this machine's clock. */
    private static boolean financeIsCompleteAfter(Instant then) {
        Matcher told =
                Pattern.compile("\"finance-service completeAt\": \"([^\"]+)\"").matcher(health(report));
        return told.find() && Instant.parse(told.group(1)).isAfter(then);
    }

    @ParameterizedTest
    @CsvSource({
        "finance, TRANSACTIONAL_ID, finance-service-outbox, WRITE, Outbox relay pauses, TransactionalIdAuthorizationException",
        "finance, GROUP, finance-service-outbox, READ, Outbox relay pauses, GroupAuthorizationException"
    })
    void serviceWithoutARightThatItNeedsForAllWaitsSaysSoAndGoesOn(
            String service, ResourceType type, String name, AclOperation operation, String pause, String reason)
            throws Exception {
        String said = pause + ": org.apache.kafka.common.errors." + reason;
        String unit = "without-" + service + "-"
                + type.name().toLowerCase(Locale.ROOT).replace('_', '-');
        long before = lines(service, said);
        try (Taken right = kafka.take(service + "-service", type, name, operation)) {
            awaitSaid(service, said, before, () -> writeLine(unit));
        }

        writeLine(unit + "-after");

        awaitTold(unit + "-after");
        awaitTold(unit);
        assertEquals(before + 1, lines(service, said), "once per change");
    }

    /** What is not seen on the topics must not be taken for not being there. */
    @Test
    void serviceThatMayNotReadItsOwnTopicsDoesNotTakeANewDatabaseForWhole() throws Exception {
        try (Taken right = kafka.take("finance-service", ResourceType.TOPIC, UNITS, AclOperation.ALL)) {
            suite.executeAsOwner("finance", "delete from continuity");

            await().atMost(SOON).until(() -> lines("finance", "Neither looked whether the database is whole") > 0);
            assertEquals(503, writing("not-accepted"));
        }

        await().atMost(SOON).until(() -> writing("accepted") < 300);
    }

    private static void writeUnit(String unit) {
        suite.asEverybody()
                .body(
                        """
                        {"unitId": "%1$s", "name": "%1$s", "order": 10, "contribution": "ADDITIVE",
                         "placements": [{"validFrom": "2020-01-01"}]}
                        """
                                .formatted(unit))
                .put(finance.url("/finance/v1/municipalities/0580/administrations/tree/units/" + unit));
    }

    private static void writeLine(String unit) {
        assertTrue(writing(unit) < 300);
    }

    private static int writing(String unit) {
        return suite.asEverybody()
                .body(
                        """
                        {"items": [{"unitId": "%s", "scenario": "ACTUAL", "period": "2020-11", "net": "1.00"}]}
                        """
                                .formatted(unit))
                .put(finance.url("/finance/v1/municipalities/0580/administrations/lines/operating-lines"))
                .statusCode();
    }

    private static void awaitSaid(String service, String said, long before, Runnable meanwhile) throws IOException {
        try {
            await().atMost(SOON).until(() -> {
                meanwhile.run();
                return lines(service, said) > before;
            });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("It did not say “" + said + "”: " + Files.readString(suite.log(service)), e);
        }
    }

    private static void awaitTold(String unit) {
        await().atMost(SOON).until(() -> told(unit) > 0);
    }

    /** In how many facts report-service has the unit, or figures of it where it was registered before. */
    private static long told(String unit) throws Exception {
        return suite.count(
                "report",
                "select count(*) from fact where body::json ->> 'unitId' = '" + unit + "' and (topic <> '" + UNITS
                        + "' or administration_id = 'tree')");
    }

    private static String health(Service service) {
        return RestAssured.get("http://localhost:" + service.managementPort() + "/q/health/ready")
                .asString();
    }

    private static long lines(String service, String text) throws IOException {
        return new String(Files.readAllBytes(suite.log(service)), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(text))
                .count();
    }

    private static Set<String> topics() throws Failure {
        return Topics.read(Path.of("..", "k8s", "base", "topics.yaml")).stream()
                .map(topic -> topic.name())
                .collect(toSet());
    }

    /** How many messages a topic has had. */
    private static long messages(String topic) throws Exception {
        try (Admin admin = kafka.admin()) {
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions()
                    .forEach(partition ->
                            ends.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest()));
            return admin.listOffsets(ends).all().get().values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        }
    }

    private static KafkaProducer<String, String> producer(Map<String, Object> settings) {
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }
}
