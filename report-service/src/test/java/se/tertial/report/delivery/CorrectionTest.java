package se.tertial.report.delivery;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static se.tertial.report.delivery.AugustReport.DOCUMENT;
import static se.tertial.report.delivery.AugustReport.PUBLICATIONS;
import static se.tertial.report.delivery.AugustReport.publish;
import static se.tertial.report.delivery.AugustReport.write;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.report.DocumentedProblems;
import se.tertial.report.Vss;

/** What is published anew replaces what was published before, and says what was corrected. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class CorrectionTest {

    @Test
    void documentTellsItsVersionItsDateWhatWasCorrectedAndWhatItReplaces() {
        Vss vss = new Vss().withReport();
        String firstAt = publish(vss, "told-of-itself-1").path("publishedAt");
        write(vss, "Läget är ett annat.");

        Response second = Vss.asController()
                .queryParam("correction", "Texten <om> läget.")
                .post(vss.path(PUBLICATIONS + Vss.AS_IT_IS));

        second.then()
                .statusCode(201)
                .body("correction", equalTo("Texten <om> läget."))
                .body("replaces", equalTo(1))
                .body("latest", equalTo(2));
        String document = vss.path(DOCUMENT);
        given().get(document)
                .then()
                .body("version.number", equalTo(2))
                .body("version.publishedAt", equalTo(second.path("publishedAt")))
                .body("version.correction", equalTo("Texten <om> läget."))
                .body("version.replaces.number", equalTo(1))
                .body("version.replaces.publishedAt", equalTo(firstAt))
                .body("version.replaces.href", equalTo("/report/v1" + document + "?version=1"));
        String day = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.forLanguageTag("sv"))
                .format(Instant.parse(firstAt).atZone(ZoneId.of("Europe/Stockholm")));
        org.jsoup.nodes.Document page =
                Jsoup.parse(given().get(document + "?format=html").asString());
        assertEquals(
                "Version 2, publicerad " + day + ". Senaste versionen",
                page.select(".version").text());
        assertEquals(
                "document?format=html&version=published",
                page.select(".version a").attr("href"));
        assertEquals(
                "Ändrat i version 2 Texten <om> läget. Version 1, publicerad " + day,
                page.select(".correction").text());
        assertEquals(
                "document?format=html&version=1", page.select(".correction a").attr("href"));
    }

    @Test
    void firstVersionReplacesNothingAndADraftHasNoVersion() {
        Vss vss = new Vss().withReport();
        publish(vss, "first-of-all");
        String document = vss.path(DOCUMENT);

        given().get(document).then().body("version.number", equalTo(1)).body("version", not(hasKey("replaces")));
        String page = given().get(document + "?format=html").asString();
        assertTrue(Jsoup.parse(page).select(".version").text().startsWith("Version 1, publicerad "));
        assertTrue(Jsoup.parse(page).select(".correction").isEmpty());
        Vss.asController().get(document).then().body("$", not(hasKey("version")));
        assertFalse(Vss.asController().get(document + "?format=html").asString().contains("publicerad <time"));
    }

    @Test
    void pageSaysThatNobodyStatedWhatWasCorrected() {
        Vss vss = new Vss().withReport();
        publish(vss, "without-a-word-1");
        write(vss, "Läget är ett annat.");
        publish(vss, "without-a-word-2");

        String page = given().get(vss.path(DOCUMENT + "?format=html")).asString();

        assertTrue(Jsoup.parse(page).select(".correction").text().contains("Vad som har ändrats är inte angivet."));
    }

    @Test
    void whereTheOtherVersionsAreStandsBesideTheBytes() {
        Vss vss = new Vss().withReport();
        publish(vss, "beside-the-bytes-1");
        String first = vss.path(DOCUMENT + "?version=1");
        String tag = given().get(first).header("ETag");
        String bytes = given().get(first).asString();
        given().get(first).then().header("Link", "<document?version=1&format=json>; rel=\"latest-version\"");
        write(vss, "Läget är ett annat.");

        publish(vss, "beside-the-bytes-2");

        String links = "<document?version=2&format=json>; rel=\"successor-version\", "
                + "<document?version=2&format=json>; rel=\"latest-version\"";
        given().get(first).then().header("ETag", tag).header("Link", links).body(equalTo(bytes));
        given().header("If-None-Match", tag).get(first).then().statusCode(304).header("Link", links);
        given().get(vss.path(DOCUMENT + "?format=html"))
                .then()
                .header(
                        "Link",
                        "<document?version=1&format=html>; rel=\"predecessor-version\", "
                                + "<document?version=2&format=html>; rel=\"latest-version\"");
        assertEquals(null, Vss.asController().get(vss.path(DOCUMENT)).header("Link"));
    }

    @Test
    void correctionOfNothingIsRefused() throws IOException {
        Vss vss = new Vss().withReport();
        Vss.asController()
                .queryParam("correction", "Titeln.")
                .post(vss.path(PUBLICATIONS + Vss.AS_IT_IS))
                .then()
                .statusCode(409)
                .body("detail", containsString("was not published before"));
        publish(vss, "nothing-to-correct");

        var unchanged =
                Vss.asController().queryParam("correction", "Titeln.").post(vss.path(PUBLICATIONS + Vss.AS_IT_IS));

        unchanged.then().statusCode(409).body("detail", containsString("Nothing has changed since publication 1"));
        DocumentedProblems.assertShown("publishReport", unchanged);
        given().get(vss.path(PUBLICATIONS + "/2")).then().statusCode(404);
    }

    @Test
    void correctionThatIsSentAgainIsAnsweredWithThePublicationThatHasIt() {
        Vss vss = new Vss().withReport();
        publish(vss, "corrected-and-again");
        write(vss, "Läget är ett annat.");
        var first = Vss.asController().queryParam("correction", "Texten.").post(vss.path(PUBLICATIONS + Vss.AS_IT_IS));

        var again = Vss.asController().queryParam("correction", "Texten.").post(vss.path(PUBLICATIONS + Vss.AS_IT_IS));

        assertEquals(List.of(201, 200), List.of(first.statusCode(), again.statusCode()));
        assertEquals(first.asString(), again.asString());
    }
}
