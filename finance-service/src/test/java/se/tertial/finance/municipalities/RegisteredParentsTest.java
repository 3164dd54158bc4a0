package se.tertial.finance.municipalities;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static se.tertial.finance.Administration.IT_EQUIPMENT;
import static se.tertial.finance.Administration.LKDATA;
import static se.tertial.finance.Administration.PROCUREMENT;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.devstack.TestStack;
import se.tertial.finance.Administration;

/** Nothing belongs to a municipality or an administration that nobody registered, and neither goes while anything belongs to it. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
class RegisteredParentsTest {

    private static final String LINE =
            """
            {"unitId": "lkdata", "scenario": "ACTUAL", "period": "2021-08", "net": "5.00"}
            """;
    private static final String INVESTED =
            """
            {"objectId": "it-utrustning", "scenario": "ACTUAL", "period": "2021-08", "expenditure": "5.00", "income": "0.00"}
            """;
    private static final String PERIOD = "{\"period\": \"2021-08\", \"state\": \"OPEN\"}";

    @ParameterizedTest
    @CsvSource({
        "units, lkdata",
        "operating-lines, lkdata~actual~2021-08",
        "investment-objects, it-utrustning",
        "investment-lines, it-utrustning~actual~2021-08",
        "periods, 2021-08"
    })
    void administrationThatNobodyRegisteredIsNotFoundWhateverIsAskedOfIt(String list, String key) {
        Administration unknown = new Administration("unheard-of-" + list);
        String body =
                switch (list) {
                    case "units" -> LKDATA;
                    case "operating-lines" -> LINE;
                    case "investment-objects" -> IT_EQUIPMENT;
                    case "investment-lines" -> INVESTED;
                    default -> PERIOD;
                };

        List.of(
                        unknown.get(list),
                        unknown.get(list + "/" + key),
                        unknown.put(list + "/" + key, body),
                        unknown.putAll(list, body),
                        unknown.delete(list + "/" + key))
                .forEach(answer -> answer.statusCode(404)
                        .contentType("application/problem+json")
                        .body(
                                "detail",
                                equalTo("The municipality “0580” has no administration “" + unknown.id()
                                        + "”; register it first.")));

        Administration.registered(unknown.id());
        assertEquals(List.of(), unknown.items(list));
    }

    @Test
    void administrationNeedsAMunicipalityThatIsRegistered() {
        RequestSpecification administrator =
                given().contentType("application/json").auth().oauth2(token("administrator:0509:*"));
        String body = "{\"administrationId\": \"vss\", \"name\": \"VSS\", \"shortName\": \"VSS\"}";

        administrator
                .body(body)
                .put("/municipalities/0509/administrations/vss")
                .then()
                .statusCode(404)
                .body("detail", equalTo("There is no municipality “0509”; register it first."));
        administrator.get("/municipalities/0509/administrations").then().statusCode(404);

        Administration.register("0509", "vss");
        administrator
                .get("/municipalities/0509/administrations")
                .then()
                .statusCode(200)
                .body("items.administrationId", contains("vss"));
    }

    @Test
    void administrationIsNotDeletedWhileAnythingStandsUnderIt() {
        Administration vss = Administration.registered("left");
        vss.has("units", LKDATA, PROCUREMENT);
        vss.has("investment-objects", IT_EQUIPMENT);
        vss.has("operating-lines", LINE);
        vss.has("investment-lines", INVESTED);
        vss.has("periods", PERIOD);

        deleteAdministration("left")
                .statusCode(409)
                .body(
                        "detail",
                        equalTo(
                                "There stands under “left”: investment lines (1), investment objects (1), operating lines (1),"
                                        + " periods (1), units (2). Delete that first."));

        for (String row : List.of(
                "periods/2021-08",
                "investment-lines/it-utrustning~actual~2021-08",
                "investment-objects/it-utrustning",
                "operating-lines/lkdata~actual~2021-08",
                "units/lkdata")) {
            vss.delete(row).statusCode(204);
        }
        deleteAdministration("left").statusCode(409).body("detail", containsString(": units (1)."));
        vss.delete("units/upphandling-och-inkop").statusCode(204);
        deleteAdministration("left").statusCode(204);
        vss.get("units").statusCode(404);
        vss.get("units/lkdata/revisions").statusCode(200).body("items.deleted", contains(true, false));
        vss.get("audit-verification").statusCode(200).body("differences", empty());
    }

    @Test
    void unitIsNotDeletedWhileItHasFigures() {
        Administration vss = Administration.registered("unit-with-figures");
        vss.has("units", LKDATA);
        vss.has("operating-lines", LINE);
        vss.has("investment-objects", IT_EQUIPMENT);

        vss.delete("units/lkdata")
                .statusCode(409)
                .body("detail", containsString("operating lines (1)"))
                .body("detail", containsString("investment objects (1)"))
                .body("detail", containsString("End its validity instead"));
        vss.delete("operating-lines/lkdata~actual~2021-08").statusCode(204);
        vss.delete("units/lkdata")
                .statusCode(409)
                .body("detail", equalTo("“lkdata” has investment objects (1). End its validity instead."));
        vss.delete("investment-objects/it-utrustning").statusCode(204);
        vss.delete("units/lkdata").statusCode(204);
    }

    private static ValidatableResponse deleteAdministration(String id) {
        return given().header("If-Match", "*")
                .auth()
                .oauth2(token("administrator:0580:*"))
                .delete("/municipalities/0580/administrations/" + id)
                .then();
    }

    private static String token(String grant) {
        return TestStack.token("administrator", grant);
    }
}
