package se.tertial.kit.admission;

import io.quarkus.runtime.configuration.MemorySize;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import se.tertial.kit.access.Scope;

/** Notes whose request it is, once it is granted; waits for the turn of its key, and takes the memory for its body before that is read. */
@Provider
@Priority(Priorities.AUTHORIZATION + 1)
public class TenantFilter implements ContainerRequestFilter {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    /** What concerns no municipality, as the list of published reports, has together what one municipality has. */
    private static final Scope NO_MUNICIPALITY = new Scope("", "");

    /** The header by which a request that is sent again is known. */
    private static final String KEY = "Idempotency-Key";

    private final Tenant tenant;
    private final RequestMemory memory;
    private final KeyTurn turn;
    private final long largestBody;

    @Inject
    TenantFilter(
            Tenant tenant,
            RequestMemory memory,
            KeyTurn turn,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize largestBody) {
        this.tenant = tenant;
        this.memory = memory;
        this.turn = turn;
        this.largestBody = largestBody.asLongValue();
    }

    @Override
    public void filter(ContainerRequestContext request) {
        MultivaluedMap<String, String> path = request.getUriInfo().getPathParameters();
        String municipality = path.getFirst("municipalityId");
        if (municipality == null) {
            tenant.is(NO_MUNICIPALITY, false);
        } else {
            String administration = Objects.requireNonNullElse(path.getFirst("administrationId"), "");
            tenant.is(new Scope(municipality, administration), !READING.contains(request.getMethod()));
        }
        String key = request.getHeaderString(KEY);
        if (key != null && !READING.contains(request.getMethod())) {
            turn.take(key);
        }
        memory.forBody(length(request));
    }

    /** What comes in pieces may be as long as a body may be. */
    private long length(ContainerRequestContext request) {
        return request.getHeaderString("Transfer-Encoding") == null ? Math.max(0, request.getLength()) : largestBody;
    }
}
