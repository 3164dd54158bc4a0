package se.tertial.gateway.forwarding;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.gateway.Client;
import se.tertial.gateway.Surroundings;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class ForwardingTest {

    @Test
    void pathAndQueryArriveUnchanged() {
        given().get("/finance/v1/echo?period=2021-08&page=2")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .header("X-Content-Type-Options", "nosniff")
                .body("method", equalTo("GET"))
                .body("uri", equalTo("/finance/v1/echo?period=2021-08&page=2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "POST", "PATCH", "DELETE"})
    void writingArrivesWithItsBody(String method) {
        given().auth()
                .oauth2(Client.token("controller"))
                .contentType("application/json")
                .header("If-Match", "\"7\"")
                .body("{\"name\": \"Vård\"}")
                .request(method, "/finance/v1/echo")
                .then()
                .statusCode(200)
                .body("method", equalTo(method))
                .body("start", equalTo("{\"name\": \"Vård\"}"))
                .body("headers.if-match", equalTo("\"7\""));
    }

    @Test
    void bodyWithoutAnnouncedLengthArrives() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address("/finance/v1/echo"))
                .header("Authorization", "Bearer " + Client.token("controller"))
                .PUT(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[300_000])))
                .build();

        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertEquals(200, response.statusCode());
        assertTrue(response.body().contains("\"bytes\":300000"), response.body());
    }

    @Test
    void entityTagAndNotModifiedPassThrough() {
        given().get("/finance/v1/tagged").then().statusCode(200).header("ETag", "\"v1-abc\"");

        String answer = Client.send(
                "GET /finance/v1/tagged HTTP/1.1",
                "Host: localhost",
                "If-None-Match: \"v1-abc\"",
                "Connection: close",
                "",
                "");

        assertTrue(answer.startsWith("HTTP/1.1 304 Not Modified\r\n"), answer);
        assertTrue(answer.toLowerCase(java.util.Locale.ROOT).contains("etag: \"v1-abc\""), answer);
        assertTrue(answer.endsWith("\r\n\r\n"), answer);
        assertFalse(answer.contains("chunked"), answer);
    }

    @Test
    void compressedAnswerIsNotTouched() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address("/finance/v1/gzipped"))
                .header("Accept-Encoding", "gzip")
                .build();

        HttpResponse<byte[]> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());

        assertEquals("gzip", response.headers().firstValue("Content-Encoding").orElse(""));
        assertEquals("\"v1-abc-gzip\"", response.headers().firstValue("ETag").orElse(""));
        assertEquals(
                Integer.toString(response.body().length),
                response.headers().firstValue("Content-Length").orElse(""));
        try (GZIPInputStream content = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            assertEquals(3_500, content.readAllBytes().length);
        }
    }

    @Test
    void plainAnswerIsNotCompressedHere() {
        given().header("Accept-Encoding", "gzip")
                .get("/finance/v1/echo")
                .then()
                .header("Content-Encoding", nullValue())
                .body("headers.accept-encoding", containsString("gzip"));
    }

    @Test
    void longAnswerStreamsThrough() {
        String body = given().get("/finance/v1/streamed").asString();

        assertEquals(1_000_000, body.length());
    }

    @Test
    void headIsAnsweredWithoutBody() {
        String answer = Client.send("HEAD /finance/v1/tagged HTTP/1.1", "Host: localhost", "Connection: close", "", "");

        assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
        assertTrue(answer.endsWith("\r\n\r\n"), answer);
    }

    @Test
    void whatTheClientClaimsOfItselfIsReplaced() {
        given().header("Host", "tertial.example:8443")
                .header("Forwarded", "for=192.0.2.1;host=evil.example;proto=https")
                .header("X-Forwarded-For", "192.0.2.1")
                .header("X-Forwarded-Host", "evil.example")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Port", "1")
                .header("X-Forwarded-Prefix", "/evil")
                .header("X-Real-IP", "192.0.2.1")
                .header("X-HTTP-Method-Override", "DELETE")
                .get("/finance/v1/echo")
                .then()
                .statusCode(200)
                .body("headers.forwarded", equalTo("for=127.0.0.1;host=\"tertial.example:8443\";proto=http"))
                .body("headers.x-forwarded-host", equalTo("tertial.example:8443"))
                .body("headers.x-forwarded-proto", equalTo("http"))
                .body("headers.x-forwarded-port", equalTo("8443"))
                .body("headers.x-forwarded-for", nullValue())
                .body("headers.x-forwarded-prefix", nullValue())
                .body("headers.x-real-ip", nullValue())
                .body("headers.x-http-method-override", nullValue())
                .body("headers.host", containsString("localhost"))
                .body("headers.host", not(containsString("example")));
    }

    @Test
    void headersOfOneHopStayThere() {
        String answer = Client.send(
                "GET /finance/v1/echo HTTP/1.1",
                "Host: localhost",
                "Connection: close",
                "Connection: X-Private, TE",
                "X-Private: between us",
                "Keep-Alive: timeout=5",
                "TE: trailers",
                "Proxy-Authorization: Basic eA==",
                "Upgrade: websocket",
                "",
                "");

        assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
        for (String name : new String[] {"x-private", "keep-alive", "\"te\"", "proxy-authorization", "upgrade"}) {
            assertFalse(answer.contains(name), name + " in " + answer);
        }
    }

    @Test
    void headersOfOneHopDoNotComeBack() {
        given().get("/finance/v1/one-hop")
                .then()
                .statusCode(200)
                .header("X-Private", nullValue())
                .header("Keep-Alive", nullValue());
    }

    @Test
    void whatRunsBehindIsNotToldAndDecidesNothingAboutOtherOrigins() {
        given().header("Origin", "https://elsewhere.example")
                .get("/finance/v1/one-hop")
                .then()
                .statusCode(200)
                .header("Server", nullValue())
                .header("X-Powered-By", nullValue())
                .header("Access-Control-Allow-Origin", nullValue());
    }

    @ParameterizedTest
    @CsvSource({"/goals/v1/anything, 502", "/finance/v1/broken, 502", "/finance/v1/silent, 504"})
    void serviceThatDoesNotServeIsNamedNowhere(String path, int status) {
        given().get(path)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("instance", equalTo(path))
                .header("Retry-After", "2")
                .body("detail", containsString("Nothing was "))
                .body("detail", not(containsString("localhost")));
    }

    @ParameterizedTest
    @CsvSource({
        "/goals/v1/anything, 502, Nothing was done",
        "/finance/v1/broken, 502, may still have done",
        "/finance/v1/silent, 504, may still have done"
    })
    void whoWritesIsToldWhetherItMayHaveBeenDone(String path, int status, String outcome) {
        given().auth()
                .oauth2(Client.token("controller"))
                .contentType("application/json")
                .body("{}")
                .put(path)
                .then()
                .statusCode(status)
                .header("Retry-After", "2")
                .body("detail", containsString(outcome));
    }

    @ParameterizedTest
    @CsvSource({"/finance/v1/unavailable, 503, 2", "/finance/v1/failing, 500, 60"})
    void whatWasDoneIsSaidEvenIfTheServiceThatFailedDoesNotSayIt(String path, int status, String wait) {
        given().get(path)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .header("Retry-After", wait)
                .body("status", equalTo(status))
                .body("instance", equalTo(path))
                .body("detail", containsString("Nothing was changed"));
        given().auth()
                .oauth2(Client.token("controller"))
                .contentType("application/json")
                .body("{}")
                .put(path)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .header("Retry-After", wait)
                .body("detail", containsString("may still have done"));
    }

    @Test
    void whatTheServiceSaysOfItsFailureIsPassedOn() {
        given().get("/finance/v1/refusing")
                .then()
                .statusCode(503)
                .header("Retry-After", "2")
                .body("detail", equalTo("Later."));
    }

    @Test
    void writeToSilentServiceTimesOutToo() {
        given().auth()
                .oauth2(Client.token("controller"))
                .contentType("application/json")
                .body("{}")
                .put("/finance/v1/silent")
                .then()
                .statusCode(504)
                .contentType("application/problem+json");
    }

    @Test
    void whatIsNotRoutedIsNotFound() {
        for (String path :
                new String[] {"/finance/v2/echo", "/finance", "/unknown/v1/x", "/q", "/webjars/swagger-ui"}) {
            given().get(path).then().statusCode(404).contentType("application/problem+json");
        }
    }

    private static URI address(String path) {
        return URI.create("http://localhost:" + RestAssured.port + path);
    }
}
