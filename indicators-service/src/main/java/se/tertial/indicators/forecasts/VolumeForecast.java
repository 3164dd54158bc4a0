package se.tertial.indicators.forecasts;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import java.math.BigDecimal;
import org.jspecify.annotations.NullUnmarked;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Stored;
import se.tertial.kit.period.ReportingPeriod;

@Entity
@NullUnmarked
class VolumeForecast implements Stored<VolumeForecastRow> {

    @EmbeddedId
    private Identity id;

    private long revision;
    private String reason;
    private String indicatorId;
    private String period;
    private String round;
    private BigDecimal number;
    private int decimals;

    protected VolumeForecast() {}

    VolumeForecast(Identity id) {
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
    public VolumeForecastRow row() {
        return new VolumeForecastRow(
                indicatorId,
                ReportingPeriod.parse(period),
                ReportingPeriod.parse(round),
                number.setScale(decimals).toPlainString(),
                reason,
                revision);
    }

    @Override
    public void take(VolumeForecastRow row) {
        indicatorId = row.indicatorId();
        period = row.period().toString();
        round = row.round().toString();
        number = new BigDecimal(row.number());
        decimals = number.scale();
        reason = row.reason();
    }

    @Override
    public void revised(long revision) {
        this.revision = revision;
    }
}
