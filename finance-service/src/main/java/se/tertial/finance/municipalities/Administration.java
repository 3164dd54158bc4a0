package se.tertial.finance.municipalities;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Stored;

@Entity
class Administration implements Stored<AdministrationRow> {

    @EmbeddedId
    private Identity id;

    private long revision;

    private String name;

    private String shortName;

    private @Nullable String board;

    protected Administration() {}

    Administration(Identity id) {
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
    public AdministrationRow row() {
        return new AdministrationRow(id.administrationId(), name, shortName, board, revision);
    }

    @Override
    public void take(AdministrationRow row) {
        name = row.name();
        shortName = row.shortName();
        board = row.board();
    }

    @Override
    public void revised(long revision) {
        this.revision = revision;
    }
}
