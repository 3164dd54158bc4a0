package se.tertial.kit.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Who changed very much at once keeps nobody else waiting. */
class PendingTest extends Garden {

    private static final int MORE_THAN_A_BATCH = 700;

    @Test
    void whatFewChangedGoesWithTheFirstBatch() throws SQLException {
        List<Long> flood = new ArrayList<>();
        for (int tree = 0; tree < MORE_THAN_A_BATCH; tree++) {
            flood.add(write(topic, "flooding", "tree-" + tree, "{}"));
        }
        long first = write(topic, "vss", "elm", "{}");
        long second = write(topic, "vss", "elm", "{}");

        List<Long> batch = batch(new Pending(connection()), Set.of());

        assertEquals(500, batch.size());
        assertTrue(batch.containsAll(List.of(first, second)), "the few");
        assertEquals(flood.subList(0, 498), batch.subList(0, 498), "the oldest of the many");
    }

    @Test
    void largeRowsKeepNoSmallOnesWaiting() throws SQLException {
        for (int tree = 0; tree < 30; tree++) {
            write(topic, "flooding", "tree-" + tree, "\"" + "x".repeat(250_000) + "\"");
        }
        long small = write(topic, "vss", "elm", "{}");

        assertTrue(batch(new Pending(connection()), Set.of()).contains(small));
    }

    @Test
    void eachOfManyHasItsTurn() throws SQLException {
        Set<Long> written = new TreeSet<>();
        for (int administration = 0; administration < 120; administration++) {
            written.add(write(topic, "many-" + administration, "elm", "{}"));
        }
        Pending pending = new Pending(connection());

        Set<Long> read = new TreeSet<>();
        for (int turn = 0; turn < 3; turn++) {
            read.addAll(batch(pending, Set.of()));
        }

        assertEquals(written, read);
    }

    @Test
    void topicsThatWaitHideNoOther() throws Exception {
        String other = topic + ".other";
        for (int administration = 0; administration < 120; administration++) {
            write(topic, "many-" + administration, "elm", "{}");
        }
        long sendable = write(other, "vss", "elm", "{}");
        Pending pending = new Pending(connection());

        for (int turn = 0; turn < 3; turn++) {
            assertEquals(List.of(sendable), batch(pending, Set.of(topic)));
        }
        assertEquals(List.of(), batch(pending, Set.of(topic, other)));
    }

    private static List<Long> batch(Pending pending, Set<String> without) throws SQLException {
        return pending.next(without).stream().map(Event::revision).toList();
    }
}
