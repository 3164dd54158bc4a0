package se.tertial.report.narrative;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import se.tertial.kit.access.Scope;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Rows;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.kit.problem.Violations;
import se.tertial.language.Message;
import se.tertial.report.replica.InputVersions;
import se.tertial.report.reports.Reports;
import se.tertial.report.template.Templates;

/** The texts of reports. One that is written belongs to a section of the report's template, once there is the report. */
@ApplicationScoped
public class Narratives implements Rows<NarrativeRow, Narrative> {

    private final InputVersions versions;
    private final Reports reports;
    private final Templates templates;

    @Inject
    Narratives(InputVersions versions, Reports reports, Templates templates) {
        this.versions = versions;
        this.reports = reports;
        this.templates = templates;
    }

    @Override
    public String topic() {
        return "report.narrative.v1";
    }

    @Override
    public Narrative blank(Identity identity) {
        return new Narrative(identity);
    }

    @Override
    public void check(Scope scope, List<Written<NarrativeRow>> written, Violations violations) {
        Map<ReportingPeriod, Optional<Templates.Sections>> known = new HashMap<>();
        Map<String, Optional<Templates.Sections>> sections = new HashMap<>();
        for (Written<NarrativeRow> one : written) {
            NarrativeRow row = one.row();
            known.computeIfAbsent(row.period(), period -> sections(scope, period, sections))
                    .filter(template -> one.changed() && !template.ids().contains(row.sectionId()))
                    .ifPresent(template -> violations.add(
                            one.pointer() + "/sectionId",
                            Message.of(
                                    "The report of {0} has no section “{1}”: its template “{2}” has none.",
                                    row.period(), row.sectionId(), template.templateId())));
        }
    }

    /** Of a template no more is kept than that: there may be one for each period. */
    private Optional<Templates.Sections> sections(
            Scope scope, ReportingPeriod period, Map<String, Optional<Templates.Sections>> known) {
        return Optional.ofNullable(reports.of(scope, period))
                .flatMap(report -> known.computeIfAbsent(
                        report.templateId(), templateId -> templates.sections(scope, templateId)));
    }

    @Override
    public void changed(Scope scope) {
        versions.next(scope);
    }

    /** How many bytes {@link #of} reads. */
    public long bytes(Scope scope, ReportingPeriod period) {
        return ((Number) getEntityManager()
                        .createNativeQuery(
                                """
                                select coalesce(sum(octet_length(narrative::text)), 0)
                                from narrative
                                where municipality_id = :municipality and administration_id = :administration
                                  and period = :period
                                """)
                        .setParameter("municipality", scope.municipalityId())
                        .setParameter("administration", scope.administrationId())
                        .setParameter("period", period.toString())
                        .getSingleResult())
                .longValue();
    }

    /** The texts of a report by section. */
    public Map<String, String> of(Scope scope, ReportingPeriod period) {
        return list(
                        "id.municipalityId = ?1 and id.administrationId = ?2 and period = ?3",
                        scope.municipalityId(),
                        scope.administrationId(),
                        period.toString())
                .stream()
                .map(Narrative::row)
                .collect(Collectors.toMap(NarrativeRow::sectionId, NarrativeRow::markdown));
    }
}
