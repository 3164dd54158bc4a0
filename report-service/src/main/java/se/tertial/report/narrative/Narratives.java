package se.tertial.report.narrative;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.stream.Collectors;
import se.tertial.kit.access.Scope;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Rows;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.report.replica.InputVersions;

/** The texts of reports. */
@ApplicationScoped
public class Narratives implements Rows<NarrativeRow, Narrative> {

    private final InputVersions versions;

    @Inject
    Narratives(InputVersions versions) {
        this.versions = versions;
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
