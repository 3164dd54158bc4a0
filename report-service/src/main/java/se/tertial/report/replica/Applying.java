package se.tertial.report.replica;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.tertial.report.replica.FactReader.Received;

/**
 * Applies what was consumed to the current generation: facts, how far partitions were read, and what was put aside, in one
 * transaction.
 */
@ApplicationScoped
class Applying {

    /** Data exceptions, broken constraints, exceeded limits: the database is well, and will not take it tomorrow either. */
    private static final Set<String> OF_THE_CONTENT = Set.of("22", "23", "54");

    private final Generations generations;
    private final Positions positions;
    private final ReadModel readModel;
    private final PuttingAside puttingAside;

    @Inject
    Applying(Generations generations, Positions positions, ReadModel readModel, PuttingAside puttingAside) {
        this.generations = generations;
        this.positions = positions;
        this.readModel = readModel;
        this.puttingAside = puttingAside;
    }

    /** Applies part of a batch, in a transaction of its own. */
    interface Part {

        /**
         * Applies it as a whole or not at all.
         *
         * @param isLast whether the batch is applied with it: it notes how far was read
         */
        void apply(Batch part, boolean isLast);
    }

    /**
     * Applies a batch to the current generation.
     *
     * @return what was put aside
     */
    List<Batch.Unreadable> apply(
            Batch batch, List<Positions.Progress> progress, Map<String, ConsumedTopics.Topic> topics) {
        return apply(batch, (part, isLast) -> commit(part, isLast ? progress : List.of(), topics));
    }

    /**
     * Applies a batch as a whole, or else message by message: one that the database does not take is put aside, and does not keep the
     * others away.
     *
     * @return what was put aside
     */
    static List<Batch.Unreadable> apply(Batch batch, Part parts) {
        try {
            parts.apply(batch, true);
            return batch.unreadable();
        } catch (RuntimeException e) {
            if (refusal(e) == null) {
                throw e;
            }
        }
        List<Batch.Unreadable> unreadable = new ArrayList<>(batch.unreadable());
        for (Received one : batch.newest()) {
            try {
                parts.apply(new Batch(List.of(one), List.of()), false);
            } catch (RuntimeException e) {
                String refusal = refusal(e);
                if (refusal == null) {
                    throw e;
                }
                unreadable.add(new Batch.Unreadable(one.message(), "the database does not take it: " + refusal));
            }
        }
        parts.apply(new Batch(List.of(), unreadable), true);
        return unreadable;
    }

    private void commit(Batch batch, List<Positions.Progress> progress, Map<String, ConsumedTopics.Topic> topics) {
        QuarkusTransaction.requiringNew().run(() -> {
            int current = generations.holdCurrent();
            positions.advance(current, progress);
            readModel.apply(current, batch.newest());
            readModel.changed(puttingAside.settle(current, batch, topics));
        });
    }

    /** Why the database refused the content; null if it was something else. */
    static @Nullable String refusal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && OF_THE_CONTENT.contains(sql.getSQLState().substring(0, 2))) {
                return String.valueOf(sql.getMessage());
            }
        }
        return null;
    }
}
