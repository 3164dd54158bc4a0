package se.tertial.report.replica;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.kafka.KafkaClients;

/**
 * Consumes the other services' topics into the read model.
 *
 * <p>A batch is applied in one transaction with how far it came, and from there whoever gets the partition goes on: a message may
 * come twice, and is then ignored by its revision. A message that cannot be read is put aside, and the next one is read. While the database or Kafka is away the consumer waits and goes on where it was.
 */
@ApplicationScoped
class FactConsumer {

    private static final Logger LOG = Logger.getLogger(FactConsumer.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int POLLS_BETWEEN_LOOKS = 50;
    private static final int PAUSE_MILLIS = 1000;
    private static final long LOOK_NANOS = 1_000_000_000L;
    private static final long NOTE_NANOS = 5 * LOOK_NANOS;

    private final FactReader reader;
    private final Applying applying;
    private final Generations generations;
    private final Positions positions;
    private final ConsumedTopics topics;
    private final KafkaClients clients;
    private final Consumption consumption;
    private final Announcements announcements;
    private volatile boolean running = true;
    private @Nullable Thread thread;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> polling;
    private long lookedNanos = System.nanoTime();

    @Inject
    FactConsumer(
            FactReader reader,
            Applying applying,
            Generations generations,
            Positions positions,
            ConsumedTopics topics,
            KafkaClients clients,
            Consumption consumption,
            Announcements announcements) {
        this.reader = reader;
        this.applying = applying;
        this.generations = generations;
        this.positions = positions;
        this.topics = topics;
        this.clients = clients;
        this.consumption = consumption;
        this.announcements = announcements;
    }

    void start(@Observes StartupEvent event) {
        thread = new Thread(this::run, "fact-consumer");
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        running = false;
        startOver();
        if (thread != null) {
            thread.join(10_000);
        }
    }

    /** Joins the group anew, and goes on from what is in the read model. */
    void startOver() {
        KafkaConsumer<byte[], byte[]> consumer = polling;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    private void run() {
        announcements.awaitEach(Fact.TOPICS.keySet());
        while (running) {
            try (KafkaConsumer<byte[], byte[]> consumer = consumer();
                    DeadLetterTopic deadLetters = new DeadLetterTopic(clients)) {
                polling = consumer;
                consume(consumer, deadLetters);
            } catch (WakeupException e) {
                LOG.debug("Consumption ends or starts over");
            } catch (RuntimeException | Error e) {
                if (running) {
                    consumption.pauses(e.toString());
                    pause();
                }
            } finally {
                polling = null;
            }
        }
    }

    private void consume(KafkaConsumer<byte[], byte[]> consumer, DeadLetterTopic deadLetters) {
        // Before it joins the group: who cannot apply anything takes no partitions away from others.
        QuarkusTransaction.requiringNew().run(generations::holdCurrent);
        Map<String, String> closed = topics.closed();
        consumption.alsoRefuses(closed);
        Assignment assignment = new Assignment(consumer, closed);
        consumer.subscribe(except(closed.keySet()), assignment);
        for (int poll = 1; running; poll++) {
            if (poll % POLLS_BETWEEN_LOOKS == 0) {
                if (!assignment.isOfNow()) {
                    LOG.info("Topics are not those of before: consumption starts over");
                    return;
                }
                assignment.noteWhatIsReadToItsEnd();
            }
            ConsumerRecords<byte[], byte[]> messages = consumer.poll(POLL);
            assignment.begin();
            if (!messages.isEmpty()) {
                apply(messages, assignment, deadLetters);
                consumer.commitAsync((offsets, failure) -> LOG.debugf(failure, "Kafka was told how far it came"));
            }
            tell(consumer, assignment);
        }
    }

    private static Set<String> except(Set<String> closed) {
        Set<String> open = new HashSet<>(Fact.TOPICS.keySet());
        open.removeAll(closed);
        if (open.isEmpty()) {
            throw new TopicAuthorizationException(closed);
        }
        return open;
    }

    /** The partitions that are this instance's, and how far it came in each. */
    private final class Assignment implements ConsumerRebalanceListener {

        private final KafkaConsumer<byte[], byte[]> consumer;
        private final Map<TopicPartition, Long> next = new HashMap<>();
        private final Set<TopicPartition> beginning = new HashSet<>();
        private final Map<String, String> closed;
        private Map<String, ConsumedTopics.Topic> present = Map.of();
        private Map<String, Duration> keepDeletions = Map.of();
        private long notedNanos = System.nanoTime() - NOTE_NANOS;
        private long againNanos = System.nanoTime();

        Assignment(KafkaConsumer<byte[], byte[]> consumer, Map<String, String> closed) {
            this.consumer = consumer;
            this.closed = closed;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            consumer.pause(assigned);
            beginning.addAll(assigned);
            againNanos = System.nanoTime();
        }

        /** Goes to where each new partition was read up to. */
        void begin() {
            if (beginning.isEmpty() || System.nanoTime() - againNanos < 0) {
                return;
            }
            present = topics.present();
            Map<TopicPartition, Long> beginnings = topics.beginnings(beginning);
            Positions.Starts starts = QuarkusTransaction.requiringNew().call(() -> {
                int current = generations.holdCurrent();
                told(positions.missed(current, beginnings));
                return positions.starts(current, present);
            });
            Map<String, String> refused = new HashMap<>(closed);
            refused.putAll(starts.refused());
            consumption.refuses(refused);
            for (TopicPartition partition : List.copyOf(beginning)) {
                Long start = starts.next().get(partition);
                if (start != null && !beginnings.containsKey(partition)) {
                    continue; // nobody leads it now; the others are read meanwhile
                }
                beginning.remove(partition);
                if (start != null) {
                    consumer.seek(partition, start);
                    next.put(partition, start);
                    consumer.resume(List.of(partition));
                } else if (!starts.refused().containsKey(partition.topic())) {
                    throw new IllegalStateException("Kafka does not know " + partition.topic() + " everywhere yet");
                }
            }
            againNanos = System.nanoTime() + NOTE_NANOS;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            next.keySet().removeAll(revoked);
            beginning.removeAll(revoked);
        }

        /** Asks Kafka where the ends are: what was fetched last says nothing while Kafka is away. */
        void noteWhatIsReadToItsEnd() {
            if (System.nanoTime() - notedNanos < NOTE_NANOS) {
                return;
            }
            notedNanos = System.nanoTime();
            if (!keepDeletions.keySet().containsAll(present.keySet())) {
                keepDeletions = topics.keepDeletions(present.keySet());
            }
            Map<TopicPartition, Long> ends = topics.ends(next.keySet());
            List<Positions.Seen> seen = next.entrySet().stream()
                    .filter(partition ->
                            keepDeletions.containsKey(partition.getKey().topic()))
                    .filter(partition -> isReadTo(partition.getKey(), ends.get(partition.getKey())))
                    .map(partition -> seen(partition.getKey(), partition.getValue()))
                    .toList();
            if (!seen.isEmpty()) {
                told(QuarkusTransaction.requiringNew().call(() -> positions.seen(generations.holdCurrent(), seen)));
            }
        }

        private boolean isReadTo(TopicPartition partition, @Nullable Long end) {
            try {
                return end != null && consumer.position(partition, POLL) >= end;
            } catch (KafkaException e) {
                return false; // nobody leads it now
            }
        }

        private Positions.Seen seen(TopicPartition partition, long applied) {
            return new Positions.Seen(
                    partition.topic(),
                    partition.partition(),
                    Objects.requireNonNull(present.get(partition.topic())).id(),
                    applied,
                    Objects.requireNonNull(keepDeletions.get(partition.topic())));
        }

        private void told(List<String> missed) {
            if (!missed.isEmpty()) {
                LOG.warnf(
                        "What was deleted may have been missed, since topics keep deletions only for some time: %s",
                        missed);
            }
        }

        /** Whether the topics are still those that were there when the partitions were assigned. */
        boolean isOfNow() {
            return present.isEmpty() || present.equals(topics.present());
        }

        List<Positions.Progress> progress(ConsumerRecords<byte[], byte[]> messages) {
            return messages.partitions().stream()
                    .map(partition -> new Positions.Progress(
                            partition.topic(),
                            partition.partition(),
                            Objects.requireNonNull(present.get(partition.topic()))
                                    .id(),
                            Objects.requireNonNull(next.get(partition)),
                            consumer.position(partition)))
                    .toList();
        }

        void applied(List<Positions.Progress> progress) {
            progress.forEach(one -> next.put(new TopicPartition(one.topic(), one.partition()), one.to()));
        }
    }

    private void apply(ConsumerRecords<byte[], byte[]> messages, Assignment assignment, DeadLetterTopic deadLetters) {
        List<Positions.Progress> progress = assignment.progress(messages);
        Batch batch = Batch.of(messages, reader);
        List<Batch.Unreadable> putAside = applying.apply(batch, progress, assignment.present);
        assignment.applied(progress);
        consumption.applied(batch, messages.count());
        consumption.putAside(putAside);
        deadLetters.tell(putAside);
    }

    /** An instance that was killed gives its partitions up after ten seconds, one that is shut down at once. */
    private KafkaConsumer<byte[], byte[]> consumer() {
        return clients.consumer(
                Map.of(
                        ConsumerConfig.GROUP_ID_CONFIG,
                        "report-service",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.METADATA_MAX_AGE_CONFIG,
                        5_000,
                        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                        10_000,
                        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                        3_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Once a second is enough, however much comes. */
    private void tell(KafkaConsumer<byte[], byte[]> consumer, Assignment assignment) {
        if (System.nanoTime() - lookedNanos < LOOK_NANOS) {
            return;
        }
        lookedNanos = System.nanoTime();
        if (consumer.assignment().isEmpty()) {
            consumption.hasNoPartition(consumer.groupMetadata().generationId() >= 0);
            return;
        }
        Map<String, Long> lag = new HashMap<>();
        for (TopicPartition partition : assignment.next.keySet()) {
            // Nothing is asked of Kafka; what it has not said yet counts as one message.
            lag.merge(partition.topic(), consumer.currentLag(partition).orElse(1), Long::sum);
        }
        consumption.goesOn(assignment.next.size(), lag);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
