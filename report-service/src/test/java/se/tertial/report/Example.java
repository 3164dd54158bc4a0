package se.tertial.report;

import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import se.tertial.kit.access.Scope;
import se.tertial.kit.api.Json;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.report.composition.ReportComposition;
import se.tertial.report.narrative.SignificantEventRow;
import se.tertial.report.replica.Fact;
import se.tertial.report.replica.Facts;
import se.tertial.report.replica.Known;
import se.tertial.report.template.TemplateRow;

/** The example report's data, as a report is composed from them. */
public final class Example {

    public static final Path FOLDER = Path.of("../examples/linkoping-vss-2021-08");

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

    private Example() {}

    /** What the example report is composed from. */
    public static ReportComposition.Input input() {
        TemplateRow template = template();
        JsonNode report = items("report/report.yaml").get(0);
        return new ReportComposition.Input(
                new Scope("0580", "vss"),
                ReportingPeriod.parse(report.get("period").asText()),
                report.get("title").asText(),
                template,
                template.templateId(),
                narratives(),
                events(),
                Facts.of(facts()),
                Map.of());
    }

    public static TemplateRow template() {
        return read(items("report/template.yaml").get(0), TemplateRow.class);
    }

    public static List<SignificantEventRow> events() {
        return items("report/events.yaml").stream()
                .map(item -> read(item, SignificantEventRow.class))
                .toList();
    }

    /** By section. */
    public static Map<String, String> narratives() {
        Map<String, String> narratives = new TreeMap<>();
        try (Stream<Path> files = Files.list(FOLDER.resolve("report/narratives"))) {
            for (Path file : files.toList()) {
                narratives.put(file.getFileName().toString().replace(".md", ""), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return narratives;
    }

    public static List<Known<?>> facts() {
        List<Known<?>> known = new ArrayList<>();
        FILES.forEach((file, topic) -> {
            int number = 0;
            for (JsonNode item : items(file)) {
                number++;
                known.add(new Known<>(topic, file + "#" + number, number, read(item, Fact.TOPICS.get(topic))));
            }
        });
        return known;
    }

    /** Reads and writes what is in the example's files and in events. */
    @SuppressWarnings("deprecation") // as Json does it
    public static ObjectMapper json() {
        ObjectMapper mapper = new ObjectMapper().registerModule(new JavaTimeModule());
        new Json().customize(mapper);
        return mapper.clearProblemHandlers()
                .configure(MapperFeature.ALLOW_COERCION_OF_SCALARS, true)
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
                .configure(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, false);
    }

    private static <T> T read(JsonNode item, Class<T> type) {
        try {
            return JSON.treeToValue(item, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<JsonNode> items(String file) {
        List<JsonNode> items = new ArrayList<>();
        try {
            read(FOLDER.resolve(file), items);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return items;
    }

    private static void read(Path path, List<JsonNode> items) throws IOException {
        if (path.toString().endsWith(".yaml")) {
            new ObjectMapper(new YAMLFactory()).readTree(path.toFile()).forEach(items::add);
            return;
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
    }
}
