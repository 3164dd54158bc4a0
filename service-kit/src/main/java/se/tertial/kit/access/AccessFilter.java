package se.tertial.kit.access;

import jakarta.annotation.Priority;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.problem.Problem;

/**
 * Denies by default: an operation is for everybody only if it says {@code @PermitAll}, and otherwise for those whom {@link Permission}
 * lets do it in the municipality and administration of the address. One that says nothing is for nobody.
 */
@Provider
@Priority(Priorities.AUTHORIZATION)
public class AccessFilter implements ContainerRequestFilter {

    private static final Logger LOG = Logger.getLogger(AccessFilter.class);
    /** What is not shown in part. */
    private static final Set<Permission> OF_ALL = EnumSet.of(Permission.AUDIT, Permission.OPERATION);

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
        Requires need = need(method);
        if (need == null) {
            LOG.errorf("%s does not say what it needs, so it is refused", method);
            throw Problem.forbidden();
        }
        boolean write = !READING.contains(request.getMethod());
        if (!granted(need, write, request.getUriInfo().getPathParameters())) {
            throw Problem.forbidden();
        }
    }

    private @Nullable Requires need(@Nullable Method method) {
        Requires ofMethod = method == null ? null : method.getAnnotation(Requires.class);
        return ofMethod != null
                ? ofMethod
                : Objects.requireNonNull(resource.getResourceClass()).getAnnotation(Requires.class);
    }

    /**
     * Where the address names no administration, a read shows only what is granted, and a write needs all of them. A trail, or what
     * concerns the installation, is not shown in part: that needs all of them too.
     */
    private boolean granted(Requires need, boolean write, MultivaluedMap<String, String> path) {
        String municipality = path.getFirst("municipalityId");
        String administration = path.getFirst("administrationId");
        if (administration == null && !write && !OF_ALL.contains(need.permission())) {
            return municipality == null
                    ? caller.mayReadAnywhere(need.permission(), need.resource())
                    : caller.mayReadIn(need.permission(), need.resource(), municipality);
        }
        return caller.may(
                need.permission(),
                need.resource(),
                write,
                Objects.requireNonNullElse(municipality, "*"),
                Objects.requireNonNullElse(administration, "*"));
    }
}
