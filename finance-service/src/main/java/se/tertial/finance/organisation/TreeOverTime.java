package se.tertial.finance.organisation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.tertial.finance.organisation.Placements.Placed;
import se.tertial.finance.organisation.UnitRow.Placement;
import se.tertial.kit.change.Rows.Written;
import se.tertial.kit.problem.Violations;
import se.tertial.language.Message;

/**
 * The tree of an administration's units, from the first day to the last. Units are moved in it day by day, and each unit knows how
 * many levels stand below it. A move changes that of at most {@value #MOST_LEVELS} units above, so the cost grows with the number
 * of placements, whatever they are. Units that stand below each other in a circle have levels without end, and are found the same
 * way.
 */
final class TreeOverTime {

    /** How many units stand below each other at most, on any day. */
    static final int MOST_LEVELS = 20;

    /** So many units are told of, and so many days looked at on which something was wrong. */
    private static final int MOST_TOLD = 100;

    private static final int MOST_PASSED = 1_000;

    private final Map<String, Place> places = new HashMap<>();
    private final List<Move> moves = new ArrayList<>();

    /** A unit's place. */
    private static final class Place {

        private final String unitId;
        private @Nullable Place parent;

        /** Of the units directly below, how many have each number of levels below them. */
        private final int[] below = new int[MOST_LEVELS + 1];

        /** How many levels stand below; {@link #MOST_LEVELS} for as many and more. */
        private int levels;

        Place(String unitId) {
            this.unitId = unitId;
        }

        /** One of the units directly below has another number of levels below it; −1 for a unit that is not there. */
        boolean changed(int before, int after) {
            if (before >= 0) {
                below[before]--;
            }
            if (after >= 0) {
                below[after]++;
            }
            int highest = MOST_LEVELS;
            while (highest >= 0 && below[highest] == 0) {
                highest--;
            }
            int levelsBefore = levels;
            levels = Math.min(MOST_LEVELS, highest + 1);
            return levels != levelsBefore;
        }
    }

    /**
     * What happens on a day.
     *
     * @param parent the place above from then on; null if a placement ends, or begins directly below the administration
     */
    private record Move(LocalDate day, Place place, @Nullable Place parent) {}

    TreeOverTime(Collection<Placed> placed) {
        List<Move> ends = new ArrayList<>();
        List<Move> begins = new ArrayList<>();
        for (Placed one : placed) {
            Placement placement = one.placement();
            if (placement.parentId() != null) {
                Place place = place(one.unitId());
                begins.add(new Move(placement.validFrom(), place, place(placement.parentId())));
                if (placement.validTo() != null) {
                    ends.add(new Move(placement.validTo().plusDays(1), place, null));
                }
            }
        }
        // Sorting keeps the order of equal days: what ends does so before anything begins.
        moves.addAll(ends);
        moves.addAll(begins);
        moves.sort(Comparator.comparing(Move::day));
    }

    private Place place(String unitId) {
        return places.computeIfAbsent(unitId, Place::new);
    }

    /** On each day following the parents of a written unit must end, and so must following those of the units below it. */
    void check(List<Written<UnitRow>> rows, Violations violations) {
        Map<String, String> pointers = new LinkedHashMap<>();
        rows.forEach(one -> pointers.put(one.row().unitId(), one.pointer()));
        int written = pointers.size();
        int wrongDays = 0;
        int next = 0;
        while (next < moves.size() && wrongDays < MOST_TOLD && written - pointers.size() < MOST_TOLD) {
            LocalDate day = moves.get(next).day();
            boolean isWrong = false;
            while (next < moves.size() && moves.get(next).day().equals(day)) {
                isWrong |= move(moves.get(next));
                next++;
            }
            if (isWrong) {
                wrongDays++;
                report(pointers, day, violations);
            }
        }
    }

    /** Whether too many units stand below each other through it. */
    private static boolean move(Move move) {
        boolean isWrong = false;
        Place place = move.place();
        Place above = move.parent() == null ? place.parent : move.parent();
        int before = move.parent() == null ? place.levels : -1;
        int after = move.parent() == null ? -1 : place.levels;
        place.parent = move.parent();
        while (above != null) {
            int levelsBefore = above.levels;
            if (!above.changed(before, after)) {
                return isWrong;
            }
            isWrong |= above.levels == MOST_LEVELS;
            before = levelsBefore;
            after = above.levels;
            above = above.parent;
        }
        return isWrong;
    }

    /** Tells of written units that too many stand above and below on a day, once of each. */
    private void report(Map<String, String> pointers, LocalDate day, Violations violations) {
        List<String> wrong = pointers.keySet().stream()
                .filter(unitId -> isTooDeep(place(unitId)))
                .limit(MOST_TOLD)
                .toList();
        for (String unitId : wrong) {
            String through = through(place(unitId));
            violations.add(
                    pointers.remove(unitId) + "/placements",
                    through == null
                            ? Message.of("On {0} more than {1} units would stand below each other.", day, MOST_LEVELS)
                            : Message.of("On {0} the unit would stand below itself (through “{1}”).", day, through));
        }
    }

    private static boolean isTooDeep(Place place) {
        int above = 0;
        for (Place at = place; at.parent != null && above < MOST_LEVELS; at = at.parent) {
            above++;
        }
        return above + place.levels >= MOST_LEVELS;
    }

    /** Where following the parents comes back to; null if it ends, or goes on for so long that nobody would recognise it. */
    private static @Nullable String through(Place place) {
        Set<String> passed = new HashSet<>();
        for (Place at = place; at != null && passed.size() < MOST_PASSED; at = at.parent) {
            if (!passed.add(at.unitId)) {
                return at.unitId;
            }
        }
        return null;
    }
}
