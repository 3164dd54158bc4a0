package se.tertial.gateway.tracing;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.gateway.Client;
import se.tertial.gateway.Surroundings;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class TracingTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String FORM = "00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}";

    @ParameterizedTest
    @CsvSource({
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01, 01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00, 00",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-ff, 03",
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-the-future-will-be-like, 01"
    })
    void traceIsFollowedWithAStepOfItsOwn(String sent, String flags) {
        Response response = given().header("traceparent", sent)
                .header("tracestate", "vendor=1")
                .get("/finance/v1/echo");

        response.then()
                .statusCode(200)
                .header("traceparent", matchesPattern("00-" + TRACE + "-(?!b7ad6b7169203331)[0-9a-f]{16}-" + flags))
                .body("headers.traceparent", equalTo(response.header("traceparent")))
                .body("headers.tracestate", equalTo("vendor=1"));
        assertEquals(1, response.headers().getList("traceparent").size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "00-0af7651916cd43dd8448eb211c80319-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0x",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n"
                        + "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "'; drop table change; --",
                ""
            })
    void whatIsNoTraceBeginsANewOne(String sent) {
        String answer = Client.send(
                "GET /finance/v1/echo HTTP/1.1",
                "Host: localhost",
                "traceparent: " + sent,
                "tracestate: vendor=1",
                "Connection: close",
                "",
                "");

        String told = answer.lines()
                .filter(line -> line.startsWith("traceparent: "))
                .findFirst()
                .orElse(answer)
                .substring("traceparent: ".length());
        assertTrue(told.matches("(?!00-" + TRACE + ")" + FORM), answer);
        assertTrue(answer.contains("\"traceparent\":\"" + told + "\""), answer);
        assertFalse(answer.contains("tracestate"), answer);
    }

    @Test
    void eachRequestWithoutATraceBeginsItsOwn() {
        String first = given().get("/finance/v1/echo").header("traceparent");
        String second = given().get("/finance/v1/echo").header("traceparent");

        assertNotEquals(first.substring(3, 35), second.substring(3, 35));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/docs", "/assets/docs.js", "/.well-known/security.txt", "/finance/v1/tagged"})
    void everyAnswerNamesItsTrace(String path) {
        given().header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
                .get(path)
                .then()
                .statusCode(200)
                .header("traceparent", startsWith("00-" + TRACE + "-"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nothing/here, 404",
        "DELETE, /docs, 401",
        "PUT, /finance/v1/echo, 401",
        "GET, /goals/v1/echo, 502",
        "GET, /finance/v1/silent, 504",
        "GET, /finance/v1/a;b, 400"
    })
    void everyRefusalNamesItsTraceInHeaderAndDocument(String method, String path, int status) {
        given().urlEncodingEnabled(false)
                .header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
                .request(method, path)
                .then()
                .statusCode(status)
                .header("traceparent", startsWith("00-" + TRACE + "-"))
                .body("traceId", equalTo(TRACE));
    }

    @Test
    void refusalOfARequestWithoutATraceNamesANewOne() {
        Response response = given().get("/nothing/here");

        response.then()
                .statusCode(404)
                .header("traceparent", matchesPattern(FORM))
                .body("traceId", equalTo(response.header("traceparent").substring(3, 35)))
                .body("violations", hasSize(0));
    }
}
