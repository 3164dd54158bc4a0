package se.tertial.report.replica;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jboss.logging.Logger;
import se.tertial.kit.access.Scope;
import se.tertial.kit.kafka.KafkaClients;

/**
 * Reads messages again, where they lie, that came when there was no room to keep them ({@link UnkeptLetters}), as soon as there is: what
 * can be read by now is applied, what nothing newer is known of is put aside, and then they are no longer counted.
 */
@ApplicationScoped
class Rereading {

    private static final Logger LOG = Logger.getLogger(Rereading.class);

    /** Of the places where such messages lie. */
    private static final int MOST_AT_ONCE = 20;

    private final UnkeptLetters unkept;
    private final DeadLetterBounds bounds;
    private final PuttingAside puttingAside;
    private final DeadLetters letters;
    private final FactReader reader;
    private final Generations generations;
    private final ReadModel readModel;
    private final ConsumedTopics topics;
    private final KafkaClients clients;

    @Inject
    Rereading(
            UnkeptLetters unkept,
            DeadLetterBounds bounds,
            PuttingAside puttingAside,
            DeadLetters letters,
            FactReader reader,
            Generations generations,
            ReadModel readModel,
            ConsumedTopics topics,
            KafkaClients clients) {
        this.unkept = unkept;
        this.bounds = bounds;
        this.puttingAside = puttingAside;
        this.letters = letters;
        this.reader = reader;
        this.generations = generations;
        this.readModel = readModel;
        this.topics = topics;
        this.clients = clients;
    }

    /** Another instance reads them, or a rebuild was switched to. */
    private static final class Taken extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    /** Reads for some time. What its topic does not have any more stays counted: a rebuild does without it, too. */
    void readAgain(Duration patience) {
        List<UnkeptLetters.Line> lines = QuarkusTransaction.requiringNew().call(this::withRoom);
        if (lines.isEmpty()) {
            return;
        }
        long began = System.nanoTime();
        try (Originals originals = new Originals(
                topics, clients, lines.stream().map(UnkeptLetters.Line::first).toList())) {
            for (UnkeptLetters.Line line : lines) {
                boolean goesOn = true;
                UnkeptLetters.Line left = line;
                while (goesOn && System.nanoTime() - began < patience.toNanos()) {
                    long next = readSome(left, originals);
                    goesOn = next > left.span().first() && next <= left.span().last();
                    left = left.from(next);
                }
            }
        }
    }

    private List<UnkeptLetters.Line> withRoom() {
        List<UnkeptLetters.Line> some = unkept.some(MOST_AT_ONCE);
        if (some.isEmpty()) {
            return some;
        }
        DeadLetterBounds.Room room = bounds.room();
        return some.stream()
                .filter(line -> room.isFor(line.place().municipalityId()))
                .toList();
    }

    /** Where the messages begin that are left to be read; the line's first if none could be. */
    private long readSome(UnkeptLetters.Line line, Originals originals) {
        long first = line.span().first();
        switch (originals.state(line.first())) {
            case REPLACED -> QuarkusTransaction.requiringNew().run(() -> end(line));
            case THERE -> {
                try {
                    Originals.Piece piece = originals.from(line.first());
                    Batch batch = Batch.of(ofMunicipality(line, piece), reader);
                    return QuarkusTransaction.requiringNew()
                            .call(() -> applied(line, batch, piece.next(), originals.topics()));
                } catch (Originals.Silent | Taken e) {
                    LOG.debugf(e, "%s is not read again now", line);
                } catch (RuntimeException e) {
                    if (Applying.refusal(e) == null) {
                        throw e;
                    }
                    LOG.debugf(e, "%s is left to a rebuild", line);
                }
            }
            case GONE, UNKNOWN -> LOG.debugf("%s is not read again now", line);
        }
        return first;
    }

    private static ConsumerRecords<byte[], byte[]> ofMunicipality(UnkeptLetters.Line line, Originals.Piece piece) {
        List<ConsumerRecord<byte[], byte[]>> messages = piece.messages().stream()
                .filter(message -> message.offset() <= line.span().last())
                .filter(message ->
                        FactReader.municipalityOf(message).equals(line.place().municipalityId()))
                .toList();
        return new ConsumerRecords<>(Map.of(line.first().partition(), messages), Map.of());
    }

    private void end(UnkeptLetters.Line line) {
        if (unkept.end(generations.holdCurrent(), line)) {
            readModel.changed(whose(line));
        }
    }

    /** Up to where all is applied, or put aside, or known to be old: as far as there is room. */
    private long applied(UnkeptLetters.Line line, Batch batch, long next, Map<String, ConsumedTopics.Topic> present) {
        int current = generations.holdCurrent();
        DeadLetterBounds.Room room = bounds.room();
        List<Scope> noted = new ArrayList<>();
        readModel.apply(current, batch.newest());
        long reached = Math.min(next, line.span().last() + 1);
        int fewer = 0;
        for (Batch.Unreadable one : batch.unreadable()) {
            if (!readModel.knowsNewer(current, one.message())) {
                if (!puttingAside.keep(one, line.place().topicId(), room)) {
                    reached = one.message().offset();
                    break;
                }
                String[] row = FactReader.rowOf(one.message());
                if (row.length > 0) {
                    noted.add(new Scope(row[0], row[1]));
                }
            }
            fewer++;
        }
        noted.addAll(letters.supersede(batch.newest(), present));
        if (!unkept.readAgain(current, line, reached, fewer)) {
            throw new Taken();
        }
        if (reached > line.span().last()) {
            noted.addAll(whose(line));
        }
        readModel.changed(noted);
        return reached;
    }

    /** Whose reports no longer say that more could not be read than is kept. */
    private static List<Scope> whose(UnkeptLetters.Line line) {
        String municipality = line.place().municipalityId();
        return municipality.isEmpty() ? List.of() : List.of(Scope.of(municipality));
    }
}
