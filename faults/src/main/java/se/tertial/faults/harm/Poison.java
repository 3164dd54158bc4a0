package se.tertial.faults.harm;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/** Messages that nobody can read, on a topic that others go on using. */
final class Poison {

    private static final String TOPIC = "goals.goal.v1";
    private static final int PATIENCE_MILLIS = 5_000;

    /** Far more than Kafka takes of what cannot be compressed, and than a service sends on. */
    private static final int LARGEST = 8 << 20;

    /** What could be read, if any service had ever given such a revision. */
    private static final String FORGED =
            "{\"goalId\": \"poison-forged\", \"name\": \"Falskt\", \"level\": \"AREA\", \"order\": 1}";

    private Poison() {}

    /** Sends one of each kind; what Kafka does not take now is no poison. */
    static void send(String bootstrapServers) {
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                PATIENCE_MILLIS,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                PATIENCE_MILLIS,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                2 * PATIENCE_MILLIS,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                2 * LARGEST,
                // What Kafka counts is what is left of it.
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "gzip");
        KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
        try {
            List.of(
                            message("0580/vss/poison-no-json", "{\"goalId\": ", "1"),
                            message("0580/vss/poison-no-revision", "{}", "none"),
                            message("0580/vss/poison-unknown-level", "{\"level\": \"GALAXY\"}", "1"),
                            message("0580/vss/poison-large", "{\"name\": \"" + "x".repeat(LARGEST) + "\"}", "1"),
                            message("0580/vss/poison-large-no-json", "x".repeat(LARGEST), "1"),
                            message("poison-names-no-row", "{}", "1"),
                            message("0580/vss/poison-forged", FORGED, "9007199254740991"))
                    .forEach(message -> {
                        Future<?> unused = producer.send(message);
                    });
        } catch (KafkaException e) {
            // It is away itself just now.
        } finally {
            producer.close(Duration.ofMillis(2 * PATIENCE_MILLIS));
        }
    }

    private static ProducerRecord<String, String> message(String key, String value, String revision) {
        ProducerRecord<String, String> message = new ProducerRecord<>(TOPIC, key, value);
        message.headers().add("ce_revision", revision.getBytes(StandardCharsets.UTF_8));
        return message;
    }
}
