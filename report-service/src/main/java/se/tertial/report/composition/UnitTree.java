package se.tertial.report.composition;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import se.tertial.report.replica.Fact;
import se.tertial.report.replica.Fact.Unit;
import se.tertial.report.replica.Facts;
import se.tertial.report.replica.Known;

/** The units of the administration as they stood on a day. */
final class UnitTree {

    private static final Comparator<Unit> ORDER =
            Comparator.comparing(Unit::order).thenComparing(Unit::unitId);

    private final LocalDate day;
    private final Missing missing;
    private final Map<String, Unit> units = new HashMap<>();

    UnitTree(LocalDate day, Facts facts, Missing missing) {
        this.day = day;
        this.missing = missing;
        facts.all(Fact.Unit.class).stream().map(Known::fact).forEach(unit -> units.put(unit.unitId(), unit));
    }

    /**
     * A unit's place in a table.
     *
     * @param level how many of the units above it stand in the table too
     */
    record Place(String unitId, String name, boolean isAdditive, int level) {}

    String name(String unitId) {
        Unit unit = units.get(unitId);
        if (unit == null) {
            missing.unit(unitId);
            return unitId;
        }
        return unit.name();
    }

    /** The given units in the order of the tree, each below those above it; unknown ones last. */
    List<Place> places(Collection<String> chosen) {
        List<Place> places = new ArrayList<>();
        Set<String> left = new TreeSet<>(chosen);
        Map<@Nullable String, List<Unit>> children = new HashMap<>();
        units.values().forEach(unit -> children.computeIfAbsent(parent(unit), any -> new ArrayList<>())
                .add(unit));
        collect(null, 0, children, left, places, new HashSet<>());
        for (String unknown : left) {
            places.add(new Place(unknown, name(unknown), true, 0));
        }
        return places;
    }

    private void collect(
            @Nullable String parent,
            int level,
            Map<@Nullable String, List<Unit>> children,
            Set<String> left,
            List<Place> places,
            Set<String> passed) {
        children.getOrDefault(parent, List.of()).stream().sorted(ORDER).forEach(unit -> {
            if (!passed.add(unit.unitId())) {
                return;
            }
            boolean shown = left.remove(unit.unitId());
            if (shown) {
                places.add(new Place(
                        unit.unitId(), unit.name(), unit.contribution() == Unit.Contribution.ADDITIVE, level));
            }
            collect(unit.unitId(), shown ? level + 1 : level, children, left, places, passed);
        });
    }

    /** The unit above it on the day, or where it stood last or will stand first; null directly below the administration. */
    private @Nullable String parent(Unit unit) {
        List<Unit.Placement> placements = unit.placements();
        String parent = placements.stream()
                .filter(place -> place.isValidOn(day))
                .findFirst()
                .or(() -> placements.stream().max(Comparator.comparing(Unit.Placement::validFrom)))
                .map(Unit.Placement::parentId)
                .orElse(null);
        return parent != null && units.containsKey(parent) ? parent : null;
    }
}
