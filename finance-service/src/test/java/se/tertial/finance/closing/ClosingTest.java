package se.tertial.finance.closing;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.TestStack;
import se.tertial.finance.Administration;

/** A closed period is a lock of the controllers': figures change only by their reasoned corrections, until they open it again. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
class ClosingTest {

    private static final String LINE = "operating-lines/lkdata~actual~2021-08";
    private static final String ACTUAL =
            """
            {"unitId": "lkdata", "scenario": "ACTUAL", "period": "2021-08", "net": "5.00"}
            """;
    private static final String CHANGED = ACTUAL.replace("5.00", "6.00");
    private static final String CORRECTED = CHANGED.replace("}", ", \"reason\": \"Fakturan avsåg en annan enhet\"}");
    private static final String CLOSED = "{\"period\": \"2021-08\", \"state\": \"CLOSED\"}";
    private static final String OPEN = "{\"period\": \"2021-08\", \"state\": \"OPEN\"}";

    private static Administration closed(String id) {
        var vss = Administration.registered(id);
        vss.has("units", Administration.LKDATA);
        vss.has("operating-lines", ACTUAL);
        vss.has("periods", CLOSED);
        return vss;
    }

    private static ValidatableResponse put(Administration where, String grant, String path, String body) {
        String seen = where.get(path).extract().header("ETag");
        var caller = given().contentType("application/json").auth().oauth2(TestStack.token("somebody", grant));
        return (seen == null ? caller : caller.header("If-Match", seen))
                .body(body)
                .put(where.address(path))
                .then();
    }

    private static ValidatableResponse deleteBecause(String reason, Administration where, String path) {
        return where.as()
                .header("If-Match", "*")
                .queryParam("reason", reason)
                .delete(where.address(path))
                .then();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reporter:0580:closed-others", "integration:0580:closed-others:operating-lines:write"})
    void onlyAControllerCorrects(String grant) {
        var vss = closed("closed-others");

        var refused = put(vss, grant, LINE, CORRECTED);

        refused.statusCode(409)
                .body("violations.field", contains(""))
                .body("violations[0].message", equalTo("The period 2021-08 is closed; only a controller corrects it."));
        vss.get(LINE).body("net", equalTo("5.00"));
    }

    @Test
    void controllerSaysWhy() {
        var vss = closed("closed-reason");

        var refused = vss.put(LINE, CHANGED);

        refused.statusCode(409).body("violations.field", contains("/reason"));
        vss.get(LINE).body("net", equalTo("5.00"));
        vss.put(LINE, CORRECTED).statusCode(200).body("net", equalTo("6.00"));
        vss.get(LINE + "/revisions")
                .body("items.reason", contains("Fakturan avsåg en annan enhet", null))
                .body("items[0].recordedBy", equalTo("controller"));
    }

    @Test
    void oneUncorrectedRowUndoesTheWholeRequest() {
        var vss = closed("closed-bulk");

        var refused = vss.putAll(
                "operating-lines",
                ACTUAL.replace("2021-08", "2021-09"),
                CORRECTED,
                CHANGED.replace("ACTUAL", "BUDGET"));

        refused.statusCode(409).body("violations.field", contains("/items/2/reason"));
        vss.get("operating-lines").body("items.net", contains("5.00"));
    }

    @Test
    void deletingSaysWhyToo() {
        var vss = closed("closed-delete");

        var refused = vss.delete(LINE);

        refused.statusCode(409).body("violations.field", contains("reason")).body("violations.in", contains("query"));
        vss.get(LINE).statusCode(200);
        deleteBecause("Dubbelt bokförd", vss, LINE).statusCode(204);
        vss.get(LINE + "/revisions")
                .body("items.reason", contains("Dubbelt bokförd", null))
                .body("items.deleted", contains(true, false));
    }

    @Test
    void whyIsKeptOfAnyDeletion() {
        var vss = Administration.registered("closed-not-at-all");
        vss.has("units", Administration.LKDATA);

        deleteBecause("Uppgått i KLF", vss, "units/lkdata").statusCode(204);

        vss.get("units/lkdata/revisions").body("items.reason", contains("Uppgått i KLF", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%20", "a%00b", "a%E2%80%AEb"})
    void reasonThatIsNoTextIsRefused(String reason) {
        var vss = Administration.registered("closed-no-text");
        vss.has("units", Administration.LKDATA);

        var refused = given().urlEncodingEnabled(false)
                .header("If-Match", "*")
                .auth()
                .oauth2(TestStack.token("administrator", "administrator:0580:*"))
                .delete(vss.address("units/lkdata?reason=" + reason))
                .then();

        refused.statusCode(400).contentType("application/problem+json");
        vss.get("units/lkdata").statusCode(200);
    }

    @Test
    void anotherControllerOpensItAgainWithAReason() {
        var vss = closed("closed-reopened");

        var refused = put(vss, "controller:0580:closed-reopened", "periods/2021-08", OPEN);

        refused.statusCode(409)
                .body("violations.field", contains("/reason"))
                .body("detail", containsString("says why"));
        put(vss, "controller:0580:*", "periods/2021-08", OPEN.replace("}", ", \"reason\": \"En faktura saknas\"}"))
                .statusCode(200)
                .body("state", equalTo("OPEN"));
        vss.get("periods/2021-08/revisions")
                .body("items.recordedBy", contains("somebody", "controller"))
                .body("items.reason", contains("En faktura saknas", null));
        put(vss, "reporter:0580:closed-reopened", LINE, CHANGED).statusCode(200).body("reason", nullValue());
    }

    @Test
    void theLockIsNotTakenAwayUnseen() {
        var vss = closed("closed-removed");

        var refused = vss.delete("periods/2021-08");

        refused.statusCode(409);
        vss.put(LINE, CHANGED).statusCode(409);
        deleteBecause("Fel period", vss, "periods/2021-08").statusCode(204);
        vss.put(LINE, CHANGED).statusCode(200);
    }

    @Test
    void aForecastClosesWithItsRoundAndABudgetWithItsYear() {
        var vss = closed("closed-rounds");
        String forecast = ACTUAL.replace("ACTUAL", "FORECAST").replace("2021-08\"", "2021\", \"round\": \"2021-08\"");
        String budget = ACTUAL.replace("ACTUAL", "BUDGET").replace("2021-08\"", "2021\"");

        var refused = vss.put("operating-lines/lkdata~forecast~2021~2021-08", forecast);

        refused.statusCode(409);
        vss.put("operating-lines/lkdata~forecast~2021~2021-12", forecast.replace("2021-08", "2021-12"))
                .statusCode(201);
        vss.put("operating-lines/lkdata~budget~2021", budget).statusCode(201);
        vss.has("periods", CLOSED.replace("2021-08", "2021"));
        vss.put("operating-lines/lkdata~budget~2021", budget.replace("5.00", "7.00"))
                .statusCode(409);
    }

    @Test
    void otherPeriodsAndOtherAdministrationsStayOpen() {
        closed("closed-here");
        var there = Administration.registered("closed-not-here");
        there.has("units", Administration.LKDATA);
        there.has("operating-lines", ACTUAL);

        var written = put(there, "reporter:0580:closed-not-here", LINE, CHANGED);

        written.statusCode(200);
        put(
                        Administration.registered("closed-here"),
                        "reporter:0580:closed-here",
                        LINE.replace("08", "09"),
                        ACTUAL.replace("08", "09"))
                .statusCode(201);
    }
}
