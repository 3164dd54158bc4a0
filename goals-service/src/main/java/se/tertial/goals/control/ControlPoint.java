package se.tertial.goals.control;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Stored;
import se.tertial.kit.period.ReportingPeriod;

@Entity
class ControlPoint implements Stored<ControlPointRow> {

    @EmbeddedId
    private Identity id;

    private long revision;

    private @Nullable String reason;

    private String controlPointId;

    private String planId;

    private String period;

    private String name;

    private String finding;

    private @Nullable String measure;

    private int position;

    protected ControlPoint() {}

    ControlPoint(Identity id) {
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
    public ControlPointRow row() {
        return new ControlPointRow(
                controlPointId,
                planId,
                ReportingPeriod.parse(period),
                name,
                finding,
                measure,
                position,
                reason,
                revision);
    }

    @Override
    public void take(ControlPointRow row) {
        controlPointId = row.controlPointId();
        planId = row.planId();
        period = row.period().toString();
        name = row.name();
        finding = row.finding();
        measure = row.measure();
        position = row.order();
        reason = row.reason();
    }

    @Override
    public void revised(long revision) {
        this.revision = revision;
    }
}
