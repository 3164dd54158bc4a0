package se.tertial.kit.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whether the database serves, as requests see it: said once when it changes, not at each request. With a full disk it answers reads
 * and refuses writes by turns; it serves again when it has refused nothing for a while.
 */
@ApplicationScoped
public class Reachability {

    private static final Logger LOG = Logger.getLogger(Reachability.class);

    private static final Duration QUIET = Duration.ofSeconds(10);

    private final Clock clock;
    private final AtomicReference<@Nullable Instant> lastFailure = new AtomicReference<>();

    @Inject
    Reachability(Clock clock) {
        this.clock = clock;
    }

    /** The database did not serve a request. */
    public void failed(Throwable failure) {
        if (lastFailure.getAndSet(clock.instant()) == null) {
            LOG.errorf(
                    "The database does not serve: %s. Until it does, requests are answered with 503.", root(failure));
        }
    }

    /** The database served a request. */
    public void answered() {
        Instant last = lastFailure.get();
        boolean again = last != null && !clock.instant().isBefore(last.plus(QUIET));
        if (again && lastFailure.compareAndSet(last, null)) {
            LOG.info("The database serves again.");
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
