package se.tertial.indicators.forecasts;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import se.tertial.indicators.measures.IndicatorReferences;
import se.tertial.indicators.measures.IndicatorRow;
import se.tertial.indicators.measures.Indicators;
import se.tertial.kit.access.Scope;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Rows;
import se.tertial.kit.problem.Violations;
import se.tertial.language.Message;

/** The forecasts of volumes. Only volume measures have any, for a full year that was not over when they were made. */
@ApplicationScoped
public class VolumeForecasts implements Rows<VolumeForecastRow, VolumeForecast>, IndicatorReferences {

    private final Indicators indicators;

    @Inject
    VolumeForecasts(Indicators indicators) {
        this.indicators = indicators;
    }

    @Override
    public String topic() {
        return "indicators.forecast.v1";
    }

    @Override
    public VolumeForecast blank(Identity identity) {
        return new VolumeForecast(identity);
    }

    @Override
    public String order() {
        return "indicatorId, period, round";
    }

    @Override
    public List<Use> uses(Scope scope) {
        return getEntityManager()
                .createQuery(
                        """
                        select indicatorId, max(decimals), min(period)
                        from VolumeForecast
                        where id.municipalityId = :municipality and id.administrationId = :administration
                        group by indicatorId
                        """,
                        Object[].class)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .getResultList()
                .stream()
                .map(row -> new Use((String) row[0], Kind.FORECAST, null, (Integer) row[1], (String) row[2]))
                .toList();
    }

    @Override
    public void check(Scope scope, List<Written<VolumeForecastRow>> written, Violations violations) {
        Map<String, IndicatorRow> all = indicators.byId(scope);
        for (Written<VolumeForecastRow> one : written) {
            checkPeriods(one, violations);
            IndicatorRow indicator = Indicators.valued(all, one.row().indicatorId(), one.pointer(), violations);
            if (indicator != null) {
                checkAgainst(indicator, one, violations);
            }
        }
    }

    private static void checkPeriods(Written<VolumeForecastRow> one, Violations violations) {
        VolumeForecastRow row = one.row();
        if (!row.period().isFullYear()) {
            violations.add(one.pointer() + "/period", Message.of("A forecast is for a full year, such as “2021”."));
        } else if (row.round().compareTo(row.period()) > 0) {
            violations.add(
                    one.pointer() + "/round",
                    Message.of(
                            "The round {0} is after the year that it forecasts.",
                            row.round().toString()));
        }
    }

    private static void checkAgainst(IndicatorRow indicator, Written<VolumeForecastRow> one, Violations violations) {
        if (indicator.kind() != IndicatorRow.Kind.VOLUME_MEASURE) {
            violations.add(
                    one.pointer() + "/indicatorId",
                    Message.of("“{0}” is not a volume measure, and only these are forecast.", indicator.indicatorId()));
        }
        if (new BigDecimal(one.row().number()).scale() > indicator.decimals()) {
            violations.add(
                    one.pointer() + "/number",
                    Message.of(
                            "The number of decimals of “{0}” is at most {1}.",
                            indicator.indicatorId(), indicator.decimals()));
        }
    }
}
