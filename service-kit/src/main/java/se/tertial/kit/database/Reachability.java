package se.tertial.kit.database;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import org.jboss.logging.Logger;

/**
 * Whether the database serves, as requests see it: said once when it changes, not at each request; how many requests it did not serve
 * is a metric. With a full disk it answers reads and refuses writes by turns; it serves again when it has refused nothing for a while.
 */
@ApplicationScoped
public class Reachability {

    private static final Logger LOG = Logger.getLogger(Reachability.class);

    private final Spell away;
    private final Spell slow;
    private final Spell unknown;
    private final Counter ofAway;
    private final Counter ofSlow;
    private final Counter ofUnknown;

    /** As it is at first: everything is served. */
    @Inject
    public Reachability(Clock clock, MeterRegistry meters) {
        away = new Spell(clock);
        slow = new Spell(clock);
        unknown = new Spell(clock);
        ofAway = counter(meters, "away");
        ofSlow = counter(meters, "no-time");
        ofUnknown = counter(meters, "outcome-unknown");
    }

    private static Counter counter(MeterRegistry meters, String reason) {
        return Counter.builder("tertial.requests.unserved")
                .description("Requests that were answered 503 for the sake of the database")
                .tag("reason", reason)
                .register(meters);
    }

    /** The database did not serve a request. */
    public void failed(Throwable failure) {
        ofAway.increment();
        if (away.begins()) {
            LOG.errorf(
                    "The database does not serve: %s. Until it does, requests are answered with 503.", root(failure));
        }
    }

    /** The database had no time for a request. */
    public void gaveUp(Throwable failure) {
        ofSlow.increment();
        if (slow.begins()) {
            LOG.warnf("Requests take too long and are given up, the first by: %s", root(failure));
        }
    }

    /** Whether a change was made cannot be told. */
    public void lostOutcome(Throwable failure) {
        ofUnknown.increment();
        if (unknown.begins()) {
            LOG.warnf("Connections are lost while changes are saved, the first by: %s", root(failure));
        }
    }

    /** The database served a request. */
    public void answered() {
        if (away.ends()) {
            LOG.info("The database serves again.");
        }
        if (slow.ends()) {
            LOG.info("Requests are given up no more.");
        }
        if (unknown.ends()) {
            LOG.info("Connections are lost no more while changes are saved.");
        }
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
