package se.tertial.kit.kafka;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.eclipse.microprofile.config.Config;

/**
 * Makes every client of Kafka that a service has.
 *
 * <p>Each client gets every {@code kafka.*} property of the configuration that is its kind's, whether it stands in a file, as a
 * system property or in the environment ({@code KAFKA_SECURITY_PROTOCOL}). What the suite's promises rest on is not the
 * operator's to change: it is set here, or by who asks for the client, and wins.
 */
@ApplicationScoped
public class KafkaClients {

    /** The largest request that a producer sends: four times the largest row, and below the topics' max.message.bytes. */
    public static final int MAX_REQUEST_BYTES = 1_048_576;

    /** The most that a consumer is given at once: some eight megabytes of the largest messages that the suite sends. */
    static final int MOST_AT_ONCE = 32;

    /** The most that a consumer fetches at once, compressed. */
    static final int FETCH_BYTES = 8 * 1024 * 1024;

    private static final String PREFIX = "kafka.";

    private final Map<String, Object> configured = new HashMap<>();

    /**
     * @param found what Quarkus found under {@code kafka}: it knows the names in the environment, but takes a name that stands
     *     in two places from any of them
     */
    @Inject
    public KafkaClients(@Identifier("default-kafka-broker") Map<String, Object> found, Config config) {
        found.forEach((name, value) -> {
            Object first = config.getOptionalValue(PREFIX + name, String.class)
                    .map(Object.class::cast)
                    .orElse(value);
            if (!first.toString().isBlank()) {
                configured.put(name, first);
            }
        });
    }

    /** A producer whose messages stay once they are acknowledged, and are there once. */
    public <K, V> KafkaProducer<K, V> producer(
            Map<String, ?> necessary, Serializer<K> keySerializer, Serializer<V> valueSerializer) {
        Map<String, Object> settings = settings(ProducerConfig.configNames(), necessary);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        return new KafkaProducer<>(settings, keySerializer, valueSerializer);
    }

    /** A consumer that sees nothing of a transaction that was not committed, and commits its offsets when it says so. */
    public <K, V> KafkaConsumer<K, V> consumer(
            Map<String, ?> necessary, Deserializer<K> keyDeserializer, Deserializer<V> valueDeserializer) {
        return new KafkaConsumer<>(ofConsumer(necessary), keyDeserializer, valueDeserializer);
    }

    Map<String, Object> ofConsumer(Map<String, ?> necessary) {
        Map<String, Object> settings = settings(ConsumerConfig.configNames(), necessary);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Math.min(MOST_AT_ONCE, asked(settings)));
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        return settings;
    }

    private static int asked(Map<String, Object> settings) {
        return Integer.parseInt(settings.getOrDefault(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_AT_ONCE)
                .toString());
    }

    /** An administrative client. */
    public Admin admin(Map<String, ?> necessary) {
        return Admin.create(settings(AdminClientConfig.configNames(), necessary));
    }

    /** What is configured for clients of one kind: a name that only another kind knows would be warned about. */
    Map<String, Object> settings(Set<String> known, Map<String, ?> necessary) {
        Set<String> others = new TreeSet<>(ProducerConfig.configNames());
        others.addAll(ConsumerConfig.configNames());
        others.addAll(AdminClientConfig.configNames());
        others.removeAll(known);
        Map<String, Object> settings = new HashMap<>(configured);
        settings.keySet().removeAll(others);
        settings.putAll(necessary);
        return settings;
    }
}
