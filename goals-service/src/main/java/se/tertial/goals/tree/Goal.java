package se.tertial.goals.tree;

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
class Goal implements Stored<GoalRow> {

    @EmbeddedId
    private Identity id;

    private long revision;

    @Enumerated(EnumType.STRING)
    private GoalRow.Level level;

    private @Nullable String parentId;

    private String name;

    private int position;

    @JdbcTypeCode(SqlTypes.JSON)
    private List<String> aliases;

    protected Goal() {}

    Goal(Identity id) {
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
    public GoalRow row() {
        return new GoalRow(id.rowKey(), level, parentId, name, position, aliases, revision);
    }

    @Override
    public void take(GoalRow row) {
        level = row.level();
        parentId = row.parentId();
        name = row.name();
        position = row.order();
        aliases = row.aliases();
    }

    @Override
    public void revised(long revision) {
        this.revision = revision;
    }
}
