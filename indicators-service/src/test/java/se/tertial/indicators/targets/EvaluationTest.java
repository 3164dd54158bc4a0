package se.tertial.indicators.targets;

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
        "svarsservice-kontakt-linkoping, higherIsBetter, >92, 96, met, >92",
        "tappade-samtal-kontakt-linkoping, lowerIsBetter, <5, 3.1, met, <5",
        "leverantorstrohet, higherIsBetter, >90, 83, notMet, >90",
        "total-sjukfranvaro, lowerIsBetter, '<3,5', 4.6, notMet, <3.5",
        "digital-mognad, higherIsBetter, '>3,3', 3.8, met, >3.3",
        "strategiska-dialoger-direktorer, higherIsBetter, 100, 100, met, ≥100",
        "svarsservice-lkdata, higherIsBetter, 96, 82, notMet, ≥96",
        "andel-avgangar-externt, lowerIsBetter, '6,0', 8.6, notMet, ≤6.0",
        "andel-avgangar-pension, lowerIsBetter, '6,0', 6.0, met, ≤6.0",
        "antal-tillsvidareanstallda, neutral, 225, 221, notMet, =225",
        "antal-visstidsanstallda, neutral, '225', 225.0, met, =225",
        "upphandlingar, neutral, ≥ 40 %, 40, met, ≥40"
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
        vss.has("indicators", indicator("svarsservice-kontakt-linkoping", "higherIsBetter"));
        vss.has("targets", target("svarsservice-kontakt-linkoping", ">92", ""));
        vss.has("measurements", measurement("svarsservice-kontakt-linkoping", "2021-08", "96"));

        var evaluation = evaluate(vss, "svarsservice-kontakt-linkoping");

        evaluation.body("explanation", equalTo("96 is greater than 92, so the target is met."));
    }

    @ParameterizedTest
    @CsvSource({
        "Ska öka, 2020, met, 22 (2020), 'From 22 in 2020 to 24 in 2021-08 is an increase, so the target is met.'",
        "Ska öka, 2019, notMet, 28 (2019), 'From 28 in 2019 to 24 in 2021-08 is no increase, so the target is not met.'",
        "Ska minska, 2019, met, 28 (2019), 'From 28 in 2019 to 24 in 2021-08 is a decrease, so the target is met.'",
        "Oförändrad, 2020, notMet, 22 (2020), 'From 22 in 2020 to 24 in 2021-08 is a change, so the target is not met.'"
    })
    void changeIsHeldAgainstTheBaseYear(
            String expression, String baseYear, String outcome, String comparedWith, String explanation) {
        var vss = new Administration("evaluation-change");
        vss.has("indicators", indicator(SALES, "higherIsBetter"));
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
        vss.has("indicators", indicator("arenden", "higherIsBetter"));
        vss.has("targets", target("arenden", "Ska öka", "2020"));
        vss.has(
                "measurements",
                measurement("arenden", "2020", "252000"),
                measurement("arenden", "2020-08", "166760"),
                measurement("arenden", "2021-08", "190721"));

        var evaluation = evaluate(vss, "arenden");

        evaluation.body("outcome", equalTo("met")).body("comparedWith", equalTo("166760 (2020-08)"));
    }

    @ParameterizedTest
    @CsvSource({"IU, No target is set", "-, There is no target"})
    void withoutATargetNothingIsAssessed(String expression, String explanation) {
        var vss = new Administration("evaluation-no-target");
        vss.has("indicators", indicator("kundnojdhet-lkdata", "higherIsBetter"));
        vss.has("targets", target("kundnojdhet-lkdata", expression, ""));
        vss.has("measurements", measurement("kundnojdhet-lkdata", "2021-08", "4.4"));

        var evaluation = evaluate(vss, "kundnojdhet-lkdata");

        evaluation
                .body("outcome", equalTo("notAssessable"))
                .body("measured", equalTo("4.4"))
                .body("comparedWith", equalTo(null))
                .body("explanation", containsString(explanation));
    }

    @Test
    void withoutANumberNothingIsAssessed() {
        var vss = new Administration("evaluation-no-number");
        vss.has("indicators", indicator("kundnojdhet-hr-service", "higherIsBetter"));
        vss.has("targets", target("kundnojdhet-hr-service", "9,4", ""));
        vss.has(
                "measurements",
                """
                {"indicatorId": "kundnojdhet-hr-service", "period": "2021-08", "breakdown": "total",
                 "value": {"state": "noData"}}
                """);

        var evaluation = evaluate(vss, "kundnojdhet-hr-service");

        evaluation.body("outcome", equalTo("notAssessable")).body("measured", equalTo("IU"));
        vss.get("targets/kundnojdhet-hr-service~2021/evaluation?period=2021-04")
                .statusCode(200)
                .body("outcome", equalTo("notAssessable"))
                .body("measured", equalTo(null));
    }

    @Test
    void withoutABaseNoChangeIsAssessed() {
        var vss = new Administration("evaluation-no-base");
        vss.has("indicators", indicator(SALES, "higherIsBetter"));
        vss.has("targets", target(SALES, "Ska öka", "2018"));
        vss.has("measurements", measurement(SALES, "2021-08", "24"));

        var evaluation = evaluate(vss, SALES);

        evaluation
                .body("outcome", equalTo("notAssessable"))
                .body("explanation", equalTo("There is no number for the base year 2018."));
    }

    @Test
    void correctedDirectionCountsAtOnce() {
        var vss = new Administration("evaluation-direction");
        vss.has("indicators", indicator("chefsindex", "lowerIsBetter"));
        vss.has("targets", target("chefsindex", "70", ""));
        vss.has("measurements", measurement("chefsindex", "2021-08", "75"));
        evaluate(vss, "chefsindex").body("outcome", equalTo("notMet"));

        vss.has("indicators", indicator("chefsindex", "higherIsBetter"));

        evaluate(vss, "chefsindex").body("outcome", equalTo("met")).body("comparedWith", equalTo("≥70"));
    }

    @Test
    void periodMustBeGivenAndWithinTheYearOfTheTarget() {
        var vss = new Administration("evaluation-period");
        vss.has("indicators", indicator(SALES, "higherIsBetter"));
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

    private static String indicator(String id, String direction) {
        return """
               {"indicatorId": "%s", "name": "Ett mått", "kind": "indicator", "unit": "%%", "decimals": 1,
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
                "value": {"state": "number", "number": "%s"}}
               """
                .formatted(indicatorId, period, number);
    }
}
