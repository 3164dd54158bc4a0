package se.tertial.indicators.targets;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static se.tertial.indicators.Administration.CUSTOMER_SATISFACTION;
import static se.tertial.indicators.Administration.SERVICE_LEVEL;
import static se.tertial.indicators.Administration.SICK_LEAVE;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.devstack.TestStack;
import se.tertial.indicators.Administration;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "indicators"))
class TargetResourceTest {

    private static final String ABOVE_92 = target(">92", "");

    @Test
    void targetIsReadAsItWasWrittenAndAsItIsUnderstood() {
        var vss = new Administration("target-read");
        vss.has("indicators", SERVICE_LEVEL);

        vss.put("targets/svarsservice-kontakt-linkoping~2021", ABOVE_92).statusCode(201);

        vss.get("targets/svarsservice-kontakt-linkoping~2021")
                .statusCode(200)
                .body("expression", equalTo(">92"))
                .body("parsed.kind", equalTo("THRESHOLD"))
                .body("parsed.operator", equalTo("GREATER_THAN"))
                .body("parsed.threshold", equalTo("92"))
                .body("$", not(hasKey("baseYear")))
                .body("parsed", not(hasKey("baseYear")));
    }

    @ParameterizedTest
    @CsvSource({
        "'9,4', '', THRESHOLD, BY_DIRECTION, 9.4",
        "'≤ 92 %', '', THRESHOLD, AT_MOST, 92",
        "'3,5–4,0', '', RANGE, , ",
        "Bättre än i fjol, '', WORDS, , ",
        "Öka med 2 %, '', INCREASE, , ",
        "Öka med 2 %, 2020, INCREASE, , ",
        "Ska öka, 2020, INCREASE, , ",
        "Ska minska, 2019, DECREASE, , ",
        "Oförändrad, 2020, UNCHANGED, , ",
        "IU, '', NO_DATA, , ",
        "-, '', NONE, , "
    })
    void expressionIsKeptVerbatimBesideWhatItSays(
            String expression, String baseYear, String kind, String operator, String threshold) {
        var vss = new Administration("target-parsed");
        vss.has("indicators", SERVICE_LEVEL);

        vss.has("targets", target(expression, baseYear));

        vss.get("targets/svarsservice-kontakt-linkoping~2021")
                .body("expression", equalTo(expression))
                .body("parsed.kind", equalTo(kind))
                .body("parsed.operator", equalTo(operator))
                .body("parsed.threshold", equalTo(threshold))
                .body("parsed.baseYear", equalTo(baseYear.isEmpty() ? null : Integer.valueOf(baseYear)));
    }

    @Test
    void whatWasReadCanBeWrittenBack() {
        var vss = new Administration("target-round-trip");
        vss.has("indicators", SERVICE_LEVEL);
        vss.has("targets", ABOVE_92);
        String read =
                vss.get("targets/svarsservice-kontakt-linkoping~2021").extract().asString();

        var written = vss.put("targets/svarsservice-kontakt-linkoping~2021", read);

        written.statusCode(200);
        assertEquals(read, Administration.row(written));
    }

    @Test
    void whatIsSaidOfTheMeaningIsIgnored() {
        var vss = new Administration("target-parsed-ignored");
        vss.has("indicators", SERVICE_LEVEL);

        var written = vss.put(
                "targets/svarsservice-kontakt-linkoping~2021",
                ABOVE_92.replace("}", ", \"parsed\": {\"kind\": \"NONE\", \"threshold\": 7}}"));

        written.statusCode(201).body("parsed.kind", equalTo("THRESHOLD")).body("parsed.threshold", equalTo("92"));
    }

    @ParameterizedTest
    @CsvSource({"Ska öka, ''", "Ska minska, ''", "Oförändrad, ''", "Ska öka, 2021", ">92, 2020", "IU, 2020"})
    void changeAndOnlyAChangeHasAnEarlierBaseYear(String expression, String baseYear) {
        var vss = new Administration("target-base-year");
        vss.has("indicators", SERVICE_LEVEL);

        var refused = vss.put("targets/svarsservice-kontakt-linkoping~2021", target(expression, baseYear));

        refused.statusCode(422).body("violations.field", contains("/baseYear"));
        assertEquals(List.of(), vss.items("targets"));
    }

    @ParameterizedTest
    @CsvSource({
        "svarsservice-kontakt-linkoping, svarsservice, /indicatorId",
        "svarsservice-kontakt-linkoping, kundnojdhet, /indicatorId",
        "2021, 2021-08, /period"
    })
    void targetIsForAYearOfAnIndicatorWithValues(String right, String wrong, String place) {
        var vss = new Administration("target-rules");
        vss.has("indicators", SERVICE_LEVEL, CUSTOMER_SATISFACTION);

        var refused = vss.putAll("targets", ABOVE_92.replace(right, wrong));

        refused.statusCode(422).body("violations.field", hasItem("/items/0" + place));
        assertEquals(List.of(), vss.items("targets"));
    }

    @Test
    void listIsNarrowedByIndicatorAndYear() {
        var vss = new Administration("target-list");
        vss.has("indicators", SERVICE_LEVEL, SICK_LEAVE);
        vss.has(
                "targets",
                ABOVE_92,
                ABOVE_92.replace("2021", "2020"),
                ABOVE_92.replace("svarsservice-kontakt-linkoping", "total-sjukfranvaro"));

        var targets = vss.get("targets?period=2021");

        targets.statusCode(200)
                .body("items.indicatorId", contains("svarsservice-kontakt-linkoping", "total-sjukfranvaro"));
        vss.get("targets?indicatorId=svarsservice-kontakt-linkoping").body("items.period", contains("2020", "2021"));
    }

    @Test
    void sameTargetAgainIsUnchangedAndEveryRevisionIsKept() {
        var vss = new Administration("target-revisions");
        vss.has("indicators", SERVICE_LEVEL);
        vss.has("targets", ABOVE_92);
        vss.putAll("targets", ABOVE_92).body("unchanged", equalTo(1));
        vss.has("targets", target(">95", ""));
        vss.delete("targets/svarsservice-kontakt-linkoping~2021").statusCode(204);

        var revisions = vss.get("targets/svarsservice-kontakt-linkoping~2021/revisions");

        revisions
                .statusCode(200)
                .body("items.deleted", contains(true, false, false))
                .body("items[1].state.expression", equalTo(">95"))
                .body("items[2].state.parsed.threshold", equalTo("92"));
    }

    @Test
    void evaluationIsReadOnlyByWhoMayReadTheAdministration() {
        var vss = new Administration("target-access");

        var anonymous = given().get(vss.address("targets/x~2021/evaluation?period=2021-08"))
                .then();

        anonymous.statusCode(401);
        given().auth()
                .oauth2(TestStack.token("reader", "reader:0580:another"))
                .get(vss.address("targets/x~2021/evaluation?period=2021-08"))
                .then()
                .statusCode(403);
    }

    private static String target(String expression, String baseYear) {
        return """
               {"indicatorId": "svarsservice-kontakt-linkoping", "period": "2021", "expression": "%s"%s}
               """
                .formatted(expression, baseYear.isEmpty() ? "" : ", \"baseYear\": " + baseYear);
    }
}
