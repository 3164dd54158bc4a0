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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.journal.Journal;
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
    /** Several times what an anchor takes. */
    private static final int LARGEST = 4_096;

    private static final Duration POLL = Duration.ofMillis(200);

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

    /** The kind of the journal's entries that tell of a restore. */
    String restores() {
        return Journal.restores(service);
    }

    /**
     * What lies on the topic.
     *
     * @param key the trail that it says it is of
     * @param anchor what it says; null if it is not signed so
     */
    record Lying(String key, int partition, long offset, String keyId, @Nullable Anchor anchor) {}

    /**
     * What the topic is known by, however it is filled.
     *
     * @throws KafkaException if Kafka does not tell in time, or the topic is missing
     */
    String id() {
        try (Admin admin = kafka.admin(Map.of(
                AdminClientConfig.CLIENT_ID_CONFIG,
                service + "-audit-anchors",
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                TIMEOUT_MILLIS,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                TIMEOUT_MILLIS / 2))) {
            return admin.describeTopics(List.of(name))
                    .allTopicNames()
                    .get()
                    .values()
                    .iterator()
                    .next()
                    .topicId()
                    .toString();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException reason ? reason : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /**
     * Somebody who reads the topic up to what is its end now.
     *
     * @throws KafkaException if Kafka does not answer in time, or the topic is missing
     */
    Reader reader() {
        return new Reader(consumer());
    }

    /** Reads the topic up to what was its end when this was made. */
    final class Reader implements AutoCloseable {

        private final KafkaConsumer<String, byte[]> consumer;
        private final Map<TopicPartition, Long> beginnings;
        private final Map<TopicPartition, Long> ends;

        private Reader(KafkaConsumer<String, byte[]> consumer) {
            this.consumer = consumer;
            try {
                List<TopicPartition> partitions = new ArrayList<>();
                consumer.partitionsFor(name)
                        .forEach(info -> partitions.add(new TopicPartition(name, info.partition())));
                if (partitions.isEmpty()) {
                    throw new UnknownTopicOrPartitionException("There is no topic " + name);
                }
                consumer.assign(partitions);
                beginnings = consumer.beginningOffsets(partitions);
                ends = consumer.endOffsets(partitions);
            } catch (RuntimeException e) {
                consumer.close();
                throw e;
            }
        }

        /** Whether positions lie beyond the end, so that what was read there is gone. */
        boolean isShorterThan(Map<TopicPartition, Long> positions) {
            return positions.entrySet().stream().anyMatch(one -> ends.getOrDefault(one.getKey(), 0L) < one.getValue());
        }

        /** Whether nothing is left to read. */
        boolean isAtEnd(Map<TopicPartition, Long> positions) {
            return ends.entrySet().stream().allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
        }

        /**
         * Reads on for some time, and a little at least.
         *
         * @param positions where one is; moved on with all that was read, also if the time was not enough
         * @param until when to stop, as {@link System#nanoTime} counts
         */
        void read(Map<TopicPartition, Long> positions, long until, Consumer<ConsumerRecord<String, byte[]>> each) {
            beginnings.forEach((partition, beginning) -> {
                positions.merge(partition, beginning, Math::max);
                consumer.seek(partition, positions.getOrDefault(partition, beginning));
            });
            while (!isAtEnd(positions)) {
                consumer.poll(POLL).forEach(each);
                positions.replaceAll((partition, position) -> consumer.position(partition));
                if (System.nanoTime() - until > 0) {
                    return;
                }
            }
        }

        @Override
        public void close() {
            consumer.close();
        }
    }

    /** What a message is: an anchor only if it is signed. */
    Lying opened(ConsumerRecord<String, byte[]> message) {
        String key = message.key() == null ? "" : message.key();
        String keyId = new String(header(message, KEY_ID), StandardCharsets.UTF_8);
        Anchor anchor = claimed(message);
        return new Lying(
                key,
                message.partition(),
                message.offset(),
                keyId,
                anchor != null && isSigned(message, keyId) ? anchor : null);
    }

    /** What a message says that it is, whoever wrote it; null if it could not be an anchor of its trail. */
    @Nullable
    Anchor claimed(ConsumerRecord<String, byte[]> message) {
        try {
            byte[] value = message.value();
            if (value == null || value.length > LARGEST) {
                return null;
            }
            Anchor anchor = json.readValue(value, Anchor.class);
            return service.equals(anchor.service()) && anchor.scope().toString().equals(message.key()) ? anchor : null;
        } catch (IOException | RuntimeException e) { // whatever it is, it is none
            return null;
        }
    }

    private boolean isSigned(ConsumerRecord<String, byte[]> message, String keyId) {
        try {
            return keys.isSigned(keyId, message.value(), Base64.getDecoder().decode(header(message, SIGNATURE)));
        } catch (IllegalArgumentException e) {
            return false;
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
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest", // what is removed meanwhile does not take the rest away
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        TIMEOUT_MILLIS),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }
}
