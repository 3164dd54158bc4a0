package se.tertial.goals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static se.tertial.devstack.EventContract.differences;
import static se.tertial.devstack.EventContract.example;
import static se.tertial.devstack.EventContract.sent;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.devstack.Messages.Message;
import se.tertial.devstack.TestStack;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "goals"))
class EventContractTest {

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
        JsonNode example = example(topic);

        vss.put(resource + "/" + rowKey, example.toString()).statusCode(201);

        Message message =
                sent(topic, "0580/events-" + resource + "/" + rowKey, 1).get(0);
        assertEquals(List.of(), differences("goals-service", topic, message, example));
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
}
