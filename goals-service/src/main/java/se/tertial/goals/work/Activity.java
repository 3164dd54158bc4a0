package se.tertial.goals.work;

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

@Entity
class Activity implements Stored<ActivityRow> {

    @EmbeddedId
    private Identity id;

    private long revision;

    private String name;

    private String goalId;

    @JdbcTypeCode(SqlTypes.JSON)
    private List<String> assignmentIds;

    @Enumerated(EnumType.STRING)
    private Progress state;

    private @Nullable String comment;

    private int position;

    protected Activity() {}

    Activity(Identity id) {
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
    public ActivityRow row() {
        return new ActivityRow(id.rowKey(), name, goalId, assignmentIds, state, comment, position, revision);
    }

    @Override
    public void take(ActivityRow row) {
        name = row.name();
        goalId = row.goalId();
        assignmentIds = row.assignmentIds();
        state = row.state();
        comment = row.comment();
        position = row.order();
    }

    @Override
    public void revised(long revision) {
        this.revision = revision;
    }
}
