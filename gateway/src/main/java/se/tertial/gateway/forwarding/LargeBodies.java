package se.tertial.gateway.forwarding;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import se.tertial.gateway.admission.Visit;
import se.tertial.gateway.connections.ConnectionState;
import se.tertial.gateway.forwarding.Bodies.Refused;
import se.tertial.gateway.problem.Problem;
import se.tertial.gateway.sharing.Places;
import se.tertial.gateway.sharing.Share;

/**
 * Large bodies on their way to the services: of each tenant one, whichever service it is for. A service works for seconds on each,
 * and all services, with their databases, share the processors.
 */
final class LargeBodies {

    /** What is smaller keeps a service busy for some milliseconds only. */
    private static final long LARGE = 1024 * 1024;

    /** Of all tenants: more than there is memory for. */
    private static final int MOST = 64;

    private static final int MOST_WAITING = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Places places = new Places(MOST, MOST_WAITING, PATIENCE);

    /** Lets a body on, perhaps after a while; until its answer has ended no other large one of the tenant is. */
    Future<ReceivedBody> turn(RoutingContext context, ReceivedBody body) {
        if (body.length() <= LARGE) {
            return Future.succeededFuture(body);
        }
        Share tenant = Visit.of(context).shares().get(0);
        List<Share> shares =
                tenant.equals(Share.ALL) ? List.of(Share.ALL) : List.of(new Share(tenant.of(), MOST), Share.ALL);
        return places.take(context.vertx().getOrCreateContext(), shares)
                .map(place -> {
                    ConnectionState.onEnd(context, place::leave);
                    return body;
                })
                .recover(none -> Future.failedFuture(new Refused(Problem.tooMuchAtOnce())));
    }
}
