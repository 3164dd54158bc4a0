package se.tertial.gateway.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How many tokens that are none are looked at. To verify a signature costs more than to send one, so each network has a number of
 * failures a minute; when they are used up, only tokens that were found to be valid lately are still looked at: whoever shares the
 * network with a forger goes on. Such a token is verified again each time like any other; that it was valid decides nothing else.
 */
@Singleton
class Verifications {

    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final boolean enabled;
    private final LoadingCache<String, Bucket> failures;
    private final Cache<String, Boolean> valid;

    Verifications(QuotaConfig config) {
        enabled = config.enabled();
        failures = Caffeine.newBuilder()
                .maximumSize(config.clients())
                .expireAfterAccess(PERIOD)
                .build(network -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(config.failures()).refillGreedy(config.failures(), PERIOD))
                        .build());
        valid = Caffeine.newBuilder()
                .maximumSize(config.clients())
                .expireAfterWrite(REMEMBERED)
                .build();
    }

    /** The verification of one token. */
    final class Attempt {

        private final String network;
        private final String token;
        private final boolean seen;

        private Attempt(String network, String token, boolean seen) {
            this.network = network;
            this.token = token;
            this.seen = seen;
        }

        void succeeded() {
            valid.put(token, true);
            takenBack();
        }

        void failed() {
            if (seen) {
                valid.invalidate(token); // it has expired
            }
        }

        /** It is not known what the token is: the issuer cannot be reached. */
        void takenBack() {
            if (!seen && enabled) {
                failures.get(network).addTokens(1);
            }
        }
    }

    /**
     * Begins to verify what an {@code Authorization} header says, or tells how long to wait.
     *
     * @param allowed what is done if it may be verified; one of the attempt's methods is called in the end
     */
    Optional<Duration> begin(String network, String authorization, Consumer<Attempt> allowed) {
        String digest = digest(authorization);
        boolean seen = valid.getIfPresent(digest) != null;
        // Taken beforehand, so that those who come at the same time do not all find one left.
        @Nullable
        ConsumptionProbe probe = seen || !enabled ? null : failures.get(network).tryConsumeAndReturnRemaining(1);
        if (probe != null && !probe.isConsumed()) {
            return Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
        allowed.accept(new Attempt(network, digest, seen));
        return Optional.empty();
    }

    /** Tokens are not kept in memory longer than their requests. */
    private static String digest(String authorization) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(authorization.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
