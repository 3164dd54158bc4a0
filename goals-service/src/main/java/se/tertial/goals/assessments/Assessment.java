package se.tertial.goals.assessments;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Stored;
import se.tertial.kit.period.ReportingPeriod;

@Entity
class Assessment implements Stored<AssessmentRow> {

    @EmbeddedId
    private Identity id;

    private long revision;

    private String goalId;

    private String period;

    @Enumerated(EnumType.STRING)
    private AssessmentRow.Status status;

    private @Nullable String motivation;

    @JdbcTypeCode(SqlTypes.JSON)
    private List<String> results;

    private @Nullable String reason;

    protected Assessment() {}

    Assessment(Identity id) {
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
    public AssessmentRow row() {
        return new AssessmentRow(goalId, ReportingPeriod.parse(period), status, motivation, results, reason, revision);
    }

    @Override
    public void take(AssessmentRow row) {
        goalId = row.goalId();
        period = row.period().toString();
        status = row.status();
        motivation = row.motivation();
        results = row.results();
        reason = row.reason();
    }

    @Override
    public void revised(long revision) {
        this.revision = revision;
    }
}
