package se.tertial.report.narrative;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.devstack.TestStack;
import se.tertial.report.Vss;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class TextResourceTest {

    private static final String NARRATIVE = "narratives/2021-08~overall";
    private static final String EVENT = "events/2021-08~berga";

    @Test
    void narrativeStandsInTheDraftAndLeavesItWhenDeleted() {
        Vss vss = withTexts();
        vss.document().body("sections[0].blocks[0].markdown", equalTo("Resultatet är **starkt**."));

        Vss.overwriting().delete(vss.path(NARRATIVE)).then().statusCode(204);

        vss.document().body("sections[0].blocks", hasSize(0)).body("incomplete.kind", hasItem("missing-text"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            textBlock =
                    """
                    {"period": "augusti", "sectionId": "overall", "markdown": "x"}            | 400 | /period
                    {"period": "2021-08", "sectionId": "Över allt", "markdown": "x"}          | 400 | /sectionId
                    {"period": "2021-08", "sectionId": "overall"}                             | 400 | /markdown
                    {"period": "2021-08", "sectionId": "overall", "markdown": ["x"]}          | 400 | /markdown
                    {"period": "2021-08", "sectionId": "overall", "markdown": "a\\u0000b"}    | 400 | /markdown
                    {"period": "2021-08", "sectionId": "overall", "markdown": "a\\u202eb"}    | 400 | /markdown
                    {"period": "2021-08", "sectionId": "overall", "markdown": "a\\ud800b"}    | 400 | /markdown
                    {"period": "2021-08", "sectionId": "outlook", "markdown": "x"}            | 422 | ''
                    """)
    void narrativeThatCannotBeIsRefusedAndTheOneThereStays(String body, int status, String place) {
        Vss vss = withTexts();
        String before = row(vss, NARRATIVE);

        var refused = Vss.asController().body(body).put(vss.path(NARRATIVE)).then();

        refused.statusCode(status).contentType("application/problem+json").body("violations.field", contains(place));
        assertEquals(before, row(vss, NARRATIVE));
    }

    @Test
    void narrativeOfASectionThatTheTemplateOfTheReportDoesNotHaveIsRefused() {
        Vss vss = withTexts();
        String text = "{\"period\": \"2021-08\", \"sectionId\": \"%s\", \"markdown\": \"Ny.\"}";

        var refused = Vss.asController()
                .body("{\"items\": [%s, %s]}".formatted(text.formatted("result"), text.formatted("nowhere")))
                .put(vss.path("narratives"))
                .then();

        refused.statusCode(422)
                .body("violations.field", contains("/items/1/sectionId"))
                .body(
                        "violations.message",
                        contains("The report of 2021-08 has no section “nowhere”: its template “small” has none."));
        Vss.asController().get(vss.path("narratives")).then().body("items.sectionId", contains("overall"));
        Vss.asController()
                .body(text.formatted("result"))
                .put(vss.path("narratives/2021-08~result"))
                .then()
                .statusCode(201);
    }

    @Test
    void narrativeThatCameBeforeItsReportIsKeptAndToldOfWhereTheTemplateHasNoSuchSection() {
        Vss vss = new Vss();
        Vss.asController()
                .body("{\"period\": \"2021-08\", \"sectionId\": \"nowhere\", \"markdown\": \"Ny.\"}")
                .put(vss.path("narratives/2021-08~nowhere"))
                .then()
                .statusCode(201);

        vss.withReport();

        vss.document()
                .body("incomplete.kind", hasItem("unknown-section"))
                .body(
                        "incomplete.message",
                        hasItem("Texten ”nowhere” hör till ett avsnitt som inte finns i mallen. Den visas inte."));
    }

    @Test
    void narrativeThatIsTooLongIsRefused() {
        Vss vss = withTexts();
        String before = row(vss, NARRATIVE);

        var refused = Vss.asController()
                .body("{\"period\": \"2021-08\", \"sectionId\": \"overall\", \"markdown\": \"%s\"}"
                        .formatted("ö".repeat(50_001)))
                .put(vss.path(NARRATIVE))
                .then();

        refused.statusCode(400).body("violations.field", contains("/markdown"));
        assertEquals(before, row(vss, NARRATIVE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            textBlock =
                    """
                    "order": 10         | "order": -1                   | 400 | /order
                    "order": 10         | "order": "first"              | 400 | /order
                    , "order": 10       | ''                            | 400 | /order
                    "kind": "NEUTRAL"   | "kind": "good"                | 400 | /economicEffect/kind
                    "kind": "NEUTRAL"   | "text": "Ingen"               | 400 | /economicEffect/kind
                    "details": []       | "details": ["ett", " "]       | 400 | /details/1
                    "details": []       | "details": "ett"              | 400 | /details
                    "text": "Öppet"     | "text": " "                   | 400 | /text
                    "period": "2021-08" | "period": "2021-00"           | 400 | /period
                    "eventId": "berga"  | "eventId": "ber ga"           | 400 | /eventId
                    "eventId": "berga"  | "eventId": "nygatan"          | 422 | ''
                    """)
    void eventThatCannotBeIsRefusedAndTheOneThereStays(String right, String wrong, int status, String place) {
        Vss vss = withTexts();
        String before = row(vss, EVENT);

        var refused = Vss.asController()
                .body(event("berga").replace(right, wrong))
                .put(vss.path(EVENT))
                .then();

        refused.statusCode(status).contentType("application/problem+json").body("violations.field", contains(place));
        assertEquals(before, row(vss, EVENT));
    }

    @Test
    void manyEventsAreWrittenTogetherOrNotAtAll() {
        Vss vss = withTexts();

        var refused = Vss.asController()
                .body("{\"items\": [%s, %s]}".formatted(event("nygatan"), event("nygatan")))
                .put(vss.path("events"))
                .then();

        refused.statusCode(422).body("violations.field", contains("/items/1"));
        Vss.asController().get(vss.path("events")).then().body("items.eventId", contains("berga"));
    }

    private static Vss withTexts() {
        Vss vss = new Vss().withReport();
        Vss.asController()
                .body(
                        "{\"period\": \"2021-08\", \"sectionId\": \"overall\", \"markdown\": \"Resultatet är **starkt**.\"}")
                .put(vss.path(NARRATIVE))
                .then()
                .statusCode(201);
        Vss.asController().body(event("berga")).put(vss.path(EVENT)).then().statusCode(201);
        return vss;
    }

    private static String event(String eventId) {
        return """
               {"eventId": "%s", "period": "2021-08", "text": "Öppet", "details": [],
                "economicEffect": {"kind": "NEUTRAL"}, "order": 10}
               """
                .formatted(eventId);
    }

    private static String row(Vss vss, String address) {
        return Vss.asController()
                .get(vss.path(address))
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }
}
