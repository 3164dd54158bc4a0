package se.tertial.finance.restore;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static se.tertial.finance.Administration.LKDATA;
import static se.tertial.finance.Administration.PROCUREMENT;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.Messages;
import se.tertial.devstack.TestStack;
import se.tertial.finance.Administration;

/** What the database holds and what lies on the topics. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
class ComparisonTest {

    private static final String TOPIC = "finance.unit.v1";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void everyRowThatDiffersIsNamedUntilEverythingIsPublishedAnew() throws Exception {
        var vss = Administration.registered("compared");
        vss.has("units", LKDATA, PROCUREMENT);
        vss.delete("units/upphandling-och-inkop").statusCode(204);
        for (String unit : List.of("newer", "older", "other", "same", "gone")) {
            vss.put("units/" + unit, LKDATA.replace("\"lkdata\"", "\"" + unit + "\""))
                    .statusCode(201);
        }
        vss.delete("units/gone").statusCode(204);
        awaitSent(vss, "gone", 2);
        assertEquals(Map.of(), differences(vss));
        long lkdata = revision(vss, "lkdata");
        long older = revision(vss, "older");
        forge(vss, "newer", revision(vss, "newer") + 1_000, "{}");
        forge(vss, "other", revision(vss, "other"), "{}");
        forge(vss, "gone", 1, "{}");
        forge(vss, "extra", 1, "{}");
        change(vss, "missing", lkdata);
        change(vss, "older", lkdata);

        Map<String, String> differences = differences(vss);

        assertEquals(
                Map.of(
                        "newer",
                        "NEWER held " + revision(vss, "newer") + " told " + (revision(vss, "newer") + 1_000),
                        "other",
                        "OTHER held " + revision(vss, "other") + " told " + revision(vss, "other"),
                        "gone",
                        "EXTRA told 1",
                        "extra",
                        "EXTRA told 1",
                        "missing",
                        "MISSING",
                        "older",
                        "OLDER told " + older),
                differences);

        operator()
                .body("{\"reason\": \"Ämnena stämmer inte\"}")
                .post("/republications")
                .then()
                .statusCode(201);
        await().atMost(PATIENCE).until(() -> operator()
                .get("/republications?limit=1")
                .path("items[0].state")
                .equals("DONE"));
        await().atMost(PATIENCE).until(() -> count("select count(*) from outbox") == 0);

        assertEquals(Map.of(), differences(vss));
        // What is written from now on is newer than what was forged, as it is wherever nobody forges.
        count("select setval('revision_seq', nextval('revision_seq') + 1000)");
    }

    /** A transaction that its sender does not end, as one who was killed, keeps back what was sent and acknowledged behind it. */
    @Test
    void whatLiesBehindATransactionThatIsNotDecidedIsNotTakenForMissing() throws Exception {
        var vss = Administration.registered("behind-undecided");
        try (KafkaProducer<String, String> undecided = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestStack.kafka(), "transactional.id", "undecided"),
                new StringSerializer(),
                new StringSerializer())) {
            undecided.initTransactions();
            undecided.beginTransaction();
            undecided
                    .send(new ProducerRecord<>(TOPIC, partition("0580/behind-undecided/lkdata"), "nobody", "{}"))
                    .get();
            vss.has("units", LKDATA);
            await().atMost(PATIENCE).until(() -> count("select count(*) from outbox") == 0);

            String address = operator().post("/comparisons").then().extract().header("Location");

            await().atMost(PATIENCE).until(() -> operator().get(address).path("state"), not(equalTo("RUNNING")));
            operator()
                    .get(address)
                    .then()
                    .body("first.key", not(hasItem("0580/behind-undecided/lkdata")))
                    .body("state", equalTo("FAILED"))
                    .body("failure", containsString("Kafka gave nothing of [" + TOPIC + "]"));
            undecided.abortTransaction();
        }
        assertEquals(Map.of(), differences(vss));
    }

    @Test
    void oneGoesOnAtATimeAndItCanBeReadHowFarItIs() {
        Response started = operator().post("/comparisons");
        Response again = operator().post("/comparisons");

        assertEquals(201, started.statusCode());
        started.then()
                .header("Location", containsString("/finance/v1/comparisons/"))
                .body("startedBy", equalTo("operator"));
        if (again.statusCode() == 200) {
            assertEquals(started.<Integer>path("number"), again.path("number"));
        }
        ValidatableResponse done = awaitDone(started.header("Location"));
        done.body("failure", equalTo(null));
        awaitDone(again.header("Location"));
        operator().get("/comparisons").then().statusCode(200).body("items[0].state", equalTo("DONE"));
        operator().get("/comparisons/999999").then().statusCode(404);
        given().get("/comparisons").then().statusCode(401);
        given().auth()
                .oauth2(TestStack.token("controller", "controller:*:*"))
                .get("/comparisons")
                .then()
                .statusCode(403);
    }

    /** What differs of an administration. */
    private static Map<String, String> differences(Administration administration) {
        ValidatableResponse done =
                awaitDone(operator().post("/comparisons").then().extract().header("Location"));
        Map<String, String> differences = new TreeMap<>();
        for (Map<String, Object> one : done.extract().jsonPath().<Map<String, Object>>getList("first")) {
            String prefix = "0580/" + administration.id() + "/";
            String key = (String) one.get("key");
            if (key.startsWith(prefix)) {
                boolean known = !key.endsWith("missing") && !key.endsWith("older") && !key.endsWith("gone");
                differences.put(
                        key.substring(prefix.length()),
                        one.get("kind")
                                + (known && one.get("held") != null ? " held " + one.get("held") : "")
                                + (one.get("told") != null ? " told " + one.get("told") : ""));
            }
        }
        return differences;
    }

    private static ValidatableResponse awaitDone(String address) {
        await().atMost(PATIENCE).until(() -> operator().get(address).path("state"), equalTo("DONE"));
        return operator().get(address).then();
    }

    /** A change that never was in the outbox, with the content of another. */
    private static void change(Administration administration, String unit, long of) throws SQLException {
        try (Connection connection = TestStack.asOwner("finance");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    insert into change (revision, topic, municipality_id, administration_id, row_key, deleted, state, recorded_at,
                                        recorded_by, digest)
                    select nextval('revision_seq'), topic, municipality_id, administration_id, '%s', false, state, now(),
                           'operator', 'none'
                    from change where revision = %d
                    """
                            .formatted(unit, of));
        }
    }

    private static long count(String query) throws SQLException {
        try (Connection connection = TestStack.asOwner("finance");
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void awaitSent(Administration administration, String unit, int count) {
        String key = "0580/" + administration.id() + "/" + unit;
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> Messages.read(TestStack.kafka(), TOPIC, key).size() >= count);
    }

    private static long revision(Administration administration, String unit) {
        return administration.get("units/" + unit).extract().jsonPath().getLong("revision");
    }

    private static RequestSpecification operator() {
        return given().contentType("application/json").auth().oauth2(TestStack.token("operator", "administrator:*:*"));
    }

    /** A message behind those that the service sent of the row. */
    private static void forge(Administration administration, String unit, long revision, @Nullable String body)
            throws Exception {
        String key = "0580/" + administration.id() + "/" + unit;
        int partition = partition(key);
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestStack.kafka()), new StringSerializer(), new StringSerializer())) {
            ProducerRecord<String, String> message = new ProducerRecord<>(TOPIC, partition, key, body);
            message.headers().add("ce_revision", Long.toString(revision).getBytes(StandardCharsets.UTF_8));
            message.headers().add("ce_epoch", Long.toString(epoch()).getBytes(StandardCharsets.UTF_8));
            producer.send(message).get();
        }
    }

    private static long epoch() throws SQLException {
        return count("select coalesce(max(epoch), 0) from restore");
    }

    /** Where the administration's rows lie. */
    private static int partition(String key) {
        String scope = key.substring(0, key.lastIndexOf('/'));
        return org.apache.kafka.common.utils.Utils.toPositive(
                        org.apache.kafka.common.utils.Utils.murmur2(scope.getBytes(StandardCharsets.UTF_8)))
                % 3;
    }
}
