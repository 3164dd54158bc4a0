package se.tertial.kit.access;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Grant.Role;

/** Who asks, and what the token grants them. */
@RequestScoped
public class Caller {

    private final SecurityIdentity identity;
    private final Grants grants;
    private @Nullable List<Grant> granted;

    @Inject
    Caller(SecurityIdentity identity, Grants grants) {
        this.identity = identity;
        this.grants = grants;
    }

    /** Whether there was no token. */
    public boolean isAnonymous() {
        return identity.isAnonymous();
    }

    /** The user id of the token; of a system, its own. */
    public String name() {
        return Objects.requireNonNull(identity.getPrincipal().getName());
    }

    /** The client (azp, client_id, or appid of older Entra tokens) that the token was made for, if it says so. */
    public @Nullable String client() {
        return identity.getPrincipal() instanceof JsonWebToken token
                ? Stream.of("azp", "client_id", "appid")
                        .map(token::<Object>getClaim)
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .findFirst()
                        .orElse(null)
                : null;
    }

    /** When the token ends; null if there was none. */
    public @Nullable Instant until() {
        return identity.getPrincipal() instanceof JsonWebToken token
                ? Instant.ofEpochSecond(token.getExpirationTime())
                : null;
    }

    /** Whether the caller may read the resource in this administration. */
    public boolean mayRead(Permission permission, String resource, Scope scope) {
        return may(permission, resource, false, scope.municipalityId(), scope.administrationId());
    }

    /** Whether the caller may read the resource in any administration of the municipality. */
    public boolean mayReadIn(Permission permission, String resource, String municipalityId) {
        return has(grant -> grant.allows(permission, resource, false) && grant.isIn(municipalityId));
    }

    /** Whether the caller may change what belongs to a closed period there. */
    public boolean mayCorrect(Scope scope) {
        return has(grant ->
                grant.role() == Role.CONTROLLER && grant.covers(scope.municipalityId(), scope.administrationId()));
    }

    /** Whether the caller may read the resource anywhere. */
    boolean mayReadAnywhere(Permission permission, String resource) {
        return has(grant -> grant.allows(permission, resource, false));
    }

    boolean may(Permission permission, String resource, boolean write, String municipalityId, String administrationId) {
        return has(
                grant -> grant.allows(permission, resource, write) && grant.covers(municipalityId, administrationId));
    }

    private boolean has(Predicate<Grant> wanted) {
        if (granted == null) {
            granted = !isAnonymous() && identity.getPrincipal() instanceof JsonWebToken token
                    ? grants.of(token)
                    : List.of();
        }
        return granted.stream().anyMatch(wanted);
    }
}
