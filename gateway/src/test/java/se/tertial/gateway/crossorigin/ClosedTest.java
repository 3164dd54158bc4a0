package se.tertial.gateway.crossorigin;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import se.tertial.gateway.Surroundings;

/** What is so when nobody has set anything. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class ClosedTest {

    @Test
    void noOtherSitesPagesMayCall() {
        given().header("Origin", "https://intranet.kommun.example")
                .header("Access-Control-Request-Method", "GET")
                .options("/finance/v1/echo")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .header("Access-Control-Allow-Origin", nullValue())
                .header("Access-Control-Allow-Methods", nullValue());
    }

    @Test
    void answersDoNotDependOnTheOrigin() {
        given().header("Origin", "https://intranet.kommun.example")
                .get("/finance/v1/echo")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", nullValue())
                .header("Vary", nullValue());
    }
}
