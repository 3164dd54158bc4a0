package se.tertial.report.delivery;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static se.tertial.report.delivery.AugustReport.DOCUMENT;
import static se.tertial.report.delivery.AugustReport.PUBLICATIONS;
import static se.tertial.report.delivery.AugustReport.write;
import static se.tertial.report.delivery.Withdrawn.published;
import static se.tertial.report.delivery.Withdrawn.today;
import static se.tertial.report.delivery.Withdrawn.withdraw;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.TestStack;
import se.tertial.report.DocumentedProblems;
import se.tertial.report.Vss;

/** What was taken back is gone for all who read it, with the day and the reason; what was published before holds again. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class WithdrawnReportTest {

    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    @ParameterizedTest
    @ValueSource(strings = {"", "?version=published", "?version=1", "?version=1&format=json", "?version=1&format=html"})
    void documentsOfAWithdrawnPublicationAreGoneWithDayAndReason(String query) {
        Vss vss = published(1);
        given().get(vss.path(DOCUMENT + query)).then().statusCode(200);

        withdraw(vss, 1, "Fel period.").then().statusCode(200);

        given().header("Accept-Language", "sv")
                .get(vss.path(DOCUMENT + query))
                .then()
                .statusCode(410)
                .contentType("application/problem+json")
                .header("Cache-Control", "no-cache")
                .body("type", equalTo("https://tertial.se/problems/gone"))
                .body("title", equalTo("Tillbakadragen"))
                .body(
                        "detail",
                        equalTo("Version 1 av rapporten för januari–augusti 2021 drogs tillbaka " + today()
                                + ": Fel period."));
    }

    @Test
    void browserIsShownWhyInSwedish() {
        Vss vss = published(1);
        withdraw(vss, 1, "Fel <b>period</b> & år.");

        var page = given().header("Accept", BROWSER).get(vss.path(DOCUMENT)).then();

        page.statusCode(410)
                .contentType("text/html;charset=utf-8")
                .header("Content-Language", "sv")
                .header("Vary", "Accept, Accept-Language")
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .body(containsString("<h1>Sidan finns inte kvar</h1>"))
                .body(containsString("drogs tillbaka " + today() + ": Fel &lt;b&gt;period&lt;/b&gt; &amp; år."))
                .body(not(containsString("Läs det som gäller nu")));
    }

    @Test
    void whatIsAnsweredIsWhatTheApiDescriptionShows() throws IOException {
        Vss vss = published(1);
        withdraw(vss, 1, "Fel period.");

        Response answer = given().header("Accept-Language", "en").get(vss.path(DOCUMENT));

        answer.then().statusCode(410);
        DocumentedProblems.assertShown("getDocument", answer);
    }

    @Test
    void whoHasItAlreadyIsNotToldThatItIsTheSame() {
        Vss vss = published(1);
        String tag = given().get(vss.path(DOCUMENT)).header("ETag");
        withdraw(vss, 1, "Fel period.");

        var answer =
                given().header("If-None-Match", tag).get(vss.path(DOCUMENT)).then();

        answer.statusCode(410);
    }

    @Test
    void whenTheNewestIsWithdrawnTheOneBeforeHoldsAgain() {
        Vss vss = published(2);
        String first = given().get(vss.path(DOCUMENT + "?version=1")).asString();

        Response withdrawn = withdraw(vss, 2, "Fel period.");

        withdrawn
                .then()
                .statusCode(200)
                .body("number", equalTo(2))
                .body("latest", equalTo(1))
                .body("withdrawal.reason", equalTo("Fel period."))
                .body("withdrawal.withdrawnBy", equalTo("controller"));
        assertEquals(first, given().get(vss.path(DOCUMENT)).asString());
        given().get(vss.path("reports/2021-08")).then().body("publication.number", equalTo(1));
        given().header("Accept", BROWSER)
                .get(vss.path(DOCUMENT + "?version=2"))
                .then()
                .statusCode(410)
                .header("Link", equalTo("<" + path(vss) + "?version=published>; rel=\"latest-version\""))
                .body(containsString("<a href=\"" + path(vss) + "?version=published\">Läs det som gäller nu</a>"));
        given().get(vss.path(DOCUMENT + "?version=1"))
                .then()
                .header("Link", "<document?version=1&format=json>; rel=\"latest-version\"");
    }

    @Test
    void anOlderOneIsWithdrawnWhileTheNewestHolds() {
        Vss vss = published(3);
        String newest = given().get(vss.path(DOCUMENT)).asString();

        withdraw(vss, 2, "Fel period.").then().statusCode(200).body("latest", equalTo(3));

        assertEquals(newest, given().get(vss.path(DOCUMENT)).asString());
        given().get(vss.path(DOCUMENT))
                .then()
                .header(
                        "Link",
                        "<document?version=1&format=json>; rel=\"predecessor-version\", "
                                + "<document?version=3&format=json>; rel=\"latest-version\"");
        given().get(vss.path(DOCUMENT + "?version=1"))
                .then()
                .header("Link", containsString("<document?version=3&format=json>; rel=\"successor-version\""));
    }

    @Test
    void listsSayThatItWasWithdrawn() {
        Vss vss = published(2);
        withdraw(vss, 2, "Fel period.");

        Vss.asController()
                .get(vss.path(PUBLICATIONS))
                .then()
                .statusCode(200)
                .body("_meta.totalRecords", equalTo(2))
                .body("items.number", contains(2, 1))
                .body("items[0].withdrawal.reason", equalTo("Fel period."))
                .body("items[1]", not(hasKey("withdrawal")))
                .body("items.latest", contains(1, 1));
        given().get(vss.path(PUBLICATIONS + "/2"))
                .then()
                .statusCode(200)
                .body("withdrawal.reason", equalTo("Fel period."))
                .body("withdrawal", not(hasKey("withdrawnBy")));
    }

    /** They may say just what should not be read. */
    @Test
    void titleAndCorrectionOfAWithdrawnPublicationAreForThoseWhoMayReadDrafts() {
        Vss vss = published(1);
        write(vss, "Läget är ett annat.");
        Vss.asController()
                .queryParam("correction", "Namnet är rättat.")
                .post(vss.path(PUBLICATIONS + Vss.AS_IT_IS))
                .then()
                .statusCode(201);
        given().get(vss.path(PUBLICATIONS + "/2")).then().body("correction", equalTo("Namnet är rättat."));

        withdraw(vss, 2, "Fel period.");

        given().get(vss.path(PUBLICATIONS + "/2"))
                .then()
                .statusCode(200)
                .body("number", equalTo(2))
                .body("$", not(hasKey("title")))
                .body("$", not(hasKey("correction")));
        Vss.asController()
                .get(vss.path(PUBLICATIONS + "/2"))
                .then()
                .body("$", hasKey("title"))
                .body("correction", equalTo("Namnet är rättat."));
    }

    @Test
    void reportWhosePublicationsAreAllWithdrawnIsADraftAndGoneForTheOthers() {
        Vss vss = published(2);
        withdraw(vss, 2, "Fel period.");
        withdraw(vss, 1, "Fel i även denna.").then().body("latest", nullValue());

        given().get(vss.path("reports/2021-08"))
                .then()
                .statusCode(410)
                .body("detail", containsString("Publication 2 of"));
        Vss.asController()
                .get(vss.path("reports/2021-08"))
                .then()
                .statusCode(200)
                .body("state", equalTo("DRAFT"))
                .body("$", not(hasKey("publication")));
        Vss.asController().get(vss.path(DOCUMENT)).then().statusCode(200).body("state", equalTo("DRAFT"));
        Vss.asController().get(vss.path(DOCUMENT + "?version=published")).then().statusCode(410);
        given().get("/published-reports?limit=1000").then().body("items.href", not(hasItem(containsString(vss.key()))));
        Vss.overwriting()
                .delete(vss.path("reports/2021-08"))
                .then()
                .statusCode(409)
                .body("detail", containsString("what was published stays"));
    }

    private static String path(Vss vss) {
        return "/report/v1" + vss.path(DOCUMENT);
    }
}
