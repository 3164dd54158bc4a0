package se.tertial.report.reports;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Rows;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violations;
import se.tertial.language.Message;
import se.tertial.report.replica.InputVersions;
import se.tertial.report.template.TemplateReferences;
import se.tertial.report.template.Templates;
import se.tertial.report.wording.Labels;

/** The reports of administrations. */
@ApplicationScoped
public class Reports implements Rows<ReportRow, Report>, TemplateReferences {

    private final InputVersions versions;
    private final Provider<Templates> templates;
    private final Publications publications;

    @Inject
    Reports(InputVersions versions, Provider<Templates> templates, Publications publications) {
        this.versions = versions;
        this.templates = templates;
        this.publications = publications;
    }

    @Override
    public String topic() {
        return "report.report.v1";
    }

    @Override
    public Report blank(Identity identity) {
        return new Report(identity);
    }

    @Override
    public void changed(Scope scope) {
        versions.next(scope);
    }

    /** The report of a period, or null if there is none. */
    public @Nullable ReportRow of(Scope scope, ReportingPeriod period) {
        Report report = findById(Identity.of(scope, period.toString()));
        return report == null ? null : report.row();
    }

    @Override
    public @Nullable Message of(Scope scope, String templateId) {
        return values(scope, "id.rowKey", String.class, "templateId", List.of(templateId)).stream()
                .min(Comparator.naturalOrder())
                .map(period -> Message.of("the report of {0}", ReportingPeriod.parse(period)))
                .orElse(null);
    }

    @Override
    public void check(Scope scope, List<Written<ReportRow>> written, Violations violations) {
        Set<String> known = templates
                .get()
                .existing(
                        scope,
                        written.stream().map(one -> one.row().templateId()).toList());
        for (Written<ReportRow> one : written) {
            Labels.unknownPlaceholder(one.row().title(), false)
                    .ifPresent(
                            unknown -> violations.add(one.pointer() + "/title", Labels.noPlaceholder(unknown, false)));
            if (!known.contains(one.row().templateId())) {
                violations.add(
                        one.pointer() + "/templateId",
                        Message.of("There is no template “{0}”.", one.row().templateId()));
            }
        }
    }

    @Override
    public void checkDelete(Scope scope, ReportRow row) {
        if (publications.count(scope, row.period()) > 0) {
            throw Problem.conflict(
                    Message.of("The report of {0} is published; what was published stays.", row.period()));
        }
    }
}
