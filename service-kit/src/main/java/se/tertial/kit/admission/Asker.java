package se.tertial.kit.admission;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.problem.Problem;

/**
 * Whoever made the present request, and may have gone: long work asks now and then whether anybody still waits for it. What is done
 * for no request is always wanted.
 */
@ApplicationScoped
public class Asker {

    private final Provider<CurrentVertxRequest> request;

    /** Of the request that is present when it is asked. */
    @Inject
    public Asker(Provider<CurrentVertxRequest> request) {
        this.request = request;
    }

    /** Tells, of the request that is present now, whether its client still waits; in whichever thread. */
    public BooleanSupplier isWaiting() {
        RoutingContext asking = asking();
        return asking == null ? () -> true : () -> !asking.response().closed();
    }

    /**
     * Stops what nobody waits for.
     *
     * @throws Problem 503 if the client has closed its connection; a transaction that it leaves is rolled back
     */
    public void require() {
        RoutingContext asking = asking();
        if (asking != null && asking.response().closed()) {
            throw Problem.abandoned();
        }
    }

    private @Nullable RoutingContext asking() {
        ArcContainer container = Arc.container();
        boolean isRequest = container != null && container.requestContext().isActive();
        return isRequest ? request.get().getCurrent() : null;
    }
}
