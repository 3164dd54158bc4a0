package se.tertial.gateway.admission;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import se.tertial.gateway.sharing.Share;

/** A token bucket for each client, and for each tenant, that was asked for lately; and how much each has under way. */
@Singleton
class Quotas {

    private final QuotaConfig config;
    private final Memberships memberships;
    private final LoadingCache<String, Bucket> clients;
    private final LoadingCache<String, Bucket> tenants;
    private final Map<String, Integer> underWay = new ConcurrentHashMap<>();

    Quotas(QuotaConfig config, Memberships memberships) {
        this.config = config;
        this.memberships = memberships;
        clients = buckets(1);
        tenants = buckets(config.tenant().clients());
    }

    private LoadingCache<String, Bucket> buckets(int times) {
        long burst = Math.max(1, times * config.burst() / config.instances());
        long requests = Math.max(1, times * config.requests());
        // A longer period rather than fewer requests: a share of one request would be none.
        Duration period = config.period().multipliedBy(config.instances());
        // A bucket untouched until it is full again says no more than a new one.
        Duration full = period.multipliedBy(burst / requests + 1);
        return Caffeine.newBuilder()
                .maximumSize(config.clients())
                .expireAfterAccess(full)
                .build(client -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(burst).refillGreedy(requests, period))
                        .build());
    }

    /**
     * Takes one request from the client's quota, and from that of the tenant the path names; if there is none left, how long to
     * wait for the next.
     *
     * @param standing of the client to that tenant
     */
    Optional<Duration> take(String client, String path, Standing standing) {
        return take(clients, client)
                .or(() -> memberships.tenant(path).flatMap(tenant -> take(tenants, standing + " " + tenant)));
    }

    private Optional<Duration> take(LoadingCache<String, Bucket> buckets, String key) {
        if (!config.enabled()) {
            return Optional.empty();
        }
        ConsumptionProbe probe = buckets.get(key).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    /**
     * What a request has a part of when something is divided. A client has at most a quarter of anything, a tenant a half, and those
     * who ask about it without a token a quarter, so that they leave as much to those who have one; all strangers together have a half.
     * With a token that does not name the tenant nothing of that is the tenant's.
     */
    Visit visit(String client, String path, Standing standing) {
        if (!config.enabled()) {
            return new Visit(this, client, List.of(Share.ALL), List.of());
        }
        Optional<String> named = memberships.tenant(path);
        String tenant = (standing == Standing.OUTSIDER ? "outsiders of " : "tenant ") + named.orElse("");
        List<Share> shares = new ArrayList<>(List.of(new Share(tenant, 2), new Share(client, 4)));
        List<Share> ofTenant = new ArrayList<>();
        if (named.isPresent()) {
            ofTenant.add(new Share(tenant, 1));
            ofTenant.add(new Share(client, 2));
        } else {
            ofTenant.add(new Share(client, 1));
        }
        if (standing == Standing.STRANGER) {
            Share strangers = new Share("strangers of " + tenant, 4);
            shares.add(strangers);
            shares.add(new Share("strangers", 2));
            ofTenant.add(new Share(strangers.of(), 2));
        }
        shares.add(Share.ALL);
        return new Visit(this, client, List.copyOf(shares), List.copyOf(ofTenant));
    }

    /** Counts a request as under way; false if the client has too many already. What was counted must {@link #leave}. */
    boolean enter(String client, boolean stream) {
        int most = stream ? config.streams() : config.atOnce();
        String key = key(client, stream);
        if (underWay.merge(key, 1, Integer::sum) <= most || !config.enabled()) {
            return true;
        }
        leave(client, stream);
        return false;
    }

    void leave(String client, boolean stream) {
        underWay.computeIfPresent(key(client, stream), (key, count) -> count == 1 ? null : count - 1);
    }

    int atOnce(boolean stream) {
        return stream ? config.streams() : config.atOnce();
    }

    private static String key(String client, boolean stream) {
        return stream ? "stream " + client : client;
    }
}
