package se.tertial.report.template;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Rows;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violations;
import se.tertial.report.replica.InputVersions;

/** The report templates of administrations. */
@ApplicationScoped
public class Templates implements Rows<TemplateRow, Template> {

    private final InputVersions versions;
    private final Instance<TemplateUse> uses;

    @Inject
    Templates(InputVersions versions, @Any Instance<TemplateUse> uses) {
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

    @Override
    public void checkDelete(Scope scope, TemplateRow row) {
        for (TemplateUse use : uses) {
            String composed = use.of(scope, row.templateId());
            if (composed != null) {
                throw Problem.conflict("“" + row.templateId() + "” is in use: " + composed + " is composed by it.");
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
                            one.pointer() + "/sections", "The section “" + section.sectionId() + "” stands twice."));
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
            checkColumns(pointer + "/table/columns", table.columns(), violations);
        }
        if (chart != null) {
            checkColumns(pointer + "/chart/series", chart.series(), violations);
        }
        if (indicatorColumns != null) {
            checkColumns(pointer + "/indicatorColumns", indicatorColumns, violations);
        }
    }

    private static void has(String pointer, boolean present, boolean wanted, Violations violations) {
        if (present != wanted) {
            violations.add(pointer, wanted ? "A section of this kind needs it." : "A section of this kind has none.");
        }
    }

    private static void checkColumns(String pointer, List<TemplateColumn> columns, Violations violations) {
        Set<String> ids = columns.stream().map(TemplateColumn::columnId).collect(Collectors.toSet());
        if (ids.size() < columns.size()) {
            violations.add(pointer, "Two columns have the same identifier.");
        }
        for (int index = 0; index < columns.size(); index++) {
            TemplateColumn column = columns.get(index);
            boolean variance = column.content() == TemplateColumn.Content.VARIANCE;
            String at = pointer + "/" + index;
            if (variance && (column.of() == null || column.against() == null || column.period() != null)) {
                violations.add(at, "A variance has “of” and “against” and no period.");
            }
            if (!variance && (column.of() != null || column.against() != null || column.period() == null)) {
                violations.add(at, "A column has a period, and “of” and “against” only if it is a variance.");
            }
            for (String other : new String[] {column.of(), column.against()}) {
                if (other != null && !ids.contains(other)) {
                    violations.add(at, "There is no column “" + other + "”.");
                }
            }
        }
    }
}
