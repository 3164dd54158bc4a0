package se.tertial.goals.work;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Stored;

@Entity
class Assignment implements Stored<AssignmentRow> {

    @EmbeddedId
    private Identity id;

    private long revision;

    private String text;

    @JdbcTypeCode(SqlTypes.JSON)
    private List<String> goalIds;

    @Enumerated(EnumType.STRING)
    private Progress state;

    private int position;

    protected Assignment() {}

    Assignment(Identity id) {
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
    public AssignmentRow row() {
        return new AssignmentRow(id.rowKey(), text, goalIds, state, position, revision);
    }

    @Override
    public void take(AssignmentRow row) {
        text = row.text();
        goalIds = row.goalIds();
        state = row.state();
        position = row.order();
    }

    @Override
    public void revised(long revision) {
        this.revision = revision;
    }
}
