package se.tertial.gateway.admission;

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
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import se.tertial.gateway.admission.Verifications.Attempt;
import se.tertial.gateway.connections.ConnectionState;
import se.tertial.gateway.problem.Problem;
import se.tertial.gateway.problem.Spell;
import se.tertial.language.Message;

/** The checks that every request passes, in order: its form, its token, its client's quota, and a token for a write. */
@Singleton
class Admission {

    private static final Logger LOG = Logger.getLogger(Admission.class);

    /** After the authentication of Quarkus (200) and before its own limits, which answer without a problem document. */
    private static final int PRIORITY = 90;

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final Quotas quotas;
    private final Memberships memberships;
    private final IdentityProviderManager identities;
    private final RequestForm form;
    private final Verifications verifications;
    private final Spell unverifiable = new Spell(Clock.systemUTC());

    Admission(
            Quotas quotas,
            Memberships memberships,
            IdentityProviderManager identities,
            RequestForm form,
            Verifications verifications) {
        this.memberships = memberships;
        this.verifications = verifications;
        this.quotas = quotas;
        this.identities = identities;
        this.form = form;
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, PRIORITY);
    }

    private void admit(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (ConnectionState.isOver(context)) {
            request.connection().close();
            return;
        }
        Optional<Problem> fault = form.fault(request);
        if (fault.isPresent()) {
            refuse(context, fault.get());
        } else if (request.headers().contains("Authorization")) {
            admitBearer(context);
        } else {
            admitStranger(context);
        }
    }

    private static void refuse(RoutingContext context, Problem refusal) {
        refusal.answer(context);
        if (refusal.endsConnection()) {
            ConnectionState.end(context);
        }
    }

    private void admitStranger(RoutingContext context) {
        String client = address(context);
        if (!withinQuota(context, client, Standing.STRANGER)) {
            return;
        }
        if (READING.contains(context.request().method().name())) {
            enter(context, client, Standing.STRANGER);
        } else {
            Problem.unauthenticated().answer(context);
        }
    }

    private void admitBearer(RoutingContext context) {
        verifications
                .begin(
                        address(context),
                        context.request().getHeader("Authorization"),
                        attempt -> verify(context, attempt))
                .map(Problem::tooMany)
                .ifPresent(refusal -> refusal.answer(context));
    }

    private void verify(RoutingContext context, Attempt attempt) {
        Context eventLoop = context.vertx().getOrCreateContext();
        context.request().pause();
        // Its own answer to a failure has no body.
        context.remove(QuarkusHttpUser.AUTH_FAILURE_HANDLER);
        QuarkusHttpUser.getSecurityIdentity(context, identities)
                .emitOn(task -> eventLoop.runOnContext(nothing -> task.run()))
                .subscribe()
                .with(
                        identity -> verified(context, attempt, identity),
                        failure -> unverified(context, attempt, failure));
    }

    private void verified(RoutingContext context, Attempt attempt, SecurityIdentity identity) {
        String subject = identity.isAnonymous() ? null : identity.getPrincipal().getName();
        if (subject == null || subject.isBlank()) {
            attempt.failed();
            refuseToken(context);
            return;
        }
        attempt.succeeded(subject);
        if (unverifiable.ends()) {
            LOG.info("Tokens can be verified again");
        }
        String client = "subject " + subject;
        Standing standing = memberships.of(context.request().path(), identity.getPrincipal());
        if (withinQuota(context, client, standing)) {
            enter(context, client, standing);
        }
    }

    private void unverified(RoutingContext context, Attempt attempt, Throwable failure) {
        if (failure instanceof AuthenticationFailedException
                || failure instanceof AuthenticationCompletionException
                || failure instanceof AuthenticationException) {
            attempt.failed();
            refuseToken(context);
        } else {
            attempt.takenBack();
            if (unverifiable.begins()) {
                LOG.warn("Tokens cannot be verified", failure);
            }
            Problem.unavailable(Message.of("Tokens cannot be verified just now."))
                    .answer(context);
        }
    }

    private void refuseToken(RoutingContext context) {
        if (withinQuota(context, address(context), Standing.STRANGER)) {
            Problem.invalidToken().answer(context);
        }
    }

    private boolean withinQuota(RoutingContext context, String client, Standing standing) {
        Optional<Duration> wait = quotas.take(client, context.request().path(), standing);
        wait.map(Problem::tooMany).ifPresent(refusal -> refusal.answer(context));
        return wait.isEmpty();
    }

    private void enter(RoutingContext context, String client, Standing standing) {
        if (quotas.enter(client, false)) {
            Visit visit = quotas.visit(client, context.request().path(), standing);
            visit.keep(context);
            ConnectionState.onEnd(context, visit::leave);
            context.next();
        } else {
            Problem.tooManyAtOnce(quotas.atOnce(false)).answer(context);
        }
    }

    private static String address(RoutingContext context) {
        return "address " + ClientAddress.network(ClientAddress.of(context.request()));
    }
}
