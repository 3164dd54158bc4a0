package se.tertial.goals.plans;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Stored;

@Entity
class Plan implements Stored<PlanRow> {

    @EmbeddedId
    private Identity id;

    private long revision;

    private String name;

    @Enumerated(EnumType.STRING)
    private PlanRow.Kind kind;

    private int position;

    protected Plan() {}

    Plan(Identity id) {
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
    public PlanRow row() {
        return new PlanRow(id.rowKey(), name, kind, position, revision);
    }

    @Override
    public void take(PlanRow row) {
        name = row.name();
        kind = row.kind();
        position = row.order();
    }

    @Override
    public void revised(long revision) {
        this.revision = revision;
    }
}
