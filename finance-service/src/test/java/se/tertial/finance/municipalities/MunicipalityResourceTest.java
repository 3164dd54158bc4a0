package se.tertial.finance.municipalities;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.devstack.TestStack;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
class MunicipalityResourceTest {

    private static final String NORRKOPING =
            """
            {"municipalityId": "0581", "name": "Norrköpings kommun"}
            """;

    private static final String VSS =
            """
            {"administrationId": "vss", "name": "Verksamhetsstöd och service", "shortName": "VSS", "board": "Kommunstyrelsen"}
            """;

    @Test
    void municipalityAndItsAdministrationsAreReadAsTheyWereWritten() {
        String administrator = TestStack.token("administrator", "administrator:0581:*");

        given().contentType("application/json")
                .auth()
                .oauth2(administrator)
                .body(NORRKOPING)
                .put("/municipalities/0581")
                .then()
                .statusCode(201);
        given().contentType("application/json")
                .auth()
                .oauth2(administrator)
                .body(VSS)
                .put("/municipalities/0581/administrations/vss")
                .then()
                .statusCode(201);

        given().auth()
                .oauth2(administrator)
                .get("/municipalities")
                .then()
                .statusCode(200)
                .body("items.name", contains("Norrköpings kommun"));
        given().auth()
                .oauth2(administrator)
                .get("/municipalities/0581/administrations")
                .then()
                .body("items.shortName", contains("VSS"));
        given().auth()
                .oauth2(administrator)
                .get("/municipalities/0581/administrations/vss")
                .then()
                .body("board", equalTo("Kommunstyrelsen"));
    }

    @ParameterizedTest
    @CsvSource({
        "administrator:0581:vss, /municipalities/0581, 403",
        "administrator:0580:*, /municipalities/0581, 403",
        "controller:0581:*, /municipalities/0581, 403",
        "administrator:0581:*, /municipalities/581, 403",
        "administrator:0581:*, /municipalities/0582, 403"
    })
    void onlyWhoAnswersForTheWholeMunicipalityChangesIt(String grant, String address, int status) {
        var refused = given().contentType("application/json")
                .auth()
                .oauth2(TestStack.token("somebody", grant))
                .body(NORRKOPING)
                .put(address)
                .then();

        refused.statusCode(status);
    }

    @Test
    void bodyMustBeAboutTheAddress() {
        var refused = given().contentType("application/json")
                .auth()
                .oauth2(TestStack.token("administrator", "administrator:0583:*"))
                .body(NORRKOPING)
                .put("/municipalities/0583")
                .then();

        refused.statusCode(422).body("violations.field", contains("/municipalityId"));
    }
}
