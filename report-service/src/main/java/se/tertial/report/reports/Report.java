package se.tertial.report.reports;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Stored;
import se.tertial.kit.period.ReportingPeriod;

@Entity
class Report implements Stored<ReportRow> {

    @EmbeddedId
    private Identity id;

    private long revision;
    private @Nullable String reason;
    private String templateId;
    private String title;

    protected Report() {}

    Report(Identity id) {
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
    public ReportRow row() {
        return new ReportRow(ReportingPeriod.parse(id.rowKey()), templateId, title, null, reason, revision);
    }

    @Override
    public void take(ReportRow row) {
        templateId = row.templateId();
        title = row.title();
        reason = row.reason();
    }

    @Override
    public void revised(long revision) {
        this.revision = revision;
    }
}
