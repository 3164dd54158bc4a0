package se.tertial.finance.investments;

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
class InvestmentLine implements Stored<InvestmentLineRow> {

    @EmbeddedId
    private Identity id;

    private long revision;

    private String objectId;

    @Enumerated(EnumType.STRING)
    private InvestmentLineRow.Scenario scenario;

    private String period;

    private @Nullable String round;

    private BigDecimal expenditure;

    private BigDecimal income;

    private @Nullable String reason;

    protected InvestmentLine() {}

    InvestmentLine(Identity id) {
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
    public InvestmentLineRow row() {
        return new InvestmentLineRow(
                objectId,
                scenario,
                ReportingPeriod.parse(period),
                round == null ? null : ReportingPeriod.parse(round),
                new Money(expenditure),
                new Money(income),
                reason,
                revision);
    }

    @Override
    public void take(InvestmentLineRow row) {
        objectId = row.objectId();
        scenario = row.scenario();
        period = row.period().toString();
        round = row.round() == null ? null : row.round().toString();
        expenditure = row.expenditure().amount();
        income = row.income().amount();
        reason = row.reason();
    }

    @Override
    public void revised(long revision) {
        this.revision = revision;
    }
}
