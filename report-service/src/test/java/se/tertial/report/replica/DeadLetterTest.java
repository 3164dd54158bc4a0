package se.tertial.report.replica;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static se.tertial.report.replica.Rebuilds.asOperator;
import static se.tertial.report.replica.Tables.sql;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.devstack.Messages;
import se.tertial.devstack.TestStack;
import se.tertial.report.Topics;
import se.tertial.report.Vss;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class DeadLetterTest {

    private final List<Vss> madeReadable = new ArrayList<>();

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LINES = "finance.operating-line.v1";

    @Test
    void changeThatCannotBeReadIsToldInStatusAndDraftUntilANewerOneIsRead() {
        Vss vss = new Vss().withReport().withActual("lkdata", "5000.00", 40);
        vss.awaitShown(0, 0, "5");

        newerWord(vss, 41);

        await().atMost(PATIENCE).untilAsserted(() -> status(vss).body("putAside.topic", equalTo(List.of(LINES))));
        vss.document().body("incomplete.kind", hasItem("put-aside"));
        vss.withActual("lkdata", "6000.00", 42).awaitShown(0, 0, "6");
        status(vss).body("putAside", hasSize(0));
        vss.document().body("incomplete.kind", not(hasItem("put-aside")));
    }

    @Test
    void releaseThatReadsMoreTriesAgainByItself() {
        Vss vss = new Vss().withReport().withActual("lkdata", "5000.00", 40);
        newerWord(vss, 41);
        await().atMost(PATIENCE).untilAsserted(() -> status(vss).body("putAside", hasSize(1)));

        // What the release before could not read, this one can.
        readable(vss);
        sql("update dead_letter set reads = " + (Fact.VERSION - 1) + " where " + of(vss));

        vss.awaitShown(0, 0, "7");
        status(vss).body("putAside", hasSize(0));
    }

    @Test
    void operatorTriesAgain() {
        Vss vss = new Vss().withReport().withActual("lkdata", "5000.00", 40);
        newerWord(vss, 41);
        await().atMost(PATIENCE).untilAsserted(() -> status(vss).body("putAside", hasSize(1)));
        asOperator().post("/read-model/dead-letters/attempts").then().statusCode(200);
        status(vss).body("putAside", hasSize(1));
        readable(vss);

        asOperator().post("/read-model/dead-letters/attempts").then().statusCode(200);

        vss.awaitShown(0, 0, "7");
        asOperator()
                .get("/read-model/dead-letters?state=RESOLVED&limit=1000")
                .then()
                .body("items.key", hasItem(containsString(vss.key())));
    }

    @Test
    void messageLargerThanWhatKafkaTakesIsPutAsideAndTheNextOneLands() throws Exception {
        Vss vss = new Vss().withReport();
        String row = vss.key() + "/lkdata~actual~2021-08";
        sendLarge(row, "{\"unitId\": \"" + "a".repeat(2_000_000) + "\"}");

        vss.withActual("stadsarkiv", "5000.00", 41);

        vss.awaitShown(0, 0, "5");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertTrue(Messages.read(TestStack.kafka(), DeadLetterTopic.NAME, row).stream()
                        .anyMatch(letter -> "true".equals(letter.headers().get("dead-letter-truncated")))));
        status(vss).body("putAside.key", equalTo(List.of(row)));
        asOperator().post("/read-model/dead-letters/attempts").then().statusCode(200);
        status(vss).body("putAside.reason[0]", containsString("bytes"));
    }

    @ParameterizedTest
    @CsvSource({"9223372036854775807", "9007199254740992", "-1"})
    void revisionThatNoSequenceGaveDoesNotStick(String revision) {
        Vss vss = new Vss().withReport();

        vss.withActual("lkdata", "1000.00", Long.parseLong(revision)).withActual("lkdata", "5000.00", 40);

        vss.awaitShown(0, 0, "5");
    }

    @Test
    void factUnderTheKeyOfAnotherIsPutAside() {
        Vss vss = new Vss().withReport();

        Topics.send(
                LINES,
                vss.key() + "/stadsarkiv~actual~2021-08",
                40,
                "{\"unitId\": \"lkdata\", \"scenario\": \"ACTUAL\", \"period\": \"2021-08\", \"net\": \"1.00\"}");
        Topics.send(
                LINES,
                vss.key() + "/bibliotek~actual~2021-04",
                40,
                "{\"unitId\": \"bibliotek\", \"scenario\": \"ACTUAL\", \"period\": \"2021-08\", \"net\": \"1.00\"}");
        vss.withActual("lkdata", "5000.00", 41);

        vss.awaitShown(1, 0, "5");
        status(vss).body("putAside", hasSize(2));
    }

    @Test
    void revisionsAreComparedWithinAnEpoch() {
        Vss vss = new Vss().withReport().withActual("lkdata", "5000.00", 4000);
        vss.awaitShown(0, 0, "5");

        sendOfEpoch(vss, 1, 3, "6000.00");

        vss.awaitShown(0, 0, "6");
        status(vss).body("readModel.'" + LINES + "'", equalTo(3));
        vss.withActual("lkdata", "7000.00", 4001).withActual("stadsarkiv", "1000.00", 4002);
        vss.awaitShown(1, 0, "1");
        assertTrue(vss.shown(0, 0).equals("6"), "what an older epoch says is older");
    }

    private static io.restassured.response.ValidatableResponse status(Vss vss) {
        return Vss.asController().get(vss.path("reports/2021-08")).then().statusCode(200);
    }

    private static void newerWord(Vss vss, long revision) {
        Topics.send(
                LINES,
                vss.key() + "/lkdata~actual~2021-08",
                revision,
                "{\"unitId\": \"lkdata\", \"scenario\": \"HOPED_FOR\", \"period\": \"2021-08\", \"net\": \"7000.00\"}");
    }

    /** What these tests make readable in the table never lay readable on the topic: a rebuild would lack it. */
    @AfterEach
    void forgetWhatWasMadeReadable() {
        madeReadable.forEach(vss -> sql("delete from fact where topic = '" + LINES + "' and " + of(vss)));
    }

    private void readable(Vss vss) {
        madeReadable.add(vss);
        sql("update dead_letter set message_value = convert_to("
                + "replace(convert_from(message_value, 'UTF8'), 'HOPED_FOR', 'ACTUAL'), 'UTF8') where " + of(vss));
    }

    private static String of(Vss vss) {
        return "administration_id = '" + vss.key().substring(5) + "'";
    }

    private static void sendOfEpoch(Vss vss, long epoch, long revision, String net) {
        ProducerRecord<String, String> message = new ProducerRecord<>(
                LINES,
                0,
                vss.key() + "/lkdata~actual~2021-08",
                "{\"unitId\": \"lkdata\", \"scenario\": \"ACTUAL\", \"period\": \"2021-08\", \"net\": \"" + net
                        + "\"}");
        message.headers().add("ce_epoch", Long.toString(epoch).getBytes(StandardCharsets.UTF_8));
        message.headers().add("ce_revision", Long.toString(revision).getBytes(StandardCharsets.UTF_8));
        send(Map.of("bootstrap.servers", TestStack.kafka()), message);
    }

    /** As if whoever runs Kafka had raised the limits. */
    private static void sendLarge(String key, String body) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestStack.kafka()))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, LINES),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", "4000000"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
        ProducerRecord<String, String> message = new ProducerRecord<>(LINES, 0, key, body);
        message.headers().add("ce_revision", "40".getBytes(StandardCharsets.UTF_8));
        send(Map.of("bootstrap.servers", TestStack.kafka(), "max.request.size", 4_000_000), message);
    }

    private static void send(Map<String, Object> settings, ProducerRecord<String, String> message) {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(message).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
