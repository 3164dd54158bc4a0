package se.tertial.examples;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the national REST API profile asks of conduct, which no document shows; each under the requirements it shows. */
class ConductTest {

    private static final String VSS = "/municipalities/0580/administrations/vss";
    private static final String UNITS = "/finance/v1" + VSS + "/units";

    /** Of those that IANA keeps. */
    private static final List<String> RELATIONS =
            List.of("self", "first", "last", "next", "prev", "version-history", "describedby", "alternate");

    private static RunningExample suite;
    private static String reader;

    @BeforeAll
    static void start() throws IOException {
        suite = RunningExample.shared();
        reader = suite.token("reader");
    }

    private RequestSpecification asked() {
        return given().auth().oauth2(reader);
    }

    private Response get(String path) {
        return asked().get(suite.url(path));
    }

    @ParameterizedTest
    @DisplayName("SAK.05, FEL.01: a method that an address does not take is refused in so many words")
    @ValueSource(strings = {"POST", "PATCH"})
    void unusedMethodIsRefused(String method) {
        asked().contentType("application/json")
                .body("{}")
                .request(method, suite.url(UNITS))
                .then()
                .statusCode(405)
                .header("Allow", "GET, HEAD, PUT")
                .contentType("application/problem+json");
    }

    @Test
    @DisplayName("AME.02: JSON where the client asks for nothing else")
    void answerIsJsonUnlessOtherwiseAsked() {
        asked().header("Accept", "*/*")
                .get(suite.url(UNITS))
                .then()
                .statusCode(200)
                .contentType("application/json;charset=UTF-8");
    }

    @Test
    @DisplayName("ARQ.01: what is not UTF-8 is refused, not guessed at")
    void otherEncodingIsRefused() throws IOException {
        given().auth()
                .oauth2(suite.token("loader"))
                .contentType("application/json")
                .header("If-Match", "*")
                .body("{\"unitId\":\"lkdata\",\"name\":\"Lk\u00e4\",\"order\":1}".getBytes(StandardCharsets.ISO_8859_1))
                .put(suite.url(UNITS + "/lkdata"))
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    @Test
    @DisplayName("DOT.01, DOT.03, DOT.04: any time zone is taken, and times are told in UTC")
    void timesAreTakenInAnyZoneAndToldInUtc() {
        asked().queryParam("changedSince", "2021-09-14T08:30:00+02:00")
                .get(suite.url(UNITS))
                .then()
                .statusCode(200);
        asked().queryParam("changedSince", "2021-09-14 08:30")
                .get(suite.url(UNITS))
                .then()
                .statusCode(400);
        get("/finance/v1" + VSS + "/changes?since=0")
                .then()
                .statusCode(200)
                .body(
                        "items.recordedAt",
                        everyItem(matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z")));
    }

    @ParameterizedTest
    @DisplayName("SAK.24–26: a refusal tells nothing of what is behind it")
    @ValueSource(
            strings = {
                "/finance/v1/municipalities/'/administrations/vss/units",
                UNITS + "?limit=99999999999999999999",
                UNITS + "?sort=name;drop",
                UNITS + "?changedSince=%00",
                "/finance/v1" + VSS + "/no-such-thing",
                "/no-such-service/v1/x"
            })
    void refusalTellsNothingOfWhatIsBehind(String path) {
        asked().urlEncodingEnabled(false)
                .get(suite.url(path))
                .then()
                .statusCode(in(List.of(400, 403, 404)))
                .contentType("application/problem+json")
                .body(not(matchesPattern(
                        "(?s).*(Exception|java\\.|io\\.|org\\.|se\\.tertial|\\bat [a-z]+\\.|SQL|select ).*")))
                .body("$", hasKey("traceId"));
    }

    @Test
    @DisplayName("ARQ.06: the same again changes nothing")
    void sameAgainChangesNothing() throws IOException {
        String controller = suite.token("controller");
        String address = suite.url("/finance/v1" + VSS + "/periods/2021-04");
        Map<String, String> open = Map.of("period", "2021-04", "state", "OPEN");

        Response first = given().auth()
                .oauth2(controller)
                .contentType("application/json")
                .body(open)
                .put(address);
        Response second = given().auth()
                .oauth2(controller)
                .contentType("application/json")
                .body(open)
                .put(address);

        first.then().statusCode(201);
        second.then().statusCode(200);
        assertEquals(first.header("ETag"), second.header("ETag"));
        given().auth()
                .oauth2(controller)
                .header("If-Match", second.header("ETag"))
                .delete(address)
                .then()
                .statusCode(204);
    }

    @ParameterizedTest
    @DisplayName(
            "VER.06, VER.07, VER.10, VER.11: each API says which it is and how it stands; in beta its version is 0.x")
    @ValueSource(strings = {"finance", "indicators", "goals", "report"})
    void apiSaysWhichItIs(String service) {
        Response info = given().get(suite.url("/" + service + "/v1/api-info"));

        info.then()
                .statusCode(200)
                .body("apiName", containsString(service))
                .body("apiVersion", startsWith("0."))
                .body("apiReleased", matchesPattern("\\d{4}-\\d\\d-\\d\\d"))
                .body("apiStatus", equalTo("BETA"));
        given().get(info.jsonPath().getString("apiDocumentation"))
                .then()
                .statusCode(200)
                .body(containsString("data-service=\"" + service + "\""));
    }

    @Test
    @DisplayName("HYP.04, 05, 07, 11–17, 19; FNS.10–13: a list links to its pages, absolutely, as it was asked for")
    void listLinksToItsPages() {
        Response page = get(UNITS + "?sort=name&limit=2&page=2");

        page.then()
                .statusCode(200)
                .body("_meta.page", equalTo(2))
                .body("_meta.limit", equalTo(2))
                .body("_meta.count", equalTo(2))
                .body("_meta", hasKey("totalRecords"))
                .body("_meta", hasKey("totalPages"));
        assertTrue(page.headers().getValues("Link").stream().anyMatch(link -> link.endsWith("rel=\"next\"")));
        Map<String, Map<String, String>> links = page.jsonPath().getMap("_links");
        assertEquals(Set.of("self", "first", "last", "next", "prev"), links.keySet());
        links.forEach((name, link) -> {
            assertEquals(name, link.get("rel"));
            assertEquals("GET", link.get("method"));
            asked().urlEncodingEnabled(false)
                    .get(link.get("href"))
                    .then()
                    .statusCode(200)
                    .body("_links.self.href", containsString("sort=name"));
            assertTrue(link.get("href").startsWith(suite.url(UNITS)), link.toString());
        });
    }

    @Test
    @DisplayName("HYP.05, HYP.19: a resource links to itself and its history, by relations that IANA keeps")
    void resourceLinksToItself() {
        Response unit = get(UNITS + "/lkdata");

        List<String> relations = unit.headers().getValues("Link").stream()
                .map(link -> link.replaceFirst(".*rel=\"([^\"]+)\".*", "$1"))
                .toList();
        assertEquals(List.of("self", "version-history"), relations);
        get("/report/v1" + VSS + "/reports/2021-08").then().body("_links.rel", everyItem(in(RELATIONS)));
    }

    @ParameterizedTest
    @DisplayName("FNS.08, FNS.14: pages are counted from 1, and what is outside is empty")
    @ValueSource(ints = {0, 99})
    void pageOutsideIsEmpty(int page) {
        get(UNITS).then().body("_meta.page", equalTo(1));
        get(UNITS + "?page=" + page).then().statusCode(200).body("items", empty());
    }

    @ParameterizedTest
    @DisplayName("CAC.01: what is read may be kept, and is known again by its tag")
    @ValueSource(strings = {UNITS, UNITS + "/lkdata", "/report/v1" + VSS + "/reports/2021-08/document?format=json"})
    void whatIsReadMayBeKept(String path) {
        Response read = get(path);

        read.then()
                .statusCode(200)
                .header("Cache-Control", containsString("no-cache"))
                .header("ETag", notNullValue());
        asked().header("If-None-Match", read.header("ETag"))
                .get(suite.url(path))
                .then()
                .statusCode(304);
    }

    @ParameterizedTest
    @DisplayName("DOK.23, DOK.24: the document is at the root of its API, by name")
    @ValueSource(strings = {"finance", "indicators", "goals", "report"})
    void documentIsAtTheRootOfItsApi(String service) {
        given().get(suite.url("/" + service + "/v1/openapi.json"))
                .then()
                .statusCode(200)
                .body("servers.url", contains("https://kommun.example/" + service + "/v1"));
        given().get(suite.url("/" + service + "/v1/openapi.yaml"))
                .then()
                .statusCode(200)
                .body(startsWith("---\n"));
    }
}
