package se.tertial.report.watermark;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.OtherServices;
import se.tertial.devstack.StandIns;
import se.tertial.devstack.TestStack;
import se.tertial.kit.access.Scope;
import se.tertial.report.DocumentedProblems;
import se.tertial.report.Example;
import se.tertial.report.Vss;
import se.tertial.report.replica.Announcements;
import se.tertial.report.replica.ReadSoFar;

/** A report never hides that changes may be missing which another service has acknowledged. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
@QuarkusTestResource(OtherServices.class)
class BehindTest {

    private static final String REPORT = "reports/2021-08";
    private static final String PUBLICATIONS = REPORT + "/publications";
    private static final String LINES = "finance.operating-line.v1";
    private static final StandIns OTHERS = OtherServices.standIns();

    @Inject
    ProgressTable progress;

    @Inject
    ReadSoFar readSoFar;

    @Inject
    WatermarkEnds ends;

    @Inject
    Announcements announcements;

    @Inject
    WatermarkConfig config;

    @TestHTTPResource(value = "/health/ready", management = true)
    String readiness;

    @TestHTTPResource(value = "/metrics", management = true)
    String metrics;

    @AfterEach
    void allTell() {
        OTHERS.speak("finance-service");
        OTHERS.speak("goals-service");
        await().atMost(Duration.ofSeconds(60)).until(this::isNobodyBehind);
    }

    private boolean isNobodyBehind() {
        JsonPath watermarks =
                given().get(readiness).jsonPath().setRootPath("checks.find { it.name == 'watermarks' }.data");
        return List.of("finance-service", "goals-service").stream()
                .allMatch(service -> "complete".equals(watermarks.get("'" + service + "'"))
                        && watermarks.getInt("'" + service + " waiting'") == 0);
    }

    @Test
    void draftSaysWhatItMayLackWhileAServiceIsSilentAndIsPublishedOnlyByWhoSaysSo() throws IOException {
        Vss vss = new Vss().withReport();
        Response before = Vss.asController().get(vss.path(REPORT + "/document"));
        before.then().body("incomplete.kind", not(hasItem("behind")));

        OTHERS.silence("goals-service");
        await().atMost(Duration.ofSeconds(60)).until(() -> isBehind(vss));

        Response behind = Vss.asController().get(vss.path(REPORT + "/document"));
        behind.then()
                .body(
                        "incomplete.find { it.kind == 'behind' }.message",
                        startsWith("Ändringar av mål, uppdrag och planer efter den "));
        assertNotEquals(before.header("ETag"), behind.header("ETag"));
        Vss.asController()
                .get(vss.path(REPORT + "/document?format=html"))
                .then()
                .body(containsString("Ändringar av mål, uppdrag och planer efter den "));
        Vss.asController()
                .get(vss.path(REPORT))
                .then()
                .body("behind.service", equalTo(List.of("goals-service")))
                .body("behind[0].cause", equalTo("SILENT"))
                .body("behind[0]", hasKey("since"));
        given().get(readiness)
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'watermarks' }.data.'goals-service'", equalTo("SILENT"))
                .body("checks.find { it.name == 'watermarks' }.data.'finance-service'", equalTo("complete"));
        given().get(metrics)
                .then()
                .body(containsString("tertial_watermark_incomplete_seconds{service=\"goals-service\"}"));

        Response refused = publish(vss, "");
        refused.then()
                .statusCode(409)
                .body("type", containsString("behind"))
                .body("detail", containsString("goals-service (2"));
        DocumentedProblems.assertShown("publishReport", refused);
        publish(vss, "?ifBehind=PUBLISH").then().statusCode(400).body("violations.field", hasItem("reason"));
        Response published = publish(vss, "?ifBehind=PUBLISH&reason=Nämnden sammanträder");
        published
                .then()
                .statusCode(201)
                .body("behind", equalTo(List.of("goals-service")))
                .body("reason", equalTo("Nämnden sammanträder"))
                .body("incomplete.reason", equalTo("Nämnden sammanträder"));
        given().get(published.header("Location"))
                .then()
                .body("$", not(hasKey("behind")))
                .body("$", not(hasKey("reason")));
        given().get(vss.path(REPORT + "/document")).then().body("incomplete.kind", not(hasItem("behind")));
        Vss.asController()
                .get(vss.path("audit-entries?topic=report.publication.v1"))
                .then()
                .body("items[0].reason", equalTo("Nämnden sammanträder"))
                .body("items[0].after.behind", equalTo(List.of("goals-service")));

        OTHERS.speak("goals-service");
        await().atMost(Duration.ofSeconds(60)).until(() -> !isBehind(vss));
        Vss.asController().get(vss.path(REPORT)).then().body("behind", empty());
        assertEquals(
                before.header("ETag"),
                Vss.asController().get(vss.path(REPORT + "/document")).header("ETag"));
        publish(vss, "?reason=Nämnden sammanträder").then().statusCode(200).body("number", equalTo(1));
    }

    @Test
    void whatIsNotSentOfOneAdministrationKeepsNoOtherFromPublishing() {
        Vss own = new Vss().withReport();
        Vss other = new Vss().withReport();
        String tag = Vss.asController().get(other.path(REPORT + "/document")).header("ETag");

        OTHERS.keep("finance-service", LINES, "0580", own.key().substring("0580/".length()));
        await().atMost(Duration.ofSeconds(60)).until(() -> isBehind(own));

        Vss.asController()
                .get(own.path(REPORT))
                .then()
                .body("behind.service", equalTo(List.of("finance-service")))
                .body("behind[0].cause", equalTo("UNSENT"))
                .body("behind[0]", hasKey("since"));
        publish(own, "").then().statusCode(409).body("type", containsString("behind"));
        Vss.asController().get(other.path(REPORT)).then().body("behind", empty());
        assertEquals(
                tag, Vss.asController().get(other.path(REPORT + "/document")).header("ETag"));
        publish(other, "").then().statusCode(201).body("$", not(hasKey("behind")));
        given().get(readiness)
                .then()
                .body("checks.find { it.name == 'watermarks' }.data.'finance-service'", equalTo("complete"))
                .body("checks.find { it.name == 'watermarks' }.data.'finance-service waiting'", equalTo(1));
        given().get(metrics).then().body(containsString("tertial_watermark_waiting{service=\"finance-service\"} 1.0"));

        OTHERS.speak("finance-service");
        await().atMost(Duration.ofSeconds(60)).until(() -> !isBehind(own));
        publish(own, "").then().statusCode(201);
    }

    @Test
    void anInstanceThatBeginsSaysWhatTheOthersKnow() {
        Vss vss = new Vss().withReport();
        String administration = vss.key().substring("0580/".length());
        OTHERS.keep("finance-service", LINES, "0580", administration);
        await().atMost(Duration.ofSeconds(60)).until(() -> isBehind(vss));

        Watermarks begun = new Watermarks(progress, readSoFar, ends, announcements, config);

        List<Behind> behind = begun.behind(new Scope("0580", administration));
        assertEquals(
                List.of("finance-service"), behind.stream().map(Behind::service).toList());
        assertEquals(List.of(), begun.behind(new Scope("0580", "elsewhere")));
    }

    @Test
    void publishingDoesNotMissAChangeOfItsOwnThatIsNotSentYet() {
        Vss own = new Vss().withReport();
        OTHERS.keep("finance-service", LINES, "0580", own.key().substring("0580/".length()));

        Response refused = publish(own, "");

        refused.then().statusCode(409).body("detail", containsString("finance-service"));
    }

    @Test
    void whatIsNotSentOfAMunicipalityAsAWholeIsMissingInAllOfItsReports() {
        Vss vss = new Vss().withReport();

        OTHERS.keep("finance-service", "finance.municipality.v1", "0580", "");
        await().atMost(Duration.ofSeconds(60)).until(() -> isBehind(vss));

        publish(vss, "").then().statusCode(409);
    }

    @Test
    void whileAServiceDoesNotSayWhoseChangesAreUnsentAllAreBehind() {
        Vss vss = new Vss().withReport();

        OTHERS.keep("finance-service");
        await().atMost(Duration.ofSeconds(60)).until(() -> isBehind(vss));

        Vss.asController().get(vss.path(REPORT)).then().body("behind[0].cause", equalTo("UNSENT"));
        given().get(readiness)
                .then()
                .body("checks.find { it.name == 'watermarks' }.data.'finance-service'", equalTo("UNSENT"));
        publish(vss, "").then().statusCode(409);
    }

    @Test
    void whatWasAcknowledgedBeforeIsInThePublication() throws Exception {
        Vss vss = new Vss()
                .withReport()
                .withActual("lkdata", "1000.00", Vss.nextRevision())
                .awaitShown(0, 0, "1");
        OTHERS.speak("finance-service", "{\"%s\": [%d]}".formatted(LINES, next(LINES)));

        CompletableFuture<Response> publishing = CompletableFuture.supplyAsync(() -> publish(vss, ""));
        await().during(Duration.ofSeconds(1)).until(() -> !publishing.isDone());
        vss.withActual("lkdata", "7000.00", Vss.nextRevision());

        assertEquals(201, publishing.join().statusCode());
        given().get(vss.path(REPORT + "/document"))
                .then()
                .body("sections[1].blocks[0].rows[0].cells[0].display", equalTo("7"));
    }

    @Test
    void whatDoesNotComeInTimeKeepsTheReportFromBeingPublished() throws Exception {
        Vss vss = new Vss().withReport();
        OTHERS.speak("finance-service", "{\"%s\": [%d]}".formatted(LINES, next(LINES)));

        Response refused = Vss.asController()
                .header("Accept-Language", "sv")
                .header("Idempotency-Key", "tried-while-behind")
                .post(vss.path(PUBLICATIONS + Vss.AS_IT_IS));

        refused.then().statusCode(409).body("title", equalTo("Ändringar kan saknas"));
        assertTrue(refused.path("detail").toString().contains("finance-service"));
        given().get(vss.path(PUBLICATIONS + "/1")).then().statusCode(404);
        OTHERS.speak("finance-service");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Vss.asController()
                                .header("Idempotency-Key", "tried-while-behind")
                                .post(vss.path(PUBLICATIONS + Vss.AS_IT_IS))
                                .statusCode()
                        == 201);
        Vss.asController().get(vss.path(PUBLICATIONS + "/1")).then().body("$", not(hasKey("behind")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"finance", "indicators", "goals"})
    void watermarksOfTheOthersAreUnderstood(String service) throws IOException {
        Path example = Path.of("..", service + "-service", "contract", service + ".watermark.v1.example.json");
        JsonNode told = new ObjectMapper().readTree(Files.readString(example));

        Watermark watermark = Example.json().readValue(Files.readString(example), Watermark.class);

        assertEquals(told.path("newestRevision").asLong(), watermark.newestRevision());
        assertEquals(told.path("sentRevision").asLong(), watermark.sentRevision());
        assertEquals(told.path("unsent").asLong(), watermark.unsent());
        assertEquals(told.path("waiting").size(), watermark.named().size());
        assertFalse(watermark.positions().isEmpty());
        assertNull(watermark.positions().get("none"));
        assertTrue(Watermarks.services().containsKey(told.path("service").asText()));
    }

    private static boolean isBehind(Vss vss) {
        List<String> kinds =
                Vss.asController().get(vss.path(REPORT + "/document")).path("incomplete.kind");
        return kinds.contains("behind");
    }

    private static Response publish(Vss vss, String query) {
        return Vss.asController()
                .post(vss.path(PUBLICATIONS + (query.isEmpty() ? Vss.AS_IT_IS : query + "&ifIncomplete=PUBLISH")));
    }

    /** Where the next event of a topic will lie, in the partition that tests send to. */
    private static long next(String topic) throws Exception {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestStack.kafka()))) {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        }
    }
}
