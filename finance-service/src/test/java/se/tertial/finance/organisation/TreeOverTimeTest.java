package se.tertial.finance.organisation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.NearLinear;
import se.tertial.finance.organisation.Placements.Placed;
import se.tertial.finance.organisation.UnitRow.Contribution;
import se.tertial.finance.organisation.UnitRow.Placement;
import se.tertial.kit.change.Rows.Written;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violations;

class TreeOverTimeTest {

    private static final LocalDate FIRST = LocalDate.of(2020, 1, 1);
    private static final int MOST = 20;

    @Test
    void aTreeIsRefusedExactlyWhereFollowingTheParentsOnSomeDaySaysSo() {
        Random random = new Random(2021);
        int refused = 0;
        for (int time = 0; time < 3_000; time++) {
            List<UnitRow> units = anyUnits(random, 2 + random.nextInt(6), 1 + random.nextInt(4));

            boolean isRefused = isRefused(units);

            assertEquals(isWrongOnSomeDay(units), isRefused, units::toString);
            refused += isRefused ? 1 : 0;
        }
        assertTrue(refused > 300 && refused < 2_700, "some of each: " + refused);
    }

    @Test
    void twentyUnitsMayStandBelowEachOtherAndNotOneMore() {
        List<UnitRow> chain = line(MOST);

        assertEquals("", violations(chain));
        String said = violations(line(MOST + 1));
        assertTrue(said.contains("On 2020-01-01 more than 20 units would stand below each other."), said);
    }

    /** The unit that moves has others below it, and the one above it moves later. */
    @Test
    void depthIsThatOfTheWholeLineWhicheverUnitMovedLast() {
        List<UnitRow> units = new ArrayList<>(line(MOST - 1));
        units.add(unit("top", new Placement(null, FIRST, null)));
        units.add(unit("higher", new Placement(null, FIRST, null)));
        units.set(0, unit("u0", new Placement("top", FIRST.plusDays(3), null)));
        assertEquals("", violations(units));

        units.set(MOST - 1, unit("top", new Placement("higher", FIRST.plusDays(9), null)));

        assertTrue(violations(units).contains("On 2020-01-10 more than"), violations(units));
    }

    @Test
    void costGrowsWithThePlacementsHoweverTheyStand() {
        Map<String, IntFunction<List<UnitRow>>> shapes = Map.of(
                "all below one", size -> below(size, unit -> "u0", 1),
                "lines of the greatest depth",
                        size -> below(size, unit -> unit % MOST == 0 ? null : "u" + (unit - 1), 1),
                "a line without end", TreeOverTimeTest::line,
                "a circle", TreeOverTimeTest::circle,
                "each on a day of its own", size -> below(size, unit -> "u" + unit / 2, 1),
                "each moved a hundred times", size -> below(size / 100, unit -> "u" + unit / 2, 100));
        shapes.forEach((shape, units) -> NearLinear.inThisThread(shape, 10_000, size -> violations(units.apply(size))));
    }

    private static List<UnitRow> line(int size) {
        return IntStream.range(0, size)
                .mapToObj(unit -> unit("u" + unit, new Placement(unit == 0 ? null : "u" + (unit - 1), FIRST, null)))
                .toList();
    }

    private static List<UnitRow> circle(int size) {
        return IntStream.range(0, size)
                .mapToObj(unit -> unit("u" + unit, new Placement("u" + (unit + 1) % size, FIRST, null)))
                .toList();
    }

    /** Units that stand below another for a day at a time, each on days of its own. */
    private static List<UnitRow> below(int size, Function<Integer, @Nullable String> parent, int placements) {
        return IntStream.range(0, size)
                .mapToObj(unit -> unit(
                        "u" + unit,
                        IntStream.range(0, placements)
                                .mapToObj(place -> FIRST.plusDays(unit % 1_000 + 2L * place))
                                .map(day -> new Placement(
                                        unit == 0 ? null : parent.apply(unit), day, placements == 1 ? null : day))
                                .toArray(Placement[]::new)))
                .toList();
    }

    private static List<UnitRow> anyUnits(Random random, int size, int placements) {
        return IntStream.range(0, size)
                .mapToObj(unit -> {
                    List<Placement> places = new ArrayList<>();
                    LocalDate day = FIRST;
                    for (int place = 0; place < placements; place++) {
                        LocalDate last = day.plusDays(random.nextInt(4));
                        int parent = random.nextInt(size + 2);
                        places.add(new Placement(
                                parent >= size ? null : "u" + parent, day, place == placements - 1 ? null : last));
                        day = last.plusDays(1 + random.nextInt(2));
                    }
                    return unit("u" + unit, places.toArray(Placement[]::new));
                })
                .toList();
    }

    private static UnitRow unit(String id, Placement... placements) {
        return new UnitRow(
                id, id, null, 0, Contribution.ADDITIVE, List.of(), List.of(placements), List.of(), null, null);
    }

    private static boolean isWrongOnSomeDay(List<UnitRow> units) {
        Map<String, UnitRow> byId = units.stream().collect(Collectors.toMap(UnitRow::unitId, row -> row));
        return IntStream.range(0, 40).mapToObj(FIRST::plusDays).anyMatch(day -> units.stream()
                .anyMatch(unit -> isBelowItself(unit, byId, day)));
    }

    private static boolean isBelowItself(UnitRow unit, Map<String, UnitRow> all, LocalDate day) {
        Set<String> passed = new HashSet<>();
        String at = unit.unitId();
        while (at != null) {
            if (!passed.add(at)) {
                return true;
            }
            at = all.get(at).placements().stream()
                    .filter(place -> !day.isBefore(place.validFrom())
                            && (place.validTo() == null || !day.isAfter(place.validTo())))
                    .findFirst()
                    .map(Placement::parentId)
                    .orElse(null);
        }
        return false;
    }

    private static boolean isRefused(List<UnitRow> units) {
        return !violations(units).isEmpty();
    }

    /** What is said of them; empty if nothing is wrong. */
    private static String violations(List<UnitRow> units) {
        Violations violations = new Violations();
        List<Written<UnitRow>> written = new ArrayList<>();
        units.forEach(unit -> written.add(new Written<>("/items/" + written.size(), unit, true, null)));
        new TreeOverTime(units.stream()
                        .flatMap(unit ->
                                unit.placements().stream().map(placement -> new Placed(unit.unitId(), placement)))
                        .toList())
                .check(written, violations);
        try {
            violations.throwIfAny();
            return "";
        } catch (Problem e) {
            return String.valueOf(e.getMessage());
        }
    }
}
