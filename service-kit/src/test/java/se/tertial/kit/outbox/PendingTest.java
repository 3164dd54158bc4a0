package se.tertial.kit.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Who changed very much at once keeps nobody else waiting. */
class PendingTest extends Garden {

    private static final int MORE_THAN_A_BATCH = 700;

    @Test
    void whatFewChangedGoesWithTheFirstBatch() throws SQLException {
        List<Long> flood = writeMany(topic, "0580", "flooding", MORE_THAN_A_BATCH);
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

    @Test
    void whoWritesToAThousandAdministrationsHasOneTurnOfTwo() throws SQLException {
        writeOfMany(topic, "0580", 1_000);
        List<Long> few = writeMany(topic, "0581", "vss", 300);
        Pending pending = new Pending(connection());

        List<Long> batch = batch(pending, Set.of());

        assertTrue(batch.containsAll(few), "all of the few");
        assertEquals(few.size() + 25, batch.size(), "as many parts of the many as of two municipalities share a batch");
        assertEquals(few.size() + 25, batch(pending, Set.of()).size());
    }

    @Test
    void whatAnAdministrationOfManyWroteIsNotBehindTheirs() throws SQLException {
        for (int administration = 0; administration < 25; administration++) {
            writeMany(topic, "0580", "many-" + administration, 40);
        }
        List<Long> few = writeMany(topic, "0581", "vss", 250);

        List<Long> batch = batch(new Pending(connection()), Set.of());

        assertEquals(500, batch.size());
        assertTrue(batch.containsAll(few), "half of the batch");
    }

    @Test
    void everyMunicipalityHasItsTurnBeforeOneHasItsSecond() throws SQLException {
        Set<Long> written = new TreeSet<>();
        writeOfMany(topic, "0001", 200);
        for (int municipality = 2; municipality <= 60; municipality++) {
            written.add(write(topic, String.format(Locale.ROOT, "%04d", municipality), "vss", "elm", "{}"));
        }
        Pending pending = new Pending(connection());

        Set<Long> read = new TreeSet<>(batch(pending, Set.of()));
        read.addAll(batch(pending, Set.of()));

        assertTrue(read.containsAll(written));
        assertEquals(written.size() + 1, read.size());
    }

    @Test
    void aMunicipalityOfWhichMoreTopicsWaitThanAreLookedAtAtOnceIsRead() throws SQLException {
        Set<String> waiting = new TreeSet<>();
        for (int number = 0; number < 60; number++) {
            waiting.add(topic + ".a" + number);
            write(topic + ".a" + number, "0580", "vss", "elm", "{}");
        }
        long sendable = write(topic + ".b", "0580", "vss", "elm", "{}");

        assertEquals(List.of(sendable), batch(new Pending(connection()), waiting));
    }

    @Test
    void whatOthersHaveUnsentIsNotRead() throws SQLException {
        writeOfMany(topic, "0580", MANY);
        write(topic, "0581", "vss", "elm", "{}");

        assertEquals(0, readOneByOne(connection -> new Pending(connection).next(Set.of())));
    }

    private static List<Long> batch(Pending pending, Set<String> without) throws SQLException {
        return pending.next(without).stream().map(Event::revision).toList();
    }
}
