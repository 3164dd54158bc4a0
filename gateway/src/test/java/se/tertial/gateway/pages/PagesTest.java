package se.tertial.gateway.pages;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.gateway.Client;
import se.tertial.gateway.Surroundings;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class PagesTest {

    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([^\"#]+)\"");

    @TestHTTPResource(value = "/", management = true)
    String management;

    @Test
    void startPageShowsWhatIsPublished() {
        given().get("/")
                .then()
                .statusCode(200)
                .contentType("text/html; charset=utf-8")
                .header("Content-Security-Policy", startsWith("default-src 'none'"))
                .header("Content-Security-Policy", not(containsString("unsafe")))
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .body(startsWith("<!DOCTYPE html>"))
                .body(containsString("<html lang=\"sv\">"))
                .body(containsString(
                        "<a href=\"/report/v1/published/0580/vss/2021-08.html\">Delårsrapport &lt;2&gt;</a>"))
                .body(containsString("Vård &amp; stöd"))
                .body(not(containsString("javascript:")))
                .body(not(containsString("example.org")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                "text/html, application/xhtml+xml"
            })
    void browserThatAsksForWhatIsNotThereGetsAPageInSwedish(String accept) {
        given().header("Accept", accept)
                .get("/finns-inte")
                .then()
                .statusCode(404)
                .contentType("text/html; charset=utf-8")
                .header("Content-Language", "sv")
                .header("Vary", "Accept, Accept-Language")
                .header("Content-Security-Policy", not(containsString("unsafe")))
                .body(containsString("<html lang=\"sv\">"))
                .body(containsString("<h1>Sidan finns inte</h1>"))
                .body(containsString("<a href=\"/\">"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/json",
                "application/problem+json, text/html",
                "text/html;q=0.5, application/xhtml+xml, application/json",
                "text/html",
                "text/html, image/gif, image/jpeg, */*; q=0.2",
                "text/*;q=0.2, */*"
            })
    void programThatAsksForWhatIsNotThereGetsAProblemDocument(String accept) {
        given().header("Accept", accept)
                .get("/finns-inte")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("status", equalTo(404));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/docs", "/docs?api=goals"})
    void everythingOnAPageIsServedFromHere(String page) {
        String html = given().get(page).then().statusCode(200).extract().asString();

        Matcher references = REFERENCE.matcher(html);
        assertTrue(references.find());
        references.reset();
        while (references.find()) {
            String reference = references.group(1);
            assertTrue(reference.startsWith("/"), reference);
            if (!reference.contains("/v1/")) {
                given().get(reference).then().statusCode(200);
            }
        }
        assertFalse(html.contains("style=\""), html);
        assertFalse(Pattern.compile("<script>|<style>| on[a-z]+=").matcher(html).find(), html);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/docs", "/favicon.svg"})
    void pageMayDoNothingThatItNeedNot(String path) {
        given().get(path)
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", startsWith("default-src 'none'"))
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Permissions-Policy", containsString("camera=()"))
                .header("X-Frame-Options", "DENY");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/docs", "/assets/docs.js", "/finance/v1/echo", "/nothing", "/.well-known/security.txt"})
    void noAnswerIsGuessedAtEmbeddedOrToldOf(String path) {
        given().get(path)
                .then()
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Server", nullValue())
                .header("X-Powered-By", nullValue());
    }

    @Test
    void documentationOffersEveryService() {
        String html = given().get("/docs?api=indicators").asString();

        for (String service : new String[] {"finance", "indicators", "goals", "report"}) {
            assertTrue(html.contains("<a href=\"/docs?api=" + service + "\""), html);
        }
        assertTrue(html.contains("<a href=\"/docs?api=indicators\" aria-current=\"page\""), html);
        assertTrue(html.contains("data-service=\"indicators\""), html);
    }

    @Test
    void unknownDocumentIsNotEchoed() {
        given().get("/docs?api=%3Cscript%3E")
                .then()
                .statusCode(200)
                .body(not(containsString("<script>")))
                .body(containsString("data-service=\"finance\""));
    }

    @Test
    void noTokenIsGivenAway() {
        given().get("/docs/token?user=reader").then().statusCode(404);
        given().get("/docs").then().statusCode(200).body(not(containsString("Prova som")));
    }

    @Test
    void documentComesThroughTheGateway() {
        given().get("/finance/v1/openapi?format=json").then().statusCode(200).body("openapi", equalTo("3.1.0"));
    }

    @ParameterizedTest
    @CsvSource({
        "/assets/swagger-ui.js, text/javascript",
        "/assets/swagger-ui.css, text/css",
        "/assets/docs.js, text/javascript",
        "/assets/tertial.css, text/css",
        "/favicon.svg, image/svg+xml"
    })
    void fileIsRevalidatedByItsTag(String path, String type) {
        Response response = given().header("Accept-Encoding", "gzip").get(path);

        response.then().statusCode(200).contentType(startsWith(type)).header("Content-Encoding", "gzip");
        given().header("Accept-Encoding", "gzip")
                .header("If-None-Match", response.header("ETag"))
                .get(path)
                .then()
                .statusCode(304);
        String plain = Client.send(
                "GET " + path + " HTTP/1.1",
                "Host: localhost",
                "If-None-Match: " + response.header("ETag"),
                "Connection: close",
                "",
                "");
        assertTrue(plain.startsWith("HTTP/1.1 200 OK\r\n"), path);
        assertFalse(plain.contains("Content-Encoding: gzip"), path);
    }

    @Test
    void securityContactIsCurrent() {
        String text = given().get("/.well-known/security.txt")
                .then()
                .statusCode(200)
                .contentType("text/plain; charset=utf-8")
                .body(containsString("Contact: mailto:security@tertial.se\n"))
                .extract()
                .asString();

        Matcher expires = Pattern.compile("Expires: (\\S+)").matcher(text);
        assertTrue(expires.find(), text);
        assertTrue(Instant.parse(expires.group(1))
                .isAfter(Instant.now(java.time.Clock.systemUTC()).plus(Duration.ofDays(30))));
    }

    @Test
    void catalogueListsEveryService() {
        given().header("Host", "tertial.example")
                .get("/.well-known/api-catalog")
                .then()
                .statusCode(200)
                .contentType(startsWith("application/linkset+json"))
                .body("linkset", hasSize(5))
                .body(
                        "linkset.anchor",
                        hasItems("http://tertial.example/finance/v1", "http://tertial.example/report/v1"))
                .body(
                        "linkset[0].service-desc[0].href",
                        equalTo("http://tertial.example/finance/v1/openapi?format=json"))
                .body("linkset[4].item.size()", equalTo(4));
    }

    @Test
    void catalogueIsFoundByItsHead() {
        given().head("/.well-known/api-catalog")
                .then()
                .statusCode(200)
                .header("Link", "</.well-known/api-catalog>; rel=\"api-catalog\"")
                .header("Content-Length", Integer::parseInt, greaterThan(0));
    }

    @Test
    void healthAndMetricsAreAnsweredAtAPortOfTheirOwn() {
        for (String probe : new String[] {"started", "live", "ready"}) {
            given().get(management + "health/" + probe).then().statusCode(200).body("status", equalTo("UP"));
        }
        given().get(management + "metrics").then().statusCode(200).body(containsString("http_server"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q", "/q/", "/q/health", "/q/health/ready", "/q/metrics", "/q/arc", "/q/dev-ui"})
    void nothingOfThemIsAtThePortForEverybody(String path) {
        given().get(path).then().statusCode(404).contentType("application/problem+json");
    }
}
