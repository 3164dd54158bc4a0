package se.tertial.report.replica;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.kafka.KafkaClients;

/**
 * Tells on a topic of what was put aside, for whoever listens there. What counts is the database: a letter that Kafka does not
 * take holds nothing up.
 */
final class DeadLetterTopic implements AutoCloseable {

    static final String NAME = "report.dead-letter.v1";

    private static final Logger LOG = Logger.getLogger(DeadLetterTopic.class);

    /** Together they fit what a producer may send and a topic takes, whatever the message was. */
    private static final int MOST_OF_VALUE = 900_000;

    private static final int MOST_OF_KEY = 20_000;
    private static final int MOST_OF_HEADERS = 20_000;
    private static final int LONGEST_REASON = 2_000;

    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicBoolean isFailing = new AtomicBoolean();

    DeadLetterTopic(KafkaClients clients) {
        this.producer = clients.producer(
                Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    void tell(List<Batch.Unreadable> unreadable) {
        for (Batch.Unreadable one : unreadable) {
            Future<?> unused = producer.send(letter(one), (sent, failure) -> {
                if (failure == null) {
                    isFailing.set(false);
                } else if (!isFailing.getAndSet(true)) {
                    LOG.warnf("%s is not told of messages that are put aside: %s", NAME, failure);
                }
            });
        }
    }

    private static ProducerRecord<byte[], byte[]> letter(Batch.Unreadable one) {
        byte[] key = one.message().key();
        byte[] value = one.message().value();
        boolean truncated = isLonger(value, MOST_OF_VALUE) || isLonger(key, MOST_OF_KEY);
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(
                NAME,
                key != null && key.length > MOST_OF_KEY ? Arrays.copyOf(key, MOST_OF_KEY) : key,
                value != null && value.length > MOST_OF_VALUE ? Arrays.copyOf(value, MOST_OF_VALUE) : value);
        int room = MOST_OF_HEADERS;
        for (Header header : one.message().headers()) {
            room -= header.key().length() + (header.value() == null ? 0 : header.value().length);
            if (room > 0) {
                letter.headers().add(header);
            }
        }
        String reason = one.reason();
        add(letter, "dead-letter-topic", one.message().topic());
        add(letter, "dead-letter-partition", Integer.toString(one.message().partition()));
        add(letter, "dead-letter-offset", Long.toString(one.message().offset()));
        add(letter, "dead-letter-reason", reason.substring(0, Math.min(reason.length(), LONGEST_REASON)));
        if (truncated) {
            add(letter, "dead-letter-truncated", "true");
        }
        return letter;
    }

    private static boolean isLonger(byte @Nullable [] bytes, int most) {
        return bytes != null && bytes.length > most;
    }

    private static void add(ProducerRecord<byte[], byte[]> letter, String name, String value) {
        letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
