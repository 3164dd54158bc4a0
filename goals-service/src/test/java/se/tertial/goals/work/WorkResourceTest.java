package se.tertial.goals.work;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static se.tertial.goals.Administration.DIGITAL_MATURITY;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.devstack.TestStack;
import se.tertial.goals.Administration;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "goals"))
class WorkResourceTest {

    private static final String ACTIVITY =
            """
            {"activityId": "e-tjanster", "name": "Fler e-tjänster", "goalId": "hog-digitaliseringsgrad",
             "assignmentIds": ["digital-mognad"], "state": "ON_PLAN", "order": 10}
            """;

    @Test
    void assignmentsAndActivitiesAreReadAsTheyWereWritten() {
        var vss = Administration.withGoals("work-read");

        vss.put("assignments/digital-mognad", DIGITAL_MATURITY).statusCode(201);
        vss.put("activities/e-tjanster", ACTIVITY).statusCode(201);

        vss.get("assignments/digital-mognad").body("goalIds", contains("hog-digitaliseringsgrad"));
        vss.get("activities?goalId=hog-digitaliseringsgrad&state=ON_PLAN")
                .body("items.activityId", contains("e-tjanster"))
                .body("items[0].assignmentIds", contains("digital-mognad"));
        vss.get("activities?state=DELAYED").body("items", hasSize(0));
        vss.get("assignments?state=ONGOING").body("items", hasSize(1));
    }

    @ParameterizedTest
    @CsvSource({
        "hog-digitaliseringsgrad, unknown, 422, /goalId",
        "digital-mognad, unknown, 422, /assignmentIds/0",
        "ON_PLAN, soon, 400, /state",
        "10, -1, 400, /order"
    })
    void activityThatRefersToNothingIsRefused(String right, String wrong, int status, String place) {
        var vss = Administration.withGoals("activity-refused");
        vss.has("assignments", DIGITAL_MATURITY);

        var refused = vss.putAll("activities", ACTIVITY.replace(right, wrong));

        refused.statusCode(status).body("violations.field", contains("/items/0" + place));
        assertEquals(List.of(), vss.items("activities"));
    }

    @Test
    void assignmentServesGoalsThatExist() {
        var vss = Administration.withGoals("assignment-refused");

        var refused = vss.putAll(
                "assignments",
                DIGITAL_MATURITY.replace("[\"hog-digitaliseringsgrad\"]", "[\"god-service\", \"unknown\"]"));

        refused.statusCode(422).body("violations.field", contains("/items/0/goalIds/1"));
        assertEquals(List.of(), vss.items("assignments"));
    }

    @Test
    void assignmentThatActivitiesServeCannotBeDeleted() {
        var vss = Administration.withGoals("assignment-delete");
        vss.has("assignments", DIGITAL_MATURITY);
        vss.has("activities", ACTIVITY);

        vss.delete("assignments/digital-mognad").statusCode(409).body("detail", containsString("e-tjanster"));

        vss.delete("activities/e-tjanster").statusCode(204);
        vss.delete("assignments/digital-mognad").statusCode(204);
    }
}
