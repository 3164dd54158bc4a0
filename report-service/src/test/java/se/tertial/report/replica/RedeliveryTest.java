package se.tertial.report.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static se.tertial.report.replica.Rebuilds.asOperator;
import static se.tertial.report.replica.Tables.count;
import static se.tertial.report.replica.Tables.sql;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.report.Vss;

/** Messages of which only the beginning was kept are tried where they lie. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class RedeliveryTest {

    private static final String LINES = "finance.operating-line.v1";

    /** Nobody sends to it. */
    private static final int EMPTY = 1;

    @Inject
    Redelivery redelivery;

    @Inject
    ConsumedTopics topics;

    private final Vss vss = new Vss();

    @AfterEach
    void forget() {
        sql("delete from dead_letter where " + ofVss());
    }

    @Test
    void letterWhoseOriginalIsGoneIsToldAsSuchAndTheOthersGoOn() throws Exception {
        letter(EMPTY, 5);
        letter(0, 1_000_000_000);
        letter(0, send("lkdata"));

        asOperator().post("/read-model/dead-letters/attempts").then().statusCode(200);

        assertEquals(1, letters("state = 'RESOLVED' and message_value is null"));
        assertEquals(2, letters("state = 'OPEN' and attempts = 2 and reason like '%does not have it any more%'"));
    }

    @Test
    void manyLettersTakeOneConsumer() throws Exception {
        for (int letter = 0; letter < 40; letter++) {
            letter(0, send("unit-" + letter));
        }
        int before = consumers();

        asOperator().post("/read-model/dead-letters/attempts").then().statusCode(200);

        int more = consumers() - before;
        assertEquals(40, letters("state = 'RESOLVED'"));
        assertTrue(more < 20, more + " consumers for 40 letters");
    }

    @Test
    void whatThereIsNoTimeForIsLeft() throws Exception {
        List<Long> numbers = new ArrayList<>();
        for (int letter = 0; letter < 3; letter++) {
            letter(0, send("unit-" + letter));
            numbers.add(count("select max(number) from dead_letter"));
        }

        Redelivery.Outcome outcome = redelivery.tryAgain(numbers, Duration.ZERO);

        assertEquals(new Redelivery.Outcome(1, 1, numbers.subList(1, 3)), outcome);
        assertEquals(2, letters("state = 'OPEN' and attempts = 1"));
    }

    private long letters(String which) {
        return count("select count(*) from dead_letter where " + which + " and " + ofVss());
    }

    private String ofVss() {
        return "administration_id = '" + vss.key().substring(5) + "'";
    }

    /** A message of which only the beginning was kept. */
    private void letter(int partition, long offset) {
        sql(
                """
                insert into dead_letter (topic, topic_id, partition, message_offset, municipality_id, administration_id, row_key,
                                         message_key, message_value, message_headers, truncated, reason, reads)
                values ('%s', '%s', %d, %d, '0580', '%s', 'r', 'k', 'beginning', '{}', true, 'large', %d)
                """
                        .formatted(
                                LINES,
                                topics.present().get(LINES).id(),
                                partition,
                                offset,
                                vss.key().substring(5),
                                Fact.VERSION));
    }

    /** A message that can be read; where it lies. */
    private long send(String unit) throws Exception {
        ProducerRecord<String, String> message = new ProducerRecord<>(
                LINES,
                0,
                vss.key() + "/" + unit + "~actual~2021-08",
                "{\"unitId\": \"" + unit
                        + "\", \"scenario\": \"ACTUAL\", \"period\": \"2021-08\", \"net\": \"7000.00\"}");
        message.headers().add("ce_revision", "40".getBytes(StandardCharsets.UTF_8));
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestStack.kafka()), new StringSerializer(), new StringSerializer())) {
            return producer.send(message).get().offset();
        }
    }

    /** How many there have been: each gets the next number in its name. */
    private static int consumers() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", TestStack.kafka()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            String name = consumer.metrics().keySet().iterator().next().tags().get("client-id");
            return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
        }
    }
}
