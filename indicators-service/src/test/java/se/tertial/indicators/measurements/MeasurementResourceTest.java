package se.tertial.indicators.measurements;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static se.tertial.indicators.Administration.CUSTOMER_SATISFACTION;
import static se.tertial.indicators.Administration.SERVICE_LEVEL;
import static se.tertial.indicators.Administration.SICK_LEAVE;
import static se.tertial.indicators.Administration.TENDERS;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.TestStack;
import se.tertial.indicators.Administration;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "indicators"))
class MeasurementResourceTest {

    private static final String SICK_LEAVE_TOTAL = sickLeave("total", "\"state\": \"NUMBER\", \"number\": \"4.6\"");

    @Test
    void measurementIsReadAsItWasWritten() {
        var vss = new Administration("measurement-read");
        vss.has("indicators", TENDERS);

        vss.put(
                        "measurements/andel-lamnar-anbud~2021-08~mikro",
                        """
                        {"indicatorId": "andel-lamnar-anbud", "period": "2021-08", "breakdown": "mikro",
                         "value": {"state": "NUMBER", "number": "29"}, "footnote": "preliminärt",
                         "rowFootnote": "Storleken är känd för omkring 96 % av företagen.", "comparisonPeriod": "2019",
                         "preliminary": true, "reason": "Kompletterad"}
                        """)
                .statusCode(201);

        vss.get("measurements/andel-lamnar-anbud~2021-08~mikro")
                .statusCode(200)
                .body("period", equalTo("2021-08"))
                .body("breakdown", equalTo("mikro"))
                .body("value.state", equalTo("NUMBER"))
                .body("value.number", equalTo("29"))
                .body("footnote", equalTo("preliminärt"))
                .body("rowFootnote", equalTo("Storleken är känd för omkring 96 % av företagen."))
                .body("comparisonPeriod", equalTo("2019"))
                .body("preliminary", equalTo(true))
                .body("reason", equalTo("Kompletterad"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4.0",
                "4",
                "0.0",
                "-0.5",
                "64.70",
                "33.333333333333336",
                "0.30000000000000004",
                "123456789012345678.123456789012345678"
            })
    void numberKeepsExactlyTheDecimalsReportedWhateverIsShown(String number) {
        var vss = new Administration("measurement-decimals");
        vss.has("indicators", SICK_LEAVE);

        vss.put("measurements/total-sjukfranvaro~2021-08~total", SICK_LEAVE_TOTAL.replace("4.6", number));

        vss.get("measurements/total-sjukfranvaro~2021-08~total").body("value.number", equalTo(number));
    }

    @ParameterizedTest
    @CsvSource({"NO_DATA, IU", "NOT_APPLICABLE, -", "TEXT, Stängt"})
    void absenceAndTextAreValuesOfTheirOwn(String state, String shown) {
        var vss = new Administration(
                "measurement-" + state.toLowerCase(Locale.ROOT).replace('_', '-'));
        vss.has("indicators", SICK_LEAVE);
        String text = state.equals("TEXT") ? ", \"text\": \"" + shown + "\"" : "";

        vss.put(
                        "measurements/total-sjukfranvaro~2021-08~total",
                        sickLeave("total", "\"state\": \"" + state + "\"" + text))
                .statusCode(201);

        vss.get("measurements/total-sjukfranvaro~2021-08~total")
                .body("value.state", equalTo(state))
                .body("value", not(hasKey("number")))
                .body("preliminary", equalTo(false));
    }

    @Test
    void listIsNarrowedByIndicatorPeriodAndBreakdown() {
        var vss = new Administration("measurement-list");
        vss.has("indicators", SICK_LEAVE, SERVICE_LEVEL);
        vss.has(
                "measurements",
                SICK_LEAVE_TOTAL,
                sickLeave("women", "\"state\": \"NUMBER\", \"number\": \"5.1\""),
                SICK_LEAVE_TOTAL.replace("2021-08", "2020"),
                SICK_LEAVE_TOTAL
                        .replace("total-sjukfranvaro", "svarsservice-kontakt-linkoping")
                        .replace("4.6", "96"));

        var totals = vss.get("measurements?period=2021-08&breakdown=total");

        totals.statusCode(200)
                .body("items.indicatorId", contains("svarsservice-kontakt-linkoping", "total-sjukfranvaro"));
        vss.get("measurements?indicatorId=total-sjukfranvaro")
                .body("items.period", contains("2020", "2021-08", "2021-08"))
                .body("items.breakdown", contains("total", "total", "women"));
        vss.get("measurements?period=august").statusCode(400);
    }

    @Test
    void sameFigureWithAnotherReasonIsUnchanged() {
        var vss = new Administration("measurement-again");
        vss.has("indicators", SICK_LEAVE);
        vss.has("measurements", SICK_LEAVE_TOTAL);

        var again =
                vss.putAll("measurements", SICK_LEAVE_TOTAL.replace("\"value\"", "\"reason\": \"Igen\", \"value\""));

        again.statusCode(200).body("unchanged", equalTo(1)).body("replaced", equalTo(0));
    }

    @Test
    void sameNumberWithAnotherDecimalIsAChange() {
        var vss = new Administration("measurement-decimal-added");
        vss.has("indicators", SICK_LEAVE);
        vss.has("measurements", SICK_LEAVE_TOTAL.replace("4.6", "4"));

        var again = vss.putAll("measurements", SICK_LEAVE_TOTAL.replace("4.6", "4.0"));

        again.statusCode(200).body("replaced", equalTo(1));
    }

    @Test
    void correctionKeepsWhatWasThereAndSaysWhy() {
        var vss = new Administration("measurement-revisions");
        vss.has("indicators", SICK_LEAVE);
        vss.has("measurements", SICK_LEAVE_TOTAL);
        vss.put(
                        "measurements/total-sjukfranvaro~2021-08~total",
                        SICK_LEAVE_TOTAL
                                .replace("4.6", "4.7")
                                .replace("\"value\"", "\"reason\": \"Sen rapportering\", \"value\""))
                .statusCode(200);
        vss.delete("measurements/total-sjukfranvaro~2021-08~total").statusCode(204);

        var revisions = vss.get("measurements/total-sjukfranvaro~2021-08~total/revisions");

        revisions
                .statusCode(200)
                .body("items.deleted", contains(true, false, false))
                .body("items[1].reason", equalTo("Sen rapportering"))
                .body("items[1].state.value.number", equalTo("4.7"))
                .body("items[2].state.value.number", equalTo("4.6"));
        vss.get("measurements/total-sjukfranvaro~2021-08~total").statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            textBlock =
                    """
                    "2021-08"             | "2021-13"               | /period
                    "4.6"                 | "4,6"                   | /value/number
                    "4.6"                 | "4.1234567890123456789" | /value/number
                    "4.6"                 | "1234567890123456789"   | /value/number
                    "4.6"                 | "1e3"                   | /value/number
                    "4.6"                 | "-0"                    | /value/number
                    "4.6"                 | 4.6                     | /value/number
                    "state": "NUMBER"     | "state": "measured"     | /value/state
                    "state": "NUMBER",    | ''                      | /value/state
                    "breakdown": "total"  | "breakdown": "Totalt"   | /breakdown
                    """)
    void malformedMeasurementIsRefusedWithThePlaceOfTheError(String right, String wrong, String place) {
        var vss = new Administration("measurement-malformed");
        vss.has("indicators", SICK_LEAVE);

        var refused = vss.putAll("measurements", SICK_LEAVE_TOTAL.replace(right, wrong));

        refused.statusCode(400).body("violations.field", hasItem("/items/0" + place));
        assertEquals(List.of(), vss.items("measurements"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            textBlock =
                    """
                    "total-sjukfranvaro"             | "total-franvaro"                     | /indicatorId
                    "total-sjukfranvaro"             | "kundnojdhet"                        | /indicatorId
                    "breakdown": "total"             | "breakdown": "mikro"                 | /breakdown
                    "number": "4.6"                  | "text": "4,6"                        | /value/number
                    "number": "4.6"                  | "text": "4,6"                        | /value/text
                    "state": "NUMBER"                | "state": "NO_DATA"                    | /value/number
                    "state": "NUMBER"                | "state": "NOT_APPLICABLE"             | /value/number
                    "state": "NUMBER"                | "state": "TEXT"                      | /value/number
                    "state": "NUMBER", "number": "4.6" | "state": "NO_DATA", "text": "okänt" | /value/text
                    "value"                          | "comparisonPeriod": "2021-08", "value" | /comparisonPeriod
                    """)
    void measurementThatBreaksARuleIsRefusedWithThePlaceOfTheError(String right, String wrong, String place) {
        var vss = new Administration("measurement-rules");
        vss.has("indicators", SICK_LEAVE, CUSTOMER_SATISFACTION, TENDERS);

        var refused = vss.putAll("measurements", SICK_LEAVE_TOTAL.replace(right, wrong));

        refused.statusCode(422).body("violations.field", hasItem("/items/0" + place));
        assertEquals(List.of(), vss.items("measurements"));
    }

    @Test
    void valueTogetherWithAReasonForItsAbsenceIsAnError() {
        var vss = new Administration("measurement-contradiction");
        vss.has("indicators", SICK_LEAVE);

        var refused = vss.putAll("measurements", sickLeave("total", "\"state\": \"NO_DATA\", \"number\": \"4.6\""));

        refused.statusCode(422).body("violations[0].message", containsString("together with a reason for its absence"));
    }

    @Test
    void oneWrongMeasurementUndoesTheWholeBulk() {
        var vss = new Administration("measurement-bulk");
        vss.has("indicators", SICK_LEAVE);

        var refused = vss.putAll("measurements", SICK_LEAVE_TOTAL, sickLeave("stor", "\"state\": \"NO_DATA\""));

        refused.statusCode(422).body("violations.field", contains("/items/1/breakdown"));
        assertEquals(List.of(), vss.items("measurements"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            textBlock =
                    """
                    "state": "NUMBER", "number": "4.6" | "state": "NUMBER", "number": "5.1"
                    "state": "NUMBER", "number": "4.6" | "state": "NO_DATA"
                    "state": "NO_DATA"                  | "state": "NO_DATA"
                    "state": "NO_DATA"                  | "state": "NOT_APPLICABLE"
                    "state": "NOT_APPLICABLE"           | "state": "NO_DATA"
                    "state": "TEXT", "text": "Ja"      | "state": "TEXT", "text": "Nej"
                    """)
    void valuesByGenderMayFitTheirTotal(String total, String women) {
        var vss = new Administration("measurement-genders-fit");
        vss.has("indicators", SICK_LEAVE);

        var written = vss.putAll("measurements", sickLeave("total", total), sickLeave("women", women));

        written.statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            textBlock =
                    """
                    "state": "NUMBER", "number": "4.6" | "state": "NOT_APPLICABLE"
                    "state": "NUMBER", "number": "4.6" | "state": "TEXT", "text": "Ja"
                    "state": "NO_DATA"                  | "state": "NUMBER", "number": "5.1"
                    "state": "NO_DATA"                  | "state": "TEXT", "text": "Ja"
                    "state": "NOT_APPLICABLE"           | "state": "NUMBER", "number": "5.1"
                    "state": "TEXT", "text": "Ja"      | "state": "NUMBER", "number": "5.1"
                    """)
    void valuesByGenderMustNotContradictTheirTotal(String total, String men) {
        var vss = new Administration("measurement-genders");
        vss.has("indicators", SICK_LEAVE);

        var refused = vss.putAll("measurements", sickLeave("men", men), sickLeave("total", total));

        refused.statusCode(422).body("violations.field", contains("/items/0/value/state"));
        assertEquals(List.of(), vss.items("measurements"));
    }

    @Test
    void totalMustNotContradictTheGendersThatAreStored() {
        var vss = new Administration("measurement-genders-stored");
        vss.has("indicators", SICK_LEAVE);
        vss.has("measurements", SICK_LEAVE_TOTAL, sickLeave("men", "\"state\": \"NUMBER\", \"number\": \"3.8\""));

        var refused =
                vss.put("measurements/total-sjukfranvaro~2021-08~total", sickLeave("total", "\"state\": \"NO_DATA\""));

        refused.statusCode(422).body("violations.field", contains("/value/state"));
        vss.get("measurements/total-sjukfranvaro~2021-08~total").body("value.number", equalTo("4.6"));
    }

    @Test
    void measurementsAreReadOnlyWithAToken() {
        var vss = new Administration("measurement-access");

        var anonymous = given().get(vss.address("measurements")).then();

        anonymous.statusCode(401);
        given().auth()
                .oauth2(TestStack.token("reader", "reader:0580:another"))
                .get(vss.address("measurements"))
                .then()
                .statusCode(403);
    }

    private static String sickLeave(String breakdown, String value) {
        return """
               {"indicatorId": "total-sjukfranvaro", "period": "2021-08", "breakdown": "%s", "value": {%s}}
               """
                .formatted(breakdown, value);
    }
}
