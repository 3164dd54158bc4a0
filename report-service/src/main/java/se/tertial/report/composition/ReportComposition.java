package se.tertial.report.composition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.report.document.Allowance;
import se.tertial.report.document.Block;
import se.tertial.report.document.Document;
import se.tertial.report.document.Section;
import se.tertial.report.money.MoneyTables;
import se.tertial.report.narrative.SignificantEventRow;
import se.tertial.report.replica.Fact;
import se.tertial.report.replica.Facts;
import se.tertial.report.template.TemplateRow;
import se.tertial.report.template.TemplateSection;
import se.tertial.report.template.TemplateTable;
import se.tertial.report.wording.Labels;
import se.tertial.report.wording.Missing;

/** Composes the document of a report from what is known when it is called. The same input gives the same document. */
public final class ReportComposition {

    /** Bytes of what stands around a text in a document. */
    private static final int SMALL = 250;

    private final Input input;
    private final Allowance allowance;
    private final Missing missing = new Missing();
    private final Labels labels;
    private final MoneyTables money;
    private final MeasureTables measures;
    private final Goals goals;
    private final Plans plans;

    /**
     * What a report is composed from.
     *
     * @param template  null if the report names one that does not exist
     * @param narratives texts by section
     * @param readModel the highest revision consumed per topic
     */
    public record Input(
            Scope scope,
            ReportingPeriod period,
            String title,
            @Nullable TemplateRow template,
            String templateId,
            Map<String, String> narratives,
            List<SignificantEventRow> events,
            Facts facts,
            Map<String, Long> readModel) {}

    private ReportComposition(Input input, Allowance allowance) {
        this.input = input;
        this.allowance = allowance;
        this.labels = new Labels(input.period());
        this.money = new MoneyTables(input.period(), input.facts(), missing, allowance);
        this.measures = new MeasureTables(input.period(), input.facts(), missing, allowance);
        this.goals = new Goals(input.period(), input.facts(), missing, allowance);
        this.plans = new Plans(input.period(), input.facts(), allowance);
    }

    public static Document compose(Input input) {
        return compose(input, Allowance.ofOneDocument());
    }

    /** The same, within what it may cost. */
    public static Document compose(Input input, Allowance allowance) {
        return new ReportComposition(input, allowance).document();
    }

    private Document document() {
        TemplateRow template = input.template();
        if (template == null) {
            missing.template(input.templateId());
        }
        Document.Party municipality = municipality();
        Document.Party administration = administration();
        List<Section> sections = template == null ? List.of() : sections(template.sections());
        if (template != null) {
            input.narratives().keySet().stream()
                    .filter(section -> !template.has(section))
                    .sorted()
                    .forEach(missing::section);
        }
        return new Document(
                labels.of(input.title()),
                municipality,
                administration,
                input.period(),
                input.period().lastDay(),
                "sv",
                Document.State.DRAFT,
                null,
                missing.found(),
                new TreeMap<>(input.readModel()),
                sections);
    }

    private Document.Party municipality() {
        String id = input.scope().municipalityId();
        return input.facts().all(Fact.Municipality.class).stream()
                .findFirst()
                .map(known -> new Document.Party(id, known.fact().name()))
                .orElseGet(() -> {
                    missing.municipality(id);
                    return new Document.Party(id, id);
                });
    }

    private Document.Party administration() {
        String id = input.scope().administrationId();
        return input.facts().all(Fact.Administration.class).stream()
                .findFirst()
                .map(known -> new Document.Party(id, known.fact().name()))
                .orElseGet(() -> {
                    missing.administration(id);
                    return new Document.Party(id, id);
                });
    }

    private List<Section> sections(List<TemplateSection> templates) {
        return templates.stream().map(this::section).toList();
    }

    private Section section(TemplateSection template) {
        List<Block> blocks = new ArrayList<>();
        List<Section> below = new ArrayList<>();
        String text = input.narratives().get(template.sectionId());
        String heading = labels.of(template.heading());
        allowance.section(heading);
        allowance.spend(SMALL + heading.length());
        if (text != null) {
            allowance.spend(text.length());
            blocks.add(new Block.Text(text));
        } else if (template.kind() == TemplateSection.Kind.NARRATIVE
                && template.sections().isEmpty()) {
            missing.text(heading);
        }
        switch (template.kind()) {
            case NARRATIVE -> {}
            case TABLE -> blocks.add(table(template.sectionId(), Objects.requireNonNull(template.table())));
            case CHART ->
                blocks.add(money.chart(template.sectionId() + "-chart", Objects.requireNonNull(template.chart())));
            case GOAL_OVERVIEW -> blocks.add(goals.overview());
            case GOAL_DETAIL -> blocks.add(goals.detail());
            case EVENTS -> blocks.add(events());
            case PLANS -> blocks.add(plans.block());
            case INDICATORS -> {
                measures.tellWhatIsUnknown(goals.ids());
                below.addAll(goals.indicatorSections(measures, Objects.requireNonNull(template.indicatorColumns())));
            }
        }
        below.addAll(sections(template.sections()));
        return new Section(template.sectionId(), heading, List.copyOf(blocks), List.copyOf(below));
    }

    private Block table(String sectionId, TemplateTable template) {
        String id = sectionId + "-table";
        return switch (template.rowsOf()) {
            case UNITS, INVESTMENTS, SUMMARY -> money.table(id, template);
            case VOLUME_MEASURES, MEASURES -> measures.table(id, template);
        };
    }

    private Block.Events events() {
        input.events().forEach(event -> {
            allowance.spend(SMALL + event.text().length());
            event.details().forEach(detail -> allowance.spend(SMALL + detail.length()));
        });
        return new Block.Events(input.events().stream()
                .map(event -> new Block.Events.Event(
                        event.eventId(),
                        event.text(),
                        event.details(),
                        event.economicEffect().text() != null
                                ? event.economicEffect().text()
                                : words(event.economicEffect().kind()),
                        event.conclusion()))
                .toList());
    }

    private static @Nullable String words(SignificantEventRow.EconomicEffect.Kind kind) {
        return switch (kind) {
            case NEUTRAL -> "Neutral ekonomisk påverkan";
            case SURPLUS -> "Ger överskott";
            case COST -> "Ger ökade kostnader";
            case MIXED -> "Påverkar ekonomin i båda riktningarna";
            case LOWER_TURNOVER -> "Lägre omsättning";
            case NOT_STATED -> null;
        };
    }
}
