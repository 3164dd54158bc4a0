package se.tertial.finance.operations;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Stored;
import se.tertial.kit.money.Money;
import se.tertial.kit.period.ReportingPeriod;

@Entity
class OperatingLine implements Stored<OperatingLineRow> {

    @EmbeddedId
    private Identity id;

    private long revision;

    private String unitId;

    @Enumerated(EnumType.STRING)
    private OperatingLineRow.Scenario scenario;

    private String period;

    private @Nullable String round;

    private @Nullable BigDecimal income;

    private @Nullable BigDecimal cost;

    private @Nullable BigDecimal net;

    private @Nullable String reason;

    protected OperatingLine() {}

    OperatingLine(Identity id) {
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
    public OperatingLineRow row() {
        return new OperatingLineRow(
                unitId,
                scenario,
                ReportingPeriod.parse(period),
                round == null ? null : ReportingPeriod.parse(round),
                income == null ? null : new Money(income),
                cost == null ? null : new Money(cost),
                net == null ? null : new Money(net),
                reason,
                revision);
    }

    @Override
    public void take(OperatingLineRow row) {
        unitId = row.unitId();
        scenario = row.scenario();
        period = row.period().toString();
        round = row.round() == null ? null : row.round().toString();
        income = row.income() == null ? null : row.income().amount();
        cost = row.cost() == null ? null : row.cost().amount();
        net = row.net() == null ? null : row.net().amount();
        reason = row.reason();
    }

    @Override
    public void revised(long revision) {
        this.revision = revision;
    }
}
