package se.tertial.goals;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.devstack.Contract;
import se.tertial.devstack.Messages;
import se.tertial.devstack.Messages.Message;
import se.tertial.devstack.TestStack;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "goals"))
class EventContractTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({
        "goals.goal.v1, goals, god-service",
        "goals.assessment.v1, assessments, god-service~2021-08",
        "goals.assignment.v1, assignments, digital-mognad",
        "goals.activity.v1, activities, taktiska-dialoger-hr-direkt",
        "goals.plan.v1, plans, upphandlingsplan",
        "goals.plan-follow-up.v1, plan-follow-ups, upphandlingsplan~2021-08",
        "goals.control-point.v1, control-points, e-utbildning-mutor-och-jav~2021-08",
        "goals.period.v1, periods, 2021-08"
    })
    void whatIsWrittenIsSentAsTheContractHasIt(String topic, String resource, String rowKey) throws IOException {
        var vss = new Administration("events-" + resource);
        vss.has("goals", Administration.AREA, Administration.MUNICIPAL_GOAL, Administration.DIGITALISATION);
        if (!resource.equals("goals")) {
            vss.has("goals", Administration.GOOD_SERVICE);
        }
        if (!resource.equals("plans")) {
            vss.has("plans", Administration.PROCUREMENT_PLAN, Administration.CONTROL_PLAN);
        }
        JsonNode example = JSON.readTree(Contract.read(topic + ".example.json"));

        vss.put(resource + "/" + rowKey, example.toString()).statusCode(201);

        Message message =
                sent(topic, "0580/events-" + resource + "/" + rowKey, 1).get(0);
        JsonNode body = JSON.readTree(message.body());
        assertEquals("1.0", message.headers().get("ce_specversion"));
        assertEquals("/goals-service", message.headers().get("ce_source"));
        assertEquals("se.tertial." + topic, message.headers().get("ce_type"));
        assertEquals(message.key(), message.headers().get("ce_subject"));
        assertEquals("application/json", message.headers().get("content-type"));
        assertEquals(body.get("revision").asText(), message.headers().get("ce_revision"));
        assertEquals(
                "goals-service-" + body.get("revision").asText(),
                message.headers().get("ce_id"));
        assertEquals(
                message.headers().get("ce_time"),
                Instant.parse(message.headers().get("ce_time")).toString());
        assertEquals(Set.of(), violations(topic, body));
        assertEquals(withoutRevision(example), withoutRevision(body));
    }

    @Test
    void deletionIsSentAsATombstoneThatTellsItsRevision() {
        var vss = new Administration("events-deletion");
        vss.has("plans", Administration.PROCUREMENT_PLAN);

        vss.delete("plans/upphandlingsplan").statusCode(204);

        Message tombstone = sent("goals.plan.v1", "0580/events-deletion/upphandlingsplan", 2)
                .get(1);
        int revision = vss.get("plans/upphandlingsplan/revisions").extract().path("items[0].revision");
        assertNull(tombstone.body());
        assertEquals(Integer.toString(revision), tombstone.headers().get("ce_revision"));
    }

    private static List<Message> sent(String topic, String key, int count) {
        return await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> Messages.read(TestStack.kafka(), topic, key), hasSize(count));
    }

    private static Set<?> violations(String topic, JsonNode body) throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Contract.read(topic + ".schema.json"))
                .validate(body);
    }

    private static JsonNode withoutRevision(JsonNode body) {
        return ((ObjectNode) body.deepCopy()).without("revision");
    }
}
