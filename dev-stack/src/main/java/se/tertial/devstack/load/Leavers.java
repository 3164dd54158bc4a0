package se.tertial.devstack.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import se.tertial.devstack.Failure;

/** Rows that an earlier load brought and that left their file: told, and removed when that is wished. */
final class Leavers {

    private static final int MOST_TOLD = 20;
    private static final int FEW = 3;
    private static final int LONGEST = 100;

    /** Rows stand on others of their own kind, such as units on units, not more deeply than this. */
    private static final int DEEPEST = 20;

    private final Api api;
    private final PrintStream out;
    private final Map<String, Long> revisions;

    /**
     * @param revisions the last revision of each topic, to which those of removals are added
     */
    Leavers(Api api, PrintStream out, Map<String, Long> revisions) {
        this.api = api;
        this.out = out;
        this.revisions = revisions;
    }

    /** Tells which rows left, and what becomes of them. */
    void tell(List<Trial> trials, Wishes wishes) throws Failure {
        Map<String, Set<String>> present = present(trials);
        for (Trial trial : trials) {
            if (trial.refusal() == null) {
                tell(
                        trial,
                        left(trial, present),
                        wishes.prune() ? "would be removed" : "kept; --prune removes such rows");
                tellOfNamesakes(trial, present);
            }
        }
    }

    /**
     * Removes the rows that left, if that is wished, those that stand on others first; or else tells of them.
     *
     * @throws Failure with those that could not be removed, and why
     */
    void handle(List<Trial> trials, Wishes wishes) throws Failure {
        Map<String, Set<String>> present = present(trials);
        Mistakes mistakes = new Mistakes();
        for (int index = trials.size() - 1; index >= 0; index--) {
            Trial trial = trials.get(index);
            Set<String> left = left(trial, present);
            tell(trial, left, wishes.prune() ? "removed" : "kept; --prune removes such rows");
            tellOfNamesakes(trial, present);
            if (wishes.prune() && !left.isEmpty()) {
                left.removeAll(remove(trial, left, wishes, mistakes));
            }
            forgetOthers(trial, left);
        }
        mistakes.throwIfAny("Everything else was loaded; these rows left their files and were not removed:");
    }

    /** The keys that are in some file, by address. */
    private static Map<String, Set<String>> present(List<Trial> trials) {
        Map<String, Set<String>> present = new HashMap<>();
        trials.forEach(trial -> present.computeIfAbsent(trial.load().target().address(), address -> new HashSet<>())
                .addAll(trial.keys()));
        return present;
    }

    private static Set<String> left(Trial trial, Map<String, Set<String>> present) {
        return trial.load().isOne()
                ? Set.of()
                : trial.left(present.getOrDefault(trial.load().target().address(), Set.of()));
    }

    private void tell(Trial trial, Set<String> left, String fate) throws Failure {
        if (left.isEmpty()) {
            return;
        }
        out.printf(
                "  %-36s %s not in it any more (%s):%n",
                trial.load().source(), left.size() == 1 ? "1 row is" : left.size() + " rows are", fate);
        for (String key : left.stream().limit(MOST_TOLD).toList()) {
            JsonNode row = api.get(Others.address(trial.load(), key)).body();
            Map<String, String> values = new TreeMap<>();
            Others.flatten(Others.content(row), "", values);
            String content = String.join(", ", values.values());
            out.println(
                    "    " + key + ": " + (content.length() > LONGEST ? content.substring(0, LONGEST) + "…" : content));
        }
        if (left.size() > MOST_TOLD) {
            out.println("    … and " + (left.size() - MOST_TOLD) + " more");
        }
    }

    /** Whether such rows are another month's, or left this file before its folder was moved, nobody here can know. */
    private void tellOfNamesakes(Trial trial, Map<String, Set<String>> present) {
        Load load = trial.load();
        Set<String> others = load.isOne() ? Set.of() : trial.memory().fromNamesakes(load.source());
        Set<String> here = present.getOrDefault(load.target().address(), Set.of());
        List<String> lacking =
                others.stream().filter(key -> !here.contains(key)).toList();
        if (!lacking.isEmpty()) {
            out.printf(
                    "  %-36s lacks %s that files of its name in other folders brought (left alone): %s%s%n",
                    load.source(),
                    lacking.size() == 1 ? "1 row" : lacking.size() + " rows",
                    String.join(", ", lacking.subList(0, Math.min(lacking.size(), FEW))),
                    lacking.size() > FEW ? ", …" : "");
        }
    }

    /** Removes rows, and says which are gone. */
    private Set<String> remove(Trial trial, Set<String> left, Wishes wishes, Mistakes mistakes) throws Failure {
        Load load = trial.load();
        Map<String, String> refused = new TreeMap<>();
        Set<String> gone = new HashSet<>();
        Set<String> waiting = new TreeSet<>(left);
        for (int depth = 0; depth < DEEPEST && !waiting.isEmpty(); depth++) {
            int before = waiting.size();
            for (String key : List.copyOf(waiting)) {
                Api.Answer answer = api.delete(address(load, key, wishes), seen(trial, key, wishes));
                if (answer.isSuccess() || answer.status() == 404) {
                    waiting.remove(key);
                    gone.add(key);
                    refused.remove(key);
                } else {
                    refused.put(key, reason(answer));
                }
            }
            if (waiting.size() == before) {
                break;
            }
        }
        refused.forEach((key, reason) -> mistakes.add(load.source() + ", " + key, reason));
        if (!gone.isEmpty()) {
            lastRevision(load).ifPresent(revision -> revisions.merge(trial.topic(), revision, Math::max));
        }
        return gone;
    }

    /** Keeps in memory what is in the file and what left it and stayed, not what was removed or has moved to another file. */
    private static void forgetOthers(Trial trial, Set<String> left) throws Failure {
        String source = trial.load().source();
        Set<String> keys = trial.keys();
        Map<String, Long> stand = new TreeMap<>(trial.memory().from(source));
        if (stand.keySet().removeIf(key -> !keys.contains(key) && !left.contains(key))) {
            trial.memory().remember(source, stand);
        }
    }

    /** The last change of the list that a file's rows belong to: its entity tag. */
    private Optional<Long> lastRevision(Load load) throws Failure {
        return api.get(load.target().address() + "?limit=1")
                .tag()
                .map(tag -> tag.replaceAll("[^0-9]", ""))
                .filter(tag -> tag.matches("[0-9]{1,18}"))
                .map(Long::valueOf);
    }

    private static String address(Load load, String key, Wishes wishes) {
        String reason = wishes.reason();
        return Others.address(load, key)
                + (reason == null ? "" : "?reason=" + URLEncoder.encode(reason, StandardCharsets.UTF_8));
    }

    private static String seen(Trial trial, String key, Wishes wishes) {
        return wishes.overwrite() ? "*" : "\"" + trial.memory().revision(key).orElseThrow() + "\"";
    }

    private static String reason(Api.Answer answer) {
        List<String> reasons = new ArrayList<>();
        answer.body()
                .path("violations")
                .forEach(violation -> reasons.add(violation.path("message").asText()));
        return answer.problem() + (reasons.isEmpty() ? "" : " " + String.join(" ", reasons));
    }
}
