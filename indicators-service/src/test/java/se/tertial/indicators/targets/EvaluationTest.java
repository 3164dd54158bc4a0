package se.tertial.indicators.targets;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.devstack.TestStack;
import se.tertial.indicators.Administration;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "indicators"))
class EvaluationTest {

    private static final String SALES = "intakter-forsaljning-tjanster";

    @ParameterizedTest
    @CsvSource({
        "svarsservice-kontakt-linkoping, HIGHER_IS_BETTER, >92, 96, MET, >92",
        "tappade-samtal-kontakt-linkoping, LOWER_IS_BETTER, <5, 3.1, MET, <5",
        "leverantorstrohet, HIGHER_IS_BETTER, >90, 83, NOT_MET, >90",
        "total-sjukfranvaro, LOWER_IS_BETTER, '<3,5', 4.6, NOT_MET, <3.5",
        "digital-mognad, HIGHER_IS_BETTER, '>3,3', 3.8, MET, >3.3",
        "strategiska-dialoger-direktorer, HIGHER_IS_BETTER, 100, 100, MET, ≥100",
        "svarsservice-lkdata, HIGHER_IS_BETTER, 96, 82, NOT_MET, ≥96",
        "andel-avgangar-externt, LOWER_IS_BETTER, '6,0', 8.6, NOT_MET, ≤6.0",
        "andel-avgangar-pension, LOWER_IS_BETTER, '6,0', 6.0, MET, ≤6.0",
        "antal-tillsvidareanstallda, NEUTRAL, 225, 221, NOT_MET, =225",
        "antal-visstidsanstallda, NEUTRAL, '225', 225.0, MET, =225",
        "upphandlingar, NEUTRAL, ≥ 40 %, 40, MET, ≥40"
    })
    void measuredNumberIsHeldAgainstTheThreshold(
            String indicatorId, String direction, String expression, String number, String outcome, String threshold) {
        var vss = new Administration("evaluation-threshold");
        vss.has("indicators", indicator(indicatorId, direction));
        vss.has("targets", target(indicatorId, expression, ""));
        vss.has("measurements", measurement(indicatorId, "2021-08", number));

        var evaluation = evaluate(vss, indicatorId);

        evaluation
                .body("targetId", equalTo(indicatorId + "~2021"))
                .body("expression", equalTo(expression))
                .body("period", equalTo("2021-08"))
                .body("outcome", equalTo(outcome))
                .body("measured", equalTo(number))
                .body("comparedWith", equalTo(threshold));
    }

    @Test
    void explanationIsASentence() {
        var vss = new Administration("evaluation-explained");
        vss.has("indicators", indicator("svarsservice-kontakt-linkoping", "HIGHER_IS_BETTER"));
        vss.has("targets", target("svarsservice-kontakt-linkoping", ">92", ""));
        vss.has("measurements", measurement("svarsservice-kontakt-linkoping", "2021-08", "96"));

        var evaluation = evaluate(vss, "svarsservice-kontakt-linkoping");

        evaluation.body("explanation", equalTo("96 is greater than 92, so the target is met."));
    }

    @Test
    void explanationIsInSwedishForWhoAsksForIt() {
        var vss = new Administration("evaluation-swedish");
        vss.has(
                "indicators",
                indicator("total-sjukfranvaro", "LOWER_IS_BETTER"),
                indicator("intakter-forsaljning-tjanster", "HIGHER_IS_BETTER"));
        vss.has(
                "targets",
                target("total-sjukfranvaro", "<3,5", ""),
                target("intakter-forsaljning-tjanster", "Ska öka", "2020"));
        vss.has(
                "measurements",
                measurement("total-sjukfranvaro", "2021-08", "4.6"),
                measurement("intakter-forsaljning-tjanster", "2020-08", "1022.0"),
                measurement("intakter-forsaljning-tjanster", "2021-08", "1124.5"));

        var threshold = evaluate(vss, "total-sjukfranvaro", "sv");
        var change = evaluate(vss, "intakter-forsaljning-tjanster", "sv-SE");

        threshold
                .header("Content-Language", "sv")
                .header("Vary", containsString("Accept-Language"))
                .body("measured", equalTo("4.6"))
                .body("explanation", equalTo("4,6 är inte mindre än 3,5, så målvärdet är inte uppnått."));
        change.body(
                "explanation",
                equalTo(
                        "Från 1\u00a0022,0 för januari–augusti 2020 till 1\u00a0124,5 för januari–augusti 2021 är en ökning, "
                                + "så målvärdet är uppnått."));
    }

    @ParameterizedTest
    @CsvSource({
        "Ska öka, 2020, MET, 22 (2020), 'From 22 in 2020 to 24 in 2021-08 is an increase, so the target is met.'",
        "Ska öka, 2019, NOT_MET, 28 (2019), 'From 28 in 2019 to 24 in 2021-08 is no increase, so the target is not met.'",
        "Ska minska, 2019, MET, 28 (2019), 'From 28 in 2019 to 24 in 2021-08 is a decrease, so the target is met.'",
        "Oförändrad, 2020, NOT_MET, 22 (2020), 'From 22 in 2020 to 24 in 2021-08 is a change, so the target is not met.'"
    })
    void changeIsHeldAgainstTheBaseYear(
            String expression, String baseYear, String outcome, String comparedWith, String explanation) {
        var vss = new Administration("evaluation-change");
        vss.has("indicators", indicator(SALES, "HIGHER_IS_BETTER"));
        vss.has("targets", target(SALES, expression, baseYear));
        vss.has(
                "measurements",
                measurement(SALES, "2019", "28"),
                measurement(SALES, "2020", "22"),
                measurement(SALES, "2021-08", "24"));

        var evaluation = evaluate(vss, SALES);

        evaluation
                .body("outcome", equalTo(outcome))
                .body("measured", equalTo("24"))
                .body("comparedWith", equalTo(comparedWith))
                .body("explanation", equalTo(explanation));
    }

    @Test
    void sameMonthsOfTheBaseYearAreComparedBeforeItsFullYear() {
        var vss = new Administration("evaluation-like-with-like");
        vss.has("indicators", indicator("arenden", "HIGHER_IS_BETTER"));
        vss.has("targets", target("arenden", "Ska öka", "2020"));
        vss.has(
                "measurements",
                measurement("arenden", "2020", "252000"),
                measurement("arenden", "2020-08", "166760"),
                measurement("arenden", "2021-08", "190721"));

        var evaluation = evaluate(vss, "arenden");

        evaluation.body("outcome", equalTo("MET")).body("comparedWith", equalTo("166760 (2020-08)"));
    }

    @ParameterizedTest
    @CsvSource({"IU, No target is set", "-, There is no target"})
    void withoutATargetNothingIsAssessed(String expression, String explanation) {
        var vss = new Administration("evaluation-no-target");
        vss.has("indicators", indicator("kundnojdhet-lkdata", "HIGHER_IS_BETTER"));
        vss.has("targets", target("kundnojdhet-lkdata", expression, ""));
        vss.has("measurements", measurement("kundnojdhet-lkdata", "2021-08", "4.4"));

        var evaluation = evaluate(vss, "kundnojdhet-lkdata");

        evaluation
                .body("outcome", equalTo("NOT_ASSESSABLE"))
                .body("measured", equalTo("4.4"))
                .body("comparedWith", equalTo(null))
                .body("explanation", containsString(explanation));
    }

    @ParameterizedTest
    @CsvSource({
        "'3,5–4,0', 3.8, MET, 3.5–4.0, '3.8 is between 3.5 and 4.0, so the target is met.'",
        "'3,5–4,0', 4.1, NOT_MET, 3.5–4.0, '4.1 is not between 3.5 and 4.0, so the target is not met.'",
        "95 % av eleverna, 96, MET, ≥95, '96 is at least 95, so the target is met.'",
        "'minst 3,0 av 4', 2.9, NOT_MET, ≥3.0, '2.9 is not at least 3.0, so the target is not met.'",
        "Stängt, 1, NOT_ASSESSABLE, , '“Stängt” names no number to compare with.'",
        "ca 100, 100, NOT_ASSESSABLE, , '“ca 100” names no number to compare with.'",
        "2 500 tkr, 2500, NOT_ASSESSABLE, , '“2 500 tkr” is an amount of money, and the indicator is measured in “%”.'",
        "Öka med 2 %, 24, NOT_ASSESSABLE, , '“Öka med 2 %” names no base year.'"
    })
    void targetsInWordsAreEvaluatedWhereTheyNameANumber(
            String expression, String number, String outcome, String comparedWith, String explanation) {
        var vss = new Administration("evaluation-words");
        vss.has("indicators", indicator(SALES, "HIGHER_IS_BETTER"));
        vss.has("targets", target(SALES, expression, ""));
        vss.has("measurements", measurement(SALES, "2021-08", number));

        var evaluation = evaluate(vss, SALES);

        evaluation
                .body("expression", equalTo(expression))
                .body("outcome", equalTo(outcome))
                .body("comparedWith", equalTo(comparedWith))
                .body("explanation", equalTo(explanation));
    }

    @ParameterizedTest
    @CsvSource({"Öka med 2 %, MET", "Öka med 10 %, NOT_MET", "Öka med 2 procentenheter, MET", "Öka med 3, NOT_MET"})
    void changeOfAGivenSizeIsHeldAgainstTheBaseYear(String expression, String outcome) {
        var vss = new Administration("evaluation-step");
        vss.has("indicators", indicator(SALES, "HIGHER_IS_BETTER"));
        vss.has("targets", target(SALES, expression, "2020"));
        vss.has("measurements", measurement(SALES, "2020", "22"), measurement(SALES, "2021-08", "24"));

        var evaluation = evaluate(vss, SALES);

        evaluation
                .body("outcome", equalTo(outcome))
                .body("explanation", containsString("“" + expression + "” asks for"));
    }

    @Test
    void withoutANumberNothingIsAssessed() {
        var vss = new Administration("evaluation-no-number");
        vss.has("indicators", indicator("kundnojdhet-hr-service", "HIGHER_IS_BETTER"));
        vss.has("targets", target("kundnojdhet-hr-service", "9,4", ""));
        vss.has(
                "measurements",
                """
                {"indicatorId": "kundnojdhet-hr-service", "period": "2021-08", "breakdown": "total",
                 "value": {"state": "NO_DATA"}}
                """);

        var evaluation = evaluate(vss, "kundnojdhet-hr-service");

        evaluation.body("outcome", equalTo("NOT_ASSESSABLE")).body("measured", equalTo("IU"));
        vss.get("targets/kundnojdhet-hr-service~2021/evaluation?period=2021-04")
                .statusCode(200)
                .body("outcome", equalTo("NOT_ASSESSABLE"))
                .body("measured", equalTo(null));
    }

    @Test
    void withoutABaseNoChangeIsAssessed() {
        var vss = new Administration("evaluation-no-base");
        vss.has("indicators", indicator(SALES, "HIGHER_IS_BETTER"));
        vss.has("targets", target(SALES, "Ska öka", "2018"));
        vss.has("measurements", measurement(SALES, "2021-08", "24"));

        var evaluation = evaluate(vss, SALES);

        evaluation
                .body("outcome", equalTo("NOT_ASSESSABLE"))
                .body("explanation", equalTo("There is no number for the base year 2018."));
    }

    @Test
    void correctedDirectionCountsAtOnce() {
        var vss = new Administration("evaluation-direction");
        vss.has("indicators", indicator("chefsindex", "LOWER_IS_BETTER"));
        vss.has("targets", target("chefsindex", "70", ""));
        vss.has("measurements", measurement("chefsindex", "2021-08", "75"));
        evaluate(vss, "chefsindex").body("outcome", equalTo("NOT_MET"));

        vss.has("indicators", indicator("chefsindex", "HIGHER_IS_BETTER"));

        evaluate(vss, "chefsindex").body("outcome", equalTo("MET")).body("comparedWith", equalTo("≥70"));
    }

    @Test
    void periodMustBeGivenAndWithinTheYearOfTheTarget() {
        var vss = new Administration("evaluation-period");
        vss.has("indicators", indicator(SALES, "HIGHER_IS_BETTER"));
        vss.has("targets", target(SALES, ">20", ""));

        var refused = vss.get("targets/" + SALES + "~2021/evaluation?period=2020-08");

        refused.statusCode(400).body("violations.field", contains("period"));
        vss.get("targets/" + SALES + "~2021/evaluation").statusCode(400);
        vss.get("targets/" + SALES + "~2019/evaluation?period=2019-08").statusCode(404);
    }

    private static ValidatableResponse evaluate(Administration vss, String indicatorId) {
        return vss.get("targets/" + indicatorId + "~2021/evaluation?period=2021-08")
                .statusCode(200);
    }

    private static ValidatableResponse evaluate(Administration vss, String indicatorId, String language) {
        return given().header("Accept-Language", language)
                .auth()
                .oauth2(TestStack.token("controller", "administrator:0580:*", "controller:0580:*"))
                .get(vss.address("targets/" + indicatorId + "~2021/evaluation?period=2021-08"))
                .then()
                .statusCode(200);
    }

    private static String indicator(String id, String direction) {
        return """
               {"indicatorId": "%s", "name": "Ett mått", "kind": "INDICATOR", "unit": "%%", "decimals": 1,
                "direction": "%s", "order": 10}
               """
                .formatted(id, direction);
    }

    private static String target(String indicatorId, String expression, String baseYear) {
        return """
               {"indicatorId": "%s", "period": "2021", "expression": "%s"%s}
               """
                .formatted(indicatorId, expression, baseYear.isEmpty() ? "" : ", \"baseYear\": " + baseYear);
    }

    private static String measurement(String indicatorId, String period, String number) {
        return """
               {"indicatorId": "%s", "period": "%s", "breakdown": "total",
                "value": {"state": "NUMBER", "number": "%s"}}
               """
                .formatted(indicatorId, period, number);
    }
}
