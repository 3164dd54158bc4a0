package se.tertial.kit.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringSerializer;
import se.tertial.kit.kafka.KafkaClients;

/**
 * Sends events in transactions of Kafka. From {@link #fence} on, no sender that was there before can commit anything.
 *
 * <p>With the events of a batch goes, in the same transaction, the batch's name and the newest change that was ever
 * sent ({@link LastSent}). Who comes after reads there which batch was the last to be committed.
 */
final class EventSender implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 8_000;

    private final String service;
    private final String name;
    private final Admin admin;
    private final KafkaProducer<String, String> producer;
    private final WatermarkSender watermarks;
    private final Map<String, Topic> described = new HashMap<>();
    private int newestEpoch;
    private long newestRevision;

    EventSender(KafkaClients clients, String service) {
        this.service = service;
        this.name = LastSent.group(service);
        this.watermarks = new WatermarkSender(clients, service);
        this.admin = clients.admin(Map.of(
                AdminClientConfig.CLIENT_ID_CONFIG,
                name,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                TIMEOUT_MILLIS / 2,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                TIMEOUT_MILLIS));
        try {
            this.producer = clients.producer(
                    Map.of(
                            ProducerConfig.CLIENT_ID_CONFIG,
                            name,
                            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                            name,
                            // After this long the broker gives up a transaction whose sender is gone; readers wait for
                            // it.
                            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                            10_000,
                            ProducerConfig.MAX_BLOCK_MS_CONFIG,
                            TIMEOUT_MILLIS,
                            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                            TIMEOUT_MILLIS / 2,
                            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                            TIMEOUT_MILLIS,
                            ProducerConfig.LINGER_MS_CONFIG,
                            0,
                            ProducerConfig.COMPRESSION_TYPE_CONFIG,
                            "gzip"),
                    new StringSerializer(),
                    new StringSerializer());
        } catch (KafkaException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    /** The service whose events it sends. */
    String service() {
        return service;
    }

    /** Who sends watermarks beside it. */
    WatermarkSender watermarks() {
        return watermarks;
    }

    /** Ends what any earlier sender had begun, and keeps it from committing more. */
    void fence() {
        producer.initTransactions();
    }

    /** For each partition the last batch that was committed to it, and the offset of its last event there. */
    Map<TopicPartition, LastSent> committed() throws NotSent, InterruptedException {
        try {
            Map<TopicPartition, LastSent> committed = LastSent.read(admin, service);
            LastSent.newest(committed).ifPresent(last -> note(last.epoch(), last.revision()));
            return committed;
        } catch (ExecutionException e) {
            throw NotSent.because(e);
        }
    }

    private void note(int epoch, long revision) {
        if (epoch > newestEpoch || (epoch == newestEpoch && revision > newestRevision)) {
            newestEpoch = epoch;
            newestRevision = revision;
        }
    }

    /**
     * A topic as Kafka last described it.
     *
     * @param id another one if the topic is made anew under its name
     */
    record Topic(String id, int partitions) {}

    /** Asks Kafka anew of every topic that is sent to from now on. */
    void forgetTopics() {
        described.clear();
    }

    /** Of these topics those that Kafka has not described since they were forgotten. */
    Set<String> unknown(Set<String> topics) {
        return topics.stream().filter(topic -> !described.containsKey(topic)).collect(Collectors.toSet());
    }

    /** Of these topics those that Kafka has described. */
    Map<String, Topic> known(Set<String> topics) {
        Map<String, Topic> known = new HashMap<>(described);
        known.keySet().retainAll(topics);
        return known;
    }

    /** Those of the topics that cannot be sent to now, each with the reason. */
    Map<String, String> missing(Set<String> topics) throws NotSent, InterruptedException {
        Map<String, String> missing = new TreeMap<>();
        Set<String> unknown = unknown(topics);
        if (unknown.isEmpty()) {
            return missing;
        }
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
                admin.describeTopics(unknown).topicNameValues().entrySet()) {
            try {
                TopicDescription there = topic.getValue().get();
                described.put(
                        topic.getKey(),
                        new Topic(there.topicId().toString(), there.partitions().size()));
            } catch (ExecutionException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException
                        || e.getCause() instanceof TopicAuthorizationException
                        || e.getCause() instanceof InvalidTopicException) {
                    missing.put(topic.getKey(), e.getCause().getClass().getSimpleName());
                } else {
                    throw NotSent.because(e);
                }
            }
        }
        return missing;
    }

    /**
     * Sends events of topics that are not {@link #missing}, in their order: all of them, or none.
     *
     * @return the offset of the last event in each partition
     * @throws NotSent if nothing was sent; unless that concerns Kafka as a whole, the sender can be used on
     */
    Map<TopicPartition, Long> send(List<Event> events, String batch) throws NotSent, InterruptedException {
        try {
            producer.beginTransaction();
            List<Future<RecordMetadata>> acknowledgements = new ArrayList<>(events.size());
            for (Event event : events) {
                Topic topic = described.get(event.topic());
                Future<RecordMetadata> acknowledgement =
                        producer.send(event.message(service, topic == null ? 1 : topic.partitions()));
                acknowledgements.add(acknowledgement);
                if (acknowledgement.isDone()) {
                    acknowledgement.get(); // so that nothing is sent after the first failure
                }
            }
            producer.flush();
            Map<TopicPartition, Long> last = new HashMap<>();
            for (Future<RecordMetadata> acknowledgement : acknowledgements) {
                RecordMetadata there = acknowledgement.get();
                last.merge(new TopicPartition(there.topic(), there.partition()), there.offset(), Math::max);
            }
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            events.forEach(event -> note(event.epoch(), event.revision()));
            last.forEach((partition, offset) ->
                    offsets.put(partition, new LastSent(batch, newestEpoch, newestRevision, offset).committed()));
            producer.sendOffsetsToTransaction(offsets, new ConsumerGroupMetadata(name));
            producer.commitTransaction();
            return last;
        } catch (ExecutionException | RuntimeException e) {
            throw aborted(e);
        }
    }

    /** The reason of a failure, after which the sender can be used on unless that concerns Kafka as a whole. */
    private NotSent aborted(Throwable failure) throws NotSent {
        NotSent reason = NotSent.because(failure);
        if (reason.concerns() != NotSent.Concerns.KAFKA) {
            abort();
        }
        return reason;
    }

    private void abort() throws NotSent {
        try {
            producer.abortTransaction();
        } catch (KafkaException | IllegalStateException e) {
            throw NotSent.atAll(e);
        }
    }

    @Override
    public void close() {
        watermarks.close();
        producer.close(Duration.ofSeconds(1));
        admin.close(Duration.ofSeconds(1));
    }
}
