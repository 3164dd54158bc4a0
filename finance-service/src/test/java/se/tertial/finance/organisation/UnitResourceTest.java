package se.tertial.finance.organisation;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
class UnitResourceTest {

    @Test
    void unitIsReadAsItWasWritten() {
        asController()
                .body(
                        """
                        {"unitId": "lkdata", "name": "LKDATA", "order": 90, "contribution": "additive",
                         "placements": [{"validFrom": "2020-01-01"}]}
                        """)
                .put("/municipalities/0580/administrations/vss/units/lkdata")
                .then()
                .statusCode(201);

        asController()
                .get("/municipalities/0580/administrations/vss/units/lkdata")
                .then()
                .statusCode(200)
                .body("name", equalTo("LKDATA"))
                .body("placements[0].validFrom", equalTo("2020-01-01"));
    }

    private static RequestSpecification asController() {
        return given().contentType("application/json")
                .auth()
                .oauth2(TestStack.token("controller", "controller:0580:*"));
    }
}
