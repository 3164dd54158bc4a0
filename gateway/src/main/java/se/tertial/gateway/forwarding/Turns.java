package se.tertial.gateway.forwarding;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import se.tertial.gateway.admission.Visit;
import se.tertial.gateway.connections.ConnectionState;
import se.tertial.gateway.forwarding.Bodies.Refused;
import se.tertial.gateway.problem.Problem;
import se.tertial.gateway.sharing.Places;
import se.tertial.gateway.sharing.Places.Place;
import se.tertial.gateway.sharing.Share;

/**
 * How much of one tenant the services work on at once. All services, with their databases, share the processors: what one tenant
 * has at work, whichever services it is for, is what the others wait behind.
 *
 * <p>Of the requests that a tenant may have at work three quarters are for one service, so that one that does not answer leaves the
 * others some, and half are of one client. Of its large bodies one is passed on at a time.
 */
final class Turns {

    /** What is smaller keeps a service busy for some milliseconds only. */
    private static final long LARGE = 1024 * 1024;

    /** So many tenants together have all that there is, which is more than there is memory for. */
    private static final int TENANTS = 3 * 1024;

    private static final int WAITING = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Places requests;
    private final Places large = new Places(TENANTS, TENANTS * WAITING, PATIENCE);

    /**
     * @param atWork how many requests of one tenant
     */
    Turns(int atWork) {
        requests = new Places(TENANTS * atWork, TENANTS * WAITING, PATIENCE);
    }

    /**
     * Lets a request on, perhaps after a while.
     *
     * @return its place, until its answer has ended; fails with {@link Refused}
     */
    Future<Place> take(RoutingContext context, String service, long bytes) {
        List<Share> ofTenant = Visit.of(context).ofTenant();
        if (ofTenant.isEmpty()) {
            return take(context, requests, List.of(Share.ALL));
        }
        Share tenant = new Share(ofTenant.get(0).of(), TENANTS);
        List<Share> shares = new ArrayList<>();
        ofTenant.forEach(share -> shares.add(new Share(share.of(), share.part() * TENANTS)));
        shares.add(new Share(tenant.of() + " at " + service, TENANTS / 3 * 4));
        shares.add(Share.ALL);
        return bytes <= LARGE
                ? take(context, requests, shares)
                : take(context, large, List.of(tenant, Share.ALL)).compose(turn -> take(context, requests, shares));
    }

    private static Future<Place> take(RoutingContext context, Places places, List<Share> shares) {
        return places.take(context.vertx().getOrCreateContext(), shares)
                .onSuccess(place -> ConnectionState.onEnd(context, place::leave))
                .recover(none -> Future.failedFuture(new Refused(Problem.tooMuchAtOnce())));
    }
}
