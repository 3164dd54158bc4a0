package se.tertial.kit.database;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Whether the database serves, as requests see it: said once when it changes, not at each request. */
@ApplicationScoped
public class Reachability {

    private static final Logger LOG = Logger.getLogger(Reachability.class);

    private final AtomicBoolean away = new AtomicBoolean();

    /** The database did not serve a request. */
    public void failed(Throwable failure) {
        if (!away.getAndSet(true)) {
            LOG.errorf(
                    "The database does not serve: %s. Until it does, requests are answered with 503.", root(failure));
        }
    }

    /** The database served a request. */
    public void answered() {
        if (away.get() && away.getAndSet(false)) {
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
