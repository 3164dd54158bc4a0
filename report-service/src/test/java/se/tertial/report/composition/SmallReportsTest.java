package se.tertial.report.composition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static se.tertial.report.composition.SmallReport.row;
import static se.tertial.report.composition.SmallReport.rows;
import static se.tertial.report.composition.SmallReport.table;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.report.document.Cell;
import se.tertial.report.document.Document;
import se.tertial.report.document.Document.Incompleteness;
import se.tertial.report.document.Table;

/** Reports of one table, from few facts. */
class SmallReportsTest {

    private static final String NET_AND_BUDGET =
            """
            "rowHeader": "Enhet", "rowsOf": "UNITS", "totalLabel": "Summa", "columns": [
              {"columnId": "u", "label": "Utfall", "content": "ACTUAL", "period": "report"},
              {"columnId": "b", "label": "Budget", "content": "BUDGET", "period": "report"},
              {"columnId": "v", "label": "Avvikelse", "content": "VARIANCE", "of": "u", "against": "b"}]
            """;

    private final SmallReport report = new SmallReport();

    @Test
    void totalHasNoVarianceWhereARowLacksASide() {
        report.unit("a", "A");
        report.unit("b", "B");
        report.line("a", "ACTUAL", "-10000");
        report.line("a", "BUDGET", "-11000");
        report.line("b", "ACTUAL", "-5000");

        Document document = report.composed("2025-08", NET_AND_BUDGET);

        assertEquals(
                List.of("A | -10 | -11 | 1", "B | -5 | saknas | saknas", "Summa | -15 | -11 | saknas"), rows(document));
        assertEquals(
                Cell.State.NOT_REPORTED,
                table(document).rows().get(2).cells().get(2).state());
        assertEquals(
                List.of(new Incompleteness("missing-amount", "I tabellen ”Tabell” saknas ”Budget” för ”B”.")),
                document.incomplete());
    }

    @Test
    void lackingAmountIsNoughtWhereTheTableSaysThatThereIsNone() {
        report.unit("a", "A");
        report.unit("b", "B");
        report.line("a", "ACTUAL", "-10000");
        report.line("a", "BUDGET", "-11000");
        report.line("b", "ACTUAL", "-5000");

        Document document = report.composed("2025-08", NET_AND_BUDGET + ", \"missingAmount\": \"ZERO\"");

        assertEquals(List.of("A | -10 | -11 | 1", "B | -5 | 0 | -5", "Summa | -15 | -11 | -4"), rows(document));
        assertEquals(List.of(), document.incomplete());
    }

    @Test
    void outcomeThatIsLateIsNeverNought() {
        report.unit("b", "B");
        report.line("b", "BUDGET", "-11000");

        assertEquals(
                List.of("B | saknas | -11 | saknas", "Summa | saknas | -11 | saknas"),
                rows(report.composed("2025-08", NET_AND_BUDGET + ", \"missingAmount\": \"ZERO\"")));
    }

    @Test
    void unitsThatAreShownAsOneAreAddedUpBeforeTheyAreCompared() {
        report.fact(
                "finance.unit.v1",
                """
                {"unitId": "inkop", "name": "Inköp", "order": 1, "contribution": "ADDITIVE",
                 "placements": [{"validFrom": "2014-01-01", "validTo": "2025-05-31"}]}
                """);
        report.fact(
                "finance.unit.v1",
                """
                {"unitId": "ekonomi", "name": "Ekonomi", "order": 2, "contribution": "ADDITIVE",
                 "placements": [{"validFrom": "2025-06-01"}], "predecessors": [{"kind": "MOVED", "unitId": "inkop"}]}
                """);
        report.line("inkop", "BUDGET", "10000");
        report.line("ekonomi", "ACTUAL", "12000");

        Document document = report.composed("2025-08", NET_AND_BUDGET + ", \"organisationAsOf\": \"2025-06-01\"");

        assertEquals(List.of("Ekonomi | 12 | 10 | 2", "Summa | 12 | 10 | 2"), rows(document));
        assertEquals(List.of(), document.incomplete());
    }

    @Test
    void summaryHasNoVarianceWhereARowLacksASide() {
        report.unit("a", "A");
        report.line("a", "ACTUAL", "-10000");

        Document document = report.composed(
                "2025-08",
                NET_AND_BUDGET.replace(
                        "\"rowsOf\": \"UNITS\", \"totalLabel\": \"Summa\"",
                        "\"rowsOf\": \"SUMMARY\", \"rows\": [{\"of\": \"operations\", \"label\": \"Drift\"}]"));

        assertEquals(List.of("Drift | -10 | saknas | saknas"), rows(document));
    }

    @Test
    void sideThatIsNotKnownOfAllIsMissingInTheTotal() {
        report.unit("a", "A");
        report.unit("b", "B");
        report.line("a", "ACTUAL", "-10000");
        report.fact(
                "finance.operating-line.v1",
                """
                {"unitId": "b", "scenario": "ACTUAL", "period": "2025-08", "income": "1000", "cost": "2000"}
                """);

        Document document = report.composed(
                "2025-08",
                """
                "rowHeader": "Enhet", "rowsOf": "UNITS", "totalLabel": "Summa", "components": [{"label": "varav kostnader", "measure": "COST"}],
                "columns": [{"columnId": "u", "label": "Utfall", "content": "ACTUAL", "period": "report"}]
                """);

        assertEquals(List.of("A | -10", "B | -1", "Summa | -11", "varav kostnader | saknas"), rows(document));
        assertEquals(
                List.of("I tabellen ”Tabell” är ”Utfall” för ”A” inte uppdelat på kostnader och intäkter."),
                document.incomplete().stream().map(Incompleteness::message).toList());
    }

    @Test
    void noteSaysThatPartsAreRoundedEachForItselfWhereTheyPart() {
        for (int unit = 1; unit <= 7; unit++) {
            report.unit("e" + unit, "E" + unit);
            report.line("e" + unit, "ACTUAL", "499");
            report.line("e" + unit, "BUDGET", "-499");
        }

        Table table = table(report.composed("2025-08", NET_AND_BUDGET));

        assertEquals("Summa | 3 | -3 | 7", row(table.rows().get(7)));
        assertEquals(
                List.of("Belopp och summor är avrundade var för sig. Därför kan de skilja sig åt."), table.notes());
    }

    @Test
    void noteStandsWhereANetPartsFromItsSides() {
        report.unit("a", "A");
        report.fact(
                "finance.operating-line.v1",
                """
                {"unitId": "a", "scenario": "ACTUAL", "period": "2025-08", "income": "1500", "cost": "400"}
                """);

        Table table = table(
                report.composed(
                        "2025-08",
                        """
                "rowHeader": "Enhet", "rowsOf": "UNITS", "columns": [
                  {"columnId": "i", "label": "Intäkter", "content": "ACTUAL", "period": "report", "measure": "INCOME"},
                  {"columnId": "c", "label": "Kostnader", "content": "ACTUAL", "period": "report", "measure": "COST"},
                  {"columnId": "n", "label": "Netto", "content": "ACTUAL", "period": "report"}]
                """));

        assertEquals("A | 2 | 0 | 1", row(table.rows().get(0)));
        assertEquals(1, table.notes().size());
    }

    @Test
    void nothingIsNotedWhereTheyDoNotPart() {
        report.unit("a", "A");
        report.line("a", "ACTUAL", "2000");
        report.line("a", "BUDGET", "1000");

        assertEquals(
                List.of(), table(report.composed("2025-08", NET_AND_BUDGET)).notes());
    }

    @Test
    void namesDecideInSwedishWhereNothingElseDoes() {
        for (String name : List.of("Öster", "Ängsgården", "Zonen", "Ålgården", "Apeln", "Apeln norra", "Apelnorra")) {
            String id = "u" + report.size();
            report.unit(id, name);
            report.line(id, "ACTUAL", "1000");
        }

        Document document = report.composed(
                "2025-08",
                """
                "rowHeader": "Enhet", "rowsOf": "UNITS", "columns": [{"columnId": "u", "label": "Utfall", "content": "ACTUAL", "period": "report"}]
                """);

        assertEquals(
                List.of("Apeln", "Apeln norra", "Apelnorra", "Zonen", "Ålgården", "Ängsgården", "Öster"),
                table(document).rows().stream().map(Table.Row::label).toList());
    }

    @Test
    void chosenMeasuresShowAllThatIsStored() {
        report.indicator(
                "c",
                "antal",
                ", \"categories\": [{\"categoryId\": \"x\", \"name\": \"-19\"}, {\"categoryId\": \"y\", \"name\": \"20-25\"}]");
        report.indicator("g", "%", "");
        report.measurement("c", "2025", "x", "28");
        report.measurement("c", "2025", "y", "10");
        report.measurement("g", "2025", "total", "5.0");
        report.measurement("g", "2025", "women", "5.6");
        report.measurement("g", "2025", "men", "4.1");

        String rows = "\"rows\": [{\"of\": \"c\"}, {\"of\": \"g\"}]";
        assertEquals(
                List.of("c | ", "-19 | 28", "20-25 | 10", "g | 5,0", "Män | 4,1", "Kvinnor | 5,6"),
                rows(report.composed("2025", measures(rows))));

        report.measurement("c", "2025", "total", "38");
        assertEquals(
                List.of("c | 38", "g | 5,0"),
                rows(
                        report.composed(
                                "2025",
                                measures(
                                        "\"rows\": [{\"of\": \"c\", \"withBreakdown\": false}, {\"of\": \"g\", \"withBreakdown\": false}]"))));
        assertEquals(
                List.of("c | 38", "-19 | 28", "20-25 | 10"),
                rows(report.composed("2025", measures("\"rows\": [{\"of\": \"c\"}]"))));
    }

    @Test
    void measureWithCategoriesKeepsItsTarget() {
        report.indicator("s", "antal", ", \"categories\": [{\"categoryId\": \"x\", \"name\": \"Små\"}]");
        report.measurement("s", "2025", "x", "28");
        report.target("30");

        assertEquals(
                List.of("s |  | 30", "Små | 28 | -"),
                rows(
                        report.composed(
                                "2025",
                                """
                        "rowHeader": "Mått", "rowsOf": "MEASURES", "rows": [{"of": "s"}], "columns": [
                          {"columnId": "a", "label": "{year}", "content": "MEASUREMENT", "period": "year"},
                          {"columnId": "t", "label": "Mål", "content": "TARGET", "period": "year"}]
                        """)));
    }

    @Test
    void percentSignStandsInEveryColumnOrInNone() {
        report.indicator("s", "%", "");
        report.measurement("s", "2025-08", "total", "7.8");
        report.fact(
                "indicators.forecast.v1",
                "{\"indicatorId\": \"s\", \"period\": \"2025\", \"round\": \"2025-08\", \"number\": \"6.0\"}");
        report.target("<7,5");

        String columns =
                """
                "rowHeader": "Mått", "rowsOf": "MEASURES", "rows": [{"of": "s"}], "columns": [
                  {"columnId": "a", "label": "Utfall", "content": "MEASUREMENT", "period": "report"},
                  {"columnId": "f", "label": "Prognos", "content": "VOLUME_FORECAST", "period": "year"},
                  {"columnId": "t", "label": "Mål", "content": "TARGET", "period": "year"}]
                """;

        assertEquals(
                List.of("s | 7,8 % | 6,0 % | <7,5 %"),
                rows(report.composed("2025-08", columns + ", \"withUnit\": true")));
        assertEquals(List.of("s | 7,8 | 6,0 | <7,5"), rows(report.composed("2025-08", columns)));
    }

    @ParameterizedTest
    @CsvSource({
        "2500, '2 500', NUMBER",
        "'2 500', '2 500', NUMBER",
        "'-3,50', '-3,50', NUMBER",
        "'−3,5', '-3,5', NUMBER",
        ">92, >92, TEXT",
        "Stängt, Stängt, TEXT",
        "'3,5–4,0', '3,5–4,0', TEXT",
        "'3,5-4,0', '3,5-4,0', TEXT",
        "95 % av eleverna, 95 % av eleverna, TEXT",
        "2 500 tkr, 2 500 tkr, TEXT",
        "Öka med 2 %, Öka med 2 %, TEXT",
        "ca 100, ca 100, TEXT",
        "'minst 3,0 av 4', 'minst 3,0 av 4', TEXT",
        "IU, IU, NO_DATA",
        "Ingen uppgift, IU, NO_DATA",
        "–, -, NOT_APPLICABLE"
    })
    void targetsAreNumbersWhereTheyAreAndWordsElse(String expression, String shown, Cell.State state) {
        report.indicator("s", "antal", "");
        report.target(expression);

        Document document = report.composed(
                "2025",
                """
                "rowHeader": "Mått", "rowsOf": "MEASURES", "rows": [{"of": "s"}],
                "columns": [{"columnId": "t", "label": "Mål", "content": "TARGET", "period": "year"}]
                """);

        assertEquals(List.of("s | " + shown), rows(document));
        assertEquals(state, table(document).rows().get(0).cells().get(0).state());
    }

    @Test
    void targetOfAnEarlierYearIsThatYears() {
        report.indicator("s", "antal", "");
        report.target("30");
        report.fact(
                "indicators.target.v1",
                "{\"indicatorId\": \"s\", \"period\": \"2019\", \"expression\": \"minst 3,0 av 4\"}");

        Document document = report.composed(
                "2025-08",
                """
                "rowHeader": "Mått", "rowsOf": "MEASURES", "rows": [{"of": "s"}], "columns": [
                  {"columnId": "t", "label": "Mål {year}", "content": "TARGET", "period": "year"},
                  {"columnId": "u", "label": "Mål {year-1y}", "content": "TARGET", "period": "year-1y"},
                  {"columnId": "v", "label": "Mål {year-6y}", "content": "TARGET", "period": "report-6y"}]
                """);

        assertEquals(List.of("s | 30 | - | minst 3,0 av 4"), rows(document));
    }

    private static String measures(String rows) {
        return "\"rowHeader\": \"Mått\", \"rowsOf\": \"MEASURES\", " + rows
                + ", \"columns\": [{\"columnId\": \"a\", \"label\": \"{year}\", \"content\": \"MEASUREMENT\", \"period\": \"year\"}]";
    }
}
