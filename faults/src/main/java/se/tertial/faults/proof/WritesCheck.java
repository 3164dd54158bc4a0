package se.tertial.faults.proof;

import static se.tertial.faults.proof.Finding.Promise.AUDIT;
import static se.tertial.faults.proof.Finding.Promise.CONDITIONS;
import static se.tertial.faults.proof.Finding.Promise.PUBLICATIONS;
import static se.tertial.faults.proof.Finding.Promise.WRITES;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import se.tertial.faults.load.Kind;
import se.tertial.faults.load.Operation;
import se.tertial.faults.load.Operation.Act;
import se.tertial.faults.load.Operation.Fate;
import se.tertial.faults.proof.Trail.Entry;
import se.tertial.faults.proof.Trail.Row;

/** Holds what clients were told against what the trails say was done. */
final class WritesCheck {

    private static final String PUBLICATION = "report.publication.v1";

    private final List<Finding> findings = new ArrayList<>();
    private final List<Operation> lost = new ArrayList<>();
    private final Told told;
    private final Map<Long, Operation> operations;

    /**
     * A change that an operation made.
     *
     * @param before the revision of the row's change before; 0 if it was not there
     */
    private record Effect(Entry entry, long before) {}

    private WritesCheck(Told told) {
        this.told = told;
        this.operations = told.operations().stream().collect(Collectors.toMap(Operation::number, one -> one));
    }

    static List<Finding> of(Told told, List<Trail> trails) {
        WritesCheck check = new WritesCheck(told);
        check.look(trails);
        return check.findings;
    }

    /** What was acknowledged, and is lost with a database that was put back. */
    static List<Operation> lost(Told told, List<Trail> trails) {
        WritesCheck check = new WritesCheck(told);
        check.look(trails);
        return check.lost;
    }

    private void look(List<Trail> trails) {
        Map<Long, List<Effect>> effects = new HashMap<>();
        trails.forEach(trail -> attribute(trail, effects));
        for (Operation operation : told.operations()) {
            if (operation.act() != Act.PUBLISH) {
                check(operation, effects.getOrDefault(operation.number(), List.of()));
            }
        }
        trails.stream().filter(trail -> trail.feed().service().equals("report")).forEach(this::checkPublications);
    }

    /** Says of each change whose it was. */
    private void attribute(Trail trail, Map<Long, List<Effect>> effects) {
        Map<Row, Entry> last = new HashMap<>();
        for (Entry entry : trail.entries()) {
            Entry before = last.put(entry.row(), entry);
            Optional<Long> writer = writer(entry);
            Operation operation = writer.map(operations::get).orElse(null);
            if (operation != null && isWithin(operation, trail, entry)) {
                effects.computeIfAbsent(operation.number(), any -> new ArrayList<>())
                        .add(new Effect(entry, before == null || before.after() == null ? 0 : before.revision()));
            } else if (writer.isPresent()) {
                findings.add(new Finding(AUDIT, trail.feed() + " has a change that nobody asked for: " + entry));
            }
        }
    }

    private static Optional<Long> writer(Entry entry) {
        JsonNode after = entry.after();
        return after == null
                ? Kind.number(String.valueOf(entry.reason()))
                : Kind.of(entry.row().topic()).flatMap(kind -> kind.writer(after));
    }

    private static boolean isWithin(Operation operation, Trail trail, Entry entry) {
        Kind kind = operation.kind();
        return kind != null
                && operation.scope().equals(trail.feed().scope())
                && kind.topic().equals(entry.row().topic())
                && operation.rows().contains(entry.row().key())
                && (operation.act() == Act.DELETE) == (entry.after() == null);
    }

    private void check(Operation operation, List<Effect> effects) {
        Map<String, List<Effect>> byRow = effects.stream()
                .collect(
                        Collectors.groupingBy(effect -> effect.entry().row().key(), TreeMap::new, Collectors.toList()));
        boolean isThere = !effects.isEmpty();
        if (operation.fate() == Fate.REFUSED && isThere) {
            findings.add(new Finding(WRITES, operation + " was refused, and it is there: " + effects));
        }
        if (operation.fate() == Fate.ACKNOWLEDGED && !isThere) {
            lost(operation, WRITES);
        }
        if (isThere && byRow.size() < operation.rows().size()) {
            findings.add(new Finding(WRITES, operation + " is there in part: " + byRow.keySet()));
        }
        byRow.forEach((row, ofRow) -> {
            // Whoever repeats what was done, and changed by others since, does it again.
            if (ofRow.size() > operation.attempts()) {
                findings.add(new Finding(WRITES, operation + " is there " + ofRow.size() + " times: " + ofRow));
            }
            checkSeen(operation, ofRow);
        });
        checkRevision(operation, effects);
    }

    private void lost(Operation operation, Finding.Promise promise) {
        if (told.mayBeLost(operation)) {
            lost.add(operation);
        } else {
            findings.add(new Finding(promise, operation + " is lost"));
        }
    }

    private void checkSeen(Operation operation, List<Effect> ofRow) {
        Long seen = operation.seen();
        for (Effect effect : ofRow) {
            if (seen != null && seen != effect.before()) {
                findings.add(new Finding(
                        CONDITIONS, operation + " had seen revision " + seen + " and replaced " + effect.before()));
            }
        }
    }

    /** The revision that was answered is the highest that it gave; an answer of 0 says that all stood as sent already. */
    private void checkRevision(Operation operation, List<Effect> effects) {
        boolean tells = operation.fate() == Fate.ACKNOWLEDGED && operation.revision() > 0;
        // A repeated one may be there from its first time, and be lost with its last.
        if (tells
                && !told.mayBeLost(operation)
                && effects.stream().noneMatch(effect -> effect.entry().revision() == operation.revision())) {
            // A repeated PUT whose first try was done is answered with what stands there.
            findings.add(new Finding(WRITES, operation + " has not the revision that was answered: " + effects));
        }
    }

    private void checkPublications(Trail trail) {
        Set<Long> numbers = new HashSet<>();
        long next = 1;
        for (Entry entry : trail.entries()) {
            if (entry.row().topic().equals(PUBLICATION)) {
                long number = number(entry);
                if (number != next) {
                    findings.add(new Finding(
                            PUBLICATIONS, trail.feed() + ": publication " + next + " should follow, not " + number));
                }
                next = number + 1;
                numbers.add(number);
            }
        }
        List<Operation> published = operations.values().stream()
                .filter(one -> one.act() == Act.PUBLISH
                        && one.scope().equals(trail.feed().scope()))
                .toList();
        Map<Long, Operation> makers = new HashMap<>();
        for (Operation one : published) {
            if (one.fate() != Fate.ACKNOWLEDGED) {
                continue;
            }
            if (!numbers.contains(one.revision())) {
                lost(one, PUBLICATIONS);
            }
            // Its number is given again.
            boolean isOnly = !told.mayBeLost(one);
            Operation other = isOnly && one.status() == 201 ? makers.put(one.revision(), one) : null;
            if (other != null) {
                findings.add(new Finding(PUBLICATIONS, one + " and " + other + " both made it"));
            }
        }
        long mayHave =
                published.stream().filter(one -> one.fate() != Fate.REFUSED).count();
        if (numbers.size() > mayHave) {
            findings.add(
                    new Finding(PUBLICATIONS, trail.feed() + ": " + numbers.size() + " publications of " + mayHave));
        }
    }

    private static long number(Entry entry) {
        return entry.after() == null ? 0 : entry.after().path("number").asLong();
    }
}
