package se.tertial.gateway.admission;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** A token bucket for each client that was seen lately. */
@Singleton
class Quotas {

    private final boolean enabled;
    private final LoadingCache<String, Bucket> buckets;

    Quotas(QuotaConfig config) {
        enabled = config.enabled();
        // A bucket untouched until it is full again says no more than a new one.
        Duration full = config.period().multipliedBy(config.burst() / config.requests() + 1);
        buckets = Caffeine.newBuilder()
                .maximumSize(config.clients())
                .expireAfterAccess(full)
                .build(client -> Bucket.builder()
                        .addLimit(limit ->
                                limit.capacity(config.burst()).refillGreedy(config.requests(), config.period()))
                        .build());
    }

    /** Takes one request from the client's quota; if there is none left, how long to wait for the next. */
    Optional<Duration> take(String client) {
        if (!enabled) {
            return Optional.empty();
        }
        ConsumptionProbe probe = buckets.get(client).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
}
