package se.tertial.finance.organisation;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import se.tertial.finance.organisation.UnitRow.Contribution;
import se.tertial.finance.organisation.UnitRow.Placement;
import se.tertial.finance.organisation.UnitRow.Predecessor;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Stored;

@Entity
class Unit implements Stored<UnitRow> {

    @EmbeddedId
    private Identity id;

    private long revision;
    private String name;
    private @Nullable String shortName;

    @Column(name = "position")
    private int order;

    @Enumerated(EnumType.STRING)
    private Contribution contribution;

    @JdbcTypeCode(SqlTypes.JSON)
    private List<String> aliases;

    @JdbcTypeCode(SqlTypes.JSON)
    private List<Placement> placements;

    @JdbcTypeCode(SqlTypes.JSON)
    private List<Predecessor> predecessors;

    private @Nullable String reason;

    protected Unit() {}

    Unit(Identity id) {
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
    public UnitRow row() {
        return new UnitRow(
                id.rowKey(), name, shortName, order, contribution, aliases, placements, predecessors, reason, revision);
    }

    @Override
    public void take(UnitRow row) {
        name = row.name();
        shortName = row.shortName();
        order = row.order();
        contribution = row.contribution();
        aliases = row.aliases();
        placements = row.placements();
        predecessors = row.predecessors();
        reason = row.reason();
    }

    @Override
    public void revised(long revision) {
        this.revision = revision;
    }
}
