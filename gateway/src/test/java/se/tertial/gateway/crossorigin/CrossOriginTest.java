package se.tertial.gateway.crossorigin;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.gateway.Client;
import se.tertial.gateway.Surroundings;

/** One origin is allowed. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@TestProfile(CrossOriginTest.Intranet.class)
class CrossOriginTest {

    private static final String ALLOWED = "https://intranet.kommun.example";

    /** Pages of the intranet may call the APIs. */
    public static final class Intranet implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("tertial.gateway.cors.origins", ALLOWED);
        }
    }

    @Test
    void preflightIsAnsweredHere() {
        Set<String> headers = Set.of(preflight(ALLOWED)
                .options("/goals/v1/nobody-is-there")
                .then()
                .statusCode(204)
                .header("Access-Control-Allow-Origin", ALLOWED)
                .header("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE")
                .header("Access-Control-Allow-Credentials", nullValue())
                .header("Access-Control-Max-Age", "3600")
                .header("Vary", "Origin")
                .extract()
                .header("Access-Control-Allow-Headers")
                .split(", "));

        assertTrue(
                headers.containsAll(
                        List.of("Authorization", "Content-Type", "If-Match", "Idempotency-Key", "traceparent")),
                headers.toString());
    }

    @Test
    void pageOfTheOriginReadsTheAnswerAndItsHeaders() {
        Set<String> exposed = Set.of(given().header("Origin", ALLOWED)
                .get("/finance/v1/tagged")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", ALLOWED)
                .header("Vary", "Origin")
                .extract()
                .header("Access-Control-Expose-Headers")
                .split(", "));

        assertTrue(
                exposed.containsAll(List.of("ETag", "Location", "Link", "Retry-After", "traceparent")),
                exposed.toString());
    }

    @ParameterizedTest
    @CsvSource({"PUT, /finance/v1/echo, 401", "GET, /finance/v1/silent, 504", "GET, /goals/v1/nobody, 502"})
    void pageOfTheOriginReadsWhyItWasRefused(String method, String path, int status) {
        given().header("Origin", ALLOWED)
                .request(method, path)
                .then()
                .statusCode(status)
                .header("Access-Control-Allow-Origin", ALLOWED)
                .body("status", equalTo(status));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://elsewhere.example",
                "http://intranet.kommun.example",
                "https://intranet.kommun.example:444",
                "https://intranet.kommun.example.elsewhere.example",
                "https://INTRANET.kommun.example",
                "null",
                "*"
            })
    void anyOtherOriginIsToldNothing(String origin) {
        preflight(origin)
                .options("/finance/v1/echo")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .header("Access-Control-Allow-Origin", nullValue());
        given().header("Origin", origin)
                .get("/finance/v1/echo")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", nullValue())
                .header("Vary", "Origin");
    }

    @Test
    void answerWithoutOriginSaysThatItDependsOnIt() {
        given().get("/finance/v1/echo")
                .then()
                .header("Vary", "Origin")
                .header("Access-Control-Allow-Origin", nullValue());
    }

    @Test
    void pagesOfTheGatewayItselfAreForNobodyElse() {
        for (String path : new String[] {"/", "/docs", "/assets/docs.js"}) {
            given().header("Origin", ALLOWED).get(path).then().header("Access-Control-Allow-Origin", nullValue());
        }
        preflight(ALLOWED).options("/docs").then().statusCode(403);
    }

    @Test
    void twoOriginsAreNone() {
        String answer = Client.send(
                "GET /finance/v1/echo HTTP/1.1",
                "Host: localhost",
                "Origin: " + ALLOWED,
                "Origin: https://elsewhere.example",
                "Connection: close",
                "",
                "");

        assertTrue(answer.startsWith("HTTP/1.1 400 Bad Request\r\n"), answer);
    }

    private static RequestSpecification preflight(String origin) {
        return given().header("Origin", origin)
                .header("Access-Control-Request-Method", "PUT")
                .header("Access-Control-Request-Headers", "authorization, if-match");
    }
}
