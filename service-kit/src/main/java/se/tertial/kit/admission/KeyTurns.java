package se.tertial.kit.admission;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Turns of requests that were sent more than once: of those with the same key one is served at a time, and the others wait in the
 * process, with no connection.
 */
@ApplicationScoped
class KeyTurns {

    /** Less than the gateway waits. */
    private static final Duration LONGEST = Duration.ofSeconds(8);

    /** Of one key, beside the one that is served: who repeats a request that often has not waited. */
    private static final int MOST_WAITING = 8;

    /** Of one municipality, waiting and served, whatever their keys: there are 200 threads. */
    static final int MOST_OF_ONE = 48;

    private final Waiting rooms = new Waiting(MOST_OF_ONE, 0, Duration.ZERO);
    private final Waiting turns;

    KeyTurns() {
        this(LONGEST);
    }

    KeyTurns(Duration longest) {
        turns = new Waiting(1, MOST_WAITING, longest);
    }

    /** A room of the municipality; null if it has no more. */
    Waiting.@Nullable Place room(String municipalityId) {
        return rooms.enter(municipalityId);
    }

    /** The turn of a caller's key; null if too many wait for it, or it takes too long. */
    Waiting.@Nullable Place turn(String caller, String key) {
        return turns.enter(caller + "\n" + key);
    }
}
