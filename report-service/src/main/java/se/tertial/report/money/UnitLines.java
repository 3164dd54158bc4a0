package se.tertial.report.money;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import se.tertial.report.replica.Facts;
import se.tertial.report.template.TemplateColumn;
import se.tertial.report.wording.Missing;

/**
 * The units that a table or a chart shows, with their amounts: as they stood on the report's day, each for itself, or grouped
 * as they stand in the organisation of another day. What is stored stays as it is, and the sum is the same either way.
 */
final class UnitLines {

    private final LocalDate reportDay;
    private final Facts facts;
    private final Figures figures;
    private final Missing missing;
    private final Map<LocalDate, UnitTree> trees = new HashMap<>();

    /**
     * A line.
     *
     * @param amounts by column; no entry where there is none
     */
    record Line(UnitTree.Place place, Map<String, @Nullable Amount> amounts) {}

    UnitLines(LocalDate reportDay, Facts facts, Figures figures, Missing missing) {
        this.reportDay = reportDay;
        this.facts = facts;
        this.figures = figures;
        this.missing = missing;
    }

    List<Line> of(List<TemplateColumn> columns, @Nullable LocalDate organisationAsOf, boolean shortNames) {
        UnitTree tree = tree(organisationAsOf);
        LocalDate since = figures.since(columns);
        Map<String, List<String>> members = new TreeMap<>();
        for (String unit : figures.units(columns)) {
            String heir = organisationAsOf == null ? unit : tree.heir(unit, since);
            if (heir != null) {
                members.computeIfAbsent(heir, any -> new ArrayList<>()).add(unit);
            }
        }
        return tree.places(members.keySet(), shortNames).stream()
                .map(place -> new Line(place, amounts(members.getOrDefault(place.unitId(), List.of()), columns)))
                .toList();
    }

    /** The units on a day; null for the report's. */
    UnitTree tree(@Nullable LocalDate organisationAsOf) {
        return trees.computeIfAbsent(
                Objects.requireNonNullElse(organisationAsOf, reportDay), day -> new UnitTree(day, facts, missing));
    }

    private Map<String, @Nullable Amount> amounts(List<String> units, List<TemplateColumn> columns) {
        Map<String, @Nullable Amount> amounts = new HashMap<>();
        for (TemplateColumn column : columns) {
            List<Amount> addends = units.stream()
                    .map(unit -> figures.operation(unit, column))
                    .filter(Objects::nonNull)
                    .toList();
            if (!addends.isEmpty()) {
                amounts.put(
                        column.columnId(),
                        addends.size() == 1 ? addends.get(0) : Amount.sum(Amount.Kind.OPERATIONS, addends));
            }
        }
        return amounts;
    }
}
