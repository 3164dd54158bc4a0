package se.tertial.report.replica;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
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

    @AfterEach
    void clean() {
        run("delete from dead_letter where municipality_id = '0999'");
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

    @Test
    void rebuildOfWhichSomethingIsLeftIsNotForgotten() {
        run(
                """
                insert into generation (generation, state, ended_at, emptied)
                select -number, 'ABANDONED', now(), number <> 1005 from generate_series(1, 1005) as number
                """);

        QuarkusTransaction.requiringNew().run(history::forgetOld);

        assertEquals(1, count("generation where generation = -1005"));
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
