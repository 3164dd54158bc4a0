package se.tertial.report.delivery;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.kafka.KafkaClients;

/**
 * Tells an instance that is cut off from the database alone from one that shares its fate with all. Each instance that is told
 * of publications says so every second, on a topic that is for this only; one that is not looks there for the others.
 */
@ApplicationScoped
class OtherInstances {

    static final String TOPIC = "report.hearing.v1";
    static final String KEY = "heard";

    private static final Logger LOG = Logger.getLogger(OtherInstances.class);
    private static final TopicPartition SAID = new TopicPartition(TOPIC, 0);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration RECENT = Duration.ofSeconds(5);

    /** What was said and could not be delivered soon is no longer true. */
    private static final Map<String, ?> SOON_OR_NEVER = Map.of(
            ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 3_000);

    private final Hearing hearing;
    private final KafkaClients kafka;
    private final String self = UUID.randomUUID().toString();
    private final ScheduledExecutorService each = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "other-instances");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable KafkaProducer<String, String> producer;
    private @Nullable KafkaConsumer<String, String> consumer;
    private volatile boolean failing;
    private boolean seen;
    private long seenAt;

    @Inject
    OtherInstances(Hearing hearing, KafkaClients kafka) {
        this.hearing = hearing;
        this.kafka = kafka;
    }

    void start(@Observes StartupEvent event) {
        Future<?> unused = each.scheduleWithFixedDelay(this::sayOrLook, 1, 1, TimeUnit.SECONDS);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        each.execute(this::close);
        each.shutdown();
        each.awaitTermination(2, TimeUnit.SECONDS);
    }

    private void sayOrLook() {
        try {
            if (hearing.hears()) {
                stopLooking();
                hearing.othersHear(false);
                say();
            } else if (hearing.silence().compareTo(Hearing.PROMPT) > 0) {
                look();
            }
        } catch (RuntimeException e) {
            told(e);
            close();
            hearing.othersHear(false);
        }
    }

    private void say() {
        KafkaProducer<String, String> saying = producer;
        if (saying == null) {
            saying = kafka.producer(SOON_OR_NEVER, new StringSerializer(), new StringSerializer());
            producer = saying;
        }
        Future<?> unused = saying.send(new ProducerRecord<>(TOPIC, KEY, self), (said, failure) -> told(failure));
    }

    /** Once per change, not once a second. */
    private void told(@Nullable Exception failure) {
        if (failure != null && !failing) {
            LOG.warnf("Instances do not know of each other: %s", failure);
        } else if (failure == null && failing) {
            LOG.info("Instances know of each other again");
        }
        failing = failure != null;
    }

    private void look() {
        KafkaConsumer<String, String> looking = consumer;
        if (looking == null) {
            looking = kafka.consumer(Map.of(), new StringDeserializer(), new StringDeserializer());
            consumer = looking;
            looking.assign(List.of(SAID));
            looking.seekToEnd(List.of(SAID));
        }
        boolean others = StreamSupport.stream(looking.poll(LOOK).spliterator(), false)
                .anyMatch(said -> !self.equals(said.value()));
        if (others) {
            seen = true;
            seenAt = System.nanoTime();
        }
        hearing.othersHear(seen && System.nanoTime() - seenAt < RECENT.toNanos());
    }

    private void stopLooking() {
        seen = false;
        if (consumer != null) {
            consumer.close();
            consumer = null;
        }
    }

    private void close() {
        stopLooking();
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }
}
