package se.tertial.kit.closing;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Stored;
import se.tertial.kit.period.ReportingPeriod;

@Entity
class Period implements Stored<PeriodRow> {

    @EmbeddedId
    private Identity id;

    private long revision;

    @Enumerated(EnumType.STRING)
    private PeriodRow.State state;

    private @Nullable String reason;

    protected Period() {}

    Period(Identity id) {
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
    public PeriodRow row() {
        return new PeriodRow(ReportingPeriod.parse(id.rowKey()), state, reason, revision);
    }

    @Override
    public void take(PeriodRow row) {
        state = row.state();
        reason = row.reason();
    }

    @Override
    public void revised(long revision) {
        this.revision = revision;
    }
}
