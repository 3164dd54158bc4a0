package se.tertial.finance.access;

import static io.restassured.RestAssured.given;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.TestStack;
import se.tertial.finance.Administration;

/** Which tokens a service takes for what they say they are. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
class TokenTest {

    private static final String READER = "reader:0580:*";

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS256"})
    void tokenOfAnAllowedAlgorithmHolds(String algorithm) {
        String token = TestStack.oddToken(algorithm, Map.of(), READER);

        given().auth().oauth2(token).get("/municipalities").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS384", "RS512", "PS512"})
    void tokenOfAnotherAlgorithmIsRefusedThoughItsSignatureIsRight(String algorithm) {
        String token = TestStack.oddToken(algorithm, Map.of(), READER);

        given().auth().oauth2(token).get("/municipalities").then().statusCode(401);
    }

    static Stream<Arguments> otherClaims() {
        long now = Instant.now().getEpochSecond();
        return Stream.of(
                Arguments.of("iss", "https://elsewhere.example"),
                Arguments.of("aud", "another-api"),
                Arguments.of("aud", null),
                Arguments.of("exp", now - 120),
                Arguments.of("exp", null),
                Arguments.of("nbf", now + 600),
                Arguments.of("iat", now - 3 * 60 * 60),
                Arguments.of("iat", now + 600),
                Arguments.of("iat", null),
                Arguments.of("sub", null),
                Arguments.of("typ", "ID"),
                Arguments.of("typ", "Refresh"));
    }

    @ParameterizedTest
    @MethodSource("otherClaims")
    void tokenThatIsNotForThisApiAndThisMomentIsRefused(String claim, Object value) {
        String token = TestStack.oddToken("RS256", Collections.singletonMap(claim, value), READER);

        given().auth().oauth2(token).get("/municipalities").then().statusCode(401);
    }

    @ParameterizedTest
    @CsvSource({"exp, -10", "nbf, 20", "iat, 20"})
    void clockThatIsAFewSecondsOffIsBorneWith(String claim, long seconds) {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = new HashMap<>(Map.of("iat", now - 60));
        claims.put(claim, now + seconds);
        String token = TestStack.oddToken("RS256", claims, READER);

        given().auth().oauth2(token).get("/municipalities").then().statusCode(200);
    }

    @Test
    void grantsInAnotherFormThanAListAreRead() {
        Administration.registered("vss");
        String token = TestStack.oddToken("RS256", Map.of("grants", "openid reader:0580:vss"));

        given().auth()
                .oauth2(token)
                .get("/municipalities/0580/administrations/vss/units")
                .then()
                .statusCode(200);
    }

    static Stream<Object> nonsense() {
        return Stream.of(
                Map.of("reader", "0580"), 17, true, "", List.of(List.of(READER)), List.of(Map.of("role", "reader")));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void claimThatIsNotUnderstoodGrantsNothing(Object claim) {
        String token = TestStack.oddToken("RS256", Map.of("grants", claim));

        given().auth().oauth2(token).get("/municipalities").then().statusCode(403);
    }
}
