package se.tertial.kit.access;

import jakarta.annotation.Priority;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.Set;
import se.tertial.kit.problem.Problem;

/**
 * Denies by default: whatever is not declared {@code @PermitAll} needs a token that grants reading or writing in the
 * municipality and administration of the address.
 */
@Provider
@Priority(Priorities.AUTHORIZATION)
public class AccessFilter implements ContainerRequestFilter {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final Caller caller;

    @Context
    @SuppressWarnings("NullAway.Init")
    ResourceInfo resource;

    @Inject
    AccessFilter(Caller caller) {
        this.caller = caller;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Method method = resource.getResourceMethod();
        if (method != null && method.isAnnotationPresent(PermitAll.class)) {
            return;
        }
        if (caller.isAnonymous()) {
            throw Problem.unauthenticated();
        }
        var path = request.getUriInfo().getPathParameters();
        boolean write = !READING.contains(request.getMethod());
        String municipality = Objects.requireNonNullElse(path.getFirst("municipalityId"), "*");
        String administration = path.getFirst("administrationId");
        boolean granted = administration == null && !write
                ? municipality.equals("*") || caller.mayReadIn(municipality) // the resource shows only what is granted
                : caller.may(write, municipality, Objects.requireNonNullElse(administration, "*"));
        if (!granted) {
            throw Problem.forbidden();
        }
    }
}
