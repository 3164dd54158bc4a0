package se.tertial.report.composition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static se.tertial.report.composition.SmallReport.chart;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import se.tertial.report.document.Block;
import se.tertial.report.document.Cell;
import se.tertial.report.document.Document;
import se.tertial.report.document.Table;

class NetChartTest {

    private static final String SERIES =
            """
            "series": [
              {"columnId": "u", "label": "Utfall", "content": "ACTUAL", "period": "report"},
              {"columnId": "p", "label": "I fjol", "content": "ACTUAL", "period": "report-1y"}]
            """;

    private final SmallReport report = new SmallReport();

    @Test
    void chartOfManyUnitsShowsTheLargestAndTheExactSumOfTheOthers() {
        BigDecimal all = units(500);

        Document document = report.charted("2025-08", SERIES);

        Block.Chart chart = chart(document);
        assertEquals(30, chart.categories().size());
        assertEquals(
                List.of("E472", "E473", "E474"),
                chart.categories().stream()
                        .limit(3)
                        .map(Block.Chart.Category::label)
                        .toList());
        assertEquals("Övriga (471)", chart.categories().get(29).label());
        assertEquals(all, sum(chart));
        assertEquals(
                List.of(
                        "Staplarna visar de 29 enheter som har störst belopp, och summan av de övriga 471. Tabellen visar alla."),
                chart.notes());
        assertTrue(chart.alternative().endsWith("Tabellen visar alla."), chart.alternative());
        assertEquals(List.of(), document.incomplete());
    }

    @Test
    void tableBesideTheChartHasAllUnits() {
        units(500);

        Table table =
                Objects.requireNonNull(chart(report.charted("2025-08", SERIES)).table());

        assertEquals(500, table.rows().size());
        assertEquals("E1 | 0 | 0", SmallReport.row(table.rows().get(0)));
        assertEquals("s-chart-table", table.id());
    }

    @Test
    void chartOfThirtyUnitsShowsThemAll() {
        units(30);

        Block.Chart chart = chart(report.charted("2025-08", SERIES));

        assertEquals(30, chart.categories().size());
        assertEquals("E30", chart.categories().get(29).label());
        assertEquals(List.of(), chart.notes());
        assertNull(chart.table());
    }

    @Test
    void whatTheOthersLackIsSaidAndIsNoNought() {
        units(40);
        report.unit("late", "Sen");
        report.line("late", "ACTUAL", "0.01");
        report.unit("new", "Ny", "2025-01-01");
        report.line("new", "ACTUAL", "0.02");

        Document document = report.charted("2025-08", SERIES);

        Block.Chart.Category others = chart(document).categories().get(29);
        assertEquals("Övriga (13)", others.label());
        assertEquals(new BigDecimal("-66.00"), others.values().get(1).value());
        assertEquals(
                "Av de övriga saknar 1 belopp för ”I fjol”. De ingår inte i den summan.",
                chart(document).notes().get(1));
        assertEquals(List.of("I diagrammet ”Diagram” saknas ”I fjol” för ”Sen”."), incomplete(document));
    }

    @Test
    void sideThatIsNotKnownOfOneOfTheOthersIsSaidAndLeavesTheirSum() {
        unitsWithCosts("ACTUAL");
        report.unit("net", "Netto");
        report.line("net", "ACTUAL", "-5000");

        Document document = report.charted(
                "2025-08",
                """
                "series": [{"columnId": "k", "label": "Kostnader", "content": "ACTUAL", "period": "report", "measure": "COST"}]
                """);

        Block.Chart.Category others = chart(document).categories().get(29);
        assertEquals("Övriga (12)", others.label());
        assertEquals(new BigDecimal("66000.00"), others.values().get(0).value());
        assertEquals(
                "Av de övriga saknar 1 belopp för ”Kostnader”. De ingår inte i den summan.",
                chart(document).notes().get(1));
        assertEquals(
                List.of("I diagrammet ”Diagram” är ”Kostnader” för ”Netto” inte uppdelat på kostnader och intäkter."),
                incomplete(document));
    }

    @Test
    void varianceOfTheOthersIsMissingWhereASideOfOneIsNotKnown() {
        unitsWithCosts("ACTUAL", "BUDGET");
        report.unit("net", "Netto");
        report.line("net", "ACTUAL", "-5000");
        report.line("net", "BUDGET", "-4000");

        Block.Chart chart = chart(
                report.charted(
                        "2025-08",
                        """
                "series": [
                  {"columnId": "u", "label": "Utfall", "content": "ACTUAL", "period": "report"},
                  {"columnId": "b", "label": "Budget", "content": "BUDGET", "period": "report"},
                  {"columnId": "v", "label": "Avvikelse", "content": "VARIANCE", "of": "u", "against": "b", "measure": "COST"}]
                """));

        List<Cell> others = chart.categories().get(29).values();
        assertEquals(
                List.of("−71", "−70", "saknas"),
                others.stream().map(Cell::display).toList());
        assertEquals(
                List.of("Av de övriga saknar 1 belopp för ”Avvikelse”. De ingår inte i den summan."),
                chart.notes().subList(1, chart.notes().size()));
    }

    @Test
    void partOfAnotherUnitIsNotCountedTwice() {
        BigDecimal all = units(40);
        report.fact(
                "finance.unit.v1",
                """
                {"unitId": "part", "name": "varav", "order": 1, "contribution": "INFORMATIVE",
                 "placements": [{"validFrom": "2014-01-01", "parentId": "e40"}]}
                """);
        report.line("part", "ACTUAL", "9999999.00");
        report.line("part", "2024-08", "ACTUAL", "1.00");

        Block.Chart chart = chart(report.charted("2025-08", SERIES));

        assertEquals(all, sum(chart));
        assertEquals(
                "Enheter som ingår i en annan enhets belopp visas bara i tabellen.",
                chart.notes().get(1));
        assertEquals(41, Objects.requireNonNull(chart.table()).rows().size());
    }

    @Test
    void barSaysWhetherAnAmountIsLateOrCannotBe() {
        report.unit("a", "A", "2025-01-01");
        report.unit("b", "B");
        report.line("a", "ACTUAL", "1000");
        report.line("b", "ACTUAL", "1000");

        Block.Chart chart = chart(report.charted("2025-08", SERIES));

        assertEquals(
                List.of(Cell.State.NOT_APPLICABLE, Cell.State.NOT_REPORTED),
                chart.categories().stream()
                        .map(category -> category.values().get(1).state())
                        .toList());
        assertEquals(
                "Stapeldiagram: Diagram, tkr. A: Utfall 1, I fjol ej tillämpligt. B: Utfall 1, I fjol saknas.",
                chart.alternative());
    }

    private static BigDecimal sum(Block.Chart chart) {
        return chart.categories().stream()
                .map(category -> Objects.requireNonNull(category.values().get(0).value()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static List<String> incomplete(Document document) {
        return document.incomplete().stream()
                .map(Document.Incompleteness::message)
                .toList();
    }

    /** Forty units whose costs grow, and who earn nothing. */
    private void unitsWithCosts(String... scenarios) {
        for (int number = 1; number <= 40; number++) {
            report.unit("e" + number, "E" + number);
            for (String scenario : scenarios) {
                report.fact(
                        "finance.operating-line.v1",
                        "{\"unitId\": \"e%d\", \"scenario\": \"%s\", \"period\": \"2025-08\", \"income\": \"0\", \"cost\": \"%d000\"}"
                                .formatted(number, scenario, number));
            }
        }
    }

    /** Units whose outcomes grow, and last year's with the other sign; the sum of this year's. */
    private BigDecimal units(int count) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int number = 1; number <= count; number++) {
            BigDecimal amount = new BigDecimal(number + ".49");
            report.fact(
                    "finance.unit.v1",
                    "{\"unitId\": \"e%d\", \"name\": \"E%d\", \"order\": %d, \"contribution\": \"ADDITIVE\", \"placements\": [{\"validFrom\": \"2014-01-01\"}]}"
                            .formatted(number, number, number));
            report.line("e" + number, "ACTUAL", amount.toPlainString());
            report.line("e" + number, "2024-08", "ACTUAL", "-" + number + ".00");
            sum = sum.add(amount);
        }
        return sum;
    }
}
