package se.tertial.gateway.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How many tokens that are none are looked at. To verify a signature costs more than to send one, so each network has a number of
 * failures a minute. When they are used up, two are still looked at, so that whoever shares the network with a forger goes on: tokens
 * that were found to be valid lately, and new tokens of users who were, each of whom has failures of their own. Such a token is
 * verified each time like any other; what was valid before decides nothing else.
 */
@Singleton
class Verifications {

    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    /** A working day. */
    private static final Duration USERS_REMEMBERED = Duration.ofHours(12);

    private final boolean enabled;
    private final LoadingCache<String, Bucket> failures;
    private final Cache<String, Boolean> valid;
    private final Cache<String, Boolean> users;

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
        users = Caffeine.newBuilder()
                .maximumSize(config.clients())
                .expireAfterWrite(USERS_REMEMBERED)
                .build();
    }

    /** The verification of one token. */
    final class Attempt {

        private final String network;
        private final String bucket;
        private final String token;
        private final boolean seen;

        private Attempt(String network, String bucket, String token, boolean seen) {
            this.network = network;
            this.bucket = bucket;
            this.token = token;
            this.seen = seen;
        }

        void succeeded(String subject) {
            valid.put(token, true);
            users.put(user(network, subject), true);
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
                failures.get(bucket).addTokens(1);
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
        String bucket = network;
        if (!seen && enabled) {
            // Taken beforehand, so that those who come at the same time do not all find one left.
            ConsumptionProbe probe = failures.get(network).tryConsumeAndReturnRemaining(1);
            if (!probe.isConsumed()) {
                bucket = user(network, claimedSubject(authorization));
                if (users.getIfPresent(bucket) == null || !failures.get(bucket).tryConsume(1)) {
                    return Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
                }
            }
        }
        allowed.accept(new Attempt(network, bucket, digest, seen));
        return Optional.empty();
    }

    private static String user(String network, String subject) {
        return network + "\n" + subject;
    }

    /** Whose a token says that it is, which nobody has verified; empty if it says nothing that can be read. */
    private static String claimedSubject(String authorization) {
        String[] parts = authorization.split("\\.", -1);
        if (parts.length != 3) {
            return "";
        }
        try {
            JsonObject claims =
                    new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(parts[1])));
            return claims.getValue("sub") instanceof String subject ? subject : "";
        } catch (IllegalArgumentException | DecodeException e) {
            return "";
        }
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
