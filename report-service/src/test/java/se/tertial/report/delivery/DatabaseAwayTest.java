package se.tertial.report.delivery;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URL;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import se.tertial.devstack.Messages;
import se.tertial.devstack.TestStack;
import se.tertial.devstack.Wire;
import se.tertial.report.Vss;

/** What anybody may read while PostgreSQL is gone, or is there and answers nobody. */
@QuarkusTest
@TestProfile(DatabaseAwayTest.Impatient.class)
class DatabaseAwayTest {

    private static final String DOCUMENT = "reports/2021-08/document";

    /** By a wire that tests can harm; nobody waits long for answers, and the minutes of the default are seconds. */
    public static final class Impatient implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "tertial.publications.unheard",
                    "20S",
                    "quarkus.datasource.jdbc.additional-jdbc-properties.socketTimeout",
                    "3");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(TestStack.class, Map.of("service", "report", "wired", "true")));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    /** How the database is lost. */
    enum Loss {
        GONE {
            @Override
            void happen(Wire wire) {
                wire.cut();
            }
        },
        ANSWERS_NOBODY {
            @Override
            void happen(Wire wire) {
                wire.silence();
            }
        };

        abstract void happen(Wire wire);
    }

    @Inject
    Hearing hearing;

    @TestHTTPResource(value = "/health/ready", management = true)
    URL ready;

    @AfterEach
    void mend() {
        TestStack.wireToDatabase().mend();
        soon().untilAsserted(() -> assertEquals(true, readiness("heard")));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsInMemoryIsServedWithItsAgeAndTheInstanceStaysReady(Loss loss) {
        Vss vss = published();
        Response before = given().get(vss.path(DOCUMENT));

        loss.happen(TestStack.wireToDatabase());

        soon().until(() -> age(given().get(vss.path(DOCUMENT))) > 0);
        Response served = given().get(vss.path(DOCUMENT));
        assertEquals(before.asString(), served.asString());
        assertEquals(before.header("ETag"), served.header("ETag"));
        served.then().header("Cache-Status", matchesPattern("report; hit; ttl=-[1-9][0-9]*; detail=unheard"));
        given().header("If-None-Match", before.header("ETag"))
                .get(vss.path(DOCUMENT))
                .then()
                .statusCode(304)
                .header("Age", notNullValue());
        Vss.asController()
                .get(vss.path(DOCUMENT + "?version=published"))
                .then()
                .statusCode(200)
                .header("Age", notNullValue());
        given().get(vss.path(DOCUMENT + "?version=1")).then().statusCode(200);
        given().get(ready).then().statusCode(200);
        assertEquals(false, readiness("heard"));
    }

    @ParameterizedTest
    @EnumSource
    void whatNeedsTheDatabaseIsAskedForAgainLater(Loss loss) {
        Vss vss = published();

        loss.happen(TestStack.wireToDatabase());

        soon().until(() -> age(given().get(vss.path(DOCUMENT))) > 0);
        Vss.asController().get(vss.path(DOCUMENT)).then().statusCode(503).header("Retry-After", notNullValue());
        given().get(vss.path("reports/2020-12/document")).then().statusCode(503).header("Retry-After", notNullValue());
    }

    @ParameterizedTest
    @EnumSource
    void whatWasSupersededMeanwhileIsNeverServedAsTheLatest(Loss loss) throws Exception {
        Vss vss = published();
        String first = given().get(vss.path(DOCUMENT)).asString();
        loss.happen(TestStack.wireToDatabase());
        soon().until(() -> age(given().get(vss.path(DOCUMENT))) > 0);
        publishElsewhere(vss, "{\"second\": true}");

        TestStack.wireToDatabase().mend();

        soon().until(() -> {
            Response served = given().get(vss.path(DOCUMENT));
            served.then().statusCode(200);
            boolean isLatest = age(served) == 0;
            assertEquals(isLatest ? "{\"second\": true}" : first, served.asString());
            return isLatest;
        });
    }

    @Test
    void afterTheStatedTimeNothingIsServedUnlessItIsKnownToBeTheLatest() {
        Vss vss = published();
        TestStack.wireToDatabase().cut();

        soon().until(() -> given().get(vss.path(DOCUMENT)).statusCode() == 503);

        given().get(vss.path(DOCUMENT)).then().statusCode(503).header("Retry-After", notNullValue());
        given().get(vss.path(DOCUMENT + "?version=1")).then().statusCode(503);
        given().accept("text/html, application/xhtml+xml")
                .get(vss.path(DOCUMENT))
                .then()
                .statusCode(503)
                .contentType("text/html;charset=utf-8")
                .header("Retry-After", notNullValue())
                .body(containsString("Försök igen om en stund."));
        given().get(ready).then().statusCode(200);
        TestStack.wireToDatabase().mend();
        soon().until(() -> given().get(vss.path(DOCUMENT)).statusCode() == 200);
        assertNull(given().get(vss.path(DOCUMENT)).header("Age"));
    }

    @Test
    void headersAloneAreAnsweredAsTheWhole() {
        Vss vss = published();
        TestStack.wireToDatabase().cut();
        soon().until(() -> age(given().get(vss.path(DOCUMENT))) > 0);
        Response whole = given().get(vss.path(DOCUMENT));

        Response headers = given().head(vss.path(DOCUMENT));

        assertEquals(200, headers.statusCode());
        assertEquals(whole.header("ETag"), headers.header("ETag"));
        assertEquals(whole.header("Cache-Control"), headers.header("Cache-Control"));
        assertTrue(age(headers) > 0);
    }

    @Test
    void whoIsCutOffAloneLeavesTheAnswerToTheOthers() throws Exception {
        Vss vss = published();
        TestStack.wireToDatabase().cut();

        try (AnotherInstance another = new AnotherInstance()) {
            soon().until(() -> another.says() && given().get(ready).statusCode() == 503);

            assertEquals(true, readiness("heardElsewhere"));
            given().get(vss.path(DOCUMENT)).then().statusCode(503).header("Retry-After", notNullValue());
        }

        soon().until(() -> given().get(ready).statusCode() == 200);
    }

    @Test
    void whoIsToldOfPublicationsSaysSoToTheOthers() {
        soon().until(() -> !Messages.read(TestStack.kafka(), OtherInstances.TOPIC, OtherInstances.KEY)
                .isEmpty());
    }

    /** One that reaches the database. */
    private static final class AnotherInstance implements AutoCloseable {

        private final KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestStack.kafka()), new StringSerializer(), new StringSerializer());

        boolean says() {
            producer.send(new ProducerRecord<>(OtherInstances.TOPIC, OtherInstances.KEY, "another"));
            return true;
        }

        @Override
        public void close() {
            producer.close();
        }
    }

    /** Published, and read once in both versions, so that it lies in memory and stays there. */
    private Vss published() {
        Vss vss = new Vss().withReport();
        Vss.asController()
                .queryParam("ifBehind", "PUBLISH") // nobody tells watermarks here
                .queryParam("ifIncomplete", "PUBLISH")
                .queryParam("reason", "Provet har inga andra tjänster")
                .post(vss.path("reports/2021-08/publications"))
                .then()
                .statusCode(201);
        awaitHeard();
        given().get(vss.path(DOCUMENT)).then().statusCode(200);
        given().get(vss.path(DOCUMENT + "?version=1")).then().statusCode(200);
        return vss;
    }

    /** After two heartbeats everything has been heard that was told before; it would take off what is read in between. */
    private void awaitHeard() {
        for (int heartbeat = 0; heartbeat < 2; heartbeat++) {
            long since = System.nanoTime();
            soon().until(() -> hearing.silence().toNanos() < System.nanoTime() - since);
        }
    }

    /** Another instance publishes, which reaches the database. */
    private static void publishElsewhere(Vss vss, String json) throws SQLException {
        try (Connection connection = DriverManager.getConnection(TestStack.database("report"), "postgres", "");
                Statement statement = connection.createStatement()) {
            int added = statement.executeUpdate(
                    """
                    insert into publication (municipality_id, administration_id, period, number, published_at, published_by,
                                             title, municipality, administration, json, html)
                    select municipality_id, administration_id, period, number + 1, now(), published_by,
                           title, municipality, administration, convert_to('%s', 'UTF8'), html
                    from publication where municipality_id || '/' || administration_id = '%s'
                    """
                            .formatted(json, vss.key()));
            assertNotEquals(0, added);
            statement.execute("select pg_notify('publication', '" + vss.key() + "/2021-08')");
        }
    }

    private Object readiness(String field) {
        return given().get(ready).path("checks.find { it.name == 'publications' }.data." + field);
    }

    private static long age(Response response) {
        String age = response.header("Age");
        return age == null ? 0 : Long.parseLong(age);
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60));
    }
}
