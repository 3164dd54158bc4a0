package se.tertial.finance.investments;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Stored;

@Entity
class InvestmentObject implements Stored<InvestmentObjectRow> {

    @EmbeddedId
    private Identity id;

    private long revision;

    private String unitId;

    private String name;

    private int position;

    protected InvestmentObject() {}

    InvestmentObject(Identity id) {
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
    public InvestmentObjectRow row() {
        return new InvestmentObjectRow(id.rowKey(), unitId, name, position, revision);
    }

    @Override
    public void take(InvestmentObjectRow row) {
        unitId = row.unitId();
        name = row.name();
        position = row.order();
    }

    @Override
    public void revised(long revision) {
        this.revision = revision;
    }
}
