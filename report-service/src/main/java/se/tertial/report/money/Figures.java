package se.tertial.report.money;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.report.replica.Fact;
import se.tertial.report.replica.Fact.Scenario;
import se.tertial.report.replica.Facts;
import se.tertial.report.replica.Known;
import se.tertial.report.template.Columns;
import se.tertial.report.template.TemplateColumn;

/** The amounts that are known, found by what they are of and by the columns of a template. */
final class Figures {

    private final ReportingPeriod report;
    private final Columns columns;
    private final Map<Key, Amount> operations = new HashMap<>();
    private final Map<Key, Amount> investments = new HashMap<>();
    private final Set<OfYear> investmentYears = new HashSet<>();

    /** What a figure is about: a unit or an investment object, in a scenario of a period. */
    private record Key(String of, Scenario scenario, ReportingPeriod period) {}

    private record OfYear(String objectId, int year) {}

    Figures(ReportingPeriod report, Facts facts) {
        this.report = report;
        this.columns = new Columns(report);
        for (Known<Fact.OperatingLine> known : facts.all(Fact.OperatingLine.class)) {
            Fact.OperatingLine line = known.fact();
            if (ofThisRound(line.round())) {
                operations.put(new Key(line.unitId(), line.scenario(), line.period()), Amount.of(known));
            }
        }
        for (Known<Fact.InvestmentLine> known : facts.all(Fact.InvestmentLine.class)) {
            Fact.InvestmentLine line = known.fact();
            if (ofThisRound(line.round())) {
                investments.put(new Key(line.objectId(), line.scenario(), line.period()), Amount.ofInvestment(known));
                investmentYears.add(new OfYear(line.objectId(), line.period().year()));
            }
        }
    }

    /** Forecasts of other rounds are another report's. */
    private boolean ofThisRound(@Nullable ReportingPeriod round) {
        return round == null || round.equals(report);
    }

    @Nullable
    Amount operation(String unitId, TemplateColumn column) {
        return figure(operations, unitId, column);
    }

    @Nullable
    Amount investment(String objectId, TemplateColumn column) {
        return figure(investments, objectId, column);
    }

    /** The units that have a figure in any of the columns. */
    Set<String> units(Collection<TemplateColumn> ofColumns) {
        return operations.keySet().stream()
                .map(Key::of)
                .filter(unit -> ofColumns.stream().anyMatch(column -> operation(unit, column) != null))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether anything is known of an investment object in the year of a column, so that its other figures of that year are expected. */
    boolean hasInvestment(String objectId, TemplateColumn column) {
        return investmentYears.contains(
                new OfYear(objectId, columns.period(column).year()));
    }

    /** The period that a column is about. */
    ReportingPeriod period(TemplateColumn column) {
        return columns.period(column);
    }

    Set<String> investmentObjects() {
        return investments.keySet().stream().map(Key::of).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The first day that any of the columns is about: figures are cumulative from January. */
    LocalDate since(Collection<TemplateColumn> ofColumns) {
        return LocalDate.of(
                ofColumns.stream()
                        .filter(column -> scenario(column) != null)
                        .mapToInt(column -> columns.period(column).year())
                        .min()
                        .orElse(report.year()),
                1,
                1);
    }

    private @Nullable Amount figure(Map<Key, Amount> figures, String of, TemplateColumn column) {
        Scenario scenario = scenario(column);
        return scenario == null ? null : figures.get(new Key(of, scenario, columns.period(column)));
    }

    private static @Nullable Scenario scenario(TemplateColumn column) {
        return switch (column.content()) {
            case ACTUAL -> Scenario.ACTUAL;
            case BUDGET -> Scenario.BUDGET;
            case FORECAST -> Scenario.FORECAST;
            case ANNUAL_ACCOUNTS -> Scenario.ANNUAL_ACCOUNTS;
            case MEASUREMENT, VOLUME_FORECAST, TARGET, VARIANCE -> null;
        };
    }
}
