package se.tertial.report.composition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import se.tertial.report.Example;
import se.tertial.report.document.Block;
import se.tertial.report.document.Cell;
import se.tertial.report.document.Document;
import se.tertial.report.document.Section;
import se.tertial.report.document.Table;
import se.tertial.report.rendering.HtmlReport;

/** The report composed from the example's files, held against the figures of the real report. */
class GoldenReportTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static Document document = ReportComposition.compose(Example.input());

    @BeforeAll
    static void keepPage() throws IOException {
        Files.writeString(Path.of("target/report.html"), HtmlReport.render(document));
    }

    @Test
    void everyTableShowsTheFiguresOfTheRealReport() throws IOException {
        Map<String, List<List<String>>> expected =
                JSON.readValue(Example.FOLDER.resolve("expected/tables.json").toFile(), new TypeReference<>() {});

        Map<String, List<List<String>>> shown = new LinkedHashMap<>();
        tables(document.sections()).forEach(table -> shown.put(table.id(), lines(table)));

        assertEquals(expected.keySet(), shown.keySet(), "the tables");
        expected.forEach((table, lines) ->
                assertEquals(String.join("\n", text(lines)), String.join("\n", text(shown.get(table))), table));
    }

    @Test
    void chartShowsTheUnitsOfTheOrganisationThatTakesEffectAfterwards() {
        Block.Chart chart = blocks(document.sections())
                .filter(Block.Chart.class::isInstance)
                .map(Block.Chart.class::cast)
                .findFirst()
                .orElseThrow();

        List<String> bars = chart.categories().stream()
                .map(category -> category.label() + " | "
                        + String.join(
                                " | ",
                                category.values().stream()
                                        .map(GoldenReportTest::plain)
                                        .toList()))
                .toList();

        assertEquals(
                List.of(
                        "VSS ledning och stab | -2 200 | -1 044",
                        "Verksamhetsområde ekonomi | 285 | -33",
                        "HR-service | 250 | 525",
                        "Kontakt Linköping | 750 | 739",
                        "Stadsarkiv | 0 | -21",
                        "eLärandeCenter | -100 | -635",
                        "LKDATA | 9 360 | 7 244",
                        "Löneservice | -100 | -2"),
                bars);
        assertEquals(LocalDate.of(2021, 10, 1), chart.organisationAsOf());
        assertTrue(String.valueOf(chart.footnote()).contains("från och med den 1 oktober 2021"), chart.footnote());
        assertEquals(totalOfForecast(), List.of(sum(chart, 0), sum(chart, 1)));
    }

    @Test
    void internalControlIsIntroducedThenListedThenConcluded() {
        Block.Plans.Plan plan = blocks(document.sections())
                .filter(Block.Plans.class::isInstance)
                .flatMap(block -> ((Block.Plans) block).plans().stream())
                .filter(one -> one.planId().equals("internkontrollplan"))
                .findFirst()
                .orElseThrow();

        assertTrue(String.valueOf(plan.text()).contains("tre kontrollmoment"), plan.text());
        assertEquals(3, plan.controlPoints().size());
        assertTrue(String.valueOf(plan.conclusion()).contains("riskanalyser"), plan.conclusion());
    }

    @Test
    void onlyEventsWithAStatedEffectHaveOne() {
        List<String> without = blocks(document.sections())
                .filter(Block.Events.class::isInstance)
                .flatMap(block -> ((Block.Events) block).events().stream())
                .filter(event -> event.economicEffect() == null)
                .map(Block.Events.Event::eventId)
                .toList();

        assertEquals(List.of("organisatoriska-beslut"), without);
    }

    private static List<BigDecimal> totalOfForecast() {
        List<Cell> total = tables(document.sections())
                .filter(table -> table.id().equals("full-year-forecast-table"))
                .flatMap(table -> table.rows().stream())
                .filter(row -> row.role() == Table.Role.TOTAL)
                .findFirst()
                .orElseThrow()
                .cells();
        return List.of(total.get(0).value(), total.get(3).value());
    }

    private static BigDecimal sum(Block.Chart chart, int series) {
        return chart.categories().stream()
                .map(category -> category.values().get(series).value())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void reportIsWhole() {
        assertEquals(List.of(), document.incomplete());
    }

    @Test
    void everyFigureSaysWhereItIsFrom() {
        List<String> without = tables(document.sections())
                .flatMap(table -> table.rows().stream()
                        .filter(row -> row.cells().stream()
                                .anyMatch(cell -> cell.state() == Cell.State.NUMBER
                                        && cell.sources().isEmpty()))
                        .map(row -> table.id() + "/" + row.id()))
                .toList();

        assertEquals(List.of(), without);
    }

    @Test
    void everyGoalHasItsStatusInWords() {
        Block.GoalOverview overview = blocks(document.sections())
                .filter(Block.GoalOverview.class::isInstance)
                .map(Block.GoalOverview.class::cast)
                .findFirst()
                .orElseThrow();

        Map<String, Integer> count = new HashMap<>();
        overview.areas().forEach(area -> area.goals().forEach(goal -> {
            assertTrue(goal.status() != null, goal.name());
            count.merge(goal.status().text(), 1, Integer::sum);
        }));

        assertEquals(Map.of("Uppfylls per helår", 7, "Uppfylls delvis per helår", 4), count);
    }

    private static List<String> text(List<List<String>> lines) {
        return lines.stream().map(line -> String.join(" | ", line)).toList();
    }

    private static List<List<String>> lines(Table table) {
        List<List<String>> lines = new ArrayList<>();
        for (Table.Row row : table.rows()) {
            List<String> line = new ArrayList<>();
            line.add(row.label());
            row.cells().forEach(cell -> line.add(plain(cell)));
            lines.add(line);
        }
        return lines;
    }

    private static String plain(Cell cell) {
        return cell.display().replace('\u202F', ' ').replace('\u00A0', ' ').replace('\u2212', '-');
    }

    private static Stream<Table> tables(List<Section> sections) {
        return blocks(sections).filter(Table.class::isInstance).map(Table.class::cast);
    }

    private static Stream<Block> blocks(List<Section> sections) {
        return sections.stream()
                .flatMap(section -> Stream.concat(section.blocks().stream(), blocks(section.sections())));
    }
}
