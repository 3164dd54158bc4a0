package se.tertial.gateway.admission;

import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.jwt.consumer.Validator;
import org.jspecify.annotations.Nullable;

/** What a token must be beyond its signature, issuer, audience and time, which Quarkus verifies. */
@Unremovable
@ApplicationScoped
class TokenRules implements Validator {

    private static final Set<String> ALGORITHMS = Set.of("RS256", "ES256", "PS256");

    @Override
    public @Nullable String validate(JwtContext token) {
        if (!ALGORITHMS.contains(token.getJoseObjects().get(0).getAlgorithmHeaderValue())) {
            return "The signature's algorithm is not allowed";
        }
        // Keycloak says of an ID or refresh token what it is; neither is made for an API.
        Object type = token.getJwtClaims().getClaimValue("typ");
        return type == null || type.equals("Bearer") ? null : "It is no access token";
    }
}
