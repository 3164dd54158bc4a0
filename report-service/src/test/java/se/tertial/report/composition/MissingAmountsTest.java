package se.tertial.report.composition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static se.tertial.report.composition.SmallReport.rows;
import static se.tertial.report.composition.SmallReport.table;

import java.util.List;
import org.junit.jupiter.api.Test;
import se.tertial.report.document.Cell;
import se.tertial.report.document.Document;
import se.tertial.report.document.Document.Incompleteness;

/** Whether an amount that is not there is late or cannot be there. */
class MissingAmountsTest {

    private static final String ACTUAL_AND_EARLIER =
            """
            "rowHeader": "Enhet", "rowsOf": "UNITS", "totalLabel": "Summa", "columns": [
              {"columnId": "u", "label": "Utfall", "content": "ACTUAL", "period": "report"},
              {"columnId": "b", "label": "Budget", "content": "BUDGET", "period": "year"},
              {"columnId": "p", "label": "Föregående år", "content": "ACTUAL", "period": "report-1y"}]
            """;

    private static final String FORECAST_AND_BUDGET =
            """
            "rowHeader": "Enhet", "rowsOf": "UNITS", "totalLabel": "Summa", "organisationAsOf": "2025-06-01", "columns": [
              {"columnId": "f", "label": "Prognos", "content": "FORECAST", "period": "report"},
              {"columnId": "b", "label": "Budget", "content": "BUDGET", "period": "report"},
              {"columnId": "v", "label": "Avvikelse", "content": "VARIANCE", "of": "f", "against": "b"}]
            """;

    private final SmallReport report = new SmallReport();

    @Test
    void amountThatIsNotReportedIsMissingInEveryColumn() {
        report.unit("a", "A");
        report.unit("b", "B");
        report.line("a", "ACTUAL", "10000");
        report.line("a", "2024-08", "ACTUAL", "9000");
        report.line("b", "ACTUAL", "5000");

        Document document = report.composed("2025-08", ACTUAL_AND_EARLIER);

        assertEquals(
                List.of("A | 10 | saknas | 9", "B | 5 | saknas | saknas", "Summa | 15 | saknas | 9"), rows(document));
        assertEquals(
                List.of(
                        new Incompleteness("missing-amount", "I tabellen ”Tabell” saknas ”Budget” för ”A” och ”B”."),
                        new Incompleteness("missing-amount", "I tabellen ”Tabell” saknas ”Föregående år” för ”B”.")),
                document.incomplete());
    }

    @Test
    void nothingIsMissingOfATimeBeforeTheUnitWas() {
        report.unit("a", "A", "2025-01-01");
        report.line("a", "ACTUAL", "10000");
        report.line("a", "2025", "BUDGET", "11000");

        Document document = report.composed("2025-08", ACTUAL_AND_EARLIER);

        assertEquals(List.of("A | 10 | 11 | -", "Summa | 10 | 11 | -"), rows(document));
        assertEquals(
                Cell.State.NOT_APPLICABLE,
                table(document).rows().get(0).cells().get(2).state());
        assertEquals(List.of(), document.incomplete());
    }

    @Test
    void whatThereCanBeNoneOfCountsAsNothingInAVariance() {
        report.unit("a", "A", "2025-01-01");
        report.unit("b", "B");
        report.line("a", "ACTUAL", "10000");
        report.line("b", "ACTUAL", "5000");
        report.line("b", "2024-08", "ACTUAL", "4000");

        Document document = report.composed(
                "2025-08",
                """
                "rowHeader": "Enhet", "rowsOf": "UNITS", "totalLabel": "Summa", "columns": [
                  {"columnId": "u", "label": "Utfall", "content": "ACTUAL", "period": "report"},
                  {"columnId": "p", "label": "Föregående år", "content": "ACTUAL", "period": "report-1y"},
                  {"columnId": "v", "label": "Förändring", "content": "VARIANCE", "of": "u", "against": "p"}]
                """);

        assertEquals(List.of("A | 10 | - | 10", "B | 5 | 4 | 1", "Summa | 15 | 4 | 11"), rows(document));
        assertEquals(List.of(), document.incomplete());
    }

    @Test
    void rowWithoutEitherOfTwoAmountsLeavesTheTotalItsVariance() {
        report.unit("a", "A");
        report.unit("b", "B");
        report.line("a", "ACTUAL", "10000");
        report.line("a", "BUDGET", "8000");
        report.line("a", "2024-08", "ACTUAL", "9000");
        report.line("b", "2024-08", "ACTUAL", "7000");

        Document document = report.composed(
                "2025-08",
                """
                "rowHeader": "Enhet", "rowsOf": "UNITS", "totalLabel": "Summa", "columns": [
                  {"columnId": "u", "label": "Utfall", "content": "ACTUAL", "period": "report"},
                  {"columnId": "b", "label": "Budget", "content": "BUDGET", "period": "report"},
                  {"columnId": "v", "label": "Avvikelse", "content": "VARIANCE", "of": "u", "against": "b"},
                  {"columnId": "p", "label": "Föregående år", "content": "ACTUAL", "period": "report-1y"}]
                """);

        assertEquals(
                List.of("A | 10 | 8 | 2 | 9", "B | saknas | saknas | saknas | 7", "Summa | 10 | 8 | 2 | 16"),
                rows(document));
    }

    @Test
    void budgetThatDoesNotExistIsNotMissing() {
        report.unit("a", "A");
        report.line("a", "ACTUAL", "10000");
        report.line("a", "2024-08", "ACTUAL", "9000");

        Document document = report.composed("2025-08", ACTUAL_AND_EARLIER + ", \"missingAmount\": \"ZERO\"");

        assertEquals(List.of("A | 10 | - | 9", "Summa | 10 | - | 9"), rows(document));
        assertEquals(List.of(), document.incomplete());
    }

    @Test
    void investmentIsMissingInAYearThatItHasOtherAmountsOf() {
        report.unit("a", "A");
        report.fact(
                "finance.investment-object.v1",
                "{\"objectId\": \"o\", \"unitId\": \"a\", \"name\": \"Skola\", \"order\": 1}");
        report.fact(
                "finance.investment-line.v1",
                "{\"objectId\": \"o\", \"scenario\": \"BUDGET\", \"period\": \"2025\", \"expenditure\": \"8000\", \"income\": \"0\"}");

        Document document = report.composed(
                "2025-08", ACTUAL_AND_EARLIER.replace("UNITS", "INVESTMENTS").replace("Enhet", "Objekt"));

        assertEquals(List.of("A |  |  | ", "Skola | saknas | 8 | -", "Summa | saknas | 8 | -"), rows(document));
        assertEquals(
                List.of(new Incompleteness("missing-amount", "I tabellen ”Tabell” saknas ”Utfall” för ”Skola”.")),
                document.incomplete());
    }

    @Test
    void unitThatIsShownAsAnotherAndHasNoAmountIsMissing() {
        tenBelowOne();
        for (int number = 1; number < 10; number++) {
            report.line("e" + number, "FORECAST", "2000");
            report.line("e" + number, "BUDGET", "1000");
        }
        report.line("e10", "BUDGET", "1000");

        Document document = report.composed("2025-08", FORECAST_AND_BUDGET);

        assertEquals(List.of("A | 18 | 10 | saknas", "Summa | 18 | 10 | saknas"), rows(document));
        assertEquals(
                List.of(new Incompleteness("missing-amount", "I tabellen ”Tabell” saknas ”Prognos” för ”E10”.")),
                document.incomplete());
    }

    @Test
    void missingForecastStaysMissingWhereALackingBudgetIsNought() {
        tenBelowOne();
        for (int number = 1; number <= 10; number++) {
            report.line("e" + number, number == 10 ? "ACTUAL" : "FORECAST", "2000");
        }

        Document document = report.composed(
                "2025-08",
                FORECAST_AND_BUDGET.replace(
                                "\"columns\": [",
                                "\"columns\": [{\"columnId\": \"u\", \"label\": \"Utfall\", \"content\": \"ACTUAL\", \"period\": \"report\"},")
                        + ", \"missingAmount\": \"ZERO\"");

        assertEquals(List.of("A | 2 | 18 | 0 | saknas", "Summa | 2 | 18 | 0 | saknas"), rows(document));
    }

    @Test
    void unitThatLacksBothAmountsLeavesTheLineThatItIsShownAsItsVariance() {
        tenBelowOne();
        for (int number = 1; number < 10; number++) {
            report.line("e" + number, "FORECAST", "2000");
            report.line("e" + number, "BUDGET", "1000");
        }
        report.line("e10", "2024-08", "ACTUAL", "3000");

        Document document = report.composed(
                "2025-08",
                FORECAST_AND_BUDGET.replace(
                        "\"columns\": [",
                        "\"columns\": [{\"columnId\": \"p\", \"label\": \"I fjol\", \"content\": \"ACTUAL\", \"period\": \"report-1y\"},"));

        assertEquals(List.of("A | 3 | 18 | 9 | 9", "Summa | 3 | 18 | 9 | 9"), rows(document));
        assertEquals(
                List.of(
                        "I tabellen ”Tabell” saknas ”I fjol” för ”E1”, ”E2”, ”E3”, ”E4”, ”E5”, ”E6”, ”E7”, ”E8” och ”E9”.",
                        "I tabellen ”Tabell” saknas ”Prognos” för ”E10”.",
                        "I tabellen ”Tabell” saknas ”Budget” för ”E10”."),
                document.incomplete().stream().map(Incompleteness::message).toList());
    }

    @Test
    void onlyWhatAUnitBecameMayStandOnThatUnitInstead() {
        tenBelowOne();
        regrouped("old", "{\"validFrom\": \"2014-01-01\", \"validTo\": \"2025-03-31\"}", "");
        regrouped(
                "between",
                "{\"validFrom\": \"2025-04-01\", \"validTo\": \"2025-04-30\"}",
                "{\"kind\": \"MERGED\", \"unitId\": \"old\"}");
        regrouped(
                "now",
                "{\"validFrom\": \"2025-05-01\", \"parentId\": \"a\"}",
                "{\"kind\": \"MOVED\", \"unitId\": \"between\"}");
        for (int number = 1; number < 10; number++) {
            report.line("e" + number, "FORECAST", "2000");
            report.line("e" + number, "BUDGET", "1000");
        }
        report.line("old", "FORECAST", "5000");
        report.line("now", "BUDGET", "4000");
        report.line("e10", "BUDGET", "1000");

        Document document = report.composed("2025-08", FORECAST_AND_BUDGET);

        assertEquals(List.of("A | 23 | 14 | saknas", "Summa | 23 | 14 | saknas"), rows(document));
        assertEquals(
                List.of(new Incompleteness("missing-amount", "I tabellen ”Tabell” saknas ”Prognos” för ”E10”.")),
                document.incomplete());
    }

    @Test
    void onePartOfAUnitDoesNotHoldWhatTheUnitLacks() {
        tenBelowOne();
        for (int number = 1; number <= 10; number++) {
            if (number < 10) {
                report.line("e" + number, "FORECAST", "2000");
            }
            report.line("e" + number, "BUDGET", "1000");
        }
        regrouped(
                "part",
                "{\"validFrom\": \"2025-10-01\", \"parentId\": \"a\"}",
                "{\"kind\": \"SPLIT\", \"unitId\": \"e10\"}");
        report.line("part", "FORECAST", "500");

        Document document = report.composed("2025-08", FORECAST_AND_BUDGET);

        assertEquals(
                List.of("I tabellen ”Tabell” saknas ”Prognos” för ”E10”."),
                document.incomplete().stream().map(Incompleteness::message).toList());
    }

    private void regrouped(String unitId, String placements, String predecessors) {
        report.fact(
                "finance.unit.v1",
                "{\"unitId\": \"%s\", \"name\": \"%s\", \"order\": 1, \"contribution\": \"ADDITIVE\", \"placements\": [%s], \"predecessors\": [%s]}"
                        .formatted(unitId, unitId, placements, predecessors));
    }

    private void tenBelowOne() {
        report.unit("a", "A");
        for (int number = 1; number <= 10; number++) {
            report.fact(
                    "finance.unit.v1",
                    "{\"unitId\": \"e%d\", \"name\": \"E%d\", \"order\": 1, \"contribution\": \"ADDITIVE\", \"placements\": [{\"validFrom\": \"2014-01-01\", \"parentId\": \"a\"}]}"
                            .formatted(number, number));
        }
    }

    @Test
    void ofManyTheFirstAreNamed() {
        for (int number = 10; number < 25; number++) {
            report.unit("e" + number, "E" + number);
            report.line("e" + number, "ACTUAL", "1000");
            report.line("e" + number, "2025", "BUDGET", "1000");
        }

        Document document = report.composed("2025-08", ACTUAL_AND_EARLIER);

        assertEquals(
                List.of(
                        "I tabellen ”Tabell” saknas ”Föregående år” för ”E10”, ”E11”, ”E12”, ”E13”, ”E14”, ”E15”, ”E16”, ”E17”, ”E18”,"
                                + " ”E19” och 5 till."),
                document.incomplete().stream().map(Incompleteness::message).toList());
    }
}
