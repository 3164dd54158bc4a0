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
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.tertial.report.replica.Fact.Unit;
import se.tertial.report.replica.Facts;
import se.tertial.report.replica.Known;
import se.tertial.report.wording.Labels;
import se.tertial.report.wording.Missing;
import se.tertial.report.wording.SwedishOrder;

/** The units of the administration as they stood on a day. */
final class UnitTree {

    private final Comparator<Unit> order = Comparator.comparing(Unit::order)
            .thenComparing(Unit::name, new SwedishOrder())
            .thenComparing(Unit::unitId);

    /** Of one unit, those that it was and has become. */
    private static final int MOST_FOLLOWED = 500;

    private final LocalDate day;
    private final Missing missing;
    private final Map<String, Unit> units = new HashMap<>();
    private final Map<String, List<Unit>> successors = new HashMap<>();

    /** Of a unit, the topmost whose figures are added: itself or one above it; null if there is none. */
    private final Map<String, @Nullable String> tops = new HashMap<>();

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
        children.values().forEach(siblings -> siblings.sort(order));
        Set<String> passed = new HashSet<>();
        Deque<Placed> ahead = new ArrayDeque<>();
        push(children.getOrDefault(null, List.of()), 0, ahead);
        while (!ahead.isEmpty()) {
            Placed placed = ahead.pop();
            Unit unit = placed.unit();
            if (passed.add(unit.unitId())) {
                boolean shown = left.remove(unit.unitId());
                if (shown) {
                    places.add(
                            new Place(unit.unitId(), name(unit.unitId(), shortNames), unit.addsUp(), placed.level()));
                }
                push(
                        children.getOrDefault(unit.unitId(), List.of()),
                        shown ? placed.level() + 1 : placed.level(),
                        ahead);
            }
        }
        for (String unknown : left) {
            places.add(new Place(unknown, name(unknown, shortNames), true, 0));
        }
        return places;
    }

    /** A unit ahead, and how many of those above it are shown. */
    private record Placed(Unit unit, int level) {}

    /** The first of them is taken first. */
    private static void push(List<Unit> siblings, int level, Deque<Placed> ahead) {
        for (int index = siblings.size() - 1; index >= 0; index--) {
            ahead.push(new Placed(siblings.get(index), level));
        }
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
        while (!ahead.isEmpty() && passed.size() <= MOST_FOLLOWED) {
            Unit at = ahead.pop();
            List<Unit> next = next(at, since);
            if (stands(at) || !isAllOf(next, at)) {
                heirs.add(top(at));
            }
            next.stream().filter(one -> passed.add(one.unitId())).forEach(ahead::push);
        }
        // Of a unit that has become more than anybody follows, nobody can tell what has become of it.
        return passed.size() > MOST_FOLLOWED ? Set.of() : heirs;
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
        return unit.begins().isAfter(day) ? madeOf(unit).toList() : later;
    }

    /** Whether others hold all that a unit had, which does not stand on the day: one part alone does not. */
    private boolean isAllOf(List<Unit> others, Unit unit) {
        if (unit.begins().isAfter(day)) {
            return !others.isEmpty() && others.size() == unit.predecessors().size();
        }
        return others.size() > 1 || (others.size() == 1 && !others.get(0).isPartOf(unit));
    }

    /**
     * The units whose amounts may stand on some that are not there any more, or not yet: what those have become, and what they were made
     * of, over however many units between. One part of a unit that goes on holds nothing of what that unit keeps.
     */
    Predicate<String> holdersOf(Set<String> unitIds) {
        Set<String> later = new HashSet<>(unitIds);
        Set<String> earlier = new HashSet<>(unitIds);
        boolean isAllFollowed = follow(later, unit -> successors.getOrDefault(unit.unitId(), List.of()).stream())
                && follow(earlier, unit -> madeOf(unit).filter(before -> isGivenUpFor(unit, before)));
        // Of units that have become more than anybody follows, nobody can tell what has become of them.
        return unit -> !isAllFollowed || later.contains(unit) || earlier.contains(unit);
    }

    /** Adds what is reached from them; false if that is more than anybody follows. */
    private boolean follow(Set<String> passed, Function<Unit, Stream<Unit>> next) {
        int most = passed.size() + MOST_FOLLOWED;
        Deque<Unit> ahead = new ArrayDeque<>();
        passed.stream().map(units::get).filter(Objects::nonNull).forEach(ahead::push);
        while (!ahead.isEmpty() && passed.size() <= most) {
            next.apply(ahead.pop()).filter(one -> passed.add(one.unitId())).forEach(ahead::push);
        }
        return passed.size() <= most;
    }

    private Stream<Unit> madeOf(Unit unit) {
        return unit.predecessorsHere().map(before -> units.get(before.unitId())).filter(Objects::nonNull);
    }

    /** Whether nothing of the earlier unit is left beside the later one and what else became of it. */
    private boolean isGivenUpFor(Unit later, Unit earlier) {
        return !later.isPartOf(earlier)
                || (successors.getOrDefault(earlier.unitId(), List.of()).size() > 1
                        && !stands(earlier, later.begins()));
    }

    private boolean stands(Unit unit) {
        return stands(unit, day);
    }

    private static boolean stands(Unit unit, LocalDate on) {
        return unit.placements().stream().anyMatch(place -> place.isValidOn(on));
    }

    /**
     * Whether a unit stood on a day, so that figures up to it are expected of it. Of one that is not registered nobody knows, and it has
     * figures.
     */
    boolean stood(String unitId, LocalDate on) {
        Unit unit = units.get(unitId);
        return unit == null || stands(unit, on);
    }

    /** The topmost unit that it stands below on the day and whose figures are added; itself if there is none. */
    private String top(Unit unit) {
        List<Unit> line = new ArrayList<>();
        Set<String> passed = new HashSet<>();
        Unit at = unit;
        while (at != null && !tops.containsKey(at.unitId()) && passed.add(at.unitId())) {
            line.add(at);
            at = at.placements().stream()
                    .filter(place -> place.isValidOn(day))
                    .findFirst()
                    .map(Unit.Placement::parentId)
                    .map(units::get)
                    .orElse(null);
        }
        String top = at == null ? null : tops.get(at.unitId());
        for (int index = line.size() - 1; index >= 0; index--) {
            Unit below = line.get(index);
            top = top == null && below.addsUp() ? below.unitId() : top;
            tops.put(below.unitId(), top);
        }
        return top == null ? unit.unitId() : top;
    }
}
