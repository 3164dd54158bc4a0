package se.tertial.gateway.admission;

import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.jwt.consumer.Validator;
import org.jspecify.annotations.Nullable;

/** What a token must be beyond its signature, issuer, audience and time, which Quarkus verifies. */
@Unremovable
@ApplicationScoped
class TokenRules implements Validator {

    private static final Set<String> ALGORITHMS = Set.of("RS256", "ES256", "PS256");

    private final Clock clock = Clock.systemUTC();
    private final Duration tolerance;

    TokenRules(@ConfigProperty(name = "quarkus.oidc.token.lifespan-grace") int seconds) {
        tolerance = Duration.ofSeconds(seconds);
    }

    @Override
    public @Nullable String validate(JwtContext token) throws MalformedClaimException {
        if (!ALGORITHMS.contains(token.getJoseObjects().get(0).getAlgorithmHeaderValue())) {
            return "The signature's algorithm is not allowed";
        }
        // Keycloak says of an ID or refresh token what it is; neither is made for an API.
        Object type = token.getJwtClaims().getClaimValue("typ");
        if (type != null && !type.equals("Bearer")) {
            return "It is no access token";
        }
        NumericDate issued = token.getJwtClaims().getIssuedAt();
        Instant latest = clock.instant().plus(tolerance);
        return issued == null || issued.getValue() <= latest.getEpochSecond() ? null : "It is issued in the future";
    }
}
