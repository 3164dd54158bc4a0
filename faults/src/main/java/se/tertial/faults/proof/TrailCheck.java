package se.tertial.faults.proof;

import static se.tertial.faults.proof.Finding.Promise.ANCHORS;
import static se.tertial.faults.proof.Finding.Promise.AUDIT;
import static se.tertial.faults.proof.Finding.Promise.FEED;
import static se.tertial.faults.proof.Finding.Promise.HISTORY;
import static se.tertial.faults.proof.Finding.Promise.ROWS;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import se.tertial.faults.load.Kind;
import se.tertial.faults.proof.Trail.Entry;
import se.tertial.faults.proof.Trail.Row;

/** Holds what a service says in several places against each other. */
final class TrailCheck {

    private TrailCheck() {}

    static List<Finding> of(Trail trail) {
        List<Finding> findings = new ArrayList<>();
        List<Long> revisions = trail.entries().stream().map(Entry::revision).toList();
        if (!trail.intact()) {
            findings.add(new Finding(AUDIT, trail.feed() + " is not intact"));
        }
        if (trail.contradictions() > 0) {
            findings.add(new Finding(ANCHORS, trail.feed() + " contradicts " + trail.contradictions() + " anchors"));
        }
        for (int index = 1; index < revisions.size(); index++) {
            if (revisions.get(index) <= revisions.get(index - 1)) {
                findings.add(new Finding(AUDIT, trail.feed() + " goes back at revision " + revisions.get(index)));
            }
        }
        if (!trail.changes().equals(revisions)) {
            findings.add(new Finding(
                    FEED, trail.feed() + " differs from the trail" + difference(trail.changes(), revisions)));
        }
        if (!trail.followed().equals(revisions)) {
            findings.add(
                    new Finding(FEED, trail.feed() + " was heard otherwise" + difference(trail.followed(), revisions)));
        }
        Map<Row, List<Long>> histories = new LinkedHashMap<>();
        Map<Row, Long> rows = new HashMap<>();
        for (Entry entry : trail.entries()) {
            if (Kind.of(entry.row().topic()).isPresent()) {
                histories.computeIfAbsent(entry.row(), any -> new ArrayList<>()).add(0, entry.revision());
                if (entry.after() == null) {
                    rows.remove(entry.row());
                } else {
                    rows.put(entry.row(), entry.revision());
                }
            }
        }
        histories.forEach((row, expected) -> {
            List<Long> told = trail.histories().getOrDefault(row, List.of());
            if (!told.equals(expected)) {
                findings.add(new Finding(HISTORY, trail.feed() + " " + row + difference(told, expected)));
            }
        });
        rows.forEach((row, revision) -> {
            Long stands = trail.rows().get(row);
            if (!revision.equals(stands)) {
                findings.add(new Finding(
                        ROWS, trail.feed() + " " + row + " stands at " + stands + " instead of " + revision));
            }
        });
        trail.rows().keySet().stream()
                .filter(row -> !rows.containsKey(row))
                .forEach(row -> findings.add(new Finding(ROWS, trail.feed() + " " + row + " should not be there")));
        return findings;
    }

    private static String difference(List<Long> told, List<Long> expected) {
        List<Long> missing = new ArrayList<>(expected);
        missing.removeAll(told);
        List<Long> more = new ArrayList<>(told);
        more.removeAll(expected);
        return ": %d instead of %d, missing %s, too many %s".formatted(told.size(), expected.size(), missing, more);
    }
}
