package se.tertial.indicators.measurements;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import se.tertial.indicators.measurements.MeasurementRow.State;
import se.tertial.indicators.measurements.MeasurementRow.Value;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Stored;
import se.tertial.kit.period.ReportingPeriod;

@Entity
class Measurement implements Stored<MeasurementRow> {

    @EmbeddedId
    private Identity id;

    private long revision;
    private String indicatorId;
    private String period;
    private String breakdown;

    @Enumerated(EnumType.STRING)
    private State valueState;

    private @Nullable BigDecimal valueNumber;
    private @Nullable Integer valueDecimals;
    private @Nullable String valueText;
    private @Nullable String footnote;
    private @Nullable String rowFootnote;
    private @Nullable String comparisonPeriod;
    private boolean preliminary;
    private @Nullable String reason;

    protected Measurement() {}

    Measurement(Identity id) {
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
    public MeasurementRow row() {
        return new MeasurementRow(
                indicatorId,
                ReportingPeriod.parse(period),
                breakdown,
                value(valueState, valueNumber, valueDecimals, valueText),
                footnote,
                rowFootnote,
                comparisonPeriod == null ? null : ReportingPeriod.parse(comparisonPeriod),
                preliminary,
                reason,
                revision);
    }

    /** The value as it is kept: the number with the decimals it was reported with, of which the column has more. */
    static Value value(State state, @Nullable BigDecimal number, @Nullable Integer decimals, @Nullable String text) {
        return new Value(
                state,
                number == null || decimals == null
                        ? null
                        : number.setScale(decimals).toPlainString(),
                text);
    }

    @Override
    public void take(MeasurementRow row) {
        indicatorId = row.indicatorId();
        period = row.period().toString();
        breakdown = row.breakdown();
        valueState = row.value().state();
        valueNumber =
                row.value().number() == null ? null : new BigDecimal(row.value().number());
        valueDecimals = valueNumber == null ? null : valueNumber.scale();
        valueText = row.value().text();
        footnote = row.footnote();
        rowFootnote = row.rowFootnote();
        comparisonPeriod =
                row.comparisonPeriod() == null ? null : row.comparisonPeriod().toString();
        preliminary = row.preliminary();
        reason = row.reason();
    }

    @Override
    public void revised(long revision) {
        this.revision = revision;
    }
}
