package se.tertial.gateway.admission;

import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import se.tertial.gateway.sharing.Share;

/** A request that was let in, for as long as it is under way: on whose account, and as what it is counted. */
public final class Visit {

    private static final String KEY = Visit.class.getName();

    private final Quotas quotas;
    private final String client;
    private final List<Share> shares;
    private final List<Share> ofTenant;
    private boolean stream;
    private boolean over;

    Visit(Quotas quotas, String client, List<Share> shares, List<Share> ofTenant) {
        this.quotas = quotas;
        this.client = client;
        this.shares = shares;
        this.ofTenant = ofTenant;
    }

    void keep(RoutingContext context) {
        context.put(KEY, this);
    }

    public static Visit of(RoutingContext context) {
        return Objects.requireNonNull(context.get(KEY), "Every request is admitted first");
    }

    /** What it has a part of when something is divided: the tenant's first, then the client's. */
    public List<Share> shares() {
        return shares;
    }

    /** What it has a part of when something is divided that each tenant has by itself: the tenant's first. Empty if nothing is divided. */
    public List<Share> ofTenant() {
        return ofTenant;
    }

    /**
     * Counts the request among streams of events from now on: its answer turned out to be one, whatever was asked for.
     *
     * @return false if the client has too many already, or has gone
     */
    public boolean becomeStream() {
        if (over || !quotas.enter(client, true)) {
            return false;
        }
        quotas.leave(client, false);
        stream = true;
        return true;
    }

    public int mostStreams() {
        return quotas.atOnce(true);
    }

    void leave() {
        over = true;
        quotas.leave(client, stream);
    }
}
