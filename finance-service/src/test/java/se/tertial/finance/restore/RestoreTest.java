package se.tertial.finance.restore;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static se.tertial.finance.Administration.IT_EQUIPMENT;
import static se.tertial.finance.Administration.LKDATA;
import static se.tertial.finance.Administration.PROCUREMENT;
import static se.tertial.finance.Administration.SUPPORT;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.Messages;
import se.tertial.devstack.Messages.Message;
import se.tertial.devstack.TestStack;
import se.tertial.finance.Administration;

/** A database that was restored from a backup, and topics that were lost. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
class RestoreTest {

    private static final String TOPIC = "finance.unit.v1";
    private static final String RENAMED = LKDATA.replace("\"LKDATA\"", "\"LK Data\"");
    private static final String RENAMED_AGAIN = LKDATA.replace("\"LKDATA\"", "\"LK-data\"");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String OUTBOX = "checks.find { it.name == 'outbox' }.data.";

    @TestHTTPResource(value = "/health/ready", management = true)
    URL readiness;

    @TestHTTPResource(value = "/metrics", management = true)
    URL metrics;

    @Test
    void afterARestoreWhatIsStoredAndWhatIsWrittenIsNewerThanWhatWasLost() {
        var vss = Administration.registered("restored");
        vss.has("units", LKDATA, PROCUREMENT);
        long backup = revision(vss, "lkdata");
        backUp();
        vss.put("units/lkdata", RENAMED).statusCode(200);
        vss.put("units/lkdata-support", SUPPORT).statusCode(201);
        long lost = awaitSent(vss, "lkdata-support", 1).revision();
        restore();

        ValidatableResponse restore = operator()
                .body("{\"reason\": \"Disken gick sönder\"}")
                .post("/restores")
                .then();

        restore.statusCode(201)
                .header("Location", containsString("/finance/v1/restores/"))
                .body("declaredBy", equalTo("operator"))
                .body("reason", equalTo("Disken gick sönder"))
                .body("lostRevision", equalTo((int) lost))
                .body("continuesAfter", greaterThan((int) lost + 900_000));
        int epoch = restore.extract().path("epoch");
        awaitRepublished();
        Sent unit = awaitSent(vss, "lkdata", 3);
        assertEquals(epoch, unit.epoch());
        assertEquals(backup, unit.revision());
        assertTrue(unit.body().contains("\"LKDATA\""), unit.body());
        Sent gone = awaitSent(vss, "lkdata-support", 2);
        assertNull(gone.body());
        assertEquals(epoch, gone.epoch());
        vss.put("units/lkdata", RENAMED_AGAIN).statusCode(200);
        Sent written = awaitSent(vss, "lkdata", 4);
        assertEquals(epoch, written.epoch());
        assertTrue(written.revision() > lost, "written as " + written.revision());
    }

    @Test
    void databaseThatWasRestoredIsNoticedBeforeAnythingIsAcceptedOrSent() {
        var vss = Administration.registered("restored-unnoticed");
        vss.has("units", LKDATA);
        backUp();
        vss.put("units/lkdata", RENAMED).statusCode(200);
        awaitSent(vss, "lkdata", 2);
        restore();

        List<Integer> answers = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> {
            ValidatableResponse answer = vss.put("units/lkdata", RENAMED_AGAIN);
            answers.add(answer.extract().statusCode());
            return answer.extract()
                    .asString()
                    .contains("The database lacks what was sent from it: it stands at revision");
        });

        assertEquals(List.of(), answers.stream().filter(status -> status < 500).toList());
        await().atMost(PATIENCE).untilAsserted(() -> given().get(readiness)
                .then()
                .body(OUTBOX + "leader", equalTo(true))
                .body(OUTBOX + "paused", containsString("database-continuity")));
        String success = given().get(readiness).path(OUTBOX + "lastSuccess");
        await().atMost(PATIENCE)
                .until(() -> !given().get(metrics).asString().contains("tertial_outbox_last_success_age_seconds 0.0"));
        assertEquals(success, given().get(readiness).path(OUTBOX + "lastSuccess"));
        vss.get("units/lkdata").statusCode(200).body("name", equalTo("LKDATA"));
        assertEquals(2, awaitSent(vss, "lkdata", 2).count());
        operator()
                .body("{\"reason\": \"Disken gick sönder\"}")
                .post("/restores")
                .then()
                .statusCode(201);
        vss.put("units/lkdata", RENAMED_AGAIN).statusCode(200);
        awaitRepublished();
    }

    @Test
    void restoreIsNoticedThoughNothingThatTheTopicsEndWithIsNewer() throws Exception {
        var vss = Administration.registered("restored-behind-much");
        vss.has("units", LKDATA);
        backUp();
        vss.put("units/lkdata", RENAMED).statusCode(200);
        awaitSent(vss, "lkdata", 2);
        forgeManyOlder();
        restore();

        await().atMost(PATIENCE).until(() -> vss.put("units/lkdata", RENAMED_AGAIN)
                .extract()
                .asString()
                .contains("The database lacks what was sent from it: it stands at revision"));

        operator()
                .body("{\"reason\": \"Disken gick sönder\"}")
                .post("/restores")
                .then()
                .statusCode(201);
        awaitRepublished();
    }

    @Test
    void everyTrailTellsOfTheRestoreAndOfWhatWasLost() {
        var vss = Administration.registered("restored-trail");
        vss.has("units", LKDATA);
        long backup = revision(vss, "lkdata");
        backUp();
        vss.put("units/lkdata-support", SUPPORT).statusCode(201);
        awaitSent(vss, "lkdata-support", 1);
        restore();

        operator()
                .body("{\"reason\": \"Fel klockslag\"}")
                .post("/restores")
                .then()
                .statusCode(201);

        awaitRepublished();
        vss.get("audit-entries")
                .body("items.topic", contains(TOPIC, "finance.restore.v1", TOPIC, "finance.administration.v1"))
                .body("items.reason", hasItem("Fel klockslag"))
                .body("items[1].recordedBy", equalTo("operator"))
                .body("items[1].after.restoredRevision", equalTo((int) backup))
                .body("items[0].key", equalTo("lkdata-support"))
                .body("items[0].reason", equalTo("Fel klockslag"))
                .body("items[0].recordedBy", equalTo("operator"));
        vss.get("changes").body("items.deleted", contains(false, false, false, true));
        vss.get("audit-verification").body("intact", equalTo(true));
    }

    @Test
    void forgedEpochKeepsNobodyFromDeclaringARestore() throws Exception {
        var vss = Administration.registered("forged-epoch");
        vss.has("units", LKDATA);
        forge("0580/forged-epoch/lkdata", "{}", Map.of("ce_epoch", "100000", "ce_revision", "1"));
        ValidatableResponse declared;
        List<String> heard;
        try (Lines lines = new Lines("se.tertial.kit.restore.OwnTopics")) {
            heard = lines.heard();
            backUp();
            restore();
            await().atMost(PATIENCE)
                    .until(() -> vss.put("units/lkdata", RENAMED).extract().statusCode() == 200);

            declared = operator()
                    .body("{\"reason\": \"Någon skrev i vårt namn\"}")
                    .post("/restores")
                    .then()
                    .statusCode(201);
        }

        assertEquals(1, heard.size(), "said once, however often it is looked: " + heard);
        assertTrue(declared.extract().<Integer>path("epoch") < 100, "no more than were declared");
        awaitRepublished();
    }

    @Test
    void publishingAnewSendsEveryRowOnceMoreAtItsRevisionAndDeletesWhatIsNone() throws Exception {
        var vss = Administration.registered("republished");
        vss.has("units", LKDATA, PROCUREMENT);
        vss.delete("units/upphandling-och-inkop").statusCode(204);
        Sent before = awaitSent(vss, "lkdata", 1);
        Sent deleted = awaitSent(vss, "upphandling-och-inkop", 2);
        forge("0580/republished/never-there", "{\"unitId\": \"never-there\"}");

        ValidatableResponse started = operator()
                .body("{\"reason\": \"Ämnena gick förlorade\"}")
                .post("/republications")
                .then();

        started.statusCode(201).body("state", equalTo("RUNNING"));
        awaitRepublished();
        assertEquals(before.once(), awaitSent(vss, "lkdata", 2).once());
        assertEquals(deleted.once(), awaitSent(vss, "upphandling-och-inkop", 3).once());
        await().atMost(PATIENCE)
                .until(() -> Messages.read(TestStack.kafka(), TOPIC, "0580/republished/never-there").stream()
                        .anyMatch(message -> message.body() == null));
        operator()
                .get("/republications/" + started.extract().path("number"))
                .then()
                .statusCode(200)
                .body("state", equalTo("DONE"))
                .body("deletions", equalTo(1));
    }

    @Test
    void publishingAnewIsNotKeptByWhatWaitsForATopicThatIsClosed() throws Exception {
        String closed = "finance.investment-object.v1";
        var vss = Administration.registered("republished-beside");
        vss.has("units", LKDATA);
        vss.has("investment-objects", IT_EQUIPMENT);
        awaitSent(vss, "lkdata", 1);
        awaitNothingUnsent();
        changeOwn("update sent_topic set partitions = partitions + 1 where topic = '" + closed + "'");
        try {
            AtomicInteger tried = new AtomicInteger();
            await().atMost(PATIENCE).until(() -> {
                String object = "tried-" + tried.incrementAndGet();
                vss.put("investment-objects/" + object, IT_EQUIPMENT.replace("it-utrustning", object))
                        .statusCode(201);
                return given().get(readiness).path(OUTBOX + "'waiting " + closed + "'") != null;
            });
            vss.put("investment-objects", "{\"items\": [" + manyObjects() + "]}")
                    .statusCode(200);

            operator()
                    .body("{\"reason\": \"Ett ämne gick förlorat\"}")
                    .post("/republications")
                    .then()
                    .statusCode(201);

            awaitRepublished();
            awaitSent(vss, "lkdata", 2);
        } finally {
            changeOwn("update sent_topic set partitions = partitions - 1 where topic = '" + closed + "'");
        }
        awaitNothingUnsent();
    }

    /** More than a run waits for. */
    private static String manyObjects() {
        return IntStream.rangeClosed(1, 2_001)
                .mapToObj(number -> IT_EQUIPMENT.replace("\"it-utrustning\"", "\"object-" + number + "\""))
                .collect(Collectors.joining(","));
    }

    private void awaitNothingUnsent() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> given().get(readiness).then().body(OUTBOX + "unsent", equalTo(0)));
    }

    private static void changeOwn(String sql) throws SQLException {
        try (Connection connection = TestStack.asOwner("finance");
                Statement statement = connection.createStatement()) {
            assertEquals(1, statement.executeUpdate(sql));
        }
    }

    /** The database is there again when the service can read it. */
    private static void backUp() {
        TestStack.backUp("finance");
        awaitDatabase();
    }

    private static void restore() {
        TestStack.restore("finance");
        awaitDatabase();
    }

    private static void awaitDatabase() {
        await().atMost(PATIENCE).until(() -> operator().get("/municipalities").statusCode() == 200);
    }

    private record Sent(int count, int epoch, long revision, @org.jspecify.annotations.Nullable String body) {

        Sent once() {
            return new Sent(0, epoch, revision, body);
        }
    }

    /** The last of at least so many messages of a unit. */
    private static Sent awaitSent(Administration administration, String unit, int count) {
        String key = "0580/" + administration.id() + "/" + unit;
        List<Message> messages = await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> Messages.read(TestStack.kafka(), TOPIC, key), found -> found.size() >= count);
        Message last = messages.get(messages.size() - 1);
        return new Sent(
                messages.size(),
                Integer.parseInt(last.headers().get("ce_epoch")),
                Long.parseLong(last.headers().get("ce_revision")),
                last.body());
    }

    private static void awaitRepublished() {
        await().atMost(PATIENCE).until(() -> "DONE"
                .equals(operator()
                        .get("/republications?limit=1")
                        .then()
                        .extract()
                        .path("items[0].state")));
    }

    private static long revision(Administration administration, String unit) {
        return administration.get("units/" + unit).extract().jsonPath().getLong("revision");
    }

    private static RequestSpecification operator() {
        return given().contentType("application/json").auth().oauth2(TestStack.token("operator", "administrator:*:*"));
    }

    /** More in each partition than is read of its end. */
    private static void forgeManyOlder() {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestStack.kafka()), new StringSerializer(), new StringSerializer())) {
            for (int message = 0; message < 3 * 2_100; message++) {
                producer.send(new ProducerRecord<>(TOPIC, message % 3, "0580/nobody/nothing", null));
            }
        }
    }

    private static void forge(String key, String body) throws Exception {
        forge(key, body, Map.of());
    }

    private static void forge(String key, String body, Map<String, String> headers) throws Exception {
        ProducerRecord<String, String> message = new ProducerRecord<>(TOPIC, key, body);
        headers.forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestStack.kafka()), new StringSerializer(), new StringSerializer())) {
            producer.send(message).get();
        }
    }
}
