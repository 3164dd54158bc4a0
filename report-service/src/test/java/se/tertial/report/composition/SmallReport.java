package se.tertial.report.composition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.report.Example;
import se.tertial.report.document.Block;
import se.tertial.report.document.Document;
import se.tertial.report.document.Table;
import se.tertial.report.replica.Fact;
import se.tertial.report.replica.Facts;
import se.tertial.report.replica.Known;
import se.tertial.report.template.TemplateRow;

/** A report of one table or one chart, from few facts. */
final class SmallReport {

    private static final ObjectMapper JSON = Example.json();

    private final List<Known<?>> facts = new ArrayList<>();

    /** How many facts there are. */
    int size() {
        return facts.size();
    }

    void unit(String id, String name) {
        unit(id, name, "2014-01-01");
    }

    /** A unit that began on a day. */
    void unit(String id, String name, String began) {
        fact(
                "finance.unit.v1",
                "{\"unitId\": \"%s\", \"name\": \"%s\", \"order\": 10, \"contribution\": \"ADDITIVE\", \"placements\": [{\"validFrom\": \"%s\"}]}"
                        .formatted(id, name, began));
    }

    void line(String unit, String scenario, String net) {
        line(unit, "2025-08", scenario, net);
    }

    void line(String unit, String period, String scenario, String net) {
        fact(
                "finance.operating-line.v1",
                "{\"unitId\": \"%s\", \"scenario\": \"%s\", \"period\": \"%s\", \"net\": \"%s\"}"
                        .formatted(unit, scenario, period, net));
    }

    void indicator(String id, String unit, String more) {
        fact(
                "indicators.indicator.v1",
                "{\"indicatorId\": \"%s\", \"name\": \"%s\", \"kind\": \"INDICATOR\", \"unit\": \"%s\", \"order\": 1%s}"
                        .formatted(id, id, unit, more));
    }

    void measurement(String indicator, String period, String breakdown, String number) {
        fact(
                "indicators.measurement.v1",
                "{\"indicatorId\": \"%s\", \"period\": \"%s\", \"breakdown\": \"%s\", \"value\": {\"state\": \"NUMBER\", \"number\": \"%s\"}}"
                        .formatted(indicator, period, breakdown, number));
    }

    void target(String expression) {
        fact(
                "indicators.target.v1",
                "{\"indicatorId\": \"s\", \"period\": \"2025\", \"expression\": \"%s\"}".formatted(expression));
    }

    void fact(String topic, String json) {
        try {
            Fact fact = JSON.readValue(json, Fact.TOPICS.get(topic));
            facts.add(new Known<>(topic, "key-" + facts.size(), facts.size() + 1, fact));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    Document composed(String period, String table) {
        return document(period, "\"kind\": \"TABLE\", \"table\": {\"caption\": \"Tabell\", %s}".formatted(table));
    }

    /** The same with one chart. */
    Document charted(String period, String chart) {
        return document(period, "\"kind\": \"CHART\", \"chart\": {\"title\": \"Diagram\", %s}".formatted(chart));
    }

    /** The same with a section of any kind. */
    Document document(String period, String section) {
        fact("finance.municipality.v1", "{\"municipalityId\": \"7810\", \"name\": \"Provkommun\"}");
        fact(
                "finance.administration.v1",
                "{\"administrationId\": \"a\", \"name\": \"Provförvaltningen\", \"shortName\": \"Prov\"}");
        try {
            TemplateRow template = JSON.readValue(
                    """
                    {"templateId": "t", "name": "T", "sections": [
                      {"sectionId": "s", "heading": "Tabell", %s}]}
                    """
                            .formatted(section),
                    TemplateRow.class);
            return composedBy(period, template);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A report of which nothing else is known; without a template there is none of the name that it says. */
    Document composedBy(String period, @Nullable TemplateRow template) {
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
    }

    static Table table(Document document) {
        return (Table) document.sections().get(0).blocks().stream()
                .filter(Table.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    static Block.Chart chart(Document document) {
        return (Block.Chart) document.sections().get(0).blocks().stream()
                .filter(Block.Chart.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    static List<String> rows(Document document) {
        return table(document).rows().stream().map(SmallReport::row).toList();
    }

    static String row(Table.Row row) {
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
