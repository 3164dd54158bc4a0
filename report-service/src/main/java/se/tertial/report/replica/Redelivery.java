package se.tertial.report.replica;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.kafka.KafkaClients;
import se.tertial.report.replica.FactReader.Poison;
import se.tertial.report.replica.FactReader.Received;

/** Tries to read again what was put aside. */
@ApplicationScoped
class Redelivery {

    private static final Logger LOG = Logger.getLogger(Redelivery.class);

    /** Within the time of a request, also if Kafka answers late. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

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

    /**
     * What came of it.
     *
     * @param tried    how many were tried
     * @param resolved how many of them could be read
     * @param left     those that there was no time for
     */
    record Outcome(int tried, int resolved, List<Long> left) {}

    /**
     * Tries each in a transaction of its own until the time is over, and one anyway. Those of which only the beginning was kept come
     * last, and are read where they lie; what Kafka does not send stays as it is.
     */
    Outcome tryAgain(List<Long> numbers, Duration patience) {
        if (numbers.isEmpty()) {
            return new Outcome(0, 0, List.of());
        }
        long began = System.nanoTime();
        Map<Long, Originals.Place> truncated = QuarkusTransaction.requiringNew().call(() -> letters.truncated(numbers));
        List<Long> inTurn = numbers.stream()
                .sorted(Comparator.comparing(truncated::containsKey))
                .toList();
        int tried = 0;
        int resolved = 0;
        try (Originals originals = new Originals(topics, clients, truncated.values())) {
            for (int next = 0; next < inTurn.size(); next++) {
                if (next > 0 && System.nanoTime() - began >= patience.toNanos()) {
                    return new Outcome(tried, resolved, inTurn.subList(next, inTurn.size()));
                }
                long number = inTurn.get(next);
                Originals.Place place = truncated.get(number);
                try {
                    ConsumerRecord<byte[], byte[]> original = place == null ? null : originals.at(place);
                    resolved += isResolved(number, original) ? 1 : 0;
                    tried++;
                } catch (Originals.Silent e) {
                    LOG.debugf(e, "Message %d was not tried", number);
                }
            }
        }
        return new Outcome(tried, resolved, List.of());
    }

    private boolean isResolved(long number, @Nullable ConsumerRecord<byte[], byte[]> original) {
        try {
            return QuarkusTransaction.requiringNew().call(() -> isApplied(number, original));
        } catch (RuntimeException e) {
            String refusal = Applying.refusal(e);
            if (refusal == null) {
                throw e;
            }
            QuarkusTransaction.requiringNew().run(() -> letters.stillUnreadable(number, refusal));
            return false;
        }
    }

    private boolean isApplied(long number, @Nullable ConsumerRecord<byte[], byte[]> original) {
        int current = generations.holdCurrent();
        DeadLetters.Kept kept = letters.take(number);
        if (kept == null) {
            return false;
        }
        ConsumerRecord<byte[], byte[]> message = kept.truncated() ? original : kept.message();
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
}
