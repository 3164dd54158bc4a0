package se.tertial.indicators.measurements;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.tertial.indicators.measurements.MeasurementRow.State;
import se.tertial.indicators.measurements.MeasurementRow.Value;
import se.tertial.indicators.measures.IndicatorReferences;
import se.tertial.indicators.measures.IndicatorRow;
import se.tertial.indicators.measures.Indicators;
import se.tertial.kit.access.Scope;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Rows;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.kit.problem.Violations;
import se.tertial.language.Message;

/** The measurements of administrations. Each fits its indicator, and the parts by gender fit their total. */
@ApplicationScoped
public class Measurements implements Rows<MeasurementRow, Measurement>, IndicatorReferences {

    private final Indicators indicators;

    @Inject
    Measurements(Indicators indicators) {
        this.indicators = indicators;
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
    public List<Use> uses(Scope scope) {
        return getEntityManager()
                .createQuery(
                        """
                        select indicatorId, breakdown, min(period)
                        from Measurement
                        where id.municipalityId = :municipality and id.administrationId = :administration
                        group by indicatorId, breakdown
                        """,
                        Object[].class)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .getResultList()
                .stream()
                .map(row -> new Use((String) row[0], Kind.MEASUREMENT, (String) row[1], (String) row[2]))
                .toList();
    }

    @Override
    public void check(Scope scope, List<Written<MeasurementRow>> written, Violations violations) {
        Map<String, IndicatorRow> all = indicators.byId(scope);
        for (Written<MeasurementRow> one : written) {
            checkValue(one, violations);
            checkComparison(one, violations);
            IndicatorRow indicator = Indicators.valued(all, one.row().indicatorId(), one.pointer(), violations);
            if (indicator != null) {
                checkAgainst(indicator, one, violations);
            }
        }
        violations.throwIfAny();
        checkGenders(scope, written, violations);
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

    private static void checkAgainst(IndicatorRow indicator, Written<MeasurementRow> one, Violations violations) {
        String breakdown = one.row().breakdown();
        if (!indicator.knows(breakdown)) {
            violations.add(
                    one.pointer() + "/breakdown",
                    Message.of(
                            "“{0}” is neither total, women, men nor a category of “{1}”.",
                            breakdown, indicator.indicatorId()));
        }
    }

    private void checkGenders(Scope scope, List<Written<MeasurementRow>> written, Violations violations) {
        Map<String, String> pointers = new HashMap<>();
        written.forEach(one -> pointers.put(one.row().key(), one.pointer()));
        Map<String, MeasurementRow> beside = beside(scope, written);
        for (MeasurementRow part : beside.values()) {
            MeasurementRow total =
                    beside.get(MeasurementRow.key(part.indicatorId(), part.period(), IndicatorRow.TOTAL));
            if (total == null || !IndicatorRow.GENDERS.contains(part.breakdown())) {
                continue;
            }
            String pointer = pointer(pointers, part, total);
            if (pointer != null && !total.value().measured().admits(part.value().measured())) {
                violations.add(
                        pointer + "/value/state",
                        Message.of(
                                "The value for {0}, {1}, contradicts the total, {2} (“{3}”, {4}).",
                                part.breakdown().equals("women") ? Message.of("women") : Message.of("men"),
                                part.value().measured(),
                                total.value().measured(),
                                part.indicatorId(),
                                part.period()));
            }
        }
    }

    /** Where the request wrote the part, or else the total. */
    private static @Nullable String pointer(Map<String, String> pointers, MeasurementRow part, MeasurementRow total) {
        String ofPart = pointers.get(part.key());
        return ofPart == null ? pointers.get(total.key()) : ofPart;
    }

    /** What is stored of the indicators and periods that were written, by key. */
    private Map<String, MeasurementRow> beside(Scope scope, List<Written<MeasurementRow>> written) {
        Set<String> ids = written.stream().map(one -> one.row().indicatorId()).collect(Collectors.toSet());
        Set<String> periods =
                written.stream().map(one -> one.row().period().toString()).collect(Collectors.toSet());
        return list(
                        "id.municipalityId = ?1 and id.administrationId = ?2 and indicatorId in ?3 and period in ?4",
                        scope.municipalityId(),
                        scope.administrationId(),
                        ids,
                        periods)
                .stream()
                .map(Measurement::row)
                .collect(Collectors.toMap(MeasurementRow::key, row -> row));
    }
}
