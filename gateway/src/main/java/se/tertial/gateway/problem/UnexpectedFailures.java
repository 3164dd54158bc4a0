package se.tertial.gateway.problem;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Requests that fail for no reason that is known: each has a line in the log, and of each kind the first of a spell the whole of what
 * happened. Who asks for the same again and again does not fill the log.
 */
@Singleton
class UnexpectedFailures {

    /** More than a program has places to fail at; what comes beyond counts as one kind. */
    private static final int MOST_KINDS = 100;

    private static final Logger LOG = Logger.getLogger(Failures.class);

    private final Clock clock;
    private final Map<String, Spell> kinds = new ConcurrentHashMap<>();

    UnexpectedFailures() {
        this(Clock.systemUTC());
    }

    UnexpectedFailures(Clock clock) {
        this.clock = clock;
    }

    /**
     * A request failed.
     *
     * @param failure null if only the status was set
     */
    void tell(@Nullable Throwable failure, String method) {
        Spell spell = spell(failure);
        spell.ends();
        if (spell.begins()) {
            LOG.errorf(failure, "Unexpected failure of %s", method);
        } else {
            LOG.errorf("Unexpected failure of %s, as before: %s", method, failure);
        }
    }

    private Spell spell(@Nullable Throwable failure) {
        String kind = kind(failure);
        return kinds.computeIfAbsent(
                kinds.containsKey(kind) || kinds.size() < MOST_KINDS ? kind : "", any -> new Spell(clock));
    }

    private static String kind(@Nullable Throwable failure) {
        if (failure == null) {
            return "";
        }
        StackTraceElement[] trace = failure.getStackTrace();
        return failure.getClass().getName() + (trace.length == 0 ? "" : trace[0]);
    }
}
