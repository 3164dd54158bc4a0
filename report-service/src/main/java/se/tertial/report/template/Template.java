package se.tertial.report.template;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Stored;

@Entity
class Template implements Stored<TemplateRow> {

    @EmbeddedId
    private Identity id;

    private long revision;
    private String name;

    @JdbcTypeCode(SqlTypes.JSON)
    private List<TemplateSection> sections;

    protected Template() {}

    Template(Identity id) {
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
    public TemplateRow row() {
        return new TemplateRow(id.rowKey(), name, sections, revision);
    }

    @Override
    public void take(TemplateRow row) {
        name = row.name();
        sections = row.sections();
    }

    @Override
    public void revised(long revision) {
        this.revision = revision;
    }
}
