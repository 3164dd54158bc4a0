package se.tertial.goals.tree;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.Copies;
import se.tertial.devstack.TestStack;
import se.tertial.goals.Administration;

/** However much goals and plans say, a row more is checked against few bytes of it; and one less is always possible. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "goals"))
class LargeRegisterTest {

    private static final String MUNICIPAL = "valfardstjanster-med-hog-kvalitet";

    @Test
    void whatGoalsSayIsNotReadWhenOneMoreIsChecked() {
        var vss = Administration.withGoals("large-goals");
        String aliases = IntStream.range(0, 50)
                .mapToObj(alias -> "\"" + "😀".repeat(290) + alias + "\"")
                .collect(Collectors.joining(", "));
        vss.put("goals/large", goal("large").replaceFirst("}$", ", \"aliases\": [" + aliases + "]}"))
                .statusCode(201);
        try (Copies copies = Copies.of("goals", "goal", "large-goals", "large", 1_000)) {
            assertTrue(copies.bytes() > 50_000_000, "stored: " + copies.bytes());

            copies.areNotReadTo("write", () -> {
                vss.put("goals/more", goal("more")).statusCode(201);
                vss.put(
                                "assessments/large-7~2021-08",
                                "{\"goalId\": \"large-7\", \"period\": \"2021-08\", \"status\": \"FULFILLED\"}")
                        .statusCode(201);
            });
            copies.areNotReadTo("delete", () -> {
                vss.delete("goals/large-7").statusCode(409);
                vss.delete("goals/" + MUNICIPAL).statusCode(409);
                vss.delete("goals/large-8").statusCode(204);
            });
        }
    }

    @Test
    void whatFollowUpsSayIsNotReadWhenTheirPlanIsToGo() {
        var vss = new Administration("large-follow-ups");
        vss.has("plans", Administration.PROCUREMENT_PLAN);
        vss.put(
                        "plan-follow-ups/upphandlingsplan~2021-08",
                        "{\"planId\": \"upphandlingsplan\", \"period\": \"2021-08\", \"text\": \"%s\"}"
                                .formatted("😀".repeat(10_000)))
                .statusCode(201);
        try (Copies copies =
                Copies.of("goals", "plan_follow_up", "large-follow-ups", "upphandlingsplan~2021-08", 1_000)) {
            copies.areNotReadTo("delete", () -> vss.delete("plans/upphandlingsplan")
                    .statusCode(409)
                    .body("detail", containsString("2021-08")));
        }
    }

    @Test
    void thereAreOnlySoManyGoalsAndTheyCanBeDeleted() {
        var vss = Administration.withGoals("many-goals");
        try (Copies copies = Copies.of("goals", "goal", "many-goals", "god-service", 9_996)) {
            vss.putAll("goals", goal("god-service-9"), goal("more"))
                    .statusCode(422)
                    .body("violations.field", contains("/items/1"))
                    .body("violations[0].message", containsString("at most 10,000 of these, and would have 10,001"));

            vss.delete("goals/god-service-8").statusCode(204);

            vss.put("goals/more", goal("more")).statusCode(201);
        }
    }

    private static String goal(String id) {
        return "{\"goalId\": \"%s\", \"level\": \"ADMINISTRATION\", \"parentId\": \"%s\", \"name\": \"Mål\", \"order\": 10}"
                .formatted(id, MUNICIPAL);
    }
}
