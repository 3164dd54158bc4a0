package se.tertial.gateway.admission;

import static io.restassured.RestAssured.given;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.gateway.Client;
import se.tertial.gateway.Surroundings;

/** The issuer's clock is not this machine's. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class ClockToleranceTest {

    @ParameterizedTest
    @CsvSource({
        "exp, -10, 200",
        "exp, -120, 401",
        "nbf, 20, 200",
        "nbf, 600, 401",
        "iat, 20, 200",
        "iat, 600, 401",
        "iat, -7190, 200",
        "iat, -7400, 401"
    })
    void clockMayBeSomeSecondsOffAndNoMore(String claim, long seconds, int status) {
        String token = Client.token(claim, Instant.now().getEpochSecond() + seconds);

        given().auth().oauth2(token).get("/finance/v1/echo").then().statusCode(status);
    }
}
