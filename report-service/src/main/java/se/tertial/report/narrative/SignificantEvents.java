package se.tertial.report.narrative;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import se.tertial.kit.access.Scope;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Rows;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.report.replica.InputVersions;

/** The significant events of reports. */
@ApplicationScoped
public class SignificantEvents implements Rows<SignificantEventRow, SignificantEvent> {

    private final InputVersions versions;

    @Inject
    SignificantEvents(InputVersions versions) {
        this.versions = versions;
    }

    @Override
    public String topic() {
        return "report.event.v1";
    }

    @Override
    public SignificantEvent blank(Identity identity) {
        return new SignificantEvent(identity);
    }

    @Override
    public String order() {
        return "period, position, id.rowKey";
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
                                select coalesce(sum(octet_length(significant_event::text)), 0)
                                from significant_event
                                where municipality_id = :municipality and administration_id = :administration
                                  and period = :period
                                """)
                        .setParameter("municipality", scope.municipalityId())
                        .setParameter("administration", scope.administrationId())
                        .setParameter("period", period.toString())
                        .getSingleResult())
                .longValue();
    }

    /** The events of a report, in order. */
    public List<SignificantEventRow> of(Scope scope, ReportingPeriod period) {
        return list(
                        "id.municipalityId = ?1 and id.administrationId = ?2 and period = ?3 order by position, id.rowKey",
                        scope.municipalityId(),
                        scope.administrationId(),
                        period.toString())
                .stream()
                .map(SignificantEvent::row)
                .toList();
    }
}
