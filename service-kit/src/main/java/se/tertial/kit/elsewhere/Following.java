package se.tertial.kit.elsewhere;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.elsewhere.Registers.Entry;
import se.tertial.kit.elsewhere.Registers.Log;
import se.tertial.kit.elsewhere.Registers.Partition;
import se.tertial.kit.elsewhere.Registers.Topic;
import se.tertial.kit.kafka.KafkaClients;

/**
 * Follows the registers of other services. Every instance does, and who comes first applies what came. Only keys are kept: what is
 * registered, and not what is said of it. While Kafka or the database is away it tries again each second.
 */
@ApplicationScoped
class Following {

    private static final Logger LOG = Logger.getLogger(Following.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long LOOK_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long NOTE_NANOS = Duration.ofSeconds(20).toNanos();
    private static final long PAUSE_NANOS = 1_000_000_000L;
    private static final int TIMEOUT_MILLIS = 10_000;

    /** Of other keys there are no rows. */
    private static final Pattern KEY =
            Pattern.compile("([^/\\p{Cntrl}]{1,100})/([^/\\p{Cntrl}]{1,100})/(\\P{Cntrl}{1,300})");

    private final KafkaClients clients;
    private final Registers registers;
    private final Set<String> names;
    private final String service;
    private volatile boolean running = true;
    private volatile @Nullable KafkaConsumer<String, byte[]> polling;
    private @Nullable Thread thread;
    private @Nullable String trouble;

    @Inject
    Following(
            KafkaClients clients,
            Registers registers,
            ElsewhereConfig config,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.clients = clients;
        this.registers = registers;
        this.names = config.registers();
        this.service = service;
    }

    void start(@Observes StartupEvent event) {
        if (!names.isEmpty()) {
            thread = new Thread(this::run, "elsewhere");
            thread.setDaemon(true);
            thread.start();
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        running = false;
        KafkaConsumer<String, byte[]> consumer = polling;
        if (consumer != null) {
            consumer.wakeup();
        }
        if (thread != null) {
            // It ends by itself, unless it waits for a broker that does not answer.
            thread.join(2_000);
            thread.interrupt();
            thread.join(3_000);
        }
    }

    private void run() {
        while (running) {
            try (KafkaConsumer<String, byte[]> consumer = consumer()) {
                polling = consumer;
                while (running) {
                    follow(consumer);
                }
            } catch (WakeupException e) {
                LOG.debug("Following ends");
            } catch (RuntimeException | Error e) {
                pauseAfter(e.toString());
            } finally {
                polling = null;
            }
        }
    }

    /** For a minute, or until something is not as it was: topics may have been made anew. */
    private void follow(KafkaConsumer<String, byte[]> consumer) {
        // Before the topics' ends are asked for: another instance goes on reading meanwhile.
        Map<Partition, Long> read = QuarkusTransaction.requiringNew().call(registers::read);
        Map<String, Topic> topics = present(consumer, read);
        if (topics.isEmpty()) {
            pauseAfter("There are no such topics: " + names);
            return;
        }
        boolean isMore = true;
        while (isMore && running) {
            isMore = QuarkusTransaction.requiringNew().call(() -> registers.forgetSome(topics));
        }
        Map<TopicPartition, Long> next =
                new HashMap<>(QuarkusTransaction.requiringNew().call(() -> registers.starts(topics)));
        consumer.assign(next.keySet());
        next.forEach(consumer::seek);
        long began = System.nanoTime();
        long noted = began - NOTE_NANOS;
        while (running && System.nanoTime() - began < LOOK_NANOS) {
            ConsumerRecords<String, byte[]> messages = consumer.poll(POLL);
            if (!messages.isEmpty()) {
                if (!apply(messages, consumer, next, topics)) {
                    return;
                }
            } else if (System.nanoTime() - noted >= NOTE_NANOS && isAtEnd(consumer)) {
                QuarkusTransaction.requiringNew().run(() -> registers.readToTheEnd(next, topics));
                noted = System.nanoTime();
                goesOn();
            }
        }
    }

    private boolean apply(
            ConsumerRecords<String, byte[]> messages,
            KafkaConsumer<String, byte[]> consumer,
            Map<TopicPartition, Long> next,
            Map<String, Topic> topics) {
        Map<TopicPartition, Long> reached = new HashMap<>();
        messages.partitions().forEach(partition -> reached.put(partition, consumer.position(partition)));
        boolean isApplied = QuarkusTransaction.requiringNew().call(() -> reached.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Registers.IN_TURN))
                .allMatch(one -> registers.apply(
                        one.getKey(),
                        Objects.requireNonNull(topics.get(one.getKey().topic())).id(),
                        Objects.requireNonNull(next.get(one.getKey())),
                        one.getValue(),
                        entries(messages.records(one.getKey())))));
        next.putAll(reached);
        return isApplied;
    }

    private static Map<Long, Entry> entries(List<ConsumerRecord<String, byte[]>> messages) {
        Map<Long, Entry> entries = new TreeMap<>();
        for (ConsumerRecord<String, byte[]> message : messages) {
            var key = KEY.matcher(Objects.requireNonNullElse(message.key(), ""));
            if (key.matches()) {
                entries.put(
                        message.offset(),
                        new Entry(new Scope(key.group(1), key.group(2)), key.group(3), message.value() != null));
            }
        }
        return entries;
    }

    private static boolean isAtEnd(KafkaConsumer<String, byte[]> consumer) {
        return consumer.endOffsets(consumer.assignment()).entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** The topics that there are; those that are missing are looked for again. */
    private Map<String, Topic> present(KafkaConsumer<String, byte[]> consumer, Map<Partition, Long> read) {
        Map<String, Topic> present = new TreeMap<>();
        try (Admin admin = clients.admin(Map.of(
                AdminClientConfig.CLIENT_ID_CONFIG,
                service + "-elsewhere",
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                TIMEOUT_MILLIS,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                TIMEOUT_MILLIS / 2))) {
            for (Map.Entry<String, KafkaFuture<TopicDescription>> one :
                    admin.describeTopics(names).topicNameValues().entrySet()) {
                try {
                    TopicDescription topic = one.getValue().get();
                    String id = topic.topicId().toString();
                    List<TopicPartition> partitions = IntStream.range(
                                    0, topic.partitions().size())
                            .mapToObj(number -> new TopicPartition(one.getKey(), number))
                            .toList();
                    present.put(one.getKey(), new Topic(id, logs(consumer, partitions, id, read)));
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                        throw e.getCause() instanceof KafkaException reason ? reason : new KafkaException(e.getCause());
                    }
                }
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        return present;
    }

    private static List<Log> logs(
            KafkaConsumer<String, byte[]> consumer,
            List<TopicPartition> partitions,
            String topicId,
            Map<Partition, Long> read) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        return partitions.stream()
                .map(one -> new Log(
                        Objects.requireNonNull(beginnings.get(one)),
                        Objects.requireNonNull(ends.get(one))
                                < read.getOrDefault(new Partition(topicId, one.partition()), 0L)))
                .toList();
    }

    /** It needs no group: it says itself where it reads on. */
    private KafkaConsumer<String, byte[]> consumer() {
        return clients.consumer(
                Map.of(
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        service + "-elsewhere",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none", // what is not there any more is noticed, and the topic read anew
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        TIMEOUT_MILLIS),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    private void pauseAfter(String reason) {
        if (running) {
            if (trouble == null) {
                LOG.warnf("What other services register is not heard of: %s", reason);
            }
            trouble = reason;
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void goesOn() {
        if (trouble != null) {
            LOG.info("What other services register is heard of again");
            trouble = null;
        }
    }
}
