package se.tertial.report.composition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.kit.access.Scope;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.report.Example;
import se.tertial.report.document.Cell;
import se.tertial.report.document.Document;
import se.tertial.report.document.Document.Incompleteness;
import se.tertial.report.document.Table;
import se.tertial.report.replica.Fact;
import se.tertial.report.replica.Facts;
import se.tertial.report.replica.Known;
import se.tertial.report.template.TemplateRow;

/** Reports of one table, from few facts. */
class SmallReportsTest {

    private static final ObjectMapper JSON = Example.json();
    private static final String NET_AND_BUDGET =
            """
            "rowHeader": "Enhet", "rowsOf": "UNITS", "totalLabel": "Summa", "columns": [
              {"columnId": "u", "label": "Utfall", "content": "ACTUAL", "period": "report"},
              {"columnId": "b", "label": "Budget", "content": "BUDGET", "period": "report"},
              {"columnId": "v", "label": "Avvikelse", "content": "VARIANCE", "of": "u", "against": "b"}]
            """;

    private final List<Known<?>> facts = new ArrayList<>();

    @Test
    void totalHasNoVarianceWhereARowLacksASide() {
        unit("a", "A");
        unit("b", "B");
        line("a", "ACTUAL", "-10000");
        line("a", "BUDGET", "-11000");
        line("b", "ACTUAL", "-5000");

        Document document = composed("2025-08", NET_AND_BUDGET);

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
        unit("a", "A");
        unit("b", "B");
        line("a", "ACTUAL", "-10000");
        line("a", "BUDGET", "-11000");
        line("b", "ACTUAL", "-5000");

        Document document = composed("2025-08", NET_AND_BUDGET + ", \"missingAmount\": \"ZERO\"");

        assertEquals(List.of("A | -10 | -11 | 1", "B | -5 | 0 | -5", "Summa | -15 | -11 | -4"), rows(document));
        assertEquals(List.of(), document.incomplete());
    }

    @Test
    void outcomeThatIsLateIsNeverNought() {
        unit("b", "B");
        line("b", "BUDGET", "-11000");

        assertEquals(
                List.of("B | saknas | -11 | saknas", "Summa | saknas | -11 | saknas"),
                rows(composed("2025-08", NET_AND_BUDGET + ", \"missingAmount\": \"ZERO\"")));
    }

    @Test
    void unitsThatAreShownAsOneAreAddedUpBeforeTheyAreCompared() {
        fact(
                "finance.unit.v1",
                """
                {"unitId": "inkop", "name": "Inköp", "order": 1, "contribution": "ADDITIVE",
                 "placements": [{"validFrom": "2014-01-01", "validTo": "2025-05-31"}]}
                """);
        fact(
                "finance.unit.v1",
                """
                {"unitId": "ekonomi", "name": "Ekonomi", "order": 2, "contribution": "ADDITIVE",
                 "placements": [{"validFrom": "2025-06-01"}], "predecessors": [{"kind": "MOVED", "unitId": "inkop"}]}
                """);
        line("inkop", "BUDGET", "10000");
        line("ekonomi", "ACTUAL", "12000");

        Document document = composed("2025-08", NET_AND_BUDGET + ", \"organisationAsOf\": \"2025-06-01\"");

        assertEquals(List.of("Ekonomi | 12 | 10 | 2", "Summa | 12 | 10 | 2"), rows(document));
        assertEquals(List.of(), document.incomplete());
    }

    @Test
    void summaryHasNoVarianceWhereARowLacksASide() {
        unit("a", "A");
        line("a", "ACTUAL", "-10000");

        Document document = composed(
                "2025-08",
                NET_AND_BUDGET.replace(
                        "\"rowsOf\": \"UNITS\", \"totalLabel\": \"Summa\"",
                        "\"rowsOf\": \"SUMMARY\", \"rows\": [{\"of\": \"operations\", \"label\": \"Drift\"}]"));

        assertEquals(List.of("Drift | -10 | saknas | saknas"), rows(document));
    }

    @Test
    void sideThatIsNotKnownOfAllIsMissingInTheTotal() {
        unit("a", "A");
        unit("b", "B");
        line("a", "ACTUAL", "-10000");
        fact(
                "finance.operating-line.v1",
                """
                {"unitId": "b", "scenario": "ACTUAL", "period": "2025-08", "income": "1000", "cost": "2000"}
                """);

        Document document = composed(
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
            unit("e" + unit, "E" + unit);
            line("e" + unit, "ACTUAL", "499");
            line("e" + unit, "BUDGET", "-499");
        }

        Table table = table(composed("2025-08", NET_AND_BUDGET));

        assertEquals("Summa | 3 | -3 | 7", row(table.rows().get(7)));
        assertEquals(
                List.of("Belopp och summor är avrundade var för sig. Därför kan de skilja sig åt."), table.notes());
    }

    @Test
    void noteStandsWhereANetPartsFromItsSides() {
        unit("a", "A");
        fact(
                "finance.operating-line.v1",
                """
                {"unitId": "a", "scenario": "ACTUAL", "period": "2025-08", "income": "1500", "cost": "400"}
                """);

        Table table = table(
                composed(
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
        unit("a", "A");
        line("a", "ACTUAL", "2000");
        line("a", "BUDGET", "1000");

        assertEquals(List.of(), table(composed("2025-08", NET_AND_BUDGET)).notes());
    }

    @Test
    void namesDecideInSwedishWhereNothingElseDoes() {
        for (String name : List.of("Öster", "Ängsgården", "Zonen", "Ålgården", "Apeln", "Apeln norra", "Apelnorra")) {
            String id = "u" + facts.size();
            unit(id, name);
            line(id, "ACTUAL", "1000");
        }

        Document document = composed(
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
        indicator(
                "c",
                "antal",
                ", \"categories\": [{\"categoryId\": \"x\", \"name\": \"-19\"}, {\"categoryId\": \"y\", \"name\": \"20-25\"}]");
        indicator("g", "%", "");
        measurement("c", "2025", "x", "28");
        measurement("c", "2025", "y", "10");
        measurement("g", "2025", "total", "5.0");
        measurement("g", "2025", "women", "5.6");
        measurement("g", "2025", "men", "4.1");

        String rows = "\"rows\": [{\"of\": \"c\"}, {\"of\": \"g\"}]";
        assertEquals(
                List.of("c | ", "-19 | 28", "20-25 | 10", "g | 5,0", "Män | 4,1", "Kvinnor | 5,6"),
                rows(composed("2025", measures(rows))));

        measurement("c", "2025", "total", "38");
        assertEquals(
                List.of("c | 38", "g | 5,0"),
                rows(
                        composed(
                                "2025",
                                measures(
                                        "\"rows\": [{\"of\": \"c\", \"withBreakdown\": false}, {\"of\": \"g\", \"withBreakdown\": false}]"))));
        assertEquals(
                List.of("c | 38", "-19 | 28", "20-25 | 10"),
                rows(composed("2025", measures("\"rows\": [{\"of\": \"c\"}]"))));
    }

    @Test
    void measureWithCategoriesKeepsItsTarget() {
        indicator("s", "antal", ", \"categories\": [{\"categoryId\": \"x\", \"name\": \"Små\"}]");
        measurement("s", "2025", "x", "28");
        target("30");

        assertEquals(
                List.of("s |  | 30", "Små | 28 | -"),
                rows(
                        composed(
                                "2025",
                                """
                        "rowHeader": "Mått", "rowsOf": "MEASURES", "rows": [{"of": "s"}], "columns": [
                          {"columnId": "a", "label": "{year}", "content": "MEASUREMENT", "period": "year"},
                          {"columnId": "t", "label": "Mål", "content": "TARGET", "period": "year"}]
                        """)));
    }

    @Test
    void percentSignStandsInEveryColumnOrInNone() {
        indicator("s", "%", "");
        measurement("s", "2025-08", "total", "7.8");
        fact(
                "indicators.forecast.v1",
                "{\"indicatorId\": \"s\", \"period\": \"2025\", \"round\": \"2025-08\", \"number\": \"6.0\"}");
        target("<7,5");

        String columns =
                """
                "rowHeader": "Mått", "rowsOf": "MEASURES", "rows": [{"of": "s"}], "columns": [
                  {"columnId": "a", "label": "Utfall", "content": "MEASUREMENT", "period": "report"},
                  {"columnId": "f", "label": "Prognos", "content": "VOLUME_FORECAST", "period": "year"},
                  {"columnId": "t", "label": "Mål", "content": "TARGET", "period": "year"}]
                """;

        assertEquals(
                List.of("s | 7,8 % | 6,0 % | <7,5 %"), rows(composed("2025-08", columns + ", \"withUnit\": true")));
        assertEquals(List.of("s | 7,8 | 6,0 | <7,5"), rows(composed("2025-08", columns)));
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
        "95 % av eleverna, 95 % av eleverna, TEXT",
        "IU, IU, NO_DATA",
        "Ingen uppgift, IU, NO_DATA",
        "–, -, NOT_APPLICABLE"
    })
    void targetsAreNumbersWhereTheyAreAndWordsElse(String expression, String shown, Cell.State state) {
        indicator("s", "antal", "");
        target(expression);

        Document document = composed(
                "2025",
                """
                "rowHeader": "Mått", "rowsOf": "MEASURES", "rows": [{"of": "s"}],
                "columns": [{"columnId": "t", "label": "Mål", "content": "TARGET", "period": "year"}]
                """);

        assertEquals(List.of("s | " + shown), rows(document));
        assertEquals(state, table(document).rows().get(0).cells().get(0).state());
    }

    private static String measures(String rows) {
        return "\"rowHeader\": \"Mått\", \"rowsOf\": \"MEASURES\", " + rows
                + ", \"columns\": [{\"columnId\": \"a\", \"label\": \"{year}\", \"content\": \"MEASUREMENT\", \"period\": \"year\"}]";
    }

    private void unit(String id, String name) {
        fact(
                "finance.unit.v1",
                "{\"unitId\": \"%s\", \"name\": \"%s\", \"order\": 10, \"contribution\": \"ADDITIVE\", \"placements\": [{\"validFrom\": \"2014-01-01\"}]}"
                        .formatted(id, name));
    }

    private void line(String unit, String scenario, String net) {
        fact(
                "finance.operating-line.v1",
                "{\"unitId\": \"%s\", \"scenario\": \"%s\", \"period\": \"2025-08\", \"net\": \"%s\"}"
                        .formatted(unit, scenario, net));
    }

    private void indicator(String id, String unit, String more) {
        fact(
                "indicators.indicator.v1",
                "{\"indicatorId\": \"%s\", \"name\": \"%s\", \"kind\": \"INDICATOR\", \"unit\": \"%s\", \"order\": 1%s}"
                        .formatted(id, id, unit, more));
    }

    private void measurement(String indicator, String period, String breakdown, String number) {
        fact(
                "indicators.measurement.v1",
                "{\"indicatorId\": \"%s\", \"period\": \"%s\", \"breakdown\": \"%s\", \"value\": {\"state\": \"NUMBER\", \"number\": \"%s\"}}"
                        .formatted(indicator, period, breakdown, number));
    }

    private void target(String expression) {
        fact(
                "indicators.target.v1",
                "{\"indicatorId\": \"s\", \"period\": \"2025\", \"expression\": \"%s\"}".formatted(expression));
    }

    private void fact(String topic, String json) {
        try {
            Fact fact = JSON.readValue(json, Fact.TOPICS.get(topic));
            facts.add(new Known<>(topic, "key-" + facts.size(), facts.size() + 1, fact));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Document composed(String period, String table) {
        fact("finance.municipality.v1", "{\"municipalityId\": \"7810\", \"name\": \"Provkommun\"}");
        fact(
                "finance.administration.v1",
                "{\"administrationId\": \"a\", \"name\": \"Provförvaltningen\", \"shortName\": \"Prov\"}");
        try {
            TemplateRow template = JSON.readValue(
                    """
                    {"templateId": "t", "name": "T", "sections": [
                      {"sectionId": "s", "heading": "Tabell", "kind": "TABLE", "table": {"caption": "Tabell", %s}}]}
                    """
                            .formatted(table),
                    TemplateRow.class);
            return ReportComposition.compose(new ReportComposition.Input(
                    new Scope("7810", "a"),
                    ReportingPeriod.parse(period),
                    "Prov",
                    template,
                    "t",
                    Map.of(),
                    List.of(),
                    Facts.of(facts),
                    Map.of()));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Table table(Document document) {
        return (Table) document.sections().get(0).blocks().stream()
                .filter(Table.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> rows(Document document) {
        return table(document).rows().stream().map(SmallReportsTest::row).toList();
    }

    private static String row(Table.Row row) {
        return row.label() + " | "
                + String.join(
                        " | ",
                        row.cells().stream()
                                .map(cell -> cell.display()
                                        .replace('\u202F', ' ')
                                        .replace('\u00A0', ' ')
                                        .replace('\u2212', '-'))
                                .toList());
    }
}
