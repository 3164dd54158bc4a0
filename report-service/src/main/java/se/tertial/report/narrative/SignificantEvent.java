package se.tertial.report.narrative;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Stored;
import se.tertial.kit.period.ReportingPeriod;

@Entity
class SignificantEvent implements Stored<SignificantEventRow> {

    @EmbeddedId
    private Identity id;

    private long revision;
    private @Nullable String reason;
    private String eventId;
    private String period;
    private String text;

    @JdbcTypeCode(SqlTypes.JSON)
    private List<String> details;

    @JdbcTypeCode(SqlTypes.JSON)
    private SignificantEventRow.EconomicEffect economicEffect;

    private @Nullable String conclusion;

    private int position;

    protected SignificantEvent() {}

    SignificantEvent(Identity id) {
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
    public SignificantEventRow row() {
        return new SignificantEventRow(
                eventId,
                ReportingPeriod.parse(period),
                text,
                details,
                economicEffect,
                conclusion,
                position,
                reason,
                revision);
    }

    @Override
    public void take(SignificantEventRow row) {
        eventId = row.eventId();
        period = row.period().toString();
        text = row.text();
        details = row.details();
        economicEffect = row.economicEffect();
        conclusion = row.conclusion();
        position = row.order();
        reason = row.reason();
    }

    @Override
    public void revised(long revision) {
        this.revision = revision;
    }
}
