package se.tertial.report.replica;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.kafka.KafkaClients;
import se.tertial.report.replica.FactReader.Poison;
import se.tertial.report.replica.FactReader.Received;

/** Tries to read again what was put aside. */
@ApplicationScoped
class Redelivery {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final DeadLetters letters;
    private final FactReader reader;
    private final Generations generations;
    private final ReadModel readModel;
    private final ConsumedTopics topics;
    private final KafkaClients clients;

    @Inject
    Redelivery(
            DeadLetters letters,
            FactReader reader,
            Generations generations,
            ReadModel readModel,
            ConsumedTopics topics,
            KafkaClients clients) {
        this.letters = letters;
        this.reader = reader;
        this.generations = generations;
        this.readModel = readModel;
        this.topics = topics;
        this.clients = clients;
    }

    /** How many were tried, and how many of them could be read. */
    record Outcome(int tried, int resolved) {}

    /** Kafka does not send what it has. */
    private static final class Unanswered extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unanswered(KafkaException reason) {
            super(reason);
        }
    }

    /** Tries each in a transaction of its own. What Kafka would have to send stays as it is while Kafka does not answer. */
    Outcome tryAgain(List<Long> numbers) {
        int tried = 0;
        int resolved = 0;
        boolean answers = true;
        for (long number : numbers) {
            boolean mayAsk = answers;
            try {
                if (QuarkusTransaction.requiringNew().call(() -> isResolved(number, mayAsk))) {
                    resolved++;
                }
                tried++;
            } catch (Unanswered e) {
                answers = false;
            } catch (RuntimeException e) {
                String refusal = Applying.refusal(e);
                if (refusal == null) {
                    throw e;
                }
                QuarkusTransaction.requiringNew().run(() -> letters.stillUnreadable(number, refusal));
                tried++;
            }
        }
        return new Outcome(tried, resolved);
    }

    private boolean isResolved(long number, boolean mayAsk) {
        int current = generations.holdCurrent();
        DeadLetters.Kept kept = letters.take(number);
        if (kept == null) {
            return false;
        }
        ConsumerRecord<byte[], byte[]> message = kept.truncated() ? fetched(kept, mayAsk) : kept.message();
        if (message == null) {
            letters.stillUnreadable(number, "only its beginning was kept, and its topic does not have it any more");
            return false;
        }
        try {
            Received received = reader.receive(message);
            readModel.apply(current, List.of(received));
            letters.resolved(number);
            readModel.changed(List.of(new Scope(received.municipalityId(), received.administrationId())));
            return true;
        } catch (Poison e) {
            letters.stillUnreadable(number, String.valueOf(e.getMessage()));
            return false;
        }
    }

    /** The message where it lies, if it still does. */
    private @Nullable ConsumerRecord<byte[], byte[]> fetched(DeadLetters.Kept kept, boolean mayAsk) {
        try {
            if (mayAsk) {
                return fetched(kept);
            }
            throw new KafkaException("Kafka did not send another message either");
        } catch (KafkaException e) {
            throw new Unanswered(e);
        }
    }

    private @Nullable ConsumerRecord<byte[], byte[]> fetched(DeadLetters.Kept kept) {
        ConsumerRecord<byte[], byte[]> letter = kept.message();
        ConsumedTopics.Topic topic = topics.present().get(letter.topic());
        if (topic == null) {
            throw new KafkaException(letter.topic() + " is missing, or closed to this service");
        }
        if (!topic.id().equals(kept.topicId())) {
            return null;
        }
        TopicPartition partition = new TopicPartition(letter.topic(), letter.partition());
        try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer(
                Map.of(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest", ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, letter.offset());
            for (ConsumerRecord<byte[], byte[]> message : consumer.poll(PATIENCE)) {
                return message.offset() == letter.offset() ? message : null;
            }
            throw new KafkaException("Kafka does not send what " + partition + " has");
        }
    }
}
