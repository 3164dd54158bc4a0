package se.tertial.gateway.admission;

import jakarta.inject.Singleton;
import java.security.Principal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Whether a token names the tenant that a path names. It is only asked in order to count a request among those that it belongs to:
 * what a token grants is decided by the services.
 */
@Singleton
class Memberships {

    /** A claim is read as the words in it, however grants are written. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]+");

    private final QuotaConfig.Tenant config;
    /** The outermost, if one lies within another. */
    private final String claim;

    Memberships(QuotaConfig config) {
        this.config = config.tenant();
        claim = config.tenant().claim().split("/", 2)[0];
    }

    /** The tenant that a path names. */
    Optional<String> tenant(String path) {
        return config.path()
                .map(pattern -> pattern.matcher(path))
                .filter(Matcher::find)
                .map(found -> found.group(1));
    }

    Standing of(String path, Principal principal) {
        return tenant(path)
                .filter(tenant -> !(principal instanceof JsonWebToken token && names(token, tenant)))
                .map(tenant -> Standing.OUTSIDER)
                .orElse(Standing.MEMBER);
    }

    private boolean names(JsonWebToken token, String tenant) {
        Object value = token.getClaim(claim);
        return value != null
                && WORD.matcher(value.toString()).results().anyMatch(word -> word.group()
                        .equals(tenant));
    }
}
