package se.tertial.faults.proof;

import static se.tertial.faults.proof.Finding.Promise.REBUILDS;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Holds the rebuilds of the read model against each other. */
final class RebuildsCheck {

    private RebuildsCheck() {}

    static List<Finding> of(List<JsonNode> rebuilds) {
        List<Finding> findings = new ArrayList<>();
        rebuilds.stream()
                .filter(RebuildsCheck::isBuilt)
                .forEach(one -> findings.add(new Finding(REBUILDS, one + " does not come to an end")));
        long current =
                rebuilds.stream().filter(one -> one.path("current").asBoolean()).count();
        if (current != 1) {
            findings.add(new Finding(REBUILDS, current + " of " + rebuilds.size() + " are in use"));
        }
        List<JsonNode> inOrder = rebuilds.stream()
                .sorted(Comparator.comparingInt(one -> one.path("number").asInt()))
                .toList();
        for (int index = 1; index < inOrder.size(); index++) {
            JsonNode one = inOrder.get(index - 1);
            JsonNode next = inOrder.get(index);
            if (one.hasNonNull("endedAt") && instant(one, "endedAt").isAfter(instant(next, "startedAt"))) {
                findings.add(new Finding(REBUILDS, next + " began before the end of " + one));
            }
        }
        return findings;
    }

    static boolean isBuilt(JsonNode rebuild) {
        return rebuild.path("state").asText().equals("RUNNING");
    }

    private static Instant instant(JsonNode rebuild, String when) {
        return Instant.parse(rebuild.path(when).asText());
    }
}
