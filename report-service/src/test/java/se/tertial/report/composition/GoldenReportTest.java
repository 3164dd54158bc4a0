package se.tertial.report.composition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
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
import se.tertial.kit.access.Scope;
import se.tertial.kit.api.Json;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.report.document.Block;
import se.tertial.report.document.Cell;
import se.tertial.report.document.Document;
import se.tertial.report.document.Section;
import se.tertial.report.document.Table;
import se.tertial.report.narrative.SignificantEventRow;
import se.tertial.report.rendering.HtmlReport;
import se.tertial.report.replica.Fact;
import se.tertial.report.replica.Facts;
import se.tertial.report.replica.Known;
import se.tertial.report.template.TemplateRow;

/** The report composed from the example's files, held against the figures of the real report. */
class GoldenReportTest {

    private static final Path EXAMPLE = Path.of("../examples/linkoping-vss-2021-08");
    private static final Map<String, String> FILES = Map.ofEntries(
            Map.entry("finance/municipality.yaml", "finance.municipality.v1"),
            Map.entry("finance/administration.yaml", "finance.administration.v1"),
            Map.entry("finance/units.yaml", "finance.unit.v1"),
            Map.entry("finance/operating-lines.csv", "finance.operating-line.v1"),
            Map.entry("finance/investment-objects.csv", "finance.investment-object.v1"),
            Map.entry("finance/investment-lines.csv", "finance.investment-line.v1"),
            Map.entry("indicators/indicators.yaml", "indicators.indicator.v1"),
            Map.entry("indicators/measurements.csv", "indicators.measurement.v1"),
            Map.entry("indicators/targets.csv", "indicators.target.v1"),
            Map.entry("indicators/forecasts.csv", "indicators.forecast.v1"),
            Map.entry("goals/goals.yaml", "goals.goal.v1"),
            Map.entry("goals/assessments.yaml", "goals.assessment.v1"),
            Map.entry("goals/assignments.yaml", "goals.assignment.v1"),
            Map.entry("goals/activities.yaml", "goals.activity.v1"),
            Map.entry("goals/plans.yaml", "goals.plan.v1"),
            Map.entry("goals/plan-follow-ups.yaml", "goals.plan-follow-up.v1"),
            Map.entry("goals/control-points.yaml", "goals.control-point.v1"));
    private static final ObjectMapper JSON = json();

    private static Document document = compose();

    @BeforeAll
    static void keepPage() throws IOException {
        Files.writeString(Path.of("target/report.html"), HtmlReport.render(document));
    }

    @Test
    void everyTableShowsTheFiguresOfTheRealReport() throws IOException {
        Map<String, List<List<String>>> expected =
                JSON.readValue(EXAMPLE.resolve("expected/tables.json").toFile(), new TypeReference<>() {});

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

    private static Document compose() {
        try {
            List<Known<?>> known = new ArrayList<>();
            for (Map.Entry<String, String> file : FILES.entrySet()) {
                int number = 0;
                for (JsonNode item : items(file.getKey())) {
                    number++;
                    known.add(new Known<>(
                            file.getValue(),
                            file.getKey() + "#" + number,
                            number,
                            JSON.treeToValue(item, Fact.TOPICS.get(file.getValue()))));
                }
            }
            Map<String, String> narratives = new HashMap<>();
            try (Stream<Path> files = Files.list(EXAMPLE.resolve("report/narratives"))) {
                for (Path file : files.toList()) {
                    narratives.put(file.getFileName().toString().replace(".md", ""), Files.readString(file));
                }
            }
            List<SignificantEventRow> events = new ArrayList<>();
            for (JsonNode item : items("report/events.yaml")) {
                events.add(JSON.treeToValue(item, SignificantEventRow.class));
            }
            JsonNode report = items("report/report.yaml").get(0);
            TemplateRow template =
                    JSON.treeToValue(items("report/template.yaml").get(0), TemplateRow.class);
            return ReportComposition.compose(new ReportComposition.Input(
                    new Scope("0580", "vss"),
                    ReportingPeriod.parse(report.get("period").asText()),
                    report.get("title").asText(),
                    template,
                    template.templateId(),
                    narratives,
                    events,
                    Facts.of(known),
                    Map.of()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<JsonNode> items(String file) throws IOException {
        Path path = EXAMPLE.resolve(file);
        List<JsonNode> items = new ArrayList<>();
        if (file.endsWith(".yaml")) {
            new ObjectMapper(new YAMLFactory()).readTree(path.toFile()).forEach(items::add);
            return items;
        }
        var rows = new CsvMapper()
                .readerFor(Map.class)
                .with(CsvSchema.emptySchema().withHeader())
                .<Map<String, String>>readValues(path.toFile());
        while (rows.hasNext()) {
            ObjectNode item = JSON.createObjectNode();
            rows.next().forEach((name, value) -> {
                if (!value.isEmpty()) {
                    int dot = name.indexOf('.');
                    if (dot < 0) {
                        item.put(name, value);
                    } else {
                        item.withObjectProperty(name.substring(0, dot)).put(name.substring(dot + 1), value);
                    }
                }
            });
            items.add(item);
        }
        return items;
    }

    private static ObjectMapper json() {
        ObjectMapper mapper = new ObjectMapper().registerModule(new JavaTimeModule());
        new Json().customize(mapper);
        return mapper.clearProblemHandlers()
                .configure(MapperFeature.ALLOW_COERCION_OF_SCALARS, true)
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
                .configure(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, false);
    }
}
