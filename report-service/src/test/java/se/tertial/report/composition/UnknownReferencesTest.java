package se.tertial.report.composition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static se.tertial.report.composition.SmallReport.rows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.report.document.Document;
import se.tertial.report.document.Document.Incompleteness;

/** What a report names and nobody has registered, and what is not assessed, is told in its list, in words. */
class UnknownReferencesTest {

    private static final String GOALS =
            "\"kind\": \"INDICATORS\", \"indicatorColumns\": [{\"columnId\": \"a\", \"label\": \"Utfall\", \"content\": \"MEASUREMENT\", \"period\": \"year\"}]";
    private static final String NOTHING_OF_GOALS =
            "\"kind\": \"NARRATIVE\", \"sections\": [{\"sectionId\": \"e\", \"heading\": \"E\", \"kind\": \"EVENTS\"}]";
    private static final String MEASURES =
            """
            "rowHeader": "Mått", "rowsOf": "MEASURES", "rows": [{"of": "known"}%s],
            "columns": [{"columnId": "a", "label": "Utfall", "content": "MEASUREMENT", "period": "year"}]
            """;

    private final SmallReport report = new SmallReport();

    @Test
    void municipalityAdministrationAndTemplateThatAreNotThere() {
        Document document = report.composedBy("2025", null);

        assertEquals(
                List.of(
                        new Incompleteness("unknown-template", "Mallen ”t” finns inte."),
                        new Incompleteness("unknown-municipality", "Kommunen ”7810” finns inte i registret."),
                        new Incompleteness("unknown-administration", "Förvaltningen ”a” finns inte i registret.")),
                document.incomplete());
        assertEquals("7810", document.municipality().name());
        assertEquals("a", document.administration().name());
        assertEquals(List.of(), document.sections());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GOAL_OVERVIEW", "GOAL_DETAIL"})
    void goalOfAnAssessmentAndAGoalWithoutOne(String kind) {
        goal("stad", "AREA", "Staden");
        goal("service", "ADMINISTRATION", "God service");
        goal("trygghet", "ADMINISTRATION", "Trygghet");
        assessment("trygghet", "2025");
        assessment("service", "2024");
        assessment("borta", "2025");

        Document document = report.document("2025", "\"kind\": \"" + kind + "\"");

        assertEquals(
                List.of(
                        new Incompleteness("unknown-goal", "Målet ”borta”, som en bedömning hör till, finns inte."),
                        new Incompleteness("missing-assessment", "Förvaltningsmålet ”God service” är inte bedömt.")),
                document.incomplete());
    }

    @Test
    void goalOfAnIndicatorAndIndicatorOfAMeasurement() {
        report.indicator("known", "antal", ", \"goalId\": \"borta\"");
        report.measurement("lost", "2025", "total", "1");

        Document document = report.document("2025", GOALS);

        assertEquals(
                List.of(
                        new Incompleteness("unknown-indicator", "Måttet ”lost” finns inte i registret."),
                        new Incompleteness(
                                "unknown-goal", "Målet ”borta”, som indikatorn ”known” hör till, finns inte.")),
                document.incomplete());
    }

    @Test
    void measureOfATableAndOfAMeasurement() {
        report.indicator("known", "antal", ", \"decimals\": 0");
        report.measurement("known", "2025", "total", "7");
        report.measurement("lost", "2025", "total", "1");

        Document document = report.composed("2025", MEASURES.formatted(", {\"of\": \"chosen\"}"));

        assertEquals(List.of("known | 7"), rows(document));
        assertEquals(
                List.of(
                        new Incompleteness("unknown-indicator", "Måttet ”lost” finns inte i registret."),
                        new Incompleteness("unknown-indicator", "Måttet ”chosen” finns inte i registret.")),
                document.incomplete());
    }

    @Test
    void investmentObjectOfAmounts() {
        report.fact(
                "finance.investment-line.v1",
                "{\"objectId\": \"skola\", \"scenario\": \"ACTUAL\", \"period\": \"2025-08\", \"expenditure\": \"8000\", \"income\": \"0\"}");

        Document document = report.composed(
                "2025-08",
                """
                "rowHeader": "Objekt", "rowsOf": "INVESTMENTS", "totalLabel": "Summa", "columns": [
                  {"columnId": "u", "label": "Utgift", "content": "ACTUAL", "period": "report", "measure": "EXPENDITURE"}]
                """);

        assertEquals(List.of("Okänd enhet | ", "skola | 8", "Summa | 8"), rows(document));
        assertEquals(
                List.of(new Incompleteness(
                        "unknown-investment-object",
                        "Investeringsobjektet ”skola” har belopp men finns inte i registret.")),
                document.incomplete());
    }

    @Test
    void reportThatShowsNoGoalsAndNoMeasuresLacksNoneOfThem() {
        goal("service", "ADMINISTRATION", "God service");
        assessment("borta", "2025");
        report.measurement("lost", "2025", "total", "1");

        Document document = report.document("2025", NOTHING_OF_GOALS);

        assertEquals(List.of(), document.incomplete());
    }

    private void goal(String id, String level, String name) {
        report.fact(
                "goals.goal.v1",
                "{\"goalId\": \"%s\", \"level\": \"%s\", \"name\": \"%s\", \"order\": 1}".formatted(id, level, name));
    }

    private void assessment(String goal, String period) {
        report.fact(
                "goals.assessment.v1",
                "{\"goalId\": \"%s\", \"period\": \"%s\", \"status\": \"FULFILLED\", \"results\": []}"
                        .formatted(goal, period));
    }
}
