package se.tertial.report.delivery;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.Contract;
import se.tertial.devstack.Messages;
import se.tertial.devstack.TestStack;
import se.tertial.kit.database.ServiceDatabase;
import se.tertial.report.DocumentedProblems;
import se.tertial.report.Vss;

/** What was published can be taken back, by those who may publish, with a reason that everybody may read. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class WithdrawalTest {

    private static final String DOCUMENT = "reports/2021-08/document";
    private static final String PUBLICATIONS = "reports/2021-08/publications";
    private static final String TOPIC = "report.publication.v1";
    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    ServiceDatabase database;

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
    void numberIsNotUsedAgainAndTheSameContentIsPublishedAnew() {
        Vss vss = published(1);
        withdraw(vss, 1, "Publicerad för tidigt.");

        Response anew = Vss.asController().post(vss.path(PUBLICATIONS + Vss.AS_IT_IS));

        anew.then().statusCode(201).body("number", equalTo(2)).body("$", not(hasKey("replaces")));
        given().get(vss.path(DOCUMENT)).then().statusCode(200).body("version.number", equalTo(2));
        given().get(vss.path(DOCUMENT + "?version=1")).then().statusCode(410);
    }

    @Test
    void draftThatSaysWhatHoldsAgainIsNotPublishedOnceMore() {
        Vss vss = published(1);
        write(vss, "Läget är ett annat.");
        Vss.asController().post(vss.path(PUBLICATIONS + Vss.AS_IT_IS)).then().statusCode(201);
        withdraw(vss, 2, "Fel text.");
        write(vss, "Läget 1.");

        Response again = Vss.asController().post(vss.path(PUBLICATIONS + Vss.AS_IT_IS));

        again.then().statusCode(200).body("number", equalTo(1));
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

    @Test
    void sameReasonAgainChangesNothingAndAnotherIsRefused() {
        Vss vss = published(1);
        String first = withdraw(vss, 1, "Fel period.").asString();

        Response again = withdraw(vss, 1, "Fel period.");
        Response another = withdraw(vss, 1, "Fel belopp.");

        assertEquals(first, again.asString());
        another.then().statusCode(409).body("detail", containsString("Fel period."));
        assertEquals(2, trail(vss).size());
    }

    @Test
    void trailAndTopicTellOfIt() throws Exception {
        Vss vss = published(1);
        withdraw(vss, 1, "Fel period.");

        List<Map<String, Object>> trail = trail(vss);

        assertEquals("controller", trail.get(0).get("recordedBy"));
        assertEquals("Fel period.", trail.get(0).get("reason"));
        String key = vss.key() + "/2021-08~1";
        await().untilAsserted(() ->
                assertEquals(2, Messages.read(TestStack.kafka(), TOPIC, key).size()));
        List<JsonNode> told = Messages.read(TestStack.kafka(), TOPIC, key).stream()
                .map(message -> read(message.body()))
                .toList();
        assertEquals("Fel period.", told.get(1).at("/withdrawal/reason").asText());
        assertEquals(told.get(0).get("jsonDigest"), told.get(1).get("jsonDigest"));
        assertEquals(told.get(0).get("htmlDigest"), told.get(1).get("htmlDigest"));
        assertTrue(told.get(1).get("revision").asLong()
                > told.get(0).get("revision").asLong());
        assertEquals(
                Set.of(),
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(Contract.read(TOPIC + ".schema.json"))
                        .validate(told.get(1)));
        Vss.asController()
                .get(vss.path("audit-verification"))
                .then()
                .body("intact", equalTo(true))
                .body("differences", empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "html"})
    void whoWithdrawsMaySayWhatTheyHaveRead(String format) {
        Vss vss = published(2);
        String first =
                given().get(vss.path(DOCUMENT + "?version=1&format=" + format)).header("ETag");
        String second =
                given().get(vss.path(DOCUMENT + "?version=2&format=" + format)).header("ETag");

        withdraw(Vss.asController().header("If-Match", first), vss, 2, "Fel period.")
                .then()
                .statusCode(412)
                .body("type", equalTo("https://tertial.se/problems/stale"));

        given().get(vss.path(DOCUMENT + "?version=2")).then().statusCode(200);
        withdraw(Vss.asController().header("If-Match", first + ", " + second), vss, 2, "Fel period.")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({
        "reader:0580:*, 403",
        "controller:0580:*, 403",
        "administrator:*:*, 403",
        "integration:0580:*:publications:write, 403",
        "approver:0580:another, 403",
        "approver:1480:*, 403"
    })
    void whoMayNotPublishMayNotWithdraw(String grant, int status) {
        Vss vss = published(1);

        withdraw(
                        given().contentType("application/json").auth().oauth2(TestStack.token("nobody", grant)),
                        vss,
                        1,
                        "Nej.")
                .then()
                .statusCode(status);
        withdraw(given().contentType("application/json"), vss, 1, "Nej.").then().statusCode(401);

        given().get(vss.path(DOCUMENT)).then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 400 | /reason",
                "{\"reason\": \" \"} | 400 | /reason",
                "{\"reason\": \"Fel\", \"by\": \"mig\"} | 400 | /by"
            })
    void withdrawalWithoutAReasonIsRefused(String body, int status, String field) {
        Vss vss = published(1);

        Vss.asController()
                .body(body)
                .post(vss.path(PUBLICATIONS + "/1/withdrawal"))
                .then()
                .statusCode(status)
                .body("violations.field", contains(field));
    }

    @Test
    void whatWasNotPublishedIsNotWithdrawn() {
        Vss vss = published(1);

        withdraw(vss, 2, "Fel period.").then().statusCode(404);
        withdraw(new Vss(), 1, "Fel period.").then().statusCode(404);
    }

    @Test
    void serviceMayNotUndoItInTheDatabase() throws SQLException {
        Vss vss = published(1);
        withdraw(vss, 1, "Fel period.");

        try (Connection connection = database.open("withdrawal-test");
                Statement statement = connection.createStatement()) {
            for (String undoing :
                    List.of("delete from withdrawal", "update withdrawal set reason = ''", "truncate withdrawal")) {
                SQLException refused = assertThrows(SQLException.class, () -> statement.execute(undoing));
                assertEquals("42501", refused.getSQLState(), refused.getMessage());
            }
        }
    }

    private static Vss published(int count) {
        Vss vss = new Vss().withReport();
        for (int number = 1; number <= count; number++) {
            write(vss, "Läget %d.".formatted(number));
            Vss.asController()
                    .post(vss.path(PUBLICATIONS + Vss.AS_IT_IS))
                    .then()
                    .statusCode(201);
        }
        return vss;
    }

    private static void write(Vss vss, String text) {
        Vss.asController()
                .body("{\"items\": [{\"period\": \"2021-08\", \"sectionId\": \"overall\", \"markdown\": \"%s\"}]}"
                        .formatted(text))
                .put(vss.path("narratives"))
                .then()
                .statusCode(200);
    }

    private static Response withdraw(Vss vss, int number, String reason) {
        return withdraw(Vss.asController(), vss, number, reason);
    }

    private static Response withdraw(RequestSpecification by, Vss vss, int number, String reason) {
        return by.body(Map.of("reason", reason)).post(vss.path(PUBLICATIONS + "/" + number + "/withdrawal"));
    }

    private static List<Map<String, Object>> trail(Vss vss) {
        return Vss.asController()
                .get(vss.path("audit-entries?topic=" + TOPIC))
                .then()
                .statusCode(200)
                .extract()
                .path("items");
    }

    private static String path(Vss vss) {
        return "/report/v1" + vss.path(DOCUMENT);
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneId.of("Europe/Stockholm"));
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
