package se.tertial.indicators.measures;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import se.tertial.indicators.measures.IndicatorRow.Accumulation;
import se.tertial.indicators.measures.IndicatorRow.Category;
import se.tertial.indicators.measures.IndicatorRow.Direction;
import se.tertial.indicators.measures.IndicatorRow.Kind;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Stored;

@Entity
class Indicator implements Stored<IndicatorRow> {

    @EmbeddedId
    private Identity id;

    private long revision;
    private String name;

    @Enumerated(EnumType.STRING)
    private Kind kind;

    private boolean heading;
    private @Nullable String parentId;
    private @Nullable String goalId;
    private String unit;
    private @Nullable String scale;
    private int decimals;

    @Enumerated(EnumType.STRING)
    private Direction direction;

    @Enumerated(EnumType.STRING)
    private @Nullable Accumulation accumulation;

    @Column(name = "position")
    private int order;

    private boolean ofWhich;

    @JdbcTypeCode(SqlTypes.JSON)
    private List<Category> categories;

    protected Indicator() {}

    Indicator(Identity id) {
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
    public IndicatorRow row() {
        return new IndicatorRow(
                id.rowKey(),
                name,
                kind,
                heading,
                parentId,
                goalId,
                unit,
                scale,
                decimals,
                direction,
                accumulation,
                order,
                ofWhich,
                categories,
                revision);
    }

    @Override
    public void take(IndicatorRow row) {
        name = row.name();
        kind = row.kind();
        heading = row.heading();
        parentId = row.parentId();
        goalId = row.goalId();
        unit = row.unit();
        scale = row.scale();
        decimals = row.decimals();
        direction = row.direction();
        accumulation = row.accumulation();
        order = row.order();
        ofWhich = row.ofWhich();
        categories = row.categories();
    }

    @Override
    public void revised(long revision) {
        this.revision = revision;
    }
}
