package se.tertial.report.replica;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static se.tertial.report.replica.Rebuilds.REBUILDS;
import static se.tertial.report.replica.Rebuilds.asOperator;
import static se.tertial.report.replica.Rebuilds.awaitState;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DATA = "checks.find { it.name == 'read-model' }.data.";

    @TestHTTPResource(value = "/health/ready", management = true)
    URL readiness;

    @TestHTTPResource(value = "/metrics", management = true)
    URL metrics;

    private static final Logger LOG = Logger.getLogger(ReadModelWatch.class.getName());

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler heard = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @Inject
    EntityManager entityManager;

    @Inject
    GenerationHistory history;

    @Inject
    DeadLetterBounds bounds;

    @Inject
    PuttingAside puttingAside;

    @Inject
    ConsumedTopics topics;

    @Inject
    ReadModel readModel;

    @AfterEach
    void clean() {
        LOG.removeHandler(heard);
        run("delete from unkept_letter where municipality_id like '099_'");
        run("delete from dead_letter where municipality_id like '099_'");
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

        await().atMost(PATIENCE)
                .until(() -> count("dead_letter where message_key = '0999/vss/lkdata~actual~2021-08'") == 1);
        assertEquals(
                1,
                count("dead_letter where message_key = '0999/vss/lkdata~actual~2021-08' and truncated"
                        + " and octet_length(message_value) = 2000"));
    }

    @Test
    void keysAndWhatTellsOfMessagesTakeRoomToo() {
        letters("OPEN", 64, 1);
        run(
                "update dead_letter set message_key = convert_to(repeat('k', 1024 * 1024), 'UTF8') where municipality_id = '0999'");

        keep("0999", 0, "x".repeat(5_000));

        assertEquals(1, count("dead_letter where municipality_id = '0999' and octet_length(message_value) = 2000"));
        letters("OPEN", 1_000_001, 64, 1024 * 1024);
        assertEquals(List.of("0999"), keep("0999", 1, "x"));
        assertEquals(1, count("unkept_letter where municipality_id = '0999'"));
    }

    @Test
    void messageThatIsKeptAlreadyTakesNoRoom() {
        letters("OPEN", DeadLetterBounds.MOST_OF_ONE - 2, 1);
        keep("0999", 0, "x");

        QuarkusTransaction.requiringNew()
                .run(() -> puttingAside.keep(
                        current(), List.of(unreadable("0999", 0, "x"), unreadable("0999", 1, "x")), topics.present()));

        assertEquals(DeadLetterBounds.MOST_OF_ONE, count("dead_letter where municipality_id = '0999'"));
        assertEquals(0, count("unkept_letter where municipality_id = '0999'"));
    }

    @Test
    void whenAllIsFullEachMunicipalityHasItsShareStill() {
        letters("OPEN", DeadLetterBounds.MOST_OF_ALL, 1);
        run("update dead_letter set municipality_id = '099' || message_offset % 5 where municipality_id = '0999'");

        for (int offset = 0; offset < DeadLetterBounds.SHARE + 5; offset++) {
            keep("0998", offset, "x".repeat(5_000));
        }
        keep("0991", 100, "x");

        assertEquals(
                DeadLetterBounds.SHARE,
                count("dead_letter where municipality_id = '0998' and octet_length(message_value) = 2000"));
        assertEquals(5, sum("select messages from unkept_letter where municipality_id = '0998'"));
        assertEquals(1, sum("select messages from unkept_letter where municipality_id = '0991'"));
        assertEquals(
                DeadLetterBounds.MOST_OF_ALL + DeadLetterBounds.SHARE,
                count("dead_letter where municipality_id like '099_'"));
    }

    @Test
    void whatWasNotKeptIsReadAgainAsSoonAsThereIsRoom() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> given().get(readiness).then().body(DATA + "deadLettersNotKept", equalTo(0)));
        LOG.setLevel(Level.INFO);
        LOG.addHandler(heard);
        letters("OPEN", DeadLetterBounds.MOST_OF_ONE, 1);
        for (int unit = 0; unit < 3; unit++) {
            Topics.send(LINES, "0999/again/unit-" + unit + "~actual~2021-08", 40, "{\"words\": \"none\"}");
        }
        Topics.send(
                LINES,
                "0999/again/unit-0~actual~2021-08",
                41,
                "{\"unitId\": \"unit-0\", \"scenario\": \"ACTUAL\", \"period\": \"2021-08\", \"net\": \"1.00\"}");
        await().atMost(PATIENCE)
                .until(() -> count("fact where municipality_id = '0999' and revision = 41") == 1
                        && sum("select coalesce(sum(messages), 0) from unkept_letter where municipality_id = '0999'")
                                == 3);
        await().atMost(PATIENCE).untilAsserted(() -> {
            given().get(readiness)
                    .then()
                    .body(DATA + "deadLettersNotKept", equalTo(3))
                    .body(DATA + "notKept1", containsString("municipality 0999: 3 messages"));
            given().get(metrics).then().body(containsString("tertial_read_model_dead_letters_not_kept 3.0"));
            assertTrue(lines.stream().anyMatch(line -> line.startsWith("More messages lie aside than are kept")));
        });
        // Of one whose topic was made anew nothing lies anywhere; what its topic lost stays counted.
        run(line("another", 0, 1));
        run(line(topics.present().get(LINES).id(), 1, 5));

        run("delete from dead_letter where municipality_id = '0999'");

        await().atMost(PATIENCE).until(() -> count("unkept_letter where municipality_id = '0999'") == 1);
        assertEquals(1, count("unkept_letter where municipality_id = '0999' and partition = 1"));
        assertEquals(
                List.of("unit-1~actual~2021-08", "unit-2~actual~2021-08"),
                QuarkusTransaction.requiringNew().call(() -> entityManager
                        .createNativeQuery(
                                "select row_key from dead_letter where administration_id = 'again' order by 1",
                                String.class)
                        .getResultList()));
        run("delete from unkept_letter where municipality_id = '0999'");
        await().atMost(PATIENCE).until(() -> lines.contains("Every message that lies aside is kept again"));
    }

    @Test
    void whatCanBeReadByNowIsAppliedAndNotCountedAnyMore() {
        Topics.send(
                LINES,
                "0999/vss/readable~actual~2021-08",
                42,
                "{\"unitId\": \"readable\", \"scenario\": \"ACTUAL\", \"period\": \"2021-08\", \"net\": \"1.00\"}");
        String fact = "fact where municipality_id = '0999' and row_key = 'readable~actual~2021-08'";
        await().atMost(PATIENCE).until(() -> count(fact) == 1);
        int end = sum("select next_offset from consumed_partition where topic = '" + LINES
                + "' and partition = 0 and generation = (select generation from generation where state = 'CURRENT')");

        run("delete from " + fact);
        run(line(topics.present().get(LINES).id(), 0, end - 1));

        await().atMost(PATIENCE)
                .until(() -> count(fact) == 1 && count("unkept_letter where municipality_id = '0999'") == 0);
        assertEquals(0, count("dead_letter where municipality_id = '0999'"));
    }

    private String line(String topicId, int partition, long offset) {
        return """
                insert into unkept_letter (generation, municipality_id, topic, topic_id, partition, messages, first_offset, last_offset)
                values (%d, '0999', '%s', '%s', %d, 1, %d, %d)
                """
                .formatted(current(), LINES, topicId, partition, offset, offset);
    }

    /** A message that cannot be read, as if it had come; the municipalities of which not all are kept. */
    private List<String> keep(String municipality, int offset, String value) {
        return QuarkusTransaction.requiringNew()
                .call(() -> List.copyOf(puttingAside.keep(
                        current(), List.of(unreadable(municipality, offset, value)), topics.present())));
    }

    private static Batch.Unreadable unreadable(String municipality, int offset, String value) {
        return new Batch.Unreadable(
                new ConsumerRecord<>(
                        LINES,
                        2,
                        5_000_000 + offset,
                        (municipality + "/vss/lkdata~actual~2021-08").getBytes(StandardCharsets.UTF_8),
                        value.getBytes(StandardCharsets.UTF_8)),
                "none");
    }

    @Test
    void beyondWhatIsKeptOfAMunicipalityMessagesAreCountedAndNamedByTheirPlace() {
        letters("OPEN", DeadLetterBounds.MOST_OF_ONE, 1);

        for (int unit = 0; unit < 3; unit++) {
            Topics.send(LINES, "0999/vss/unit-" + unit + "~actual~2021-08", 40, "{\"words\": \"none\"}");
        }
        Topics.send(LINES, "0998/vss/lkdata~actual~2021-08", 40, "{\"words\": \"none\"}");

        await().atMost(PATIENCE)
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
        assertEquals(
                3,
                count(
                        "dead_letter where municipality_id = '0999' and administration_id = 'vss' and row_key like 'unit-_~%'"),
                "a rebuild keeps what there is room for");
        assertEquals(0, count("unkept_letter"));
    }

    @Test
    void whatARebuildHasNoRoomForIsCountedAnew() {
        letters("OPEN", DeadLetterBounds.MOST_OF_ONE, 1);
        Topics.send(LINES, "0999/vss/unit~actual~2021-08", 40, "{\"words\": \"none\"}");
        await().atMost(PATIENCE).until(() -> count("unkept_letter where municipality_id = '0999'") == 1);
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
        letters(state, "OPEN".equals(state) ? 0 : 1_000_000, count, bytes);
    }

    private void letters(String state, int after, int count, int bytes) {
        run(
                """
                insert into dead_letter (topic, topic_id, partition, message_offset, municipality_id, administration_id, row_key,
                                         message_key, message_value, message_headers, truncated, reason, reads, state, ended_at)
                select '%1$s', 'none', 0, number, '0999', 'vss', 'r' || number, 'k', convert_to(repeat('x', %2$d), 'UTF8'), '{}',
                       false, '', %3$d, '%4$s', case when '%4$s' <> 'OPEN' then now() end
                from generate_series(%5$d + 1, %5$d + %6$d) as number
                """
                        .formatted(LINES, bytes, Fact.VERSION, state, after, count));
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
