package se.tertial.report.narrative;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Stored;
import se.tertial.kit.period.ReportingPeriod;

@Entity
class Narrative implements Stored<NarrativeRow> {

    @EmbeddedId
    private Identity id;

    private long revision;
    private @Nullable String reason;
    private String period;
    private String sectionId;
    private String markdown;

    protected Narrative() {}

    Narrative(Identity id) {
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
    public NarrativeRow row() {
        return new NarrativeRow(ReportingPeriod.parse(period), sectionId, markdown, reason, revision);
    }

    @Override
    public void take(NarrativeRow row) {
        period = row.period().toString();
        sectionId = row.sectionId();
        markdown = row.markdown();
        reason = row.reason();
    }

    @Override
    public void revised(long revision) {
        this.revision = revision;
    }
}
