package se.tertial.gateway.admission;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import se.tertial.gateway.refusal.Refusal;

/** The checks that every request passes, in order: its form, its token, its client's quota, and a token for a write. */
@Singleton
class Admission {

    private static final Logger LOG = Logger.getLogger(Admission.class);

    /** After the authentication of Quarkus (200) and before its own limits, which answer without a problem document. */
    private static final int PRIORITY = 90;

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final Quotas quotas;
    private final IdentityProviderManager identities;
    private final long largestBody;

    Admission(
            Quotas quotas,
            IdentityProviderManager identities,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize largestBody) {
        this.quotas = quotas;
        this.identities = identities;
        this.largestBody = largestBody.asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, PRIORITY);
    }

    private void admit(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.uri().startsWith("/q/")) {
            context.next();
            return;
        }
        Optional<Refusal> fault = RequestForm.fault(request, largestBody);
        if (fault.isPresent()) {
            fault.get().answer(context);
            return;
        }
        List<String> authorizations = request.headers().getAll("Authorization");
        if (authorizations.isEmpty()) {
            admitStranger(context);
        } else if (authorizations.size() > 1) {
            Refusal.unreadable("There is more than one Authorization header.").answer(context);
        } else {
            admitBearer(context);
        }
    }

    private void admitStranger(RoutingContext context) {
        if (!withinQuota(context, address(context))) {
            return;
        }
        if (READING.contains(context.request().method().name())) {
            context.next();
        } else {
            Refusal.unauthenticated().answer(context);
        }
    }

    private void admitBearer(RoutingContext context) {
        Context eventLoop = context.vertx().getOrCreateContext();
        context.request().pause();
        // Its own answer to a failure has no body.
        context.remove(QuarkusHttpUser.AUTH_FAILURE_HANDLER);
        QuarkusHttpUser.getSecurityIdentity(context, identities)
                .emitOn(task -> eventLoop.runOnContext(nothing -> task.run()))
                .subscribe()
                .with(identity -> verified(context, identity), failure -> unverified(context, failure));
    }

    private void verified(RoutingContext context, SecurityIdentity identity) {
        String subject = identity.isAnonymous() ? null : identity.getPrincipal().getName();
        if (subject == null || subject.isBlank()) {
            refuseToken(context);
        } else if (withinQuota(context, "subject " + subject)) {
            context.next();
        }
    }

    private void unverified(RoutingContext context, Throwable failure) {
        if (failure instanceof AuthenticationFailedException
                || failure instanceof AuthenticationCompletionException
                || failure instanceof AuthenticationException) {
            refuseToken(context);
        } else {
            LOG.warn("A token could not be verified", failure);
            Refusal.unavailable("Tokens cannot be verified just now.").answer(context);
        }
    }

    private void refuseToken(RoutingContext context) {
        if (withinQuota(context, address(context))) {
            Refusal.invalidToken().answer(context);
        }
    }

    private boolean withinQuota(RoutingContext context, String client) {
        Optional<Duration> wait = quotas.take(client);
        wait.map(Refusal::tooMany).ifPresent(refusal -> refusal.answer(context));
        return wait.isEmpty();
    }

    private static String address(RoutingContext context) {
        return "address " + ClientAddress.network(ClientAddress.of(context.request()));
    }
}
