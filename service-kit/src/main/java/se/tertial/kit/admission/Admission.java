package se.tertial.kit.admission;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.problem.Problem;

/**
 * Lets transactions begin. What a request may have to wait for, it waits for here, before it has a connection that others
 * need: writers of one administration for each other, and all who ask for one municipality for half of the connections, or for
 * as many as there are processors where those are fewer: more of them would only take turns on the processors, and others' turns.
 *
 * <p>An advisory lock still holds the turn between instances ({@link se.tertial.kit.journal.Journal#takeTurn}): of one
 * instance at most one writer of an administration waits there.
 */
@ApplicationScoped
class Admission {

    /** All together, and with the work itself, less than the gateway waits. */
    private static final Duration LONGEST_FOR_A_TURN = Duration.ofSeconds(8);

    private static final Duration LONGEST_FOR_A_CONNECTION = Duration.ofSeconds(4);

    /** So that a municipality can read while something large of it is written. */
    private static final int LEAST_OF_ONE = 2;

    /** Of one municipality at once, waiting and working: there are 200 threads. */
    private static final int MOST_OF_ONE = 64;

    /**
     * Of those the ones that write: more than a client has under way. However many wait for an administration's turn, there is room
     * for the municipality's reads.
     */
    static final int MOST_WRITERS_OF_ONE = 40;

    private final Waiting writers = new Waiting(MOST_WRITERS_OF_ONE, 0, Duration.ZERO);
    private final Waiting rooms = new Waiting(MOST_OF_ONE, 0, Duration.ZERO);
    private final Waiting turns = new Waiting(1, MOST_WRITERS_OF_ONE, LONGEST_FOR_A_TURN);
    private final Waiting connections;

    @Inject
    Admission(@ConfigProperty(name = "quarkus.datasource.jdbc.max-size") int pool) {
        this(pool, Runtime.getRuntime().availableProcessors());
    }

    Admission(int pool, int processors) {
        int connectionsOfOne = Math.max(1, Math.min(pool / 2, Math.max(LEAST_OF_ONE, processors)));
        connections = new Waiting(connectionsOfOne, MOST_OF_ONE, LONGEST_FOR_A_CONNECTION);
    }

    /** What a request holds until its transaction has ended; what it took last it gives back first. */
    static final class Held implements AutoCloseable {

        private final Deque<Waiting.Place> places = new ArrayDeque<>();

        private void add(Waiting.@Nullable Place place) {
            if (place == null) {
                throw Problem.crowded();
            }
            places.push(place);
        }

        @Override
        public void close() {
            places.forEach(Waiting.Place::close);
        }
    }

    /**
     * Waits until a transaction may begin.
     *
     * @throws Problem 503 if too many wait already, or it takes too long
     */
    Held enter(Scope scope, boolean writing) {
        Held held = new Held();
        try {
            if (writing) {
                held.add(writers.enter(scope.municipalityId()));
            }
            held.add(rooms.enter(scope.municipalityId()));
            if (writing) {
                held.add(turns.enter(scope.toString()));
            }
            held.add(connections.enter(scope.municipalityId()));
            return held;
        } catch (Problem e) {
            held.close();
            throw e;
        }
    }
}
