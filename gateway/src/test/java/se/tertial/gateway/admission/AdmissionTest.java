package se.tertial.gateway.admission;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.Issuer;
import se.tertial.gateway.Client;
import se.tertial.gateway.Surroundings;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class AdmissionTest {

    private static final int LIMIT = 1024 * 1024;

    @Test
    void readingWithoutTokenIsPassedOnWithoutOne() {
        given().get("/finance/v1/echo").then().statusCode(200).body("headers.authorization", equalTo(null));
    }

    @Test
    void writingWithoutTokenIsRefusedHere() {
        given().contentType("application/json")
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .body("{}")
                .put("/goals/v1/anything?x=1")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", "Bearer")
                .body("type", equalTo("https://tertial.se/problems/unauthenticated"))
                .body("status", equalTo(401))
                .body("title", equalTo("A token is needed"))
                .body("detail", containsString("bearer token"))
                .body("instance", equalTo("/goals/v1/anything"))
                .body("traceId", equalTo("0af7651916cd43dd8448eb211c80319c"))
                .body("violations", hasSize(0));
    }

    @Test
    void validTokenIsPassedOn() {
        String token = Client.token("controller");

        given().auth()
                .oauth2(token)
                .get("/finance/v1/echo")
                .then()
                .statusCode(200)
                .body("headers.authorization", equalTo("Bearer " + token));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer nonsense", "Bearer a.b.c", "Bearer ", "Basic dXNlcjpwYXNz", "nonsense"})
    void whatIsNoTokenIsRefused(String authorization) {
        given().header("Authorization", authorization)
                .get("/finance/v1/echo")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .body("title", equalTo("The token is not valid"));
    }

    @Test
    void tokenOfAnotherIssuerIsRefused() throws IOException {
        try (Issuer other = Issuer.start()) {
            given().auth()
                    .oauth2(other.token("controller"))
                    .get("/finance/v1/echo")
                    .then()
                    .statusCode(401)
                    .contentType("application/problem+json")
                    .header("WWW-Authenticate", containsString("invalid_token"));
        }
    }

    @Test
    void changedTokenIsRefused() {
        String token = Client.token("reader");
        String[] parts = token.split("\\.");

        given().auth()
                .oauth2(parts[0] + "." + parts[1] + "." + new StringBuilder(parts[2]).reverse())
                .get("/finance/v1/echo")
                .then()
                .statusCode(401);
    }

    @Test
    void twoTokensAreRefused() {
        String answer = Client.send(
                "GET /finance/v1/echo HTTP/1.1",
                "Host: localhost",
                "Authorization: Bearer a",
                "Authorization: Bearer b",
                "Connection: close",
                "",
                "");

        assertEquals("HTTP/1.1 400 Bad Request", firstLine(answer));
    }

    @Test
    void largestBodyIsTaken() {
        given().auth()
                .oauth2(Client.token("controller"))
                .contentType("application/octet-stream")
                .body(new byte[LIMIT])
                .put("/finance/v1/echo")
                .then()
                .statusCode(200)
                .body("bytes", equalTo(LIMIT));
    }

    @Test
    void bodyAnnouncedTooLargeIsRefused() {
        given().auth()
                .oauth2(Client.token("controller"))
                .contentType("application/octet-stream")
                .body(new byte[LIMIT + 1])
                .put("/finance/v1/echo")
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
                .body("detail", containsString("1048576"));
    }

    @Test
    void bodyThatGrowsTooLargeIsRefused() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + "/finance/v1/echo"))
                .header("Authorization", "Bearer " + Client.token("controller"))
                .PUT(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[3 * LIMIT])))
                .version(HttpClient.Version.HTTP_1_1)
                .build();

        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertEquals(413, response.statusCode());
        assertEquals(List.of("application/problem+json"), response.headers().allValues("Content-Type"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/finance/v1/../../q/health",
                "/finance/v1/..",
                "/finance/v1/./echo",
                "/finance/v1/%2e%2e/echo",
                "/finance/v1/%2E./echo",
                "/finance/v1/a%2fb",
                "/finance/v1/a%2Fb",
                "/finance/v1/a%5cb",
                "/finance/v1/a\\b",
                "/finance/v1//echo",
                "//finance/v1/echo",
                "/finance/v1/echo;jsessionid=1",
                "/finance/v1/echo%3bx",
                "/finance/v1/echo%00",
                "/finance/v1/%65cho",
                "/finance/v1/echo/058%30",
                "/finance/v1/echo?a=%",
                "/finance/v1/echo?a=%0",
                "/q/../finance/v1/echo",
                "/q/%2e%2e/finance/v1/echo",
                "/q//health",
                "/finance/v1/echo%0d%0ax",
                "/finance/v1/echo%25",
                "/finance/v1/echo%2",
                "/finance/v1/echo%zz",
                "/finance/v1/\u00e5",
                "http://elsewhere/finance/v1/echo"
            })
    void pathThatCanBeReadInTwoWaysIsRefused(String target) {
        String answer = Client.get(target);

        assertEquals("HTTP/1.1 400 Bad Request", firstLine(answer));
    }

    @Test
    void escapedLettersAreUnchanged() {
        String answer = Client.get("/finance/v1/echo/v%C3%A5rd?from=2021%2F08&x=..;//");

        assertTrue(answer.contains("\"uri\":\"/finance/v1/echo/v%C3%A5rd?from=2021%2F08&x=..;//\""), answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked\r\nContent-Length: 5",
                "Transfer-Encoding: chunked, xchunked",
                "Transfer-Encoding: gzip, chunked",
                "Content-Length: 5\r\nContent-Length: 6",
                "Content-Length: five",
                "Content-Length: -1"
            })
    void bodyOfDoubtfulLengthIsRefused(String headers) {
        String answer = Client.send(
                "PUT /finance/v1/echo HTTP/1.1",
                "Host: localhost",
                "Authorization: Bearer " + Client.token("controller"),
                "Connection: close",
                headers,
                "",
                "0",
                "",
                "");

        assertEquals("HTTP/1.1 400 Bad Request", firstLine(answer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: identity, chunked",
                "Transfer-Encoding:\r\n chunked",
                "Transfer-Encoding: chunked\r\n: x"
            })
    void whatFollowsADoubtfulBodyIsNoRequest(String headers) {
        String answer = Client.send(
                "PUT /finance/v1/echo HTTP/1.1",
                "Host: localhost",
                headers,
                "",
                "0",
                "",
                "GET /finance/v1/echo HTTP/1.1",
                "Host: localhost",
                "Connection: close",
                "",
                "");

        assertEquals("HTTP/1.1 400 Bad Request", firstLine(answer));
        assertTrue(answer.contains("Connection: close"), answer);
        assertFalse(answer.contains("HTTP/1.1 200"), answer);
    }

    @Test
    void readingWithBodyIsRefused() {
        String answer = Client.send(
                "GET /finance/v1/echo HTTP/1.1", "Host: localhost", "Connection: close", "Content-Length: 2", "", "{}");

        assertEquals("HTTP/1.1 400 Bad Request", firstLine(answer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host: a/b", "Host: a, b", "Host: ", "Host: a\r\nHost: b", "X-None: x"})
    void requestThatNamesNoHostIsRefused(String host) {
        String answer = Client.send("GET /finance/v1/echo HTTP/1.1", host, "Connection: close", "", "");

        assertEquals("HTTP/1.1 400 Bad Request", firstLine(answer));
        assertTrue(answer.contains("https://tertial.se/problems/unreadable"), answer);
        assertTrue(answer.contains("traceparent: 00-"), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT", "PROPFIND"})
    void unusualMethodIsRefused(String method) {
        String answer =
                Client.send(method + " /finance/v1/echo HTTP/1.1", "Host: localhost", "Connection: close", "", "");

        assertEquals("HTTP/1.1 405 Method Not Allowed", firstLine(answer));
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 40})
    void headersOfUnreasonableSizeAreRefused(int kilobytes) {
        String answer = Client.send(
                "GET /finance/v1/echo HTTP/1.1",
                "Host: localhost",
                "X-Large: " + "x".repeat(kilobytes * 1024),
                "Connection: close",
                "",
                "");

        assertEquals("HTTP/1.1 431 Request Header Fields Too Large", firstLine(answer));
    }

    @Test
    void moreHeadersThanAnyoneNeedsAreRefused() {
        String answer = Client.send(
                "GET /finance/v1/echo HTTP/1.1",
                "Host: localhost",
                "X-Many: 1\r\n".repeat(100) + "Connection: close",
                "",
                "");

        assertEquals("HTTP/1.1 431 Request Header Fields Too Large", firstLine(answer));
        assertTrue(answer.contains("application/problem+json"), answer);
    }

    @Test
    void queryOfUnreasonableLengthIsRefused() {
        given().get("/finance/v1/echo?filter=" + "x".repeat(4096))
                .then()
                .statusCode(414)
                .contentType("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "gzip, gzip", "x"})
    void compressedBodyIsRefused(String coding) {
        given().auth()
                .oauth2(Client.token("controller"))
                .header("Content-Encoding", coding)
                .body("{}")
                .put("/finance/v1/echo")
                .then()
                .statusCode(415)
                .contentType("application/problem+json")
                .header("Accept-Encoding", "identity");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Type", "Content-Encoding", "Idempotency-Key", "Origin"})
    void headerOfOneValueThatIsSentTwiceIsRefused(String name) {
        String answer = Client.send(
                "GET /finance/v1/echo HTTP/1.1",
                "Host: localhost",
                name + ": a",
                name + ": b",
                "Connection: close",
                "",
                "");

        assertEquals("HTTP/1.1 400 Bad Request", firstLine(answer));
        assertTrue(answer.contains("There is more than one " + name + " header."), answer);
    }

    private static String firstLine(String answer) {
        return answer.lines().findFirst().orElse("");
    }
}
