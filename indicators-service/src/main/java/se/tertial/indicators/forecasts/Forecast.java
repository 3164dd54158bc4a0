package se.tertial.indicators.forecasts;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Stored;
import se.tertial.kit.period.ReportingPeriod;

@Entity
class Forecast implements Stored<ForecastRow> {

    @EmbeddedId
    private Identity id;

    private long revision;
    private @Nullable String reason;
    private String indicatorId;
    private String period;
    private String round;
    private @Nullable BigDecimal number;
    private @Nullable Integer decimals;
    private @Nullable String text;

    protected Forecast() {}

    Forecast(Identity id) {
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
    public ForecastRow row() {
        return new ForecastRow(
                indicatorId,
                ReportingPeriod.parse(period),
                ReportingPeriod.parse(round),
                number == null || decimals == null
                        ? null
                        : number.setScale(decimals).toPlainString(),
                text,
                reason,
                revision);
    }

    @Override
    public void take(ForecastRow row) {
        indicatorId = row.indicatorId();
        period = row.period().toString();
        round = row.round().toString();
        number = row.number() == null ? null : new BigDecimal(row.number());
        decimals = number == null ? null : number.scale();
        text = row.text();
        reason = row.reason();
    }

    @Override
    public void revised(long revision) {
        this.revision = revision;
    }
}
