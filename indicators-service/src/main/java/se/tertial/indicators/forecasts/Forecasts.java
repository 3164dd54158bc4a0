package se.tertial.indicators.forecasts;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import se.tertial.indicators.measures.IndicatorReferences;
import se.tertial.indicators.measures.Indicators;
import se.tertial.indicators.targets.TargetExpression;
import se.tertial.kit.access.Scope;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Rows;
import se.tertial.kit.problem.Violations;
import se.tertial.language.Message;

/** The forecasts of measures, for a full year that was not over when they were made. Each is a number, or words. */
@ApplicationScoped
public class Forecasts implements Rows<ForecastRow, Forecast>, IndicatorReferences {

    private final Indicators indicators;

    @Inject
    Forecasts(Indicators indicators) {
        this.indicators = indicators;
    }

    @Override
    public String topic() {
        return "indicators.forecast.v1";
    }

    @Override
    public Forecast blank(Identity identity) {
        return new Forecast(identity);
    }

    @Override
    public String order() {
        return "indicatorId, period, round";
    }

    @Override
    public List<Use> uses(Scope scope, Collection<String> indicatorIds) {
        return getEntityManager()
                .createQuery(
                        """
                        select indicatorId, min(period)
                        from Forecast
                        where id.municipalityId = :municipality and id.administrationId = :administration
                          and indicatorId in :indicators
                        group by indicatorId
                        """,
                        Object[].class)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setParameter("indicators", indicatorIds)
                .getResultList()
                .stream()
                .map(row -> new Use((String) row[0], Kind.FORECAST, null, (String) row[1]))
                .toList();
    }

    @Override
    public void check(Scope scope, List<Written<ForecastRow>> written, Violations violations) {
        Map<String, Boolean> headings = indicators.headings(
                scope, written.stream().map(one -> one.row().indicatorId()).toList());
        for (Written<ForecastRow> one : written) {
            checkPeriods(one, violations);
            checkExpected(one, violations);
            Indicators.isValued(headings, one.row().indicatorId(), one.pointer(), violations);
        }
    }

    private static void checkPeriods(Written<ForecastRow> one, Violations violations) {
        ForecastRow row = one.row();
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

    /** A number or words, and a number never as words: then nobody could reckon with it. */
    private static void checkExpected(Written<ForecastRow> one, Violations violations) {
        String number = one.row().number();
        String text = one.row().text();
        if (number == null && text == null) {
            violations.add(
                    one.pointer() + "/number", Message.of("A forecast is a number or a text, and here is neither."));
        } else if (number != null && text != null) {
            violations.add(one.pointer() + "/text", Message.of("A forecast is a number or a text, and here are both."));
        } else if (text != null) {
            TargetExpression.number(text)
                    .ifPresent(found -> violations.add(
                            one.pointer() + "/text",
                            Message.of("“{0}” is a number: write it as the number {1}.", text, found.toPlainString())));
        }
    }
}
