package se.tertial.goals.plans;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Stored;
import se.tertial.kit.period.ReportingPeriod;

@Entity
class PlanFollowUp implements Stored<PlanFollowUpRow> {

    @EmbeddedId
    private Identity id;

    private long revision;

    private String planId;

    private String period;

    private String text;

    private @Nullable String conclusion;

    private @Nullable String reason;

    protected PlanFollowUp() {}

    PlanFollowUp(Identity id) {
        this.id = id;
    }

    @Override
    public Identity identity() {
        return id;
    }

    @Override
    public long revision() {
        return revision;
    }

    @Override
    public PlanFollowUpRow row() {
        return new PlanFollowUpRow(planId, ReportingPeriod.parse(period), text, conclusion, reason, revision);
    }

    @Override
    public void take(PlanFollowUpRow row) {
        planId = row.planId();
        period = row.period().toString();
        text = row.text();
        conclusion = row.conclusion();
        reason = row.reason();
    }

    @Override
    public void revised(long revision) {
        this.revision = revision;
    }
}
