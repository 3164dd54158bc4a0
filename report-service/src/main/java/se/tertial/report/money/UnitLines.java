package se.tertial.report.money;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import se.tertial.report.document.Table.Role;
import se.tertial.report.replica.Facts;
import se.tertial.report.template.TemplateColumn;
import se.tertial.report.template.TemplateTable;
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
     * @param amounts its own, or the sum of those of all units that are shown as this one
     */
    record Line(UnitTree.Place place, Amounts amounts) {

        /** Its part in a table. */
        Role role() {
            return !place.isAdditive() ? Role.OF_WHICH : place.level() > 0 ? Role.ADDITIVE : Role.ITEM;
        }
    }

    UnitLines(LocalDate reportDay, Facts facts, Figures figures, Missing missing) {
        this.reportDay = reportDay;
        this.facts = facts;
        this.figures = figures;
        this.missing = missing;
    }

    List<Line> of(
            List<TemplateColumn> columns,
            @Nullable LocalDate organisationAsOf,
            boolean shortNames,
            TemplateTable.MissingAmount rule) {
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
                .map(place -> new Line(
                        place,
                        Amounts.of(
                                Amount.Kind.OPERATIONS,
                                rule,
                                columns,
                                column -> sum(members.getOrDefault(place.unitId(), List.of()), column),
                                column -> late(
                                        place,
                                        members.getOrDefault(place.unitId(), List.of()),
                                        tree,
                                        column,
                                        shortNames))))
                .toList();
    }

    /** The units on a day; null for the report's. */
    UnitTree tree(@Nullable LocalDate organisationAsOf) {
        return trees.computeIfAbsent(
                Objects.requireNonNullElse(organisationAsOf, reportDay), day -> new UnitTree(day, facts, missing));
    }

    /** What the units of a line have is added up first, since the outcome of one that became another may stand on that other. */
    private @Nullable Amount sum(List<String> units, TemplateColumn column) {
        List<Amount> addends = units.stream()
                .map(unit -> figures.operation(unit, column))
                .filter(Objects::nonNull)
                .toList();
        return addends.size() > 1
                ? Amount.sum(Amount.Kind.OPERATIONS, addends)
                : addends.stream().findFirst().orElse(null);
    }

    /**
     * The units of a line, by id with their names, that stood on the last day of a column and have no amount there; the line itself if
     * none has. What one lacks may stand on another that did not stand, and that it became or was made of: then it is not late.
     */
    private Map<String, String> late(
            UnitTree.Place place, List<String> units, UnitTree tree, TemplateColumn column, boolean shortNames) {
        LocalDate day = figures.period(column).lastDay();
        Map<String, String> late = new TreeMap<>();
        Set<String> passed = new HashSet<>();
        boolean nothing = true;
        for (String unit : units) {
            boolean stood = tree.stood(unit, day);
            if (figures.operation(unit, column) == null) {
                if (stood) {
                    late.put(unit, tree.name(unit, shortNames));
                }
            } else {
                nothing = false;
                if (!stood) {
                    passed.add(unit);
                }
            }
        }
        if (nothing && !late.isEmpty()) {
            return Map.of(place.unitId(), place.name());
        }
        if (!passed.isEmpty() && !late.isEmpty()) {
            late.keySet().removeIf(tree.holdersOf(passed));
        }
        return late;
    }
}
