package se.tertial.devstack;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Tell how far services have come that a test does not start: that they have sent everything, unless it is told otherwise. */
public final class StandIns implements AutoCloseable {

    private static final String NOWHERE = "{}";

    private final KafkaProducer<String, String> producer;
    private final Map<String, Telling> telling = new ConcurrentHashMap<>();
    private final ScheduledExecutorService each = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "stand-ins");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * What a service tells.
     *
     * @param sent up to which of its ten changes nothing is left to be sent
     */
    private record Telling(int sent, String waiting, String positions) {}

    private StandIns(String bootstrapServers) {
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 3_000),
                new StringSerializer(),
                new StringSerializer());
    }

    /** Begins to tell, so often. */
    public static StandIns start(String bootstrapServers, Duration often, List<String> services) {
        StandIns standIns = new StandIns(bootstrapServers);
        services.forEach(standIns::speak);
        Future<?> unused =
                standIns.each.scheduleWithFixedDelay(standIns::tell, 0, often.toMillis(), TimeUnit.MILLISECONDS);
        return standIns;
    }

    /** From now on nothing is heard of a service. */
    public void silence(String service) {
        telling.remove(service);
    }

    /** From now on a service tells that everything is sent. */
    public void speak(String service) {
        speak(service, NOWHERE);
    }

    /** From now on a service tells that everything is sent, and where it lies: for each topic the last offset of each partition. */
    public void speak(String service, String whereItLies) {
        telling.put(service, new Telling(10, "[]", whereItLies));
    }

    /** From now on a service tells that the newest change of an administration on a topic is not sent. */
    public void keep(String service, String topic, String municipalityId, String administrationId) {
        String waiting =
                """
                [{"topic": "%s", "municipalityId": "%s", "administrationId": "%s", "sentRevision": 9}]
                """
                        .formatted(topic, municipalityId, administrationId);
        telling.put(service, new Telling(9, waiting, NOWHERE));
    }

    /** From now on a service tells that its newest change is not sent, and does not say whose it is. */
    public void keep(String service) {
        telling.put(service, new Telling(9, "[{\"sentRevision\": 9}]", NOWHERE));
    }

    private void tell() {
        telling.forEach((service, told) -> {
            Future<?> unused = producer.send(new ProducerRecord<>(
                    service.replace("-service", "") + ".watermark.v1",
                    0,
                    service,
                    """
                {"service": "%s", "epoch": 1, "newestRevision": 10, "sentRevision": %d, "unsent": %d, "at": "%s",
                 "waiting": %s, "positions": %s}
                """
                            .formatted(
                                    service,
                                    told.sent(),
                                    10 - told.sent(),
                                    Instant.now(),
                                    told.waiting(),
                                    told.positions())));
        });
    }

    @Override
    public void close() {
        each.shutdownNow();
        producer.close(Duration.ZERO);
    }
}
