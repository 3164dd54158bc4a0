package se.tertial.report.replica;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.kafka.KafkaClients;
import se.tertial.report.replica.FactReader.Poison;
import se.tertial.report.replica.FactReader.Received;

/**
 * Consumes the other services' topics into the read model.
 *
 * <p>A batch is applied in one transaction, and its offsets are committed after it: a message may come twice, and is then
 * ignored by its revision. A message that cannot be read goes to the dead-letter topic, and the next one is read. While the
 * database or Kafka is away the consumer waits and goes on where it was.
 */
@ApplicationScoped
public class FactConsumer {

    static final String DEAD_LETTERS = "report.dead-letter.v1";

    private static final Logger LOG = Logger.getLogger(FactConsumer.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int PAUSE_MILLIS = 1000;

    private final FactReader reader;
    private final ReadModel readModel;
    private final Event<FactsChanged> changes;
    private final KafkaClients clients;
    private final LinkedBlockingQueue<CompletableFuture<Integer>> rebuilds = new LinkedBlockingQueue<>();
    private volatile boolean running = true;
    private @Nullable Thread thread;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> polling;

    @Inject
    FactConsumer(FactReader reader, ReadModel readModel, Event<FactsChanged> changes, KafkaClients clients) {
        this.reader = reader;
        this.readModel = readModel;
        this.changes = changes;
        this.clients = clients;
    }

    /** The facts of an administration changed; an empty list means: of any. Fired after the commit. */
    public record FactsChanged(List<Scope> scopes) {}

    void start(@Observes StartupEvent event) {
        thread = new Thread(this::run, "fact-consumer");
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        running = false;
        KafkaConsumer<byte[], byte[]> consumer = polling;
        if (consumer != null) {
            consumer.wakeup();
        }
        if (thread != null) {
            thread.join(10_000);
        }
    }

    /**
     * Builds the read model anew from the topics alone, beside the one in use, and then switches to it. Readers are served
     * the old one meanwhile.
     *
     * @return how many messages were read
     */
    CompletableFuture<Integer> rebuild() {
        CompletableFuture<Integer> done = new CompletableFuture<>();
        rebuilds.add(done);
        return done;
    }

    private void run() {
        while (running) {
            try (KafkaConsumer<byte[], byte[]> consumer = consumer("report-service");
                    KafkaProducer<byte[], byte[]> deadLetters = producer()) {
                polling = consumer;
                consumer.subscribe(Fact.TOPICS.keySet());
                while (running) {
                    ConsumerRecords<byte[], byte[]> messages = consumer.poll(POLL);
                    if (!messages.isEmpty()) {
                        apply(messages, deadLetters);
                        consumer.commitSync();
                    }
                    CompletableFuture<Integer> rebuild = rebuilds.poll();
                    if (rebuild != null) {
                        rebuildNow(rebuild);
                    }
                }
            } catch (WakeupException e) {
                return;
            } catch (KafkaException | jakarta.persistence.PersistenceException | IllegalStateException e) {
                LOG.warnf("Consumption pauses: %s", e.toString());
                pause();
            } catch (RuntimeException e) {
                LOG.errorf(e, "Consumption pauses");
                pause();
            } finally {
                polling = null;
            }
        }
    }

    private void apply(ConsumerRecords<byte[], byte[]> messages, KafkaProducer<byte[], byte[]> deadLetters) {
        Collection<Received> newest = newest(messages, deadLetters);
        if (newest.isEmpty()) {
            return;
        }
        List<Scope> changed = QuarkusTransaction.requiringNew().call(() -> readModel.apply(newest));
        if (!changed.isEmpty()) {
            changes.fire(new FactsChanged(changed));
        }
    }

    private void rebuildNow(CompletableFuture<Integer> done) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer("report-service-rebuild")) {
            QuarkusTransaction.requiringNew().call(readModel::startGeneration);
            List<TopicPartition> partitions = consumer.listTopics().entrySet().stream()
                    .filter(topic -> Fact.TOPICS.containsKey(topic.getKey()))
                    .flatMap(topic -> topic.getValue().stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            int read = 0;
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                ConsumerRecords<byte[], byte[]> messages = consumer.poll(POLL);
                read += messages.count();
                Collection<Received> newest = newest(messages, null);
                if (!newest.isEmpty()) {
                    QuarkusTransaction.requiringNew().run(() -> readModel.applyToBuilding(newest));
                }
            }
            QuarkusTransaction.requiringNew().run(readModel::switchGeneration);
            changes.fire(new FactsChanged(List.of()));
            LOG.infof("Read model rebuilt from %d messages", read);
            done.complete(read);
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
            throw e;
        }
    }

    /** Of each row the newest message; what cannot be read is put aside, if there is where to. */
    private Collection<Received> newest(
            ConsumerRecords<byte[], byte[]> messages, @Nullable KafkaProducer<byte[], byte[]> deadLetters) {
        Map<List<String>, Received> newest = new LinkedHashMap<>();
        List<Future<?>> putAside = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> message : messages) {
            try {
                Received received = reader.receive(message);
                newest.merge(
                        List.of(
                                received.topic(),
                                received.municipalityId(),
                                received.administrationId(),
                                received.key()),
                        received,
                        (one, other) -> other.revision() > one.revision() ? other : one);
            } catch (Poison e) {
                if (deadLetters == null) {
                    continue;
                }
                LOG.errorf(
                        "Put aside a message of %s (partition %d, offset %d): %s",
                        message.topic(), message.partition(), message.offset(), e.getMessage());
                putAside.add(deadLetters.send(deadLetter(message, e)));
            }
        }
        for (Future<?> one : putAside) {
            try {
                one.get();
            } catch (ExecutionException e) {
                throw new KafkaException("a dead letter was not taken", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KafkaException(e);
            }
        }
        return newest.values();
    }

    private static ProducerRecord<byte[], byte[]> deadLetter(ConsumerRecord<byte[], byte[]> message, Poison reason) {
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(DEAD_LETTERS, null, message.key(), message.value(), message.headers());
        Map<String, String> headers = new HashMap<>();
        headers.put("dead-letter-topic", message.topic());
        headers.put("dead-letter-partition", Integer.toString(message.partition()));
        headers.put("dead-letter-offset", Long.toString(message.offset()));
        headers.put("dead-letter-reason", String.valueOf(reason.getMessage()));
        headers.forEach((name, value) -> letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return letter;
    }

    private KafkaConsumer<byte[], byte[]> consumer(String group) {
        return clients.consumer(
                Map.of(
                        ConsumerConfig.GROUP_ID_CONFIG,
                        group,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.METADATA_MAX_AGE_CONFIG,
                        5_000,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        2_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return clients.producer(Map.of(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
