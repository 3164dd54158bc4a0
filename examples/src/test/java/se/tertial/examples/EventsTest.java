package se.tertial.examples;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.AsyncApi;
import se.tertial.devstack.Messages;
import se.tertial.devstack.Messages.Message;

/** Whatever lies on the topics of the running suite is as the AsyncAPI documents that it serves have it: key, headers and body. */
class EventsTest {

    private static final List<String> SERVICES = List.of("finance", "indicators", "goals", "report");

    /** What could not be read lies here; in a suite that is well, nothing does. */
    private static final String DEAD_LETTERS = "report.dead-letter.v1";

    private static RunningExample suite;

    /** The example writes every kind of row but one: it closes no period but in finance. And it deletes nothing. */
    @BeforeAll
    static void openAPeriodAndForgetIt() throws IOException {
        suite = RunningExample.shared();
        String controller = suite.token("controller");
        for (String service : SERVICES) {
            String period = suite.url("/" + service + "/v1/municipalities/0580/administrations/vss/periods/2021-03");
            given().auth()
                    .oauth2(controller)
                    .contentType("application/json")
                    .body("{\"period\": \"2021-03\", \"state\": \"OPEN\"}")
                    .put(period)
                    .then()
                    .statusCode(201);
            given().auth()
                    .oauth2(controller)
                    .header("If-Match", "*")
                    .delete(period)
                    .then()
                    .statusCode(204);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Messages.read(suite.kafka(), service + ".period.v1").stream()
                            .anyMatch(message -> message.body() == null));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !Messages.read(suite.kafka(), service + ".audit-anchor.v1")
                            .isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"finance", "indicators", "goals", "report"})
    void everyMessageIsAsDocumented(String service) throws JsonProcessingException {
        AsyncApi document = document(service);
        List<String> faults = new ArrayList<>();
        for (String topic : document.topics("send")) {
            List<Message> messages = Messages.read(suite.kafka(), topic);
            if (messages.isEmpty() != topic.equals(DEAD_LETTERS)) {
                faults.add(topic + " has " + messages.size() + " messages");
            }
            for (Message message : messages) {
                document.violations(topic, message)
                        .forEach(violation -> faults.add(topic + " " + message.key() + ": " + violation));
            }
        }

        assertEquals(List.of(), faults.stream().limit(20).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"finance", "indicators", "goals", "report"})
    void revisionsOfAKeyRise(String service) throws JsonProcessingException {
        for (String topic : document(service).topics("send")) {
            if (topic.endsWith(".audit-anchor.v1") || topic.endsWith(".watermark.v1")) {
                continue; // not of a row
            }
            Map<String, Long> last = new HashMap<>();
            for (Message message : Messages.read(suite.kafka(), topic)) {
                long revision = Long.parseLong(message.headers().get("ce_revision"));
                Long before = last.put(message.key(), revision);
                assertTrue(before == null || before <= revision, topic + " " + message.key());
            }
        }
    }

    @Test
    void testNoticesAMessageThatIsNotDocumented() throws JsonProcessingException {
        Message unit = Messages.read(suite.kafka(), "finance.unit.v1").get(0);

        List<String> violations = document("goals").violations("goals.goal.v1", unit);

        assertTrue(violations.size() > 1, violations.toString());
    }

    private static AsyncApi document(String service) throws JsonProcessingException {
        return AsyncApi.of(given().get(suite.url("/" + service + "/v1/asyncapi?format=json"))
                .asString());
    }
}
