package se.tertial.report.replica;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static se.tertial.report.replica.Rebuilds.REBUILDS;
import static se.tertial.report.replica.Rebuilds.asOperator;
import static se.tertial.report.replica.Rebuilds.awaitState;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.kit.access.Scope;
import se.tertial.report.Topics;

/** What is kept of rebuilds and of messages that were put aside does not grow for ever. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class KeptHistoryTest {

    private static final String LINES = "finance.operating-line.v1";

    @Inject
    EntityManager entityManager;

    @Inject
    GenerationHistory history;

    @Inject
    DeadLetterBounds bounds;

    @Inject
    ReadModel readModel;

    @AfterEach
    void clean() {
        run("delete from dead_letter where municipality_id in ('0998', '0999')");
        run("delete from unkept_letter where municipality_id = '0999'");
        run("delete from generation where generation < 0");
    }

    @Test
    void oldestRebuildsThatEndedAreForgottenLittleByLittle() {
        run(
                """
                insert into generation (generation, state, ended_at, emptied)
                select -number, 'ABANDONED', now(), true from generate_series(1, 1030) as number
                """);

        QuarkusTransaction.requiringNew().run(history::forgetOld);
        assertEquals(0, count("generation where generation < -1010"));
        assertEquals(10, count("generation where generation < -1000"));

        QuarkusTransaction.requiringNew().run(history::forgetOld);
        assertEquals(GenerationHistory.MOST_KEPT, count("generation where emptied and ended_at is not null"));
        assertEquals(1, count("generation where state = 'CURRENT'"));
    }

    /** In one transaction, so that what empties generations by itself does not see this one. */
    @Test
    void rebuildOfWhichSomethingIsLeftIsNotForgotten() {
        long left = QuarkusTransaction.requiringNew().call(() -> {
            entityManager
                    .createNativeQuery(
                            """
                            insert into generation (generation, state, ended_at, emptied)
                            select -number, 'ABANDONED', now(), number <> 1005 from generate_series(1, 1005) as number
                            """)
                    .executeUpdate();
            history.forgetOld();
            return ((Number) entityManager
                            .createNativeQuery("select count(*) from generation where generation = -1005")
                            .getSingleResult())
                    .longValue();
        });

        assertEquals(1, left);
    }

    @Test
    void ofAMunicipalityWithManyLargeMessagesAsideOnlyTheBeginningOfAnotherIsKept() {
        letters("OPEN", 64, 1024 * 1024);

        Topics.send(
                LINES,
                "0999/vss/lkdata~actual~2021-08",
                40,
                "{\"unitId\": \"lkdata\", \"words\": \"" + "x".repeat(5_000) + "\"}");

        await().atMost(Duration.ofSeconds(60))
                .until(() -> count("dead_letter where message_key = '0999/vss/lkdata~actual~2021-08'") == 1);
        assertEquals(
                1,
                count("dead_letter where message_key = '0999/vss/lkdata~actual~2021-08' and truncated"
                        + " and octet_length(message_value) = 2000"));
    }

    @Test
    void beyondWhatIsKeptOfAMunicipalityMessagesAreCountedAndNamedByTheirPlace() {
        letters("OPEN", DeadLetterBounds.MOST_OF_ONE, 1);

        for (int unit = 0; unit < 3; unit++) {
            Topics.send(LINES, "0999/vss/unit-" + unit + "~actual~2021-08", 40, "{\"words\": \"none\"}");
        }
        Topics.send(LINES, "0998/vss/lkdata~actual~2021-08", 40, "{\"words\": \"none\"}");

        await().atMost(Duration.ofSeconds(60))
                .until(() -> count("dead_letter where municipality_id = '0998'") == 1
                        && sum("select coalesce(sum(messages), 0) from unkept_letter where municipality_id = '0999'")
                                == 3);
        assertEquals(DeadLetterBounds.MOST_OF_ONE, count("dead_letter where municipality_id = '0999'"));
        assertEquals(0, count("unkept_letter where municipality_id <> '0999'"));
        assertEquals(
                List.of(new ReadModel.PutAside(
                        LINES,
                        "0999",
                        "more messages of the municipality could not be read than are kept one by one",
                        Instant.EPOCH)),
                QuarkusTransaction.requiringNew().call(() -> readModel.putAside(new Scope("0999", "another")).stream()
                        .map(one -> new ReadModel.PutAside(one.topic(), one.key(), one.reason(), Instant.EPOCH))
                        .toList()));

        run("delete from dead_letter where municipality_id = '0999'");
        awaitState(asOperator().post(REBUILDS).header("Location"), "SWITCHED");
        assertEquals(3, count("dead_letter where municipality_id = '0999'"), "a rebuild keeps what there is room for");
        assertEquals(0, count("unkept_letter"));
    }

    @Test
    void whatARebuildHasNoRoomForIsCountedAnew() {
        letters("OPEN", DeadLetterBounds.MOST_OF_ONE, 1);
        Topics.send(LINES, "0999/vss/unit~actual~2021-08", 40, "{\"words\": \"none\"}");
        await().atMost(Duration.ofSeconds(60)).until(() -> count("unkept_letter where municipality_id = '0999'") == 1);
        int before = current();

        awaitState(asOperator().post(REBUILDS).header("Location"), "SWITCHED");

        assertNotEquals(before, current());
        assertTrue(count("unkept_letter where municipality_id = '0999' and generation = " + current()) > 0);
        assertEquals(0, count("unkept_letter where generation <> " + current()));
    }

    private int current() {
        return sum("select generation from generation where state = 'CURRENT'");
    }

    private int sum(String query) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> ((Number) entityManager.createNativeQuery(query).getSingleResult()).intValue());
    }

    @Test
    void oldestMessagesThatWereReadAreForgottenAndOpenOnesAreNot() {
        letters("OPEN", 5, 1);
        letters("RESOLVED", DeadLetterBounds.MOST_ENDED + 30, 1);

        QuarkusTransaction.requiringNew().run(bounds::forgetOld);

        assertEquals(DeadLetterBounds.MOST_ENDED, count("dead_letter where state <> 'OPEN'"));
        assertEquals(5, count("dead_letter where municipality_id = '0999' and state = 'OPEN'"));
    }

    private void letters(String state, int count, int bytes) {
        run(
                """
                insert into dead_letter (topic, topic_id, partition, message_offset, municipality_id, administration_id, row_key,
                                         message_key, message_value, message_headers, truncated, reason, reads, state, ended_at)
                select '%1$s', 'none', 0, number, '0999', 'vss', 'r' || number, 'k', convert_to(repeat('x', %2$d), 'UTF8'), '{}',
                       false, '', %3$d, '%4$s', case when '%4$s' <> 'OPEN' then now() end
                from generate_series(%5$d + 1, %5$d + %6$d) as number
                """
                        .formatted(LINES, bytes, Fact.VERSION, state, "OPEN".equals(state) ? 0 : 1_000_000, count));
    }

    private void run(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> entityManager.createNativeQuery(sql).executeUpdate());
    }

    private int count(String from) {
        return QuarkusTransaction.requiringNew().call(() -> ((Number) entityManager
                        .createNativeQuery("select count(*) from " + from)
                        .getSingleResult())
                .intValue());
    }
}
