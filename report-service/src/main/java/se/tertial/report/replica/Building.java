package se.tertial.report.replica;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.kafka.KafkaClients;

/**
 * Builds one generation from the topics alone, with a consumer of its own, while the current one is read and written as ever. It
 * becomes the current one once it is read as far as that one, and lacks nothing that it has.
 */
@ApplicationScoped
class Building {

    private static final Logger LOG = Logger.getLogger(Building.class);
    private static final Duration POLL = Duration.ofMillis(200);

    /** Without a message for so long Kafka is away, or a partition is. */
    private static final int MOST_EMPTY_POLLS = 300;

    private static final int MOST_POLLS_WHILE_OTHERS_WAIT = 25;

    /** Counting and comparing millions of rows takes longer than a request may. */
    private static final int SWITCH_SECONDS = 120;

    private static final Duration SWITCH_TIME = Duration.ofSeconds(SWITCH_SECONDS - 10);
    private static final int PASSES = 4;

    private final KafkaClients clients;
    private final ConsumedTopics topics;
    private final FactReader reader;
    private final Generations generations;
    private final Positions positions;
    private final Comparison comparison;
    private final ReadModel readModel;
    private final PuttingAside puttingAside;
    private final UnkeptLetters unkept;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> polling;

    @Inject
    Building(
            KafkaClients clients,
            ConsumedTopics topics,
            FactReader reader,
            Generations generations,
            Positions positions,
            Comparison comparison,
            ReadModel readModel,
            PuttingAside puttingAside,
            UnkeptLetters unkept) {
        this.clients = clients;
        this.topics = topics;
        this.reader = reader;
        this.generations = generations;
        this.positions = positions;
        this.comparison = comparison;
        this.readModel = readModel;
        this.puttingAside = puttingAside;
        this.unkept = unkept;
    }

    /** It was taken for dead: nothing more of it may be written. */
    private static final class Abandoned extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    /** A generation under construction, and by whom. */
    private record Build(
            int generation,
            String builder,
            Map<String, ConsumedTopics.Topic> topics,
            KafkaConsumer<byte[], byte[]> consumer,
            boolean isTrial) {}

    void build(int generation, String builder) {
        LOG.infof("Rebuild %d of the read model is being built", generation);
        try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer(
                Map.of(
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            polling = consumer;
            boolean isTrial = QuarkusTransaction.requiringNew().call(() -> generations.isTrial(generation));
            Build build = new Build(generation, builder, topics.present(), consumer, isTrial);
            begin(build);
            // Each pass is shorter than the one before; what is left is read while the consumers wait.
            for (int pass = 0; pass < PASSES; pass++) {
                readTo(build, consumer.endOffsets(consumer.assignment()));
            }
            QuarkusTransaction.requiringNew().timeout(SWITCH_SECONDS).run(() -> finish(build));
        } catch (Abandoned e) {
            LOG.warnf("Rebuild %d ends: it was taken for dead", generation);
        } catch (WakeupException e) {
            LOG.infof("Rebuild %d ends with this instance", generation);
            failed(generation, "the instance that built it was shut down");
        } catch (RuntimeException | Error e) {
            LOG.warnf("Rebuild %d failed: %s", generation, e);
            failed(generation, e.toString());
        } finally {
            polling = null;
        }
    }

    private void failed(int generation, String why) {
        QuarkusTransaction.requiringNew().run(() -> generations.fail(generation, why));
    }

    void stop() {
        KafkaConsumer<byte[], byte[]> consumer = polling;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    private void begin(Build build) {
        Positions.Starts known = QuarkusTransaction.requiringNew()
                .call(() -> positions.starts(generations.holdCurrent(), build.topics()));
        List<String> absent = QuarkusTransaction.requiringNew()
                .call(() -> positions.absent(
                        generations.holdCurrent(), build.topics().keySet()));
        if (!absent.isEmpty()) {
            throw new IllegalStateException(
                    "the read model in use was read from topics that are missing, or closed to this service: "
                            + String.join(", ", absent));
        }
        if (!known.refused().isEmpty()) {
            throw new IllegalStateException(String.join("; ", known.refused().values()));
        }
        Positions.Starts starts =
                QuarkusTransaction.requiringNew().call(() -> positions.starts(build.generation(), build.topics()));
        build.consumer().assign(starts.next().keySet());
        starts.next().forEach(build.consumer()::seek);
    }

    private void readTo(Build build, Map<TopicPartition, Long> ends) {
        int empty = 0;
        while (isBefore(build.consumer(), ends)) {
            ConsumerRecords<byte[], byte[]> messages = build.consumer().poll(POLL);
            List<Positions.Progress> progress = progress(build, messages);
            Applying.apply(Batch.of(messages, reader), (part, isLast) -> QuarkusTransaction.requiringNew()
                    .run(() -> apply(build, part, isLast ? messages.count() : 0, isLast ? progress : List.of())));
            empty = messages.isEmpty() ? empty + 1 : 0;
            if (empty > MOST_EMPTY_POLLS) {
                throw new KafkaException("Kafka does not send what it says it has");
            }
        }
    }

    private static boolean isBefore(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }

    private void apply(Build build, Batch batch, int messages, List<Positions.Progress> progress) {
        beat(build, messages, batch.unreadable().size());
        positions.advance(build.generation(), progress);
        readModel.applyUnread(build.generation(), batch.newest());
        // Whoever goes on from here reads nothing of it again, and the consumers may not have come so far.
        if (!build.isTrial()) {
            readModel.changed(puttingAside.settle(build.generation(), batch, build.topics()));
        }
    }

    /** First in every transaction: until it ends, the generation is this build's. */
    private void beat(Build build, int messages, int unreadable) {
        if (!generations.beat(build.generation(), build.builder(), messages, unreadable)) {
            throw new Abandoned();
        }
    }

    private static List<Positions.Progress> progress(Build build, ConsumerRecords<byte[], byte[]> messages) {
        return messages.partitions().stream()
                .map(partition -> new Positions.Progress(
                        partition.topic(),
                        partition.partition(),
                        Objects.requireNonNull(build.topics().get(partition.topic()))
                                .id(),
                        0,
                        build.consumer().position(partition)))
                .toList();
    }

    /**
     * Reads the little that the consumers have applied meanwhile, while they wait, and switches, or says what is lacking.
     */
    private void finish(Build build) {
        int waited = generations.allow(SWITCH_TIME);
        switchTo(build);
        generations.waitFor(waited); // of a connection that failed nothing is used again
    }

    private void switchTo(Build build) {
        int current = generations.lockCurrent();
        Map<TopicPartition, Long> reached = positions.reached(current, build.topics());
        for (int poll = 0; isBefore(build.consumer(), reached); poll++) {
            if (poll > MOST_POLLS_WHILE_OTHERS_WAIT) {
                throw new KafkaException("the consumers are ahead of what Kafka sends");
            }
            ConsumerRecords<byte[], byte[]> messages = build.consumer().poll(POLL);
            apply(build, Batch.of(messages, reader), messages.count(), progress(build, messages));
        }
        beat(build, 0, 0);
        Comparison.Lacking lacking = comparison.lacking(build.generation(), current);
        long rows = comparison.liveRows(build.generation());
        if (build.isTrial()) {
            Comparison.Lacking exceeding = comparison.exceeding(build.generation(), current);
            generations.compared(build.generation(), rows, lacking, exceeding);
            LOG.infof(
                    "Rebuild %d was a trial: %d rows of the read model in use would vanish or go back, %d would come or change",
                    build.generation(), lacking.total(), exceeding.total());
            return;
        }
        boolean confirmed = generations
                .confirmed(build.generation())
                .filter(lacking.fingerprint()::equals)
                .isPresent();
        if (lacking.total() > 0 && !confirmed) {
            generations.awaitConfirmation(build.generation(), rows, lacking);
            LOG.warnf(
                    "Rebuild %d lacks %d rows of the read model in use, such as %s, and waits to be confirmed",
                    build.generation(), lacking.total(), lacking.first().get(0));
            return;
        }
        unkept.forgetOthers(build.generation());
        generations.becomeCurrent(build.generation(), rows);
        readModel.everythingChanged(build.generation());
        LOG.infof("Rebuild %d is the read model now: %d rows", build.generation(), rows);
    }
}
