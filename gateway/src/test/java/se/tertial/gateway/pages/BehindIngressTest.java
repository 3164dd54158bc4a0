package se.tertial.gateway.pages;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.gateway.Surroundings;

/** An ingress ends TLS in front, and the gateway knows its name. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@TestProfile(BehindIngressTest.Ingress.class)
class BehindIngressTest {

    @TestHTTPResource(value = "/health/ready", management = true)
    String management;

    /** As in the production overlay. */
    public static final class Ingress implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.http.proxy.proxy-address-forwarding", "true",
                    "quarkus.http.proxy.allow-x-forwarded", "true",
                    "quarkus.http.proxy.enable-forwarded-host", "true",
                    "quarkus.http.proxy.trusted-proxies", "127.0.0.0/8",
                    "tertial.gateway.request.hosts", "tertial.example.se");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/docs", "/finance/v1/echo", "/nothing/here", "/assets/docs.js"})
    void browserIsToldToComeByTlsOnly(String path) {
        asked().header("X-Forwarded-Proto", "https")
                .get(path)
                .then()
                .header("Strict-Transport-Security", "max-age=31536000");
        asked().header("X-Forwarded-Proto", "http").get(path).then().header("Strict-Transport-Security", nullValue());
    }

    @Test
    void linksLeadToWhatTheClientAskedFor() {
        asked().header("X-Forwarded-Proto", "https")
                .get("/.well-known/security.txt")
                .then()
                .statusCode(200)
                .body(containsString("Canonical: https://tertial.example.se/"));
    }

    @ParameterizedTest
    @CsvSource({"elsewhere.example, tertial.example.se", "tertial.example.se, elsewhere.example"})
    void requestForAnotherHostIsRefused(String host, String forwarded) {
        boolean right = forwarded.equals("tertial.example.se");

        given().header("Host", host)
                .header("X-Forwarded-Host", forwarded)
                .header("X-Forwarded-Proto", "https")
                .get("/finance/v1/echo")
                .then()
                .statusCode(right ? 200 : 421);
    }

    @Test
    void whoeverAsksForHealthNeedNotKnowTheName() {
        given().header("Host", "10.1.2.3:9000").get(management).then().statusCode(200);
        given().header("Host", "10.1.2.3:8080")
                .get("/finance/v1/echo")
                .then()
                .statusCode(421)
                .contentType("application/problem+json")
                .body("status", equalTo(421))
                .body("type", startsWith("https://tertial.se/problems/"));
    }

    private static RequestSpecification asked() {
        return given().header("X-Forwarded-Host", "tertial.example.se");
    }
}
