package se.tertial.goals;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import se.tertial.devstack.BulkCost;
import se.tertial.devstack.TestStack;

/** The largest bodies of every list: the most rows, and the largest. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "goals"))
class BulkCostTest {

    private static final BulkCost LISTS = new BulkCost()
            .list("goals", BulkCostTest::goal)
            .before("assessments", "goals", BulkCostTest::goal)
            .list("assessments", (row, number) -> row.put("goalId", "g-" + Math.max(2, number))
                    .put("period", number < 2 ? "202" + number : "2021-08"))
            .before("assignments", "goals", BulkCostTest::goal)
            .list("assignments", (row, number) -> row.put("assignmentId", "a-" + number)
                    .putArray("goalIds")
                    .add("g-" + number))
            .longer("assignments", (row, number) -> {
                ArrayNode goals = (ArrayNode) row.get("goalIds");
                for (int goal = 0; goal < number && goals.size() < 100; goal++) {
                    goals.add("g-" + goal);
                }
            })
            .before("activities", "goals", BulkCostTest::goal)
            .list("activities", (row, number) -> row.put("activityId", "a-" + number)
                    .put("goalId", "g-" + number))
            .list("plans", (row, number) -> row.put("planId", "p-" + number))
            .before("plan-follow-ups", "plans", (row, number) -> row.put("planId", "p-" + number))
            .list("plan-follow-ups", (row, number) -> row.put("planId", "p-" + number))
            .before("control-points", "plans", (row, number) -> row.put("planId", "p-" + number)
                    .put("kind", "INTERNAL_CONTROL"))
            .list("control-points", (row, number) -> row.put("controlPointId", "c-" + number)
                    .put("planId", "p-" + number))
            .periods("periods");

    @AfterEach
    void allEventsAreSent() {
        BulkCost.awaitSent("goals");
    }

    @Test
    void everyListIsMeasured() {
        assertEquals(BulkCost.listsOfContract(), LISTS.lists());
    }

    @ParameterizedTest
    @MethodSource("lists")
    void twiceTheRowsCostAtMostTwoAndAHalfTimesAsMuch(String list) {
        LISTS.check("http://localhost:" + RestAssured.port + "/goals/v1", list);
    }

    @ParameterizedTest
    @MethodSource("listsOfLargeRows")
    void twiceAsMuchInLargeRowsCostsAtMostTwoAndAHalfTimesAsMuch(String list) {
        LISTS.checkLarge("http://localhost:" + RestAssured.port + "/goals/v1", list);
    }

    static Set<String> listsOfLargeRows() {
        return LISTS.listsOfLargeRows();
    }

    static Set<String> lists() {
        return LISTS.lists();
    }

    private static void goal(ObjectNode row, int number) {
        row.put("goalId", "g-" + number);
        switch (number) {
            case 0 -> row.put("level", "AREA").remove("parentId");
            case 1 -> row.put("level", "MUNICIPAL").put("parentId", "g-0");
            default -> row.put("parentId", "g-1");
        }
    }
}
