package se.tertial.indicators.targets;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Stored;
import se.tertial.kit.period.ReportingPeriod;

@Entity
class Target implements Stored<TargetRow> {

    @EmbeddedId
    private Identity id;

    private long revision;
    private @Nullable String reason;
    private String indicatorId;
    private String period;
    private String expression;
    private @Nullable Integer baseYear;

    protected Target() {}

    Target(Identity id) {
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
    public TargetRow row() {
        return new TargetRow(indicatorId, ReportingPeriod.parse(period), expression, baseYear, reason, revision);
    }

    @Override
    public void take(TargetRow row) {
        indicatorId = row.indicatorId();
        period = row.period().toString();
        expression = row.expression();
        baseYear = row.baseYear();
        reason = row.reason();
    }

    @Override
    public void revised(long revision) {
        this.revision = revision;
    }
}
