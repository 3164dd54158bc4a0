package se.tertial.kit.anchor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.kafka.KafkaClients;

/**
 * The topic on which a service's anchors lie: the newest of each trail for ever, and all for as long as the topic says. What
 * somebody else writes there is no anchor, since it is not signed.
 */
@ApplicationScoped
class AnchorTopic {

    private static final String KEY_ID = "ce_keyid";
    private static final String SIGNATURE = "ce_signature";
    private static final int TIMEOUT_MILLIS = 4_000;
    private static final Duration POLL = Duration.ofMillis(200);

    /** For a request, which the gateway gives 25 seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final Duration PATIENCE_FOR_ALL = Duration.ofMinutes(5);

    private final KafkaClients kafka;
    private final AnchorKeys keys;
    private final ObjectMapper json;
    private final String service;
    private final String name;

    @Inject
    AnchorTopic(
            KafkaClients kafka,
            AnchorKeys keys,
            ObjectMapper json,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.kafka = kafka;
        this.keys = keys;
        this.json = json;
        this.service = service;
        this.name = service.replace("-service", "") + ".audit-anchor.v1";
    }

    String service() {
        return service;
    }

    /**
     * What lies on the topic.
     *
     * @param key the trail that it says it is of
     * @param anchor what it says; null if it is not signed so
     */
    record Lying(String key, int partition, long offset, String keyId, @Nullable Anchor anchor) {}

    /**
     * All that lies there of a trail, oldest first.
     *
     * @throws KafkaException if Kafka does not give it in time, or the topic is missing
     */
    List<Lying> of(Scope scope) {
        String key = scope.toString();
        List<Lying> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            int partition = Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8)))
                    % partitions(consumer).size();
            Map<TopicPartition, Long> from = new HashMap<>(Map.of(new TopicPartition(name, partition), 0L));
            read(consumer, from, PATIENCE, message -> {
                if (key.equals(message.key())) {
                    found.add(opened(message));
                }
            });
        }
        return found;
    }

    /**
     * What came since.
     *
     * @param positions where one is; moved on to the end
     * @param anew called before anything is read if the topic was made anew, and is read from its beginning
     * @throws KafkaException if Kafka does not give it, or the topic is missing
     */
    void read(Map<TopicPartition, Long> positions, Runnable anew, Consumer<Lying> each) {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = partitions(consumer);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            if (positions.entrySet().stream().anyMatch(one -> ends.getOrDefault(one.getKey(), 0L) < one.getValue())) {
                positions.clear();
                anew.run();
            }
            partitions.forEach(partition -> positions.putIfAbsent(partition, 0L));
            read(consumer, positions, PATIENCE_FOR_ALL, message -> each.accept(opened(message)));
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = new ArrayList<>();
        consumer.partitionsFor(name).forEach(info -> partitions.add(new TopicPartition(name, info.partition())));
        if (partitions.isEmpty()) {
            throw new UnknownTopicOrPartitionException("There is no topic " + name);
        }
        return partitions;
    }

    private static void read(
            KafkaConsumer<String, byte[]> consumer,
            Map<TopicPartition, Long> from,
            Duration patience,
            Consumer<ConsumerRecord<String, byte[]>> each) {
        consumer.assign(from.keySet());
        Map<TopicPartition, Long> ends = consumer.endOffsets(from.keySet());
        consumer.beginningOffsets(from.keySet())
                .forEach((partition, beginning) ->
                        consumer.seek(partition, Math.max(beginning, from.getOrDefault(partition, 0L))));
        long deadline = System.nanoTime() + patience.toNanos();
        while (from.keySet().stream()
                .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("Kafka did not give all anchors in " + patience);
            }
            consumer.poll(POLL).forEach(each);
        }
        from.replaceAll((partition, position) -> consumer.position(partition));
    }

    private Lying opened(ConsumerRecord<String, byte[]> message) {
        String key = message.key() == null ? "" : message.key();
        String keyId = new String(header(message, KEY_ID), StandardCharsets.UTF_8);
        return new Lying(key, message.partition(), message.offset(), keyId, anchor(message, key, keyId));
    }

    private @Nullable Anchor anchor(ConsumerRecord<String, byte[]> message, String key, String keyId) {
        try {
            byte[] value = message.value();
            byte[] signature = Base64.getDecoder().decode(header(message, SIGNATURE));
            if (value == null || !keys.isSigned(keyId, value, signature)) {
                return null;
            }
            Anchor anchor = json.readValue(value, Anchor.class);
            return anchor.service().equals(service) && anchor.scope().toString().equals(key) ? anchor : null;
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    private static byte[] header(ConsumerRecord<String, byte[]> message, String name) {
        Header header = message.headers().lastHeader(name);
        return header == null || header.value() == null ? new byte[0] : header.value();
    }

    /**
     * Writes anchors.
     *
     * @throws KafkaException unless all of them are there
     */
    void write(List<Anchor> anchors) throws InterruptedException {
        try (KafkaProducer<String, byte[]> producer = producer()) {
            List<Future<RecordMetadata>> acknowledgements = new ArrayList<>(anchors.size());
            for (Anchor anchor : anchors) {
                acknowledgements.add(producer.send(message(anchor)));
            }
            for (Future<RecordMetadata> acknowledgement : acknowledgements) {
                acknowledgement.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException reason ? reason : new KafkaException(e.getCause());
        }
    }

    private ProducerRecord<String, byte[]> message(Anchor anchor) {
        byte[] value;
        try {
            value = json.writeValueAsBytes(anchor);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        AnchorKeys.Signed signed = keys.sign(value);
        String key = anchor.scope().toString();
        ProducerRecord<String, byte[]> message = new ProducerRecord<>(name, key, value);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", service + "-anchor-" + anchor.epoch() + "-" + anchor.revision());
        headers.put("ce_source", "/" + service);
        headers.put("ce_type", "se.tertial." + name);
        headers.put("ce_time", anchor.anchoredAt().toString());
        headers.put("ce_subject", key);
        headers.put(KEY_ID, signed.keyId());
        headers.put(SIGNATURE, Base64.getEncoder().encodeToString(signed.signature()));
        headers.put("content-type", "application/json");
        headers.forEach((header, text) -> message.headers().add(header, text.getBytes(StandardCharsets.UTF_8)));
        return message;
    }

    private KafkaProducer<String, byte[]> producer() {
        return kafka.producer(
                Map.of(
                        ProducerConfig.CLIENT_ID_CONFIG,
                        service + "-audit-anchors",
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        TIMEOUT_MILLIS,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        TIMEOUT_MILLIS / 2,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        TIMEOUT_MILLIS,
                        ProducerConfig.LINGER_MS_CONFIG,
                        5,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "gzip"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return kafka.consumer(
                Map.of(
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        service + "-audit-anchors",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        TIMEOUT_MILLIS,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        2_000),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }
}
