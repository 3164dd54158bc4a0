package se.tertial.indicators.measurements;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import se.tertial.indicators.measures.FallingCount;
import se.tertial.indicators.measures.Indicators;
import se.tertial.kit.access.Scope;
import se.tertial.kit.admission.Asker;
import se.tertial.kit.change.Doubt;
import se.tertial.kit.change.Rows.Written;
import se.tertial.kit.period.ReportingPeriod;

/** Values of measures that count from January, each lower than one that ends earlier in the same year. */
@ApplicationScoped
class FallingCounts {

    /** Each may have twelve months and the year. */
    private static final int AT_ONCE = 500;

    /** Each may have many years of many breakdowns. */
    private static final int INDICATORS_AT_ONCE = 100;

    private static final int MOST = 100;

    private static final String FALLING =
            """
            with numbers as (
                select row_key, indicator_id, breakdown, period, value_number as number, value_decimals as decimals,
                       lag(row_key) over before as earlier_key, lag(period) over before as earlier,
                       lag(value_number) over before as earlier_number, lag(value_decimals) over before as earlier_decimals
                from measurement
                where municipality_id = :municipality and administration_id = :administration and value_number >= 0 and %s
                window before as (partition by indicator_id, breakdown, left(period, 4) order by length(period) = 4, period)
            )
            select row_key, earlier_key, indicator_id, breakdown, period, cast(round(number, decimals) as text) as at_end, earlier,
                   cast(round(earlier_number, earlier_decimals) as text) as at_earlier
            from numbers
            where number < earlier_number and %s
            order by row_key
            limit 100
            """;

    private static final String OF_WRITTEN = FALLING.formatted(
            """
            row_key in (select indicator || '~' || of_year
                               || case when month = 13 then '' else '-' || lpad(cast(month as text), 2, '0') end || '~' || breakdown
                        from unnest(cast(:indicators as text[]), cast(:years as text[]), cast(:breakdowns as text[]))
                                 as asked (indicator, of_year, breakdown)
                             cross join generate_series(1, 13) as month)
            """,
            """
            (row_key in (select unnest(cast(:keys as text[]))) or earlier_key in (select unnest(cast(:keys as text[]))))
            """);

    /** One indicator after the other, until there are enough. */
    static final String OF_INDICATORS =
            """
            select falling.* from unnest(cast(:indicators as text[])) as asked (indicator) cross join lateral (%s) as falling
            limit 100
            """
                    .formatted(FALLING.formatted("indicator_id = asked.indicator", "true"));

    private final EntityManager entityManager;
    private final Indicators indicators;
    private final Asker asker;

    @Inject
    FallingCounts(EntityManager entityManager, Indicators indicators, Asker asker) {
        this.entityManager = entityManager;
        this.indicators = indicators;
        this.asker = asker;
    }

    private record Year(String indicatorId, int year, String breakdown) {}

    /** Of written values, what is lower than before, or lower afterwards. */
    List<Doubt> of(Scope scope, List<Written<MeasurementRow>> written) {
        Set<String> counting = indicators.countingFromJanuary(
                scope, written.stream().map(one -> one.row().indicatorId()).toList());
        Map<Year, Map<String, String>> pointers = new LinkedHashMap<>();
        for (Written<MeasurementRow> one : written) {
            MeasurementRow row = one.row();
            if (counting.contains(row.indicatorId())) {
                pointers.computeIfAbsent(
                                new Year(row.indicatorId(), row.period().year(), row.breakdown()),
                                any -> new HashMap<>())
                        .put(row.key(), one.pointer());
            }
        }
        List<Year> all = List.copyOf(pointers.keySet());
        List<Doubt> doubts = new ArrayList<>();
        for (int from = 0; from < all.size() && doubts.size() < MOST; from += AT_ONCE) {
            asker.require();
            List<Year> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
            Map<String, String> ofSome = new HashMap<>();
            some.forEach(year -> ofSome.putAll(Objects.requireNonNull(pointers.get(year))));
            query(scope, OF_WRITTEN)
                    .setParameter(
                            "indicators", some.stream().map(Year::indicatorId).toArray(String[]::new))
                    .setParameter(
                            "years",
                            some.stream()
                                    .map(one -> Integer.toString(one.year()))
                                    .toArray(String[]::new))
                    .setParameter(
                            "breakdowns", some.stream().map(Year::breakdown).toArray(String[]::new))
                    .setParameter("keys", ofSome.keySet().toArray(String[]::new))
                    .getResultList()
                    .forEach(columns -> {
                        String later = ofSome.get((String) columns[0]);
                        String pointer = later == null ? ofSome.get((String) columns[1]) : later;
                        doubts.add(count(columns).told(pointer + "/value/number"));
                    });
        }
        return doubts;
    }

    /** Of indicators, a hundred of all years. */
    List<FallingCount> of(Scope scope, Collection<String> indicatorIds) {
        List<String> all = indicatorIds.stream().sorted().toList();
        List<FallingCount> found = new ArrayList<>();
        for (int from = 0; from < all.size() && found.size() < MOST; from += INDICATORS_AT_ONCE) {
            asker.require();
            List<String> some = all.subList(from, Math.min(all.size(), from + INDICATORS_AT_ONCE));
            query(scope, OF_INDICATORS)
                    .setParameter("indicators", some.toArray(String[]::new))
                    .getResultStream()
                    .limit(MOST - found.size())
                    .map(FallingCounts::count)
                    .forEach(found::add);
        }
        return found;
    }

    private NativeQuery<Object[]> query(Scope scope, String sql) {
        return entityManager
                .unwrap(Session.class)
                .createNativeQuery(sql, Object[].class)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId());
    }

    private static FallingCount count(Object[] columns) {
        return new FallingCount(
                (String) columns[2],
                (String) columns[3],
                ReportingPeriod.parse((String) columns[4]),
                (String) columns[5],
                ReportingPeriod.parse((String) columns[6]),
                (String) columns[7]);
    }
}
