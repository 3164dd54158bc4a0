package se.tertial.report.template;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Rows;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violations;
import se.tertial.language.Message;
import se.tertial.report.replica.InputVersions;
import se.tertial.report.template.TemplateColumn.Content;
import se.tertial.report.wording.Labels;

/** The report templates of administrations. */
@ApplicationScoped
public class Templates implements Rows<TemplateRow, Template> {

    /** With those below others. */
    private static final int MOST_SECTIONS = 200;

    private static final Set<Content> MONEY =
            Set.of(Content.ACTUAL, Content.BUDGET, Content.FORECAST, Content.ANNUAL_ACCOUNTS);
    private static final Set<Content> MONEY_AND_VARIANCES =
            Set.of(Content.ACTUAL, Content.BUDGET, Content.FORECAST, Content.ANNUAL_ACCOUNTS, Content.VARIANCE);
    private static final Set<Content> MEASURES =
            Set.of(Content.MEASUREMENT, Content.FORECAST, Content.VOLUME_FORECAST, Content.TARGET);
    private static final Set<TemplateTable.Rows> BY_UNIT =
            Set.of(TemplateTable.Rows.UNITS, TemplateTable.Rows.INVESTMENTS);
    private static final Set<String> TOTALS = Set.of("operations", "investments");

    private final InputVersions versions;
    private final Instance<TemplateReferences> uses;

    @Inject
    Templates(InputVersions versions, @Any Instance<TemplateReferences> uses) {
        this.versions = versions;
        this.uses = uses;
    }

    @Override
    public String topic() {
        return "report.template.v1";
    }

    @Override
    public Template blank(Identity identity) {
        return new Template(identity);
    }

    /** A template, or null if there is none of that name. */
    public @Nullable TemplateRow named(Scope scope, String templateId) {
        Template template = findById(Identity.of(scope, templateId));
        return template == null ? null : template.row();
    }

    /** The sections that a template has, at any level. */
    public record Sections(String templateId, Set<String> ids) {}

    /** The sections of a template; nothing if there is none of that name. What else it says is forgotten again. */
    public Optional<Sections> sections(Scope scope, String templateId) {
        return findByIdOptional(Identity.of(scope, templateId)).map(template -> {
            Set<String> ids =
                    template.row().allSections().map(TemplateSection::sectionId).collect(Collectors.toSet());
            getEntityManager().detach(template);
            return new Sections(templateId, ids);
        });
    }

    @Override
    public void checkDelete(Scope scope, TemplateRow row) {
        for (TemplateReferences use : uses) {
            Message composed = use.of(scope, row.templateId());
            if (composed != null) {
                throw Problem.conflict(
                        Message.of("“{0}” is in use: {1} is composed by it.", row.templateId(), composed));
            }
        }
    }

    @Override
    public void changed(Scope scope) {
        versions.next(scope);
    }

    @Override
    public void check(Scope scope, List<Written<TemplateRow>> written, Violations violations) {
        for (Written<TemplateRow> one : written) {
            Set<String> seen = new HashSet<>();
            one.row()
                    .allSections()
                    .filter(section -> !seen.add(section.sectionId()))
                    .forEach(section -> violations.add(
                            one.pointer() + "/sections",
                            Message.of("The section “{0}” stands twice.", section.sectionId())));
            if (seen.size() > MOST_SECTIONS) {
                violations.add(
                        one.pointer() + "/sections",
                        Message.of("A template has at most {0} sections in all.", MOST_SECTIONS));
            }
            checkAll(one.pointer() + "/sections", one.row().sections(), violations);
        }
    }

    private static void checkAll(String pointer, List<TemplateSection> sections, Violations violations) {
        for (int index = 0; index < sections.size(); index++) {
            check(pointer + "/" + index, sections.get(index), violations);
            checkAll(pointer + "/" + index + "/sections", sections.get(index).sections(), violations);
        }
    }

    private static void check(String pointer, TemplateSection section, Violations violations) {
        checkLabel(pointer + "/heading", section.heading(), violations);
        TemplateTable table = section.table();
        TemplateChart chart = section.chart();
        List<TemplateColumn> indicatorColumns = section.indicatorColumns();
        has(pointer + "/table", table != null, section.kind() == TemplateSection.Kind.TABLE, violations);
        has(pointer + "/chart", chart != null, section.kind() == TemplateSection.Kind.CHART, violations);
        has(
                pointer + "/indicatorColumns",
                indicatorColumns != null,
                section.kind() == TemplateSection.Kind.INDICATORS,
                violations);
        if (table != null) {
            checkTable(pointer + "/table", table, violations);
        }
        if (chart != null) {
            checkLabel(pointer + "/chart/title", chart.title(), true, violations);
            checkLabel(pointer + "/chart/footnote", chart.footnote(), true, violations);
            checkColumns(pointer + "/chart/series", chart.series(), MONEY, violations);
            checkOrganisation(pointer + "/chart/title", chart.title(), chart.organisationAsOf(), violations);
            checkOrganisation(pointer + "/chart/footnote", chart.footnote(), chart.organisationAsOf(), violations);
        }
        if (indicatorColumns != null) {
            checkColumns(pointer + "/indicatorColumns", indicatorColumns, MEASURES, violations);
        }
    }

    private static void checkTable(String pointer, TemplateTable table, Violations violations) {
        boolean summary = table.rowsOf() == TemplateTable.Rows.SUMMARY;
        boolean chooses = summary || table.rowsOf() == TemplateTable.Rows.MEASURES;
        Set<Content> contents =
                switch (table.rowsOf()) {
                    case UNITS, INVESTMENTS, SUMMARY -> MONEY_AND_VARIANCES;
                    case VOLUME_MEASURES, MEASURES -> MEASURES;
                };
        checkLabel(pointer + "/caption", table.caption(), true, violations);
        checkLabel(pointer + "/rowHeader", table.rowHeader(), violations);
        checkLabel(pointer + "/totalLabel", table.totalLabel(), violations);
        for (int index = 0; index < table.components().size(); index++) {
            checkLabel(
                    pointer + "/components/" + index + "/label",
                    table.components().get(index).label(),
                    violations);
        }
        for (int index = 0; index < table.rows().size(); index++) {
            checkLabel(
                    pointer + "/rows/" + index + "/label",
                    table.rows().get(index).label(),
                    violations);
        }
        checkColumns(pointer + "/columns", table.columns(), contents, violations);
        checkOrganisation(pointer + "/caption", table.caption(), table.organisationAsOf(), violations);
        if (table.organisationAsOf() != null && !BY_UNIT.contains(table.rowsOf())) {
            violations.add(
                    pointer + "/organisationAsOf",
                    Message.of("Only tables of units and investments follow an organisation."));
        }
        if (table.rows().isEmpty() == chooses) {
            violations.add(
                    pointer + "/rows",
                    chooses
                            ? Message.of("A table of this kind chooses its rows.")
                            : Message.of("A table of this kind has the rows there are."));
        }
        for (int index = 0; summary && index < table.rows().size(); index++) {
            if (!TOTALS.contains(table.rows().get(index).of())) {
                violations.add(
                        pointer + "/rows/" + index + "/of",
                        Message.of("A summary has rows of “operations” and “investments”."));
            }
        }
    }

    private static void checkLabel(String pointer, @Nullable String label, Violations violations) {
        checkLabel(pointer, label, false, violations);
    }

    private static void checkLabel(
            String pointer, @Nullable String label, boolean mayNameTheOrganisation, Violations violations) {
        if (label != null) {
            Labels.unknownPlaceholder(label, mayNameTheOrganisation)
                    .ifPresent(
                            unknown -> violations.add(pointer, Labels.noPlaceholder(unknown, mayNameTheOrganisation)));
        }
    }

    private static void checkOrganisation(
            String pointer, @Nullable String label, @Nullable LocalDate organisationAsOf, Violations violations) {
        if (label != null && label.contains("{organisation}") && organisationAsOf == null) {
            violations.add(pointer, Message.of("“organisation” stands for organisationAsOf, which is missing."));
        }
    }

    private static void has(String pointer, boolean present, boolean wanted, Violations violations) {
        if (present != wanted) {
            violations.add(
                    pointer,
                    wanted
                            ? Message.of("A section of this kind needs it.")
                            : Message.of("A section of this kind has none."));
        }
    }

    private static void checkColumns(
            String pointer, List<TemplateColumn> columns, Set<Content> contents, Violations violations) {
        Set<String> ids = columns.stream().map(TemplateColumn::columnId).collect(Collectors.toSet());
        Map<String, TemplateColumn> figures = columns.stream()
                .filter(column -> column.content() != Content.VARIANCE)
                .collect(Collectors.toMap(TemplateColumn::columnId, column -> column, (one, other) -> one));
        if (ids.size() < columns.size()) {
            violations.add(pointer, Message.of("Two columns have the same identifier."));
        }
        for (int index = 0; index < columns.size(); index++) {
            TemplateColumn column = columns.get(index);
            boolean variance = column.content() == Content.VARIANCE;
            String at = pointer + "/" + index;
            checkLabel(at + "/label", column.label(), violations);
            checkLabel(at + "/group", column.group(), violations);
            if (!contents.contains(column.content())) {
                violations.add(at + "/content", Message.of("There are no such figures for these rows."));
            }
            if (variance && (column.of() == null || column.against() == null || column.period() != null)) {
                violations.add(at, Message.of("A variance has “of” and “against” and no period."));
            }
            if (!variance && (column.of() != null || column.against() != null || column.period() == null)) {
                violations.add(
                        at, Message.of("A column has a period, and “of” and “against” only if it is a variance."));
            }
            for (String other : new String[] {column.of(), column.against()}) {
                TemplateColumn compared = other == null ? null : figures.get(other);
                if (other != null && compared == null) {
                    violations.add(at, Message.of("There is no column of figures “{0}”.", other));
                } else if (compared != null && compared.side() != column.side()) {
                    violations.add(
                            at + "/measure",
                            Message.of(
                                    "A variance has the measure of the columns that it compares, unlike “{0}”.",
                                    other));
                }
            }
        }
    }
}
