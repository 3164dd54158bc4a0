package se.tertial.gateway.pages;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.gateway.Surroundings;

/** The page of a suite on one's own machine, whose issuer signs a token for whoever asks. */
@QuarkusTest
@QuarkusTestResource(
        value = Surroundings.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = "demo", value = "reader,nobody"))
class DemoTokensTest {

    @Test
    void pageOffersTheDemoUsers() {
        given().get("/docs")
                .then()
                .statusCode(200)
                .body(containsString("<option>reader</option>"))
                .body(not(containsString("<option>controller</option>")));
    }

    @Test
    void tokenOfADemoUserIsOneThatTheGatewayBelieves() {
        String token = given().get("/docs/token?user=reader")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body(matchesPattern("[\\w-]+\\.[\\w-]+\\.[\\w-]+"))
                .extract()
                .asString();

        given().auth().oauth2(token).post("/finance/v1/echo").then().statusCode(200);
        given().auth().oauth2(token + "A").post("/finance/v1/echo").then().statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?user=", "?user=controller", "?user=reader%26grant=administrator:*:*"})
    void thereIsNoneForAnybodyElse(String query) {
        given().get("/docs/token" + query).then().statusCode(404).contentType("application/problem+json");
    }

    @Test
    void userWhomTheIssuerDoesNotKnowHasNone() {
        given().get("/docs/token?user=nobody").then().statusCode(502).contentType("application/problem+json");
    }
}
