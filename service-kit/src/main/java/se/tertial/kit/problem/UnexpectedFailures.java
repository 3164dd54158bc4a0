package se.tertial.kit.problem;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import se.tertial.kit.database.Spell;

/**
 * Requests that fail for no reason that is known: each has a line in the log, and of each kind the first of a spell the whole of what
 * happened. Who asks for the same again and again does not fill the log.
 */
@ApplicationScoped
class UnexpectedFailures {

    /** More than a program has places to fail at; what comes beyond counts as one kind. */
    private static final int MOST_KINDS = 100;

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private final Clock clock;
    private final Counter failed;
    private final Map<String, Spell> kinds = new ConcurrentHashMap<>();

    @Inject
    UnexpectedFailures(Clock clock, MeterRegistry meters) {
        this.clock = clock;
        this.failed = Counter.builder("tertial.requests.failed")
                .description("Requests that were answered 500")
                .register(meters);
    }

    /** A request failed. */
    void tell(Throwable failure, String method, String path) {
        failed.increment();
        if (isFirst(failure)) {
            LOG.errorf(failure, "Unexpected failure of %s %s", method, path);
        } else {
            LOG.errorf("Unexpected failure of %s %s, as before: %s", method, path, failure);
        }
    }

    /** Whether nothing of the kind failed within the last seconds. */
    boolean isFirst(Throwable failure) {
        String kind = kind(failure);
        Spell spell = kinds.containsKey(kind) || kinds.size() < MOST_KINDS
                ? kinds.computeIfAbsent(kind, any -> new Spell(clock))
                : kinds.computeIfAbsent("", any -> new Spell(clock));
        spell.ends();
        return spell.begins();
    }

    private static String kind(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return failure.getClass().getName() + (trace.length == 0 ? "" : trace[0]);
    }
}
