package se.tertial.finance.municipalities;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Stored;

@Entity
class Municipality implements Stored<MunicipalityRow> {

    @EmbeddedId
    private Identity id;

    private long revision;

    private String name;

    protected Municipality() {}

    Municipality(Identity id) {
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
    public MunicipalityRow row() {
        return new MunicipalityRow(id.municipalityId(), name, revision);
    }

    @Override
    public void take(MunicipalityRow row) {
        name = row.name();
    }

    @Override
    public void revised(long revision) {
        this.revision = revision;
    }
}
