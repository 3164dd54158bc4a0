package se.tertial.report.delivery;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.Contract;
import se.tertial.devstack.Messages;
import se.tertial.devstack.TestStack;
import se.tertial.report.DocumentedProblems;
import se.tertial.report.Topics;
import se.tertial.report.Vss;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class PublicationTest {

    private static final String PUBLICATIONS = "reports/2021-08/publications";
    private static final String ACCEPTING = "?ifIncomplete=PUBLISH&reason=Kompletteras i nästa rapport";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void publicationSaysWhereItIsAndStaysThereWhenTheReportIsPublishedAnew() {
        Vss vss = new Vss().withReport();
        String where = publish(vss, "first-of-two").header("Location");
        String first =
                given().get(vss.path("reports/2021-08/document?version=1")).asString();
        write(vss, "Läget är ett annat.");

        var second = publish(vss, "second-of-two");

        assertEquals(201, second.statusCode());
        given().get(where).then().statusCode(200).body("number", equalTo(1));
        given().get(vss.path("reports/2021-08/document?version=1"))
                .then()
                .statusCode(200)
                .body(equalTo(first));
        assertNotEquals(
                first,
                given().get(vss.path("reports/2021-08/document?version=2")).asString());
        given().get(vss.path("reports/2021-08/document?version=3")).then().statusCode(404);
        given().get(vss.path(PUBLICATIONS + "/3")).then().statusCode(404);
    }

    @Test
    void reportThatLacksSomethingIsRefused() throws IOException {
        Vss vss = new Vss().withReport();
        vss.document()
                .body(
                        "incomplete.message",
                        hasItem("Förvaltningen ”" + administration(vss) + "” finns inte i registret."));

        Response refused = Vss.asController().post(vss.path(PUBLICATIONS));

        refused.then()
                .statusCode(409)
                .body("type", equalTo("https://tertial.se/problems/incomplete"))
                .body("detail", containsString("”" + administration(vss) + "” finns inte i registret."));
        DocumentedProblems.assertShown("publishReport", refused);
        Vss.asController()
                .post(vss.path(PUBLICATIONS + "?ifIncomplete=REFUSE"))
                .then()
                .statusCode(409)
                .body("type", equalTo("https://tertial.se/problems/incomplete"));
        Vss.asController()
                .post(vss.path(PUBLICATIONS + "?ifIncomplete=PUBLISH"))
                .then()
                .statusCode(400)
                .body("violations.field", hasItem("reason"));
        Vss.asController().get(vss.path(PUBLICATIONS)).then().body("items", hasSize(0));
    }

    @Test
    void whatAReportLacksIsAcceptedWithAReasonThatIsRecorded() throws IOException {
        Vss vss = new Vss().withReport();
        int lacking = vss.document().extract().path("incomplete.size()");

        Response published = Vss.asController().post(vss.path(PUBLICATIONS + ACCEPTING));

        published
                .then()
                .statusCode(201)
                .body("incomplete.reason", equalTo("Kompletteras i nästa rapport"))
                .body("incomplete.lacking", equalTo(lacking))
                .body("$", not(hasKey("reason")));
        given().get(vss.path(PUBLICATIONS + "/1")).then().statusCode(200).body("$", not(hasKey("incomplete")));
        given().get(vss.path("reports/2021-08")).then().statusCode(200).body("publication", not(hasKey("incomplete")));
        Vss.asController()
                .get(vss.path("reports/2021-08"))
                .then()
                .body("publication.incomplete.reason", equalTo("Kompletteras i nästa rapport"));
        Vss.asController()
                .get(vss.path("audit-entries?topic=report.publication.v1"))
                .then()
                .body("items[0].reason", equalTo("Kompletteras i nästa rapport"))
                .body("items[0].after.lacking", equalTo(lacking));
        assertEquals(
                Set.of(),
                violations(
                        "report.publication.v1",
                        JSON.valueToTree(Vss.asController()
                                .get(vss.path("audit-entries?topic=report.publication.v1"))
                                .path("items[0].after"))));
        String page =
                given().get(vss.path("reports/2021-08/document?format=html")).asString();
        assertFalse(page.contains("Ofullständig") || page.contains("Kompletteras i nästa rapport"), page);
    }

    @Test
    void whatIsLackingIsAcceptedByEachWhoPublishes() {
        Vss vss = new Vss().withReport();
        publish(vss, "accepted-at-first");

        Vss.asController().post(vss.path(PUBLICATIONS)).then().statusCode(409);
        Vss.asController()
                .post(vss.path(PUBLICATIONS + ACCEPTING))
                .then()
                .statusCode(201)
                .body("number", equalTo(2))
                .body("incomplete.reason", equalTo("Kompletteras i nästa rapport"));
        Vss.asController()
                .post(vss.path(PUBLICATIONS + ACCEPTING))
                .then()
                .statusCode(200)
                .body("number", equalTo(2));
    }

    @Test
    void reportThatLacksNothingIsPublishedWithoutAWord() {
        String here = "/municipalities/0583/administrations/whole/";
        Topics.send(
                "finance.municipality.v1",
                "0583/municipality",
                Vss.nextRevision(),
                "{\"municipalityId\": \"0583\", \"name\": \"Motala\"}");
        Topics.send(
                "finance.administration.v1",
                "0583/whole/administration",
                Vss.nextRevision(),
                "{\"administrationId\": \"whole\", \"name\": \"Bildning\", \"shortName\": \"Bildning\"}");
        put(
                here + "templates/words",
                """
                {"templateId": "words", "name": "Ord", "sections": [
                  {"sectionId": "overall", "heading": "Samlad bedömning", "kind": "NARRATIVE", "sections": []}]}
                """);
        put(here + "reports/2021-08", "{\"period\": \"2021-08\", \"templateId\": \"words\", \"title\": \"Delår\"}");
        put(
                here + "narratives",
                "{\"items\": [{\"period\": \"2021-08\", \"sectionId\": \"overall\", \"markdown\": \"Läget är gott.\"}]}");
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() ->
                        inMotala().get(here + "reports/2021-08/document").then().body("incomplete", hasSize(0)));

        inMotala()
                .post(here + "reports/2021-08/publications?ifIncomplete=PUBLISH&reason=Vad den än saknar")
                .then()
                .statusCode(201)
                .body("$", not(hasKey("incomplete")));
        inMotala().post(here + "reports/2021-08/publications").then().statusCode(200);
    }

    private static void put(String address, String body) {
        assertTrue(inMotala().body(body).put(address).statusCode() < 300);
    }

    private static RequestSpecification inMotala() {
        return given().contentType("application/json")
                .auth()
                .oauth2(TestStack.token("motala", "administrator:0583:*", "controller:0583:*", "approver:0583:*"));
    }

    private static String administration(Vss vss) {
        return vss.key().substring("0580/".length());
    }

    @Test
    void strangerSeesWhatWasPublishedAndNotWhatTheDraftHasBecome() {
        Vss vss = new Vss().withReport();
        publish(vss, "seen-by-strangers");
        String address = vss.path("reports/2021-08");
        String seen = given().get(address).asString();
        String tag = given().get(address).header("ETag");

        Vss.overwriting()
                .body("{\"period\": \"2021-08\", \"templateId\": \"small\", \"title\": \"Hemligt utkast\"}")
                .put(address)
                .then()
                .statusCode(200);

        given().get(address)
                .then()
                .statusCode(200)
                .body("resolvedTitle", equalTo("Delårsrapport per den 31 augusti 2021"))
                .body("state", equalTo("PUBLISHED"))
                .body("$", not(hasKey("title")))
                .body("$", not(hasKey("templateId")))
                .body("$", not(hasKey("readModel")))
                .body("$", not(hasKey("revision")))
                .body("publication", not(hasKey("publishedBy")));
        given().get(vss.path(PUBLICATIONS + "/1")).then().body("$", not(hasKey("publishedBy")));
        assertEquals(seen, given().get(address).asString());
        assertEquals(tag, given().get(address).header("ETag"));
        Vss.asController().get(address).then().body("title", equalTo("Hemligt utkast"));
    }

    @Test
    void pageThatWasFrozenWithAnotherStyleMayShowIt() throws Exception {
        String style = "body{color:#123456}";

        String policy = policy("<html><head><title>&lt;style></title><style>" + style + "</style></head></html>");

        assertEquals(
                "default-src 'none'; style-src 'sha256-" + base64Sha256(style)
                        + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                policy);
    }

    @Test
    void publishedPageMayRunItsOwnScriptAndAskWhereItIsFrom() throws Exception {
        Vss vss = new Vss().withReport();
        publish(vss, "page-with-a-script");
        Response page = given().get(vss.path("reports/2021-08/document?format=html"));

        Matcher script = Pattern.compile("(?s)<script>(.*?)</script>").matcher(page.asString());

        assertTrue(script.find());
        assertEquals(
                "default-src 'none'; style-src 'sha256-"
                        + base64Sha256(between(page.asString(), "<style>", "</style>"))
                        + "'; script-src 'sha256-" + base64Sha256(script.group(1))
                        + "'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                page.header("Content-Security-Policy"));
        assertFalse(script.find());
    }

    @Test
    void publishedPageKnowsItsNumberAndADraftHasNothingToFollow() {
        Vss vss = new Vss().withReport();
        publish(vss, "first-of-a-page");
        write(vss, "Läget är ett annat.");
        publish(vss, "second-of-a-page");

        String first = given().get(vss.path("reports/2021-08/document?format=html&version=1"))
                .asString();
        String second =
                given().get(vss.path("reports/2021-08/document?format=html")).asString();
        String draft = Vss.asController()
                .get(vss.path("reports/2021-08/document?format=html&version=draft"))
                .asString();

        assertTrue(first.contains("role=\"status\" data-publication=\"1\""));
        assertTrue(second.contains("role=\"status\" data-publication=\"2\""));
        assertFalse(draft.contains("data-publication") || draft.contains("<script"));
    }

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
        String document = vss.path("reports/2021-08/document");
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
        String document = vss.path("reports/2021-08/document");

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

        String page =
                given().get(vss.path("reports/2021-08/document?format=html")).asString();

        assertTrue(Jsoup.parse(page).select(".correction").text().contains("Vad som har ändrats är inte angivet."));
    }

    @Test
    void whereTheOtherVersionsAreStandsBesideTheBytes() {
        Vss vss = new Vss().withReport();
        publish(vss, "beside-the-bytes-1");
        String first = vss.path("reports/2021-08/document?version=1");
        String tag = given().get(first).header("ETag");
        String bytes = given().get(first).asString();
        given().get(first).then().header("Link", "<document?version=1&format=json>; rel=\"latest-version\"");
        write(vss, "Läget är ett annat.");

        publish(vss, "beside-the-bytes-2");

        String links = "<document?version=2&format=json>; rel=\"successor-version\", "
                + "<document?version=2&format=json>; rel=\"latest-version\"";
        given().get(first).then().header("ETag", tag).header("Link", links).body(equalTo(bytes));
        given().header("If-None-Match", tag).get(first).then().statusCode(304).header("Link", links);
        given().get(vss.path("reports/2021-08/document?format=html"))
                .then()
                .header(
                        "Link",
                        "<document?version=1&format=html>; rel=\"predecessor-version\", "
                                + "<document?version=2&format=html>; rel=\"latest-version\"");
        assertEquals(
                null,
                Vss.asController().get(vss.path("reports/2021-08/document")).header("Link"));
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

    @ParameterizedTest
    @CsvSource({"json, gzip", "json, identity", "html, gzip", "html, identity"})
    void draftThatWasReadIsPublished(String format, String encoding) {
        Vss vss = new Vss().withReport();
        String read = read(vss, format, encoding);

        Response published = publishing(vss, "\"another\", " + read);

        published.then().statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "html"})
    void draftThatChangedSinceItWasReadIsNotPublished(String format) {
        Vss vss = new Vss().withReport();
        String read = read(vss, format, "gzip");
        write(vss, "Läget är ett annat.");

        Response refused = publishing(vss, read);

        refused.then()
                .statusCode(412)
                .body("type", equalTo("https://tertial.se/problems/stale"))
                .body("detail", containsString("Read it again"));
        given().get(vss.path(PUBLICATIONS + "/1")).then().statusCode(404);
        String again = read(vss, format, "gzip");
        assertNotEquals(read, again);
        publishing(vss, again).then().statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"0\"", "W/", "\"*\"", "*, \"0\""})
    void tagThatIsNoneOfTheDraftsPublishesNothing(String ifMatch) {
        Vss vss = new Vss().withReport();
        String read = read(vss, "json", "identity");

        Response refused = publishing(vss, ifMatch.equals("W/") ? "W/" + read : ifMatch);

        refused.then().statusCode(412);
    }

    @Test
    void draftThatNobodyReadIsNotWhatWasRead() {
        Vss vss = new Vss().withReport();
        publishing(vss, "*").then().statusCode(201);
        String published = given().get(vss.path("reports/2021-08/document")).header("ETag");
        write(vss, "Läget är ett annat.");

        Response refused = publishing(vss, published);

        refused.then().statusCode(412);
    }

    private static String read(Vss vss, String format, String encoding) {
        return Vss.asController()
                .header("Accept-Encoding", encoding)
                .get(vss.path("reports/2021-08/document?format=" + format))
                .then()
                .statusCode(200)
                .extract()
                .header("ETag");
    }

    private static Response publishing(Vss vss, String ifMatch) {
        return Vss.asController().header("If-Match", ifMatch).post(vss.path(PUBLICATIONS + Vss.AS_IT_IS));
    }

    @Test
    void scriptThatStandsAnywhereElseMayNotRun() throws Exception {
        String policy =
                policy("<html><head><style>p{}</style>\n</head><body>\n<script>alert(1)</script></body></html>");

        assertFalse(policy.contains("script-src"), policy);
    }

    private static String policy(String page) {
        return EncodedDocument.of(EncodedDocument.Format.HTML, page.getBytes(UTF_8)).plain().headers().stream()
                .filter(header -> "Content-Security-Policy".contentEquals(header.name()))
                .map(header -> header.value().toString())
                .findFirst()
                .orElseThrow();
    }

    private static String between(String text, String start, String end) {
        int first = text.indexOf(start) + start.length();
        return text.substring(first, text.indexOf(end, first));
    }

    private static String base64Sha256(String text) throws Exception {
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    }

    @Test
    void sameKeyIsAnsweredTheSameAndDoneOnce() {
        Vss vss = new Vss().withReport();
        Response first = publish(vss, "once-and-again");
        write(vss, "Läget är ett annat.");

        Response again = publish(vss, "once-and-again");

        assertEquals(first.statusCode(), again.statusCode());
        assertEquals(first.asString(), again.asString());
        assertEquals(first.header("Location"), again.header("Location"));
        Vss.asController()
                .get(vss.path("audit-entries?topic=report.publication.v1"))
                .then()
                .body("items", hasSize(1));
    }

    @Test
    void twoThatArriveAtOnceAreOne() throws Exception {
        Vss vss = new Vss().withReport();
        ExecutorService clients = Executors.newFixedThreadPool(6);
        Callable<Response> client = () -> publish(vss, "all-at-once");

        List<Future<Response>> answers = clients.invokeAll(List.of(client, client, client, client, client, client));

        for (Future<Response> answer : answers) {
            assertEquals(201, answer.get().statusCode());
            assertEquals(answers.get(0).get().asString(), answer.get().asString());
        }
        clients.shutdown();
    }

    @Test
    void keyOfAnotherRequestIsRefused() {
        Vss vss = new Vss().withReport();
        Vss another = new Vss().withReport();
        publish(vss, "for-one-report-only");

        Response refused = publish(another, "for-one-report-only");

        refused.then().statusCode(422).body("violations.field", hasItem("Idempotency-Key"));
        given().get(another.path("reports/2021-08/document")).then().statusCode(401);
    }

    @Test
    void keysOfTwoCallersHaveNothingToDoWithEachOther() {
        Vss vss = new Vss().withReport();
        publish(vss, "the-same-of-two");
        write(vss, "Läget är ett annat.");

        var theirs = given().auth()
                .oauth2(TestStack.token("another", "controller:0580:*", "approver:0580:*"))
                .header("Idempotency-Key", "the-same-of-two")
                .post(vss.path(PUBLICATIONS + Vss.AS_IT_IS));

        theirs.then().statusCode(201).body("number", equalTo(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "med mellanslag i", "åäö-åäö-åäö"})
    void whatCannotBeAKeyIsRefused(String key) {
        Vss vss = new Vss().withReport();

        Response refused = publish(vss, key);

        refused.then().statusCode(400).body("violations.field", hasItem("Idempotency-Key"));
    }

    @Test
    void whatWasRefusedIsTriedAgain() {
        Vss vss = new Vss();
        publish(vss, "before-there-is-one").then().statusCode(404);
        vss.withReport();

        Response later = publish(vss, "before-there-is-one");

        assertEquals(201, later.statusCode());
    }

    @Test
    void publicationIsToldWithTheDigestsOfWhatWasPublished() throws Exception {
        Vss vss = new Vss().withReport();
        String topic = "report.publication.v1";

        publish(vss, "told-to-everyone");

        String key = vss.key() + "/2021-08~1";
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertEquals(
                        1, Messages.read(TestStack.kafka(), topic, key).size()));
        JsonNode told = JSON.readTree(
                Messages.read(TestStack.kafka(), topic, key).get(0).body());
        assertEquals(
                sha256(given().get(vss.path("reports/2021-08/document?version=1"))),
                told.path("jsonDigest").asText());
        assertEquals(
                sha256(given().get(vss.path("reports/2021-08/document?version=1&format=html"))),
                told.path("htmlDigest").asText());
        assertEquals(Set.of(), violations(topic, told));
        assertEquals(Set.of(), violations(topic, JSON.readTree(Contract.read(topic + ".example.json"))));
    }

    @Test
    void reportMayBeReplacedWithTheTagThatReadingItGave() {
        Vss vss = new Vss().withReport();
        String seen = Vss.asController().get(vss.path("reports/2021-08")).header("ETag");

        var replaced = Vss.asController()
                .header("If-Match", seen)
                .body("{\"period\": \"2021-08\", \"templateId\": \"small\", \"title\": \"Ny\"}")
                .put(vss.path("reports/2021-08"));

        replaced.then().statusCode(200);
        Vss.asController()
                .header("If-Match", seen)
                .delete(vss.path("reports/2021-08"))
                .then()
                .statusCode(412)
                .body("detail", containsString("changed since"));
    }

    private static Response publish(Vss vss, String key) {
        return Vss.asController().header("Idempotency-Key", key).post(vss.path(PUBLICATIONS + Vss.AS_IT_IS));
    }

    private static void write(Vss vss, String text) {
        Vss.asController()
                .body("{\"items\": [{\"period\": \"2021-08\", \"sectionId\": \"overall\", \"markdown\": \"%s\"}]}"
                        .formatted(text))
                .put(vss.path("narratives"))
                .then()
                .statusCode(200);
    }

    private static Set<?> violations(String topic, JsonNode body) throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Contract.read(topic + ".schema.json"))
                .validate(body);
    }

    private static String sha256(Response response) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(response.asByteArray()));
    }
}
