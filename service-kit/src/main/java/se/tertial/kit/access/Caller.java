package se.tertial.kit.access;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonString;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Who asks, and what the token grants them. */
@RequestScoped
public class Caller {

    private final SecurityIdentity identity;
    private final String claim;

    @Inject
    Caller(
            SecurityIdentity identity,
            @ConfigProperty(name = "tertial.access.claim", defaultValue = "grants") String claim) {
        this.identity = identity;
        this.claim = claim;
    }

    /** Whether there was no token. */
    public boolean isAnonymous() {
        return identity.isAnonymous();
    }

    /** Whether the caller may read this administration, drafts included. */
    public boolean mayRead(Scope scope) {
        return may(false, scope.municipalityId(), scope.administrationId());
    }

    /** Whether the caller may read anything in the municipality, and so what it is called. */
    public boolean mayReadIn(String municipalityId) {
        return has(grant -> grant.isIn(municipalityId));
    }

    /** Whether the token grants reading, or writing, there. */
    public boolean may(boolean write, String municipalityId, String administrationId) {
        return has(grant -> grant.role().allows(write) && grant.covers(municipalityId, administrationId));
    }

    private boolean has(Predicate<Grant> wanted) {
        return !isAnonymous()
                && identity.getPrincipal() instanceof JsonWebToken token
                && token.getClaim(claim) instanceof Collection<?> grants
                && grants.stream()
                        .map(Caller::text)
                        .map(Grant::parse)
                        .flatMap(Optional::stream)
                        .anyMatch(wanted);
    }

    private static String text(Object value) {
        return value instanceof JsonString string ? string.getString() : Objects.toString(value);
    }

    /** The user id of the token; of a system, its own. */
    public String name() {
        return Objects.requireNonNull(identity.getPrincipal().getName());
    }

    /** The application that the token was issued to, if the token tells. */
    public @Nullable String client() {
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            return null;
        }
        Object client = token.getClaim("azp");
        return client == null || client.toString().isBlank() ? null : client.toString();
    }
}
