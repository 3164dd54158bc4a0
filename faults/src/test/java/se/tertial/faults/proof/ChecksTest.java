package se.tertial.faults.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.Messages.Message;
import se.tertial.faults.load.Follower.Feed;
import se.tertial.faults.load.Kind;
import se.tertial.faults.load.Loss;
import se.tertial.faults.load.Operation;
import se.tertial.faults.load.Operation.Act;
import se.tertial.faults.load.Operation.Fate;
import se.tertial.faults.load.Scope;
import se.tertial.faults.proof.Finding.Promise;
import se.tertial.faults.proof.Trail.Entry;
import se.tertial.faults.proof.Trail.Row;

/** A small story that holds, and each way to spoil it: every check must find what it is there for. */
class ChecksTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** When every operation began. */
    private static final long BEGUN = 1_000;

    private static final Scope SCOPE = Scope.ALL.get(0);
    private static final Feed FEED = new Feed("goals", SCOPE);
    private static final Row FIRST = new Row("goals.goal.v1", "goal-1");
    private static final Row SECOND = new Row("goals.goal.v1", "goal-2");

    /** The first is written, then both at once; the first is deleted. */
    private static final List<Entry> ENTRIES = List.of(
            written(11, FIRST, 1), written(12, FIRST, 2), written(13, SECOND, 2), new Entry(14, FIRST, null, "op 3"));

    private static final List<Operation> OPERATIONS = List.of(
            operation(1, Act.PUT, List.of("goal-1"), 0L, Fate.ACKNOWLEDGED, 11),
            operation(2, Act.PUT_MANY, List.of("goal-1", "goal-2"), null, Fate.ACKNOWLEDGED, 13),
            operation(3, Act.DELETE, List.of("goal-1"), 12L, Fate.ACKNOWLEDGED, 0),
            operation(4, Act.PUT, List.of("goal-2"), 11L, Fate.REFUSED, 0),
            operation(5, Act.PUT, List.of("goal-2"), null, Fate.UNKNOWN, 0));

    private static final List<ReadModelRow> READ_MODEL = List.of(
            new ReadModelRow(SCOPE.toString(), "goals.goal.v1", "goal-1", 14, null),
            new ReadModelRow(SCOPE.toString(), "goals.goal.v1", "goal-2", 13, json("{\"name\": \"op 2\"}")));

    private static final Map<String, List<Message>> TOPICS = Map.of(
            "goals.goal.v1",
            List.of(
                    message("goal-1", 11, "{}"),
                    message("goal-1", 12, "{}"),
                    message("goal-2", 13, "{}"),
                    message("goal-1", 14, null)));

    @Test
    void whatHoldsIsNotFoundFaultWith() {
        assertEquals(List.of(), WritesCheck.of(told(OPERATIONS), List.of(trail(ENTRIES))));
        assertEquals(List.of(), TrailCheck.of(trail(ENTRIES)));
        assertEquals(List.of(), TopicsCheck.of(TOPICS, List.of(trail(ENTRIES))));
        assertEquals(List.of(), ReadModelCheck.of(READ_MODEL, List.of(trail(ENTRIES))));
    }

    @Test
    void acknowledgedWriteThatIsNotThereIsFound() {
        assertFound(Promise.WRITES, writes(without(ENTRIES, 14)));
    }

    @Test
    void whatWasWrittenBetweenCopyAndRestoreIsLostAndNamed() {
        Loss loss = new Loss("goals", BEGUN - 1, BEGUN + 10, 13);
        Told told = new Told(OPERATIONS, Map.of(), List.of(loss));

        List<Operation> lost = WritesCheck.lost(told, List.of(trail(without(ENTRIES, 14))));

        assertEquals(List.of(OPERATIONS.get(2)), lost);
        assertEquals(List.of(), WritesCheck.of(told, List.of(trail(without(ENTRIES, 14)))));
    }

    @Test
    void whatWasWrittenBeforeTheCopyOrAfterTheRestoreOrElsewhereIsNotToBeLost() {
        for (Loss loss : List.of(
                new Loss("goals", BEGUN + 2, BEGUN + 10, 13),
                new Loss("goals", BEGUN - 10, BEGUN - 1, 13),
                new Loss("finance", BEGUN - 1, BEGUN + 10, 13))) {
            Told told = new Told(OPERATIONS, Map.of(), List.of(loss));

            assertFound(Promise.WRITES, WritesCheck.of(told, List.of(trail(without(ENTRIES, 14)))));
        }
    }

    @Test
    void writeThatIsThereTwiceIsFound() {
        assertFound(Promise.WRITES, writes(with(ENTRIES, written(15, SECOND, 2))));
    }

    @Test
    void writeThatIsThereInPartIsFound() {
        List<Entry> entries = new ArrayList<>(without(ENTRIES, 12));
        entries.set(2, new Entry(14, FIRST, null, "none of ours"));

        List<Finding> findings = WritesCheck.of(told(OPERATIONS.subList(0, 2)), List.of(trail(entries)));

        assertFound(Promise.WRITES, findings);
    }

    @Test
    void writeAtAnotherRevisionThanAnsweredIsFound() {
        Operation other = operation(1, Act.PUT, List.of("goal-1"), 0L, Fate.ACKNOWLEDGED, 10);

        assertFound(
                Promise.WRITES, WritesCheck.of(told(with(OPERATIONS.subList(1, 5), other)), List.of(trail(ENTRIES))));
    }

    @Test
    void refusedWriteThatIsThereIsFound() {
        assertFound(
                Promise.WRITES, writes(with(ENTRIES, written(15, SECOND, 4))).subList(0, 1));
    }

    @Test
    void unknownWriteMayBeThere() {
        assertEquals(List.of(), writes(with(ENTRIES, written(15, SECOND, 5))));
    }

    @Test
    void lostUpdateIsFound() {
        Operation blind = operation(3, Act.DELETE, List.of("goal-1"), 11L, Fate.ACKNOWLEDGED, 0);
        List<Operation> operations = new ArrayList<>(OPERATIONS);
        operations.set(2, blind);

        assertFound(Promise.CONDITIONS, WritesCheck.of(told(operations), List.of(trail(ENTRIES))));
    }

    @Test
    void changeThatNobodyAskedForIsFound() {
        assertFound(Promise.AUDIT, writes(with(ENTRIES, written(15, SECOND, 99))));
    }

    @Test
    void brokenTrailIsFound() {
        Trail broken =
                new Trail(FEED, ENTRIES, revisions(ENTRIES), revisions(ENTRIES), false, 0, rows(), histories(ENTRIES));

        assertFound(Promise.AUDIT, TrailCheck.of(broken));
    }

    @Test
    void trailThatIsNotAsItWasAnchoredIsFound() {
        Trail cut =
                new Trail(FEED, ENTRIES, revisions(ENTRIES), revisions(ENTRIES), true, 2, rows(), histories(ENTRIES));

        assertFound(Promise.ANCHORS, TrailCheck.of(cut));
    }

    @Test
    void followerWhoMissedSomethingIsFound() {
        Trail missed = new Trail(
                FEED, ENTRIES, revisions(ENTRIES), List.of(11L, 12L, 14L), true, 0, rows(), histories(ENTRIES));

        assertFound(Promise.FEED, TrailCheck.of(missed));
    }

    @Test
    void rowThatStandsElsewhereIsFound() {
        Trail behind = new Trail(
                FEED,
                ENTRIES,
                revisions(ENTRIES),
                revisions(ENTRIES),
                true,
                0,
                Map.of(SECOND, 12L),
                histories(ENTRIES));

        assertFound(Promise.ROWS, TrailCheck.of(behind));
    }

    @Test
    void historyThatTellsOtherwiseIsFound() {
        Trail shorter = new Trail(
                FEED,
                ENTRIES,
                revisions(ENTRIES),
                revisions(ENTRIES),
                true,
                0,
                rows(),
                histories(without(ENTRIES, 12)));

        assertFound(Promise.HISTORY, TrailCheck.of(shorter));
    }

    @Test
    void messageBehindANewerOneIsFound() {
        List<Message> messages = with(TOPICS.get("goals.goal.v1"), message("goal-1", 12, "{}"));

        List<Finding> findings = TopicsCheck.of(Map.of("goals.goal.v1", messages), List.of(trail(ENTRIES)));

        assertFound(Promise.TOPICS, findings);
    }

    @Test
    void revisionThatSaysTwoThingsIsFound() {
        List<Message> otherContent = List.of(message("goal-2", 13, "{}"), message("goal-2", 13, "{\"name\": \"\"}"));
        List<Message> otherRow = List.of(message("goal-1", 13, "{}"), message("goal-2", 13, "{}"));

        for (List<Message> messages : List.of(otherContent, otherRow)) {
            assertFound(Promise.TOPICS, TopicsCheck.of(Map.of("goals.goal.v1", messages), List.of()));
        }
    }

    @Test
    void rebuildsThatOverlapOrDoNotEndAreFound() {
        JsonNode first = rebuild(1, "SWITCHED", false, 1, 2);
        JsonNode second = rebuild(2, "SWITCHED", true, 3, 4);

        assertEquals(List.of(), RebuildsCheck.of(List.of(second, first)));
        assertFound(Promise.REBUILDS, RebuildsCheck.of(List.of(first, rebuild(2, "SWITCHED", true, 1, 3))));
        assertFound(Promise.REBUILDS, RebuildsCheck.of(List.of(second, rebuild(3, "RUNNING", false, 5, 6))));
        assertFound(Promise.REBUILDS, RebuildsCheck.of(List.of(first)));
    }

    private static JsonNode rebuild(int number, String state, boolean current, int begun, int ended) {
        return json(
                """
                {"number": %d, "state": "%s", "current": %s, "startedAt": "2026-11-30T08:00:0%dZ", "endedAt": "2026-11-30T08:00:0%dZ"}
                """
                        .formatted(number, state, current, begun, ended));
    }

    @Test
    void messageThatNeverCameIsFound() {
        List<Message> messages = TOPICS.get("goals.goal.v1").subList(0, 2);

        List<Finding> findings = TopicsCheck.of(Map.of("goals.goal.v1", messages), List.of(trail(ENTRIES)));

        assertFound(Promise.TOPICS, findings);
    }

    @Test
    void factThatIsMissingOrOldOrOtherIsFound() {
        for (ReadModelRow wrong : List.of(
                new ReadModelRow(SCOPE.toString(), "goals.goal.v1", "goal-3", 13, json("{}")),
                new ReadModelRow(SCOPE.toString(), "goals.goal.v1", "goal-2", 12, json("{\"name\": \"op 2\"}")),
                new ReadModelRow(SCOPE.toString(), "goals.goal.v1", "goal-2", 13, json("{\"name\": \"op 1\"}")),
                new ReadModelRow(SCOPE.toString(), "goals.goal.v1", "goal-2", 13, null))) {
            assertFound(Promise.READ_MODEL, ReadModelCheck.of(List.of(wrong), List.of(trail(ENTRIES))));
        }
    }

    private static void assertFound(Promise promise, List<Finding> findings) {
        assertEquals(
                List.of(promise),
                findings.stream().map(Finding::what).distinct().toList(),
                findings.toString());
    }

    private static Told told(List<Operation> operations) {
        return new Told(operations, Map.of(), List.of());
    }

    private static List<Finding> writes(List<Entry> entries) {
        return WritesCheck.of(told(OPERATIONS), List.of(trail(entries)));
    }

    private static Trail trail(List<Entry> entries) {
        return new Trail(FEED, entries, revisions(entries), revisions(entries), true, 0, rows(), histories(entries));
    }

    private static Map<Row, Long> rows() {
        return Map.of(SECOND, 13L);
    }

    private static Map<Row, List<Long>> histories(List<Entry> entries) {
        return Map.of(FIRST, history(entries, FIRST), SECOND, history(entries, SECOND));
    }

    private static List<Long> history(List<Entry> entries, Row row) {
        List<Long> revisions = new ArrayList<>();
        entries.stream().filter(entry -> entry.row().equals(row)).forEach(entry -> revisions.add(0, entry.revision()));
        return revisions;
    }

    private static List<Long> revisions(List<Entry> entries) {
        return entries.stream().map(Entry::revision).toList();
    }

    private static List<Entry> without(List<Entry> entries, long revision) {
        return entries.stream().filter(entry -> entry.revision() != revision).toList();
    }

    private static <T> List<T> with(List<T> all, T one) {
        List<T> more = new ArrayList<>(all);
        more.add(one);
        return more;
    }

    private static Entry written(long revision, Row row, long operation) {
        return new Entry(revision, row, json("{\"name\": \"op " + operation + "\"}"), null);
    }

    private static Operation operation(long number, Act act, List<String> rows, Long seen, Fate fate, long revision) {
        return new Operation(number, act, SCOPE, Kind.GOAL, rows, seen, fate, 1, 200, revision, BEGUN, BEGUN + 1, "");
    }

    private static Message message(String key, long revision, String body) {
        return new Message(SCOPE + "/" + key, body, Map.of("ce_revision", Long.toString(revision)));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
