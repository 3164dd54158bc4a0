package se.tertial.report.watermark;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.kafka.KafkaClients;
import se.tertial.report.watermark.Watermark.Heard;

/** Listens to the watermarks of the other services, on every instance: of those told before it began it knows nothing. */
@ApplicationScoped
class WatermarkListener {

    private static final Logger LOG = Logger.getLogger(WatermarkListener.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration COMPARE = Duration.ofSeconds(1);
    private static final Duration COMPARE_FOR_WHO_WAITS = Duration.ofMillis(50);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration TRY_ALL = Duration.ofSeconds(10);

    private final Watermarks watermarks;
    private final KafkaClients clients;
    private final ObjectMapper json;
    private final Map<TopicPartition, String> services = new TreeMap<>(Comparator.comparing(TopicPartition::topic));
    private volatile boolean running = true;
    private @Nullable Thread thread;
    private long comparedAt = System.nanoTime() - PAUSE.toNanos();
    private long triedAllAt = System.nanoTime();
    private final Set<String> closed = new TreeSet<>();
    private final Set<String> unreadable = new HashSet<>();
    private String trouble = "";

    @Inject
    WatermarkListener(Watermarks watermarks, KafkaClients clients, ObjectMapper json) {
        this.watermarks = watermarks;
        this.clients = clients;
        this.json = json.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        this.json.clearProblemHandlers();
        Watermarks.services().forEach((service, partition) -> services.put(partition, service));
    }

    void start(@Observes StartupEvent event) {
        thread = new Thread(this::run, "watermark-listener");
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        running = false;
        if (thread != null) {
            thread.join(5_000);
        }
    }

    private void run() {
        while (running) {
            Set<TopicPartition> open = open();
            try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
                consumer.assign(open);
                consumer.seekToEnd(open);
                while (running && !open.isEmpty() && !isTimeToTryAll()) {
                    for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                        closed.remove(message.topic());
                        hear(message);
                    }
                    compare();
                    told(closed.isEmpty() ? "" : "not authorized to access " + closed);
                }
                if (open.isEmpty()) {
                    pause();
                    compare();
                }
            } catch (TopicAuthorizationException e) { // those of others are heard all the same
                closed.addAll(e.unauthorizedTopics());
                told("not authorized to access " + closed);
                compare();
            } catch (RuntimeException | Error e) { // nothing may end it while the service runs
                told(e.toString());
                pause();
                compare();
            }
        }
    }

    /** The topics that are not known to be closed to this service; now and then all, since they may be open again. */
    private Set<TopicPartition> open() {
        if (isTimeToTryAll()) {
            triedAllAt = System.nanoTime();
            return services.keySet();
        }
        return services.keySet().stream()
                .filter(partition -> !closed.contains(partition.topic()))
                .collect(Collectors.toSet());
    }

    private boolean isTimeToTryAll() {
        return !closed.isEmpty() && System.nanoTime() - triedAllAt >= TRY_ALL.toNanos();
    }

    private void hear(ConsumerRecord<byte[], byte[]> message) {
        String service = services.get(new TopicPartition(message.topic(), message.partition()));
        try {
            Watermark watermark = message.value() == null ? null : json.readValue(message.value(), Watermark.class);
            if (service != null && watermark != null) {
                unreadable.remove(service);
                watermarks.hear(service, new Heard(watermark, message.offset(), System.nanoTime()));
            }
        } catch (IOException e) {
            if (service != null && unreadable.add(service)) {
                LOG.warnf("Watermarks of %s cannot be read: %s", service, e.getMessage());
            }
        }
    }

    /** While the database does not answer, nobody knows; then everything counts as behind soon. */
    private void compare() {
        Duration due = watermarks.isAwaited() ? COMPARE_FOR_WHO_WAITS : COMPARE;
        if (System.nanoTime() - comparedAt >= due.toNanos()) {
            comparedAt = System.nanoTime();
            try {
                watermarks.compare();
            } catch (RuntimeException e) {
                LOG.debugf(e, "Watermarks were not compared");
            }
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return clients.consumer(
                Map.of(
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        "report-service-watermarks",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "latest",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.METADATA_MAX_AGE_CONFIG,
                        5_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Once per change. */
    private void told(String what) {
        if (!what.equals(trouble) && running) {
            if (what.isEmpty()) {
                LOG.info("Watermarks are heard again");
            } else {
                LOG.warnf("Watermarks are not heard: %s", what);
            }
            trouble = what;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
