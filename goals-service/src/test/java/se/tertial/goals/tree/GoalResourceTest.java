package se.tertial.goals.tree;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static se.tertial.goals.Administration.AREA;
import static se.tertial.goals.Administration.DIGITAL_MATURITY;
import static se.tertial.goals.Administration.GOOD_SERVICE;

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
class GoalResourceTest {

    @Test
    void goalsAreReadAsTheyWereWrittenInTheirOrder() {
        var vss = Administration.withGoals("goal-read");

        var goals = vss.get("goals");

        goals.statusCode(200)
                .body(
                        "items.goalId",
                        contains(
                                "god-service",
                                "medborgare-kund",
                                "valfardstjanster-med-hog-kvalitet",
                                "hog-digitaliseringsgrad"));
        vss.get("goals/god-service")
                .body("name", equalTo("God service"))
                .body("level", equalTo("ADMINISTRATION"))
                .body("parentId", equalTo("valfardstjanster-med-hog-kvalitet"))
                .body("aliases", equalTo(List.of()));
        vss.get("goals?level=ADMINISTRATION").body("items", hasSize(2));
        vss.get("goals?parentId=medborgare-kund").body("items", hasSize(1));
    }

    @ParameterizedTest
    @CsvSource({
        "level, ADMINISTRATION, municipality, 400, /level",
        "level, ADMINISTRATION, AREA, 422, /parentId",
        "level, ADMINISTRATION, MUNICIPAL, 422, /parentId",
        "parentId, valfardstjanster-med-hog-kvalitet, does-not-exist, 422, /parentId",
        "parentId, valfardstjanster-med-hog-kvalitet, Inte En Slug, 400, /parentId",
        "parentId, valfardstjanster-med-hog-kvalitet, medborgare-kund, 422, /parentId",
        "parentId, valfardstjanster-med-hog-kvalitet, god-service, 422, /parentId",
        "name, God service, '', 400, /name"
    })
    void goalInTheWrongPlaceIsRefused(String field, String right, String wrong, int status, String place) {
        var vss = Administration.withGoals("goal-refused");
        String before = vss.get("goals").extract().asString();

        var refused = vss.putAll(
                "goals",
                AREA.replace("Medborgare/kund", "Ändrat"),
                GOOD_SERVICE.replace(
                        "\"%s\": \"%s\"".formatted(field, right), "\"%s\": \"%s\"".formatted(field, wrong)));

        refused.statusCode(status)
                .contentType("application/problem+json")
                .body("violations.field", hasItem("/items/1" + place));
        assertEquals(before, vss.get("goals").extract().asString());
    }

    @Test
    void administrationGoalNeedsAParent() {
        var vss = Administration.withGoals("goal-no-parent");

        var refused = vss.put(
                "goals/ny", "{\"goalId\": \"ny\", \"level\": \"ADMINISTRATION\", \"name\": \"Ny\", \"order\": 1}");

        refused.statusCode(422).body("violations.field", contains("/parentId"));
    }

    @Test
    void goalsThatStandBelowKeepTheLevelOfTheirParent() {
        var vss = Administration.withGoals("goal-level");

        var refused = vss.put(
                "goals/valfardstjanster-med-hog-kvalitet",
                "{\"goalId\": \"valfardstjanster-med-hog-kvalitet\", \"level\": \"AREA\", \"name\": \"V\", \"order\": 1}");

        refused.statusCode(422).body("violations.field", contains("/level"));
    }

    @Test
    void assessedGoalRemainsTheAdministrations() {
        var vss = Administration.withGoals("goal-assessed");
        vss.has("assessments", "{\"goalId\": \"god-service\", \"period\": \"2021-08\", \"status\": \"FULFILLED\"}");

        var refused = vss.put(
                "goals/god-service",
                GOOD_SERVICE
                        .replace("ADMINISTRATION", "MUNICIPAL")
                        .replace("valfardstjanster-med-hog-kvalitet", "medborgare-kund"));

        refused.statusCode(422)
                .body("violations.field", contains("/level"))
                .body("violations[0].message", containsString("assessment of 2021-08"));
    }

    @Test
    void theSameGoalTwiceInARequestIsRefused() {
        var vss = new Administration("goal-twice");

        var refused = vss.putAll("goals", AREA, AREA);

        refused.statusCode(422).body("violations.field", contains("/items/1"));
        assertEquals(List.of(), vss.items("goals"));
    }

    @Test
    void goalThatIsReferredToCannotBeDeleted() {
        var vss = Administration.withGoals("goal-delete");
        vss.has("assignments", DIGITAL_MATURITY);

        vss.delete("goals/medborgare-kund").statusCode(409).body("detail", containsString("stand below"));

        vss.delete("goals/hog-digitaliseringsgrad").statusCode(409).body("detail", containsString("digital-mognad"));
        vss.delete("assignments/digital-mognad").statusCode(204);
        vss.delete("goals/hog-digitaliseringsgrad").statusCode(204);
        vss.get("goals/hog-digitaliseringsgrad").statusCode(404);
    }

    @Test
    void sameGoalAgainIsUnchangedAndEveryRevisionIsKept() {
        var vss = new Administration("goal-revisions");
        vss.has("goals", AREA);
        vss.putAll("goals", AREA).body("unchanged", equalTo(1));
        vss.has("goals", AREA.replace("Medborgare/kund", "Invånare"));
        vss.delete("goals/medborgare-kund").statusCode(204);

        var revisions = vss.get("goals/medborgare-kund/revisions");

        revisions
                .statusCode(200)
                .body("items.deleted", contains(true, false, false))
                .body("items[1].state.name", equalTo("Invånare"))
                .body("items[2].state.name", equalTo("Medborgare/kund"));
    }

    @Test
    void onlyWhoMayIsLetIn() {
        var vss = Administration.withGoals("goal-access");

        var anonymous = given().get(vss.address("goals")).then();

        anonymous.statusCode(401);
        given().auth()
                .oauth2(TestStack.token("reader", "reader:0580:another"))
                .get(vss.address("goals"))
                .then()
                .statusCode(403);
        given().contentType("application/json")
                .auth()
                .oauth2(TestStack.token("reader", "reader:0580:*"))
                .body(AREA)
                .put(vss.address("goals/medborgare-kund"))
                .then()
                .statusCode(403);
    }
}
