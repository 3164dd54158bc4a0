package se.tertial.report.money;

import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import se.tertial.report.replica.Fact.Unit;
import se.tertial.report.replica.Facts;
import se.tertial.report.replica.Known;
import se.tertial.report.wording.Labels;
import se.tertial.report.wording.Missing;

/** The units of the administration as they stood on a day. */
final class UnitTree {

    private static final Comparator<Unit> ORDER =
            Comparator.comparing(Unit::order).thenComparing(Unit::unitId);

    private final LocalDate day;
    private final Missing missing;
    private final Map<String, Unit> units = new HashMap<>();
    private final Map<String, List<Unit>> successors = new HashMap<>();

    UnitTree(LocalDate day, Facts facts, Missing missing) {
        this.day = day;
        this.missing = missing;
        for (Known<Unit> known : facts.all(Unit.class)) {
            Unit unit = known.fact();
            units.put(unit.unitId(), unit);
            unit.predecessorsHere().forEach(before -> successors
                    .computeIfAbsent(before.unitId(), any -> new ArrayList<>())
                    .add(unit));
        }
    }

    /**
     * A unit's place in a table.
     *
     * @param level how many of the units above it stand in the table too
     */
    record Place(String unitId, String name, boolean isAdditive, int level) {}

    String name(String unitId, boolean isShort) {
        Unit unit = units.get(unitId);
        if (unit == null) {
            missing.unit(unitId);
            return unitId;
        }
        return isShort ? Objects.requireNonNullElse(unit.shortName(), unit.name()) : unit.name();
    }

    /** The given units in the order of the tree, each below those above it; unknown ones last. */
    List<Place> places(Collection<String> chosen, boolean shortNames) {
        List<Place> places = new ArrayList<>();
        Set<String> left = new TreeSet<>(chosen);
        Map<@Nullable String, List<Unit>> children = new HashMap<>();
        units.values().forEach(unit -> children.computeIfAbsent(parent(unit), any -> new ArrayList<>())
                .add(unit));
        collect(null, 0, shortNames, children, left, places, new HashSet<>());
        for (String unknown : left) {
            places.add(new Place(unknown, name(unknown, shortNames), true, 0));
        }
        return places;
    }

    private void collect(
            @Nullable String parent,
            int level,
            boolean shortNames,
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
                places.add(new Place(unit.unitId(), name(unit.unitId(), shortNames), unit.addsUp(), level));
            }
            collect(unit.unitId(), shown ? level + 1 : level, shortNames, children, left, places, passed);
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

    /**
     * The unit that a unit's figures belong to in the organisation of the day: of what it was then, or has become, the unit
     * directly below the administration. Itself where that is not one unit, which is reported: nobody can tell how its
     * figures are to be divided.
     *
     * @param since the first day that its figures are about
     * @return null if its figures stand in another unit's already
     */
    @Nullable
    String heir(String unitId, LocalDate since) {
        Unit unit = units.get(unitId);
        if (unit == null) {
            return unitId;
        }
        if (!unit.addsUp()) {
            return parent(unit) == null ? unitId : null;
        }
        Set<String> heirs = heirs(unit, since);
        if (heirs.size() == 1) {
            return heirs.iterator().next();
        }
        missing.dividedUnit(unit.name(), Labels.day(day));
        return unitId;
    }

    private Set<String> heirs(Unit unit, LocalDate since) {
        Set<String> heirs = new TreeSet<>();
        Set<String> passed = new HashSet<>(Set.of(unit.unitId()));
        Deque<Unit> ahead = new ArrayDeque<>(List.of(unit));
        while (!ahead.isEmpty()) {
            Unit at = ahead.pop();
            List<Unit> next = next(at, since);
            if (stands(at) || !isAllOf(next, at)) {
                heirs.add(top(at));
            }
            next.stream().filter(one -> passed.add(one.unitId())).forEach(ahead::push);
        }
        return heirs;
    }

    /** What has become of a unit until the day, or what it was on the day if it is of later date. */
    private List<Unit> next(Unit unit, LocalDate since) {
        List<Unit> later = successors.getOrDefault(unit.unitId(), List.of());
        if (stands(unit)) {
            return later.stream()
                    .filter(part -> part.isPartOf(unit)
                            && part.begins().isAfter(since)
                            && !part.begins().isAfter(day))
                    .toList();
        }
        return unit.begins().isAfter(day)
                ? unit.predecessorsHere()
                        .map(before -> units.get(before.unitId()))
                        .filter(Objects::nonNull)
                        .toList()
                : later;
    }

    /** Whether others hold all that a unit had, which does not stand on the day: one part alone does not. */
    private boolean isAllOf(List<Unit> others, Unit unit) {
        if (unit.begins().isAfter(day)) {
            return !others.isEmpty() && others.size() == unit.predecessors().size();
        }
        return others.size() > 1 || (others.size() == 1 && !others.get(0).isPartOf(unit));
    }

    private boolean stands(Unit unit) {
        return unit.placements().stream().anyMatch(place -> place.isValidOn(day));
    }

    /** The topmost unit that it stands below on the day and whose figures are added; itself if there is none. */
    private String top(Unit unit) {
        String top = unit.unitId();
        Set<String> passed = new HashSet<>();
        Unit at = unit;
        while (at != null && passed.add(at.unitId())) {
            if (at.addsUp()) {
                top = at.unitId();
            }
            at = at.placements().stream()
                    .filter(place -> place.isValidOn(day))
                    .findFirst()
                    .map(Unit.Placement::parentId)
                    .map(units::get)
                    .orElse(null);
        }
        return top;
    }
}
