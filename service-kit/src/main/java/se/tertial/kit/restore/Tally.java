package se.tertial.kit.restore;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import se.tertial.kit.restore.Comparison.Difference;
import se.tertial.kit.restore.Comparison.Kind;

/** What a comparison has found: all is counted, the first are named. */
final class Tally {

    private static final int NAMED = 100;

    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final List<Difference> first = new ArrayList<>();
    private long messages;
    private long changing;

    void read(int more) {
        messages += more;
    }

    void add(Difference difference) {
        counts.merge(difference.kind(), 1L, Long::sum);
        if (first.size() < NAMED) {
            first.add(difference);
        }
    }

    /** Rows that cannot be judged. */
    void leaveOut(long rows) {
        changing += rows;
    }

    long count(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    List<Difference> first() {
        return List.copyOf(first);
    }

    long messages() {
        return messages;
    }

    long changing() {
        return changing;
    }
}
