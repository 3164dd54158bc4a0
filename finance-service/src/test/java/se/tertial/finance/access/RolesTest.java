package se.tertial.finance.access;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.devstack.TestStack;
import se.tertial.finance.Administration;

/** Which role may do what: one resource of each kind. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
class RolesTest {

    /** 200 and 204 where it is granted, 403 where it is not. */
    @ParameterizedTest
    @CsvSource({
        //                               units        objects      lines        periods
        "reader:0580:roles,              200 403 403, 200 403 403, 200 403 403, 200 403 403",
        "reporter:0580:roles,            200 403 403, 200 403 403, 200 200 204, 200 403 403",
        "controller:0580:roles,          200 403 403, 200 200 204, 200 200 204, 200 200 204",
        "controller:0580:*,              200 403 403, 200 200 204, 200 200 204, 200 200 204",
        "controller:*:*,                 200 403 403, 200 200 204, 200 200 204, 200 200 204",
        "approver:0580:roles,            200 403 403, 200 403 403, 200 403 403, 200 403 403",
        "administrator:0580:roles,       200 200 204, 403 403 403, 403 403 403, 403 403 403",
        "integration:0580:roles:units,                 200 403 403, 403 403 403, 403 403 403, 403 403 403",
        "integration:0580:roles:units:write,           200 200 204, 403 403 403, 403 403 403, 403 403 403",
        "integration:0580:roles:operating-lines:write, 403 403 403, 403 403 403, 200 200 204, 403 403 403",
        "integration:0580:roles:periods:write,         403 403 403, 403 403 403, 403 403 403, 200 403 403",
        "integration:0580:roles,         403 403 403, 403 403 403, 403 403 403, 403 403 403",
        "controller:0580:other,          403 403 403, 403 403 403, 403 403 403, 403 403 403",
        "controller:1480:*,              403 403 403, 403 403 403, 403 403 403, 403 403 403"
    })
    void aRoleReadsAndWritesWhatItNeedsAndNothingElse(
            String grant, String units, String objects, String lines, String periods) {
        var roles = Administration.registered("roles");
        roles.has("units", Administration.LKDATA, Administration.PROCUREMENT);
        roles.has("investment-objects", Administration.IT_EQUIPMENT);
        roles.has("operating-lines", LINE);
        roles.has("periods", PERIOD);

        String answers = String.join(
                ", ",
                answers(roles, grant, "units", "upphandling-och-inkop", Administration.PROCUREMENT),
                answers(roles, grant, "investment-objects", "it-utrustning", Administration.IT_EQUIPMENT),
                answers(roles, grant, "operating-lines", "lkdata~actual~2021-08", LINE),
                answers(roles, grant, "periods", "2020-04", PERIOD));

        org.junit.jupiter.api.Assertions.assertEquals(String.join(", ", units, objects, lines, periods), answers);
    }

    private static final String LINE =
            """
            {"unitId": "lkdata", "scenario": "ACTUAL", "period": "2021-08", "net": "5.00"}
            """;

    private static final String PERIOD = """
            {"period": "2020-04", "state": "OPEN"}
            """;

    private static String answers(Administration where, String grant, String resource, String key, String body) {
        String token = TestStack.token("somebody", grant);
        String address = where.address(resource) + "/" + key;
        int read = given().auth().oauth2(token).get(address).statusCode();
        int write = given().contentType("application/json")
                .auth()
                .oauth2(token)
                .body(body)
                .put(address)
                .statusCode();
        int delete = given().header("If-Match", "*")
                .auth()
                .oauth2(token)
                .delete(address)
                .statusCode();
        return read + " " + write + " " + delete;
    }

    @Test
    void reporterOfOneAdministrationSeesNoOther() {
        administration("mine");
        administration("theirs");
        String reporter = TestStack.token("reporter", "reporter:0584:mine");

        var listed = given().auth()
                .oauth2(reporter)
                .get("/municipalities/0584/administrations")
                .then();

        listed.statusCode(200).body("items.administrationId", contains("mine"));
        for (String path : new String[] {"", "/revisions", "/units", "/operating-lines", "/periods"}) {
            given().auth()
                    .oauth2(reporter)
                    .get("/municipalities/0584/administrations/theirs" + path)
                    .then()
                    .statusCode(403);
        }
    }

    @Test
    void systemDoesNotLearnWhatElseThereIs() {
        administration("mine");
        String system = TestStack.token("system", "integration:0584:mine:operating-lines:write");

        given().auth()
                .oauth2(system)
                .get("/municipalities/0584/administrations")
                .then()
                .statusCode(403);

        given().auth()
                .oauth2(system)
                .get("/municipalities/0584/administrations/mine/operating-lines")
                .then()
                .statusCode(200)
                .body("items", empty());
    }

    private static void administration(String id) {
        Administration.register("0584", id);
    }
}
