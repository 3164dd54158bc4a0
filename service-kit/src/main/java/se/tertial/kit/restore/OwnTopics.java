package se.tertial.kit.restore;

import io.quarkus.arc.Arc;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.Session;
import org.jboss.logging.Logger;
import se.tertial.kit.change.Rows;
import se.tertial.kit.database.Outcome;
import se.tertial.kit.database.Spell;
import se.tertial.kit.journal.Journal;
import se.tertial.kit.journal.Unpublished;
import se.tertial.kit.kafka.KafkaClients;
import se.tertial.kit.outbox.LastSent;

/** The topics that the service's own rows lie on, read as anybody reads them. */
@ApplicationScoped
class OwnTopics {

    /** Enough to hold what a relay sent last, unless that was published anew: then the relay says itself how far it was. */
    private static final int TAIL = 2_000;

    /** More restores than a database can have been declared since the backup that it was restored from. */
    private static final int MOST_RESTORES_UNKNOWN = 100;

    private static final Logger LOG = Logger.getLogger(OwnTopics.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaClients kafka;
    private final Instance<Rows<?, ?>> kinds;
    private final Instance<Unpublished> unpublished;
    private final EntityManager entityManager;
    private final Outcome outcome;
    private final String service;
    private final String prefix;
    private final Spell forging;

    @Inject
    OwnTopics(
            KafkaClients kafka,
            @Any Instance<Rows<?, ?>> kinds,
            @Any Instance<Unpublished> unpublished,
            EntityManager entityManager,
            Outcome outcome,
            Clock clock,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.kafka = kafka;
        this.kinds = kinds;
        this.unpublished = unpublished;
        this.entityManager = entityManager;
        this.outcome = outcome;
        this.service = service;
        this.prefix = service.replace("-service", "");
        this.forging = new Spell(clock);
    }

    /** The kind of the journal's entries that tell of a restore. They are in no topic. */
    String restores() {
        return Journal.restores(service);
    }

    /** The kinds of the journal's entries that are in no topic. */
    Set<String> ofNone() {
        Set<String> names = new TreeSet<>(Set.of(restores()));
        unpublished.forEach(kind -> names.add(kind.topic()));
        return names;
    }

    /** The kinds of rows that there are, and those that there ever were. */
    @Transactional
    Set<String> names() {
        onlyReads();
        Set<String> names = new TreeSet<>();
        kinds.forEach(rows -> names.add(rows.topic()));
        names.addAll(entityManager
                .unwrap(Session.class)
                .createNativeQuery("select distinct topic from change", String.class)
                .getResultList());
        names.removeAll(ofNone());
        return names;
    }

    /** How many times this database was declared restored. */
    @Transactional
    int epoch() {
        onlyReads();
        return entityManager
                .unwrap(Session.class)
                .createNativeQuery("select coalesce(max(epoch), 0) from restore", Integer.class)
                .getSingleResult();
    }

    private void onlyReads() {
        if (Arc.container().requestContext().isActive()) {
            outcome.onlyReads();
        }
    }

    /**
     * The last change that Kafka knows of. Messages of an epoch far beyond any that is known are not the service's: they are told
     * of, and count for nothing.
     *
     * @param topics what {@link #names} said
     * @param ownEpoch what the database says
     */
    Position newest(Set<String> topics, int ownEpoch) {
        Position sent = newestSent();
        return sent.orLater(newestOfTail(topics, Math.max(ownEpoch, sent.epoch()) + MOST_RESTORES_UNKNOWN));
    }

    /** As far as the relay said that it was. Kafka forgets it when nothing was sent for a week. */
    private Position newestSent() {
        try (Admin admin = admin()) {
            return LastSent.newest(admin, service)
                    .map(last -> Position.of(last.epoch(), last.revision()))
                    .orElse(Position.NONE);
        } catch (ExecutionException e) {
            throw new KafkaException("Kafka does not tell how far the relay was", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }

    private Position newestOfTail(Set<String> topics, int highestEpoch) {
        List<Position> newest = new ArrayList<>(List.of(Position.NONE));
        List<String> forged = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            read(
                    consumer,
                    topics,
                    TAIL,
                    consumer::endOffsets,
                    messages -> messages.forEach(message -> {
                        Position position = Position.of(message.headers());
                        if (position.epoch() <= highestEpoch) {
                            newest.set(0, newest.get(0).orLater(position));
                        } else {
                            forged.add("%s (partition %d, offset %d) of epoch %d"
                                    .formatted(
                                            message.topic(), message.partition(), message.offset(), position.epoch()));
                        }
                    }));
        }
        tell(forged);
        return newest.get(0);
    }

    /** Once, for as long as they lie there. */
    private void tell(List<String> forged) {
        if (forged.isEmpty()) {
            forging.ends();
        } else if (forging.begins()) {
            LOG.warnf(
                    "%d messages on own topics are of an epoch that no restore began, and count for nothing; the first is on %s",
                    forged.size(), forged.get(0));
        }
    }

    /**
     * Reads every message of the topics, from the first to what is the last now. What lies behind a transaction that is not decided
     * yet is waited for: it may have been acknowledged long ago.
     *
     * @param each gets them as they come, some at a time
     */
    void readAll(Set<String> topics, Consumer<List<ConsumerRecord<byte[], byte[]>>> each) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            read(consumer, topics, Integer.MAX_VALUE, this::endsOfAll, each);
        }
    }

    /** A consumer that reads what was committed tells of no end behind what is undecided. */
    private Map<TopicPartition, Long> endsOfAll(Collection<TopicPartition> partitions) {
        try (Admin admin = admin()) {
            return admin
                    .listOffsets(
                            partitions.stream()
                                    .collect(Collectors.toMap(Function.identity(), any -> OffsetSpec.latest())),
                            new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                    .all()
                    .get()
                    .entrySet()
                    .stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, end -> end.getValue().offset()));
        } catch (ExecutionException e) {
            throw new KafkaException("Kafka does not tell where the topics end", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }

    private static void read(
            KafkaConsumer<byte[], byte[]> consumer,
            Set<String> topics,
            int last,
            Function<Collection<TopicPartition>, Map<TopicPartition, Long>> endsOf,
            Consumer<List<ConsumerRecord<byte[], byte[]>>> each) {
        // Each by its name: of a list Kafka leaves out, silently, what the service may not read.
        Collection<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = endsOf.apply(partitions);
        consumer.beginningOffsets(partitions)
                .forEach((partition, beginning) ->
                        consumer.seek(partition, Math.max(beginning, ends.getOrDefault(partition, 0L) - last)));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (partitions.stream()
                .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
            ConsumerRecords<byte[], byte[]> messages = consumer.poll(POLL);
            if (!messages.isEmpty()) {
                List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>(messages.count());
                messages.forEach(batch::add);
                each.accept(batch);
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new TimeoutException("Kafka gave nothing of " + topics + " for " + PATIENCE);
            }
        }
    }

    private Admin admin() {
        return kafka.admin(Map.of(
                AdminClientConfig.CLIENT_ID_CONFIG,
                prefix + "-service-own-topics",
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis() / 2));
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return kafka.consumer(
                Map.of(
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        prefix + "-service-own-topics",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest", // what is removed meanwhile does not take the rest away
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        (int) PATIENCE.toMillis()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
