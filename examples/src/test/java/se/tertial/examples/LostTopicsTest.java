package se.tertial.examples;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.tertial.examples.SmallSuite.Service;

/** The runbooks for lost topics, and for comparing: step by step, as those who run the suite would. */
class LostTopicsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int UNITS = 20;
    private static final int PARTITIONS = 5;

    @TempDir
    Path directory;

    @Test
    void topicsThatAreDeletedAndMadeAnewAreFilledAndTheReportIsTheSame() throws Exception {
        try (SmallSuite suite = new SmallSuite(directory)) {
            Service finance = suite.start("finance");
            Service report = suite.start("report");
            finance.awaitReady();
            report.awaitReady();
            suite.prepareReport(report);
            suite.writeActual(finance, UNITS, "1000.00");
            suite.awaitShown(report, UNITS, "20");
            suite.asEverybody()
                    .header("If-Match", "*")
                    .delete(finance.url("/finance/v1" + SmallSuite.VSS + "operating-lines/unit-0~actual~2021-08"))
                    .then()
                    .statusCode(204);
            suite.awaitShown(report, UNITS - 1, "19");
            String before = document(suite, report);
            compared(suite, finance).body("messages", greaterThan(UNITS)).body("first", equalTo(List.of()));
            tried(suite, report);

            makeAnew(suite);

            int lines = UNITS - 1;
            int registered = 1 + 1 + UNITS; // the municipality, its administration and that one's units
            compared(suite, finance)
                    .body("missing", equalTo(registered + lines))
                    .body("first.kind", everyItem(equalTo("MISSING")));
            republish(suite, finance);
            compared(suite, finance).body("first", equalTo(List.of()));
            tried(suite, report);
            rebuild(suite, report);

            assertEquals(before, document(suite, report));
            suite.writeActual(finance, UNITS, "2000.00");
            suite.awaitShown(report, UNITS, "40");
        }
    }

    /** But for what it says of how far behind it may be, since that tells of the moment. */
    private static String document(SmallSuite suite, Service report) throws IOException {
        JsonNode document = new ObjectMapper()
                .readTree(suite.asEverybody()
                        .get(report.url(
                                "/report/v1" + SmallSuite.VSS + "reports/2021-08/document?format=json&version=draft"))
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString());
        for (Iterator<JsonNode> one = document.path("incomplete").iterator(); one.hasNext(); ) {
            if (one.next().path("kind").asText().equals("behind")) {
                one.remove();
            }
        }
        return document.toString();
    }

    private static ValidatableResponse compared(SmallSuite suite, Service finance) {
        String address = suite.asEverybody()
                .post(finance.url("/finance/v1/comparisons"))
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        return awaited(suite, address, "DONE");
    }

    /** The read model is what the topics tell. */
    private static void tried(SmallSuite suite, Service report) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            String address = suite.asEverybody()
                    .post(report.url("/report/v1/read-model/rebuilds?trial=true"))
                    .then()
                    .statusCode(202)
                    .extract()
                    .header("Location");
            awaited(suite, address, "COMPARED")
                    .body("trial", equalTo(true))
                    .body("current", equalTo(false))
                    .body("lacking.total", equalTo(0))
                    .body("exceeding.total", equalTo(0));
        });
    }

    private static void rebuild(SmallSuite suite, Service report) {
        String address = suite.asEverybody()
                .post(report.url("/report/v1/read-model/rebuilds"))
                .then()
                .statusCode(202)
                .extract()
                .header("Location");
        awaited(suite, address, "SWITCHED").body("current", equalTo(true));
    }

    private static ValidatableResponse awaited(SmallSuite suite, String address, String state) {
        await().atMost(PATIENCE).until(() -> suite.asEverybody().get(address).path("state"), equalTo(state));
        return suite.asEverybody().get(address).then();
    }

    private static void makeAnew(SmallSuite suite) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", suite.kafka()))) {
            List<String> topics = admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith("finance."))
                    .toList();
            Map<String, TopicDescription> before =
                    admin.describeTopics(topics).allTopicNames().get();
            admin.deleteTopics(topics).all().get();
            await().pollDelay(Duration.ofSeconds(10))
                    .atMost(PATIENCE)
                    .until(() ->
                            admin.listTopics().names().get().stream().noneMatch(name -> name.startsWith("finance.")));
            admin.createTopics(topics.stream()
                            .map(name -> new NewTopic(
                                            name, before.get(name).partitions().size() == 1 ? 1 : PARTITIONS, (short) 1)
                                    .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, "compact")))
                            .toList())
                    .all()
                    .get();
        }
    }

    private static void republish(SmallSuite suite, Service finance) {
        String address = suite.asEverybody()
                .body("{\"reason\": \"Ämnena i Kafka gick förlorade\"}")
                .post(finance.url("/finance/v1/republications"))
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        awaited(suite, address, "DONE");
        await().atMost(PATIENCE)
                .until(
                        () -> given().get("http://localhost:" + finance.managementPort() + "/q/health/ready")
                                .path("checks.find { it.name == 'outbox' }.data.unsent"),
                        equalTo(0));
    }
}
