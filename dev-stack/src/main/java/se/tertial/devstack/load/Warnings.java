package se.tertial.devstack.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import se.tertial.devstack.Failure;

/**
 * What services tell of rows that they keep all the same. What is not registered may be brought by a file further down, or be on
 * its way to who tells of it: so services are asked once more when everything is loaded, and what they still tell is printed,
 * each thing once.
 */
final class Warnings {

    private static final String NOT_REGISTERED = "NOT_REGISTERED";
    private static final Duration UNTIL_KNOWN = Duration.ofSeconds(10);
    private static final int MOST_TOLD = 20;

    private final Api api;
    private final PrintStream out;
    private final int chunk;
    private final Duration patience;

    /** What was told of a file's rows last, by the file. */
    private final Map<Load, List<Warning>> told = new LinkedHashMap<>();

    /**
     * @param chunk    how many rows are put at once
     * @param patience how long to wait for others to hear of what was written, at most
     */
    Warnings(Api api, PrintStream out, int chunk, Duration patience) {
        this.api = api;
        this.out = out;
        this.chunk = chunk;
        this.patience = patience.compareTo(UNTIL_KNOWN) < 0 ? patience : UNTIL_KNOWN;
    }

    /**
     * One thing that is told.
     *
     * @param register the topic of what is not registered; empty if it is about something else
     * @param line     for people
     */
    private record Warning(String register, String line) {

        static Warning of(Load load, JsonNode warning, List<Item> sent) {
            Load.Told told = load.told(warning, sent);
            boolean isOfRow = warning.path("in").asText().equals("body");
            return new Warning(
                    warning.path("code").asText().equals(NOT_REGISTERED)
                            ? warning.path("register").asText(NOT_REGISTERED)
                            : "",
                    // What is said of the address is the same of every row and file.
                    (isOfRow ? told.place() + ": " : "") + told.message());
        }

        boolean isOfRegister() {
            return !register.isEmpty();
        }
    }

    void clear() {
        told.clear();
    }

    /** Notes what an answer tells of rows. */
    void note(Load load, Api.Answer answer, List<Item> sent) {
        List<Warning> warnings = new ArrayList<>();
        answer.body().path("warnings").forEach(warning -> warnings.add(Warning.of(load, warning, sent)));
        if (!warnings.isEmpty()) {
            told.computeIfAbsent(load, key -> new ArrayList<>()).addAll(warnings);
        }
    }

    /** Prints what a trial told, but not what one of its files may bring. */
    void preview(List<Trial> trials) {
        boolean isUnknown = trials.stream().anyMatch(trial -> trial.refusal() != null);
        Set<String> brought = trials.stream()
                .map(trial -> trial.load().isOne() ? trial.load().step().topic() : trial.topic())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        print(warning -> warning.isOfRegister() && (isUnknown || brought.contains(warning.register())));
    }

    /**
     * Prints what is still told.
     *
     * @param isFresh whether something was written just now, of which not everybody may have heard
     */
    void tell(boolean isFresh) throws Failure {
        long deadline = System.nanoTime() + (isFresh ? patience.toNanos() : 0);
        askAgain();
        while (isOfRegister() && System.nanoTime() < deadline) {
            Reports.pause();
            askAgain();
        }
        print(warning -> false);
    }

    private boolean isOfRegister() {
        return told.values().stream().flatMap(List::stream).anyMatch(Warning::isOfRegister);
    }

    /** Nothing is changed by it: many rows are tried, and one is put as it stands. */
    private void askAgain() throws Failure {
        for (Load load : List.copyOf(told.keySet())) {
            told.remove(load);
            if (load.isOne()) {
                Api.Answer seen = api.get(load.target().address());
                note(load, api.put(load.target().address(), load.items().get(0).json(), seen.tag()), load.items());
            } else {
                for (int from = 0; from < load.items().size(); from += chunk) {
                    List<Item> sent =
                            load.items().subList(from, Math.min(load.items().size(), from + chunk));
                    ArrayNode items = JsonNodeFactory.instance.arrayNode();
                    sent.forEach(item -> items.add(item.json()));
                    note(load, api.putAll(load.target().address(), items, "TRY"), sent);
                }
            }
        }
    }

    private void print(Predicate<Warning> isLeftOut) {
        Set<String> lines = told.values().stream()
                .flatMap(List::stream)
                .filter(warning -> !isLeftOut.test(warning))
                .map(Warning::line)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (lines.isEmpty()) {
            return;
        }
        out.println("Look at this; nothing was refused for it:");
        lines.stream().limit(MOST_TOLD).forEach(line -> out.println("  " + line));
        if (lines.size() > MOST_TOLD) {
            out.println("  … and " + (lines.size() - MOST_TOLD) + " more");
        }
    }
}
