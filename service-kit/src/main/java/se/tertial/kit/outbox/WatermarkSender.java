package se.tertial.kit.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.kafka.KafkaClients;

/**
 * Sends watermarks, by a producer of their own and without waiting for it: what keeps them from being sent keeps no event. One at a
 * time: the next is made when the one before is there. So of two that name the same sender the second was made after the first was there.
 */
final class WatermarkSender implements AutoCloseable {

    private final KafkaClients clients;
    private final String service;
    private final Map<String, String> untold = new TreeMap<>();
    private @Nullable KafkaProducer<String, String> producer;
    private @Nullable Future<RecordMetadata> underWay;
    private String sender = UUID.randomUUID().toString();

    WatermarkSender(KafkaClients clients, String service) {
        this.clients = clients;
        this.service = service;
    }

    /** Whether the one before is there, or was given up. */
    boolean isFree() throws InterruptedException {
        Future<RecordMetadata> last = underWay;
        if (last == null) {
            return true;
        }
        if (!last.isDone()) {
            return false;
        }
        underWay = null;
        try {
            last.get();
            untold.clear();
        } catch (ExecutionException e) {
            failed(String.valueOf(e.getCause()));
        }
        return true;
    }

    /** Begins to send, if it {@link #isFree}. */
    void send(Watermark watermark, Instant at) {
        try {
            KafkaProducer<String, String> sending = producer;
            if (sending == null) {
                sending = clients.producer(
                        Map.of(
                                ProducerConfig.CLIENT_ID_CONFIG, service + "-watermarks",
                                ProducerConfig.MAX_BLOCK_MS_CONFIG, 500,
                                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000,
                                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 3_000,
                                ProducerConfig.LINGER_MS_CONFIG, 0),
                        new StringSerializer(),
                        new StringSerializer());
                producer = sending;
            }
            underWay = sending.send(watermark.message(service, sender, at));
        } catch (KafkaException e) {
            close(); // whatever it is, another one may be able to
            failed(e.toString());
        }
    }

    /** It may come to lie there all the same, later than the next one is made. */
    private void failed(String reason) {
        untold.put(Watermark.topic(service), reason);
        sender = UUID.randomUUID().toString();
    }

    /** The topic of watermarks with the reason, if the one before could not be sent. */
    Map<String, String> untold() {
        return new TreeMap<>(untold);
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }
}
