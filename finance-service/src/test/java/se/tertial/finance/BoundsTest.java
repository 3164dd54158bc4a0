package se.tertial.finance;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.TestStack;

/** What a body may not be, whoever sends it. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
class BoundsTest {

    private final Administration vss = new Administration("bounds");

    @BeforeEach
    void register() {
        Administration.registered(vss.id());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST   | units                  | GET, HEAD, PUT",
                "DELETE | units                  | GET, HEAD, PUT",
                "PATCH  | units/lkdata           | DELETE, GET, HEAD, PUT",
                "PUT    | units/lkdata/revisions | GET, HEAD",
            })
    void methodThatAnAddressDoesNotTakeIsToldFromAnAddressThatIsNotThere(String method, String path, String allowed) {
        var controller = given().auth()
                .oauth2(TestStack.token("controller", "controller:0580:*"))
                .header("Content-Type", "application/json")
                .body("{}");

        controller
                .request(method, vss.address(path))
                .then()
                .statusCode(405)
                .header("Allow", allowed)
                .contentType("application/problem+json");
        controller.request(method, vss.address("unheard-of")).then().statusCode(404);
    }

    @Test
    void compressedBodyIsNotOpened() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(Administration.LKDATA.getBytes(StandardCharsets.UTF_8));
        }

        given().auth()
                .oauth2(TestStack.token("controller", "administrator:0580:*", "controller:0580:*"))
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .body(bytes.toByteArray())
                .put(vss.address("units/lkdata"))
                .then()
                .statusCode(415)
                .contentType("application/problem+json")
                .body("detail", containsString("Content-Encoding"));

        vss.get("units").body("items", hasSize(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{},", "1,", "[],", "null,"})
    void bodyOfMillionsOfSmallValuesIsGivenUp(String small) throws Exception {
        HttpResponse<String> response = put("{\"items\": [" + small.repeat(2_000_000) + "1]}");

        assertEquals(400, response.statusCode(), response.body());
        assertTrue(response.body().contains("The body has more values than any request needs"), response.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void bodyIsNoDeeperThanAnyNeedsToBe(String opening) throws Exception {
        HttpResponse<String> response = put("{\"items\": " + opening.repeat(100_000));

        assertEquals(400, response.statusCode(), response.body());
        assertFalse(response.body().contains("jackson"), response.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C080", // a NUL written too long
                "C0AF", // a slash written too long
                "E080AF",
                "F08080AF",
                "EDA080", // half a pair
                "F4908080", // beyond the last code point
                "FFFE",
                "C3", // cut short
                "00"
            })
    void bodyIsUtf8ToTheLetter(String bytes) throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("{\"unitId\": \"lkdata\", \"order\": 1, \"name\": \"LK".getBytes(StandardCharsets.UTF_8));
        body.writeBytes(HexFormat.of().parseHex(bytes));
        body.writeBytes("\"}".getBytes(StandardCharsets.UTF_8));

        HttpResponse<String> response = put("units/lkdata", body.toByteArray());

        assertEquals(400, response.statusCode(), response.body());
        vss.get("units").body("items", hasSize(0));
    }

    @ParameterizedTest
    @CsvSource({
        "IT\u200Bservice, 3, U+200B (ZERO WIDTH SPACE)",
        "\uFEFFIT, 1, U+FEFF (ZERO WIDTH NO-BREAK SPACE)",
        "IT\u202Eservice, 3, U+202E (RIGHT-TO-LEFT OVERRIDE)",
        "IT\u200Dservice, 3, U+200D (ZERO WIDTH JOINER)"
    })
    void characterThatShowsNothingIsNamedWithItsPlace(String name, int place, String character) {
        var refused = Administration.registered("invisible").put("units/it", unit(name));

        refused.statusCode(400)
                .body("violations[0].field", equalTo("/name"))
                .body(
                        "violations[0].message",
                        equalTo("Character " + place + " of the text is " + character
                                + ", which shows nothing and may not stand in a text."));
    }

    @Test
    void emojiMadeOfSeveralAreOne() {
        var written = Administration.registered("emoji").put("units/it", unit("👩🏽\u200D💻 🏳️\u200D🌈"));

        written.statusCode(201).body("name", equalTo("👩🏽\u200D💻 🏳️\u200D🌈"));
    }

    private static String unit(String name) {
        return """
               {"unitId": "it", "name": "%s", "order": 1, "contribution": "ADDITIVE", "placements": [{"validFrom": "2020-01-01"}]}
               """
                .formatted(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
    void otherEncodingsAreNotGuessed(String encoding) throws Exception {
        HttpResponse<String> response = put("units/lkdata", Administration.LKDATA.getBytes(Charset.forName(encoding)));

        assertEquals(400, response.statusCode(), response.body());
        assertTrue(response.body().contains("The body is not UTF-8."), response.body());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit=1&limit=2                         | limit        | The parameter is given more than once.",
                "limit=                                  | limit        | The parameter has no value.",
                "limit                                   | limit        | The parameter has no value.",
                "changedSince=%2B12021-09-14T08:30:00Z   | changedSince | A time is written as",
                "changedSince=-2021-09-14T08:30:00Z      | changedSince | A time is written as",
            })
    void parameterHasOneValueOfItsForm(String query, String parameter, String message) {
        refusedQuery(query)
                .body("violations.field", contains(parameter))
                .body("violations[0].message", containsString(message));
    }

    @ParameterizedTest
    @ValueSource(strings = {";limit=1", "limit=1;limit=2", "limit=1&;"})
    void semicolonPartsNothing(String query) {
        refusedQuery(query).body("detail", equalTo("A semicolon in a query is written %3B."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"local host", "localhost, elsewhere"})
    void requestThatNamesNoHostIsRefused(String host) throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream()
                    .write(("GET /finance/v1/api-info HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
            assertTrue(answer.contains("\"instance\":\"/finance/v1/api-info\""), answer);
        }
    }

    private ValidatableResponse refusedQuery(String query) {
        return given().auth()
                .oauth2(TestStack.token("reader", "reader:0580:*"))
                .urlEncodingEnabled(false)
                .get(vss.address("units") + "?" + query)
                .then()
                .statusCode(400);
    }

    /** Not with REST Assured, which would print what was sent. */
    private HttpResponse<String> put(String body) throws Exception {
        return put("units", body.getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> put(String path, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + "/finance/v1" + vss.address(path)))
                .header(
                        "Authorization",
                        "Bearer " + TestStack.token("controller", "administrator:0580:*", "controller:0580:*"))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
