package se.tertial.indicators.measurements;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.tertial.indicators.measurements.MeasurementRow.State;
import se.tertial.indicators.measurements.MeasurementRow.Value;
import se.tertial.indicators.measures.FallingCount;
import se.tertial.indicators.measures.IndicatorReferences;
import se.tertial.indicators.measures.IndicatorRow;
import se.tertial.indicators.measures.Indicators;
import se.tertial.indicators.measures.Indicators.Breakdown;
import se.tertial.kit.access.Scope;
import se.tertial.kit.change.Doubt;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Rows;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.kit.problem.Violations;
import se.tertial.language.Message;

/** The measurements of administrations. Each fits its indicator, and the parts by gender fit their total. */
@ApplicationScoped
public class Measurements implements Rows<MeasurementRow, Measurement>, IndicatorReferences {

    /** Each has a total, women and men beside it. */
    private static final int BESIDE_AT_ONCE = 500;

    private final Indicators indicators;
    private final FallingCounts counts;

    @Inject
    Measurements(Indicators indicators, FallingCounts counts) {
        this.indicators = indicators;
        this.counts = counts;
    }

    @Override
    public String topic() {
        return "indicators.measurement.v1";
    }

    @Override
    public Measurement blank(Identity identity) {
        return new Measurement(identity);
    }

    @Override
    public String order() {
        return "indicatorId, period, breakdown";
    }

    /** The total of each of the periods that has one. */
    public Map<ReportingPeriod, MeasurementRow> totals(
            Scope scope, String indicatorId, Collection<ReportingPeriod> periods) {
        return list(
                        "id.municipalityId = ?1 and id.administrationId = ?2 and indicatorId = ?3 and breakdown = ?4"
                                + " and period in ?5",
                        scope.municipalityId(),
                        scope.administrationId(),
                        indicatorId,
                        IndicatorRow.TOTAL,
                        periods.stream().map(ReportingPeriod::toString).toList())
                .stream()
                .map(Measurement::row)
                .collect(Collectors.toMap(MeasurementRow::period, row -> row));
    }

    @Override
    public List<Use> uses(Scope scope, Collection<String> indicatorIds) {
        return getEntityManager()
                .createQuery(
                        """
                        select indicatorId, breakdown, min(period)
                        from Measurement
                        where id.municipalityId = :municipality and id.administrationId = :administration
                          and indicatorId in :indicators
                        group by indicatorId, breakdown
                        """,
                        Object[].class)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setParameter("indicators", indicatorIds)
                .getResultList()
                .stream()
                .map(row -> new Use((String) row[0], Kind.MEASUREMENT, (String) row[1], (String) row[2]))
                .toList();
    }

    @Override
    public List<FallingCount> falling(Scope scope, Collection<String> indicatorIds) {
        return counts.of(scope, indicatorIds);
    }

    @Override
    public List<Doubt> doubts(Scope scope, List<Written<MeasurementRow>> written) {
        return counts.of(scope, written);
    }

    @Override
    public void check(Scope scope, List<Written<MeasurementRow>> written, Violations violations) {
        Map<String, Boolean> headings = indicators.headings(
                scope, written.stream().map(one -> one.row().indicatorId()).toList());
        Set<Breakdown> known = indicators.known(
                scope, written.stream().map(one -> breakdown(one.row())).toList());
        for (Written<MeasurementRow> one : written) {
            checkValue(one, violations);
            checkComparison(one, violations);
            if (Indicators.isValued(headings, one.row().indicatorId(), one.pointer(), violations)
                    && !known.contains(breakdown(one.row()))) {
                violations.add(
                        one.pointer() + "/breakdown",
                        Message.of(
                                "“{0}” is neither total, women, men nor a category of “{1}”.",
                                one.row().breakdown(), one.row().indicatorId()));
            }
        }
        violations.throwIfAny();
        checkGenders(scope, written, violations);
    }

    private static Breakdown breakdown(MeasurementRow row) {
        return new Breakdown(row.indicatorId(), row.breakdown());
    }

    private static void checkValue(Written<MeasurementRow> one, Violations violations) {
        Value value = one.row().value();
        String pointer = one.pointer() + "/value";
        if (value.state() == State.NUMBER && value.number() == null) {
            violations.add(
                    pointer + "/number", Message.of("The state says that there is a number, and there is none."));
        }
        if (value.state() == State.TEXT && value.text() == null) {
            violations.add(pointer + "/text", Message.of("The state says that there is a text, and there is none."));
        }
        if (value.state() != State.NUMBER && value.number() != null) {
            violations.add(
                    pointer + "/number",
                    superfluous(
                            value,
                            Message.of(
                                    "A value stands together with a reason for its absence: remove the number or say another state."),
                            Message.of("The state says another kind of value than this number.")));
        }
        if (value.state() != State.TEXT && value.text() != null) {
            violations.add(
                    pointer + "/text",
                    superfluous(
                            value,
                            Message.of(
                                    "A value stands together with a reason for its absence: remove the text or say another state."),
                            Message.of("The state says another kind of value than this text.")));
        }
    }

    private static Message superfluous(Value value, Message besideAbsence, Message besideAnother) {
        return value.hasReasonForAbsence() ? besideAbsence : besideAnother;
    }

    private static void checkComparison(Written<MeasurementRow> one, Violations violations) {
        if (one.row().period().equals(one.row().comparisonPeriod())) {
            violations.add(one.pointer() + "/comparisonPeriod", Message.of("A value is not compared with itself."));
        }
    }

    /** A measurement as far as it must fit the others of its indicator and period. */
    private record Beside(String indicatorId, ReportingPeriod period, String breakdown, MeasuredValue value) {

        String key(String breakdown) {
            return MeasurementRow.key(indicatorId, period, breakdown);
        }
    }

    private void checkGenders(Scope scope, List<Written<MeasurementRow>> written, Violations violations) {
        Map<String, String> pointers = new HashMap<>();
        written.forEach(one -> pointers.put(one.row().key(), one.pointer()));
        List<String> totals = written.stream()
                .map(Written::row)
                .map(row -> MeasurementRow.key(row.indicatorId(), row.period(), IndicatorRow.TOTAL))
                .distinct()
                .toList();
        for (int from = 0; from < totals.size(); from += BESIDE_AT_ONCE) {
            List<String> some = totals.subList(from, Math.min(totals.size(), from + BESIDE_AT_ONCE));
            checkGenders(beside(scope, some), pointers, violations);
        }
    }

    private static void checkGenders(Map<String, Beside> beside, Map<String, String> pointers, Violations violations) {
        for (Beside part : beside.values()) {
            Beside total = beside.get(part.key(IndicatorRow.TOTAL));
            if (total == null || !IndicatorRow.GENDERS.contains(part.breakdown())) {
                continue;
            }
            String pointer = pointer(pointers, part);
            if (pointer != null && !total.value().admits(part.value())) {
                violations.add(
                        pointer + "/value/state",
                        Message.of(
                                "The value for {0}, {1}, contradicts the total, {2} (“{3}”, {4}).",
                                part.breakdown().equals("women") ? Message.of("women") : Message.of("men"),
                                part.value(),
                                total.value(),
                                part.indicatorId(),
                                part.period()));
            }
        }
    }

    /** Where the request wrote the part, or else the total. */
    private static @Nullable String pointer(Map<String, String> pointers, Beside part) {
        String ofPart = pointers.get(part.key(part.breakdown()));
        return ofPart == null ? pointers.get(part.key(IndicatorRow.TOTAL)) : ofPart;
    }

    /**
     * The totals, and the values of women and men beside them, by key.
     *
     * @param totals the keys of the totals
     */
    private Map<String, Beside> beside(Scope scope, List<String> totals) {
        List<String> keys = totals.stream()
                .flatMap(total -> Stream.concat(
                        Stream.of(total),
                        IndicatorRow.GENDERS.stream().map(gender -> MeasurementRow.beside(total, gender))))
                .toList();
        return values(
                        scope,
                        "id.rowKey, indicatorId, period, breakdown, valueState, valueNumber, valueDecimals, valueText",
                        Object[].class,
                        "id.rowKey",
                        keys)
                .stream()
                .collect(Collectors.toMap(
                        columns -> (String) columns[0],
                        columns -> new Beside(
                                (String) columns[1],
                                ReportingPeriod.parse((String) columns[2]),
                                (String) columns[3],
                                Measurement.value(
                                                (State) columns[4],
                                                (BigDecimal) columns[5],
                                                (Integer) columns[6],
                                                (String) columns[7])
                                        .measured())));
    }
}
