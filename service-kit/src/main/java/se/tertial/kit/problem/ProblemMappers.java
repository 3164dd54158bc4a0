package se.tertial.kit.problem;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.database.DatabaseFailure;
import se.tertial.kit.database.Outcome;
import se.tertial.kit.database.Reachability;
import se.tertial.kit.trace.Trace;
import se.tertial.language.Language;
import se.tertial.language.Message;
import se.tertial.language.ProblemPage;

/** Turns whatever went wrong into a problem document; or into a page in Swedish, for whoever asks with a browser. */
public final class ProblemMappers {

    private static final MediaType PROBLEM_JSON = new MediaType("application", "problem+json");

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    /** Where a reader, too, wants to know what is wrong this time, and not only what the status means. */
    private static final Set<Integer> TOLD = Set.of(404, 410);

    private final AllowedMethods allowedMethods;
    private final CurrentVertxRequest current;
    private final Outcome outcome;
    private final Reachability reachability;
    private final UnexpectedFailures failures;

    @Inject
    ProblemMappers(
            AllowedMethods allowedMethods,
            CurrentVertxRequest current,
            Outcome outcome,
            Reachability reachability,
            UnexpectedFailures failures) {
        this.allowedMethods = allowedMethods;
        this.current = current;
        this.outcome = outcome;
        this.reachability = reachability;
        this.failures = failures;
    }

    @ServerExceptionMapper
    public Response problem(Problem problem, ContainerRequestContext request) {
        return respond(truly(problem, !READING.contains(request.getMethod()), outcome), request);
    }

    /** What is said not to have been done, was done if a transaction of the request was committed before. */
    static Problem truly(Problem problem, boolean writes, Outcome outcome) {
        if (problem.status() < 500 || !writes) {
            return problem;
        }
        if (outcome.isUnknown()) {
            return Problem.outcomeUnknown();
        }
        return outcome.isCommitted() ? Problem.failedAfterwards() : problem;
    }

    @ServerExceptionMapper
    public Response constraint(ConstraintViolationException exception, ContainerRequestContext request) {
        List<Violation> violations = exception.getConstraintViolations().stream()
                .map(ConstraintPlaces::violation)
                .sorted(Comparator.comparing(Violation::field))
                .limit(100)
                .toList();
        return respond(Problem.malformed(violations), request);
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    public Response unauthenticated(ContainerRequestContext request) {
        return respond(Problem.unauthenticated(), request);
    }

    @ServerExceptionMapper
    public Response forbidden(ForbiddenException exception, ContainerRequestContext request) {
        return respond(Problem.forbidden(), request);
    }

    @ServerExceptionMapper
    public Response http(WebApplicationException exception, ContainerRequestContext request) {
        if (exception.getCause() instanceof Problem problem) {
            return respond(problem, request); // a parameter that its converter refused
        }
        int status = exception.getResponse().getStatus();
        return switch (status) {
            case 400 ->
                respond(
                        Problem.unreadable(Message.of(
                                "The body is not JSON of the documented shape, or a parameter has the wrong form.")),
                        request);
            case 404, 405 ->
                exception.getCause() instanceof IllegalArgumentException
                        // JAX-RS calls a query parameter that is no number a resource that is not there
                        ? respond(Problem.unreadable(Message.of("A parameter has the wrong form.")), request)
                        : unrouted(request);
            case 406 -> respond(Problem.notAcceptable(), request);
            case 413 ->
                respond(
                        Problem.ofStatus(
                                413,
                                Message.of("Too large"),
                                Message.of("The request is larger than this address takes.")),
                        request);
            case 415 ->
                respond(
                        Problem.ofStatus(
                                415,
                                Message.of("Unsupported media type"),
                                Message.of("Send the body as the documented media type.")),
                        request);
            default -> {
                if (status >= 500) {
                    yield unexpected(exception, request);
                }
                yield exception.getResponse();
            }
        };
    }

    @ServerExceptionMapper
    public Response unexpected(Throwable exception, ContainerRequestContext request) {
        boolean writes = !READING.contains(request.getMethod());
        boolean isAway = DatabaseFailure.isAway(exception);
        if (isAway) {
            reachability.failed(exception);
        }
        if (writes && outcome.isUnknown()) {
            reachability.lostOutcome(exception);
            return respond(Problem.outcomeUnknown(), request);
        }
        boolean changed = writes && outcome.isCommitted();
        if (isAway && !changed) {
            return respond(Problem.away(), request);
        }
        if (DatabaseFailure.isNoTime(exception) && !changed) {
            reachability.gaveUp(exception);
            return respond(Problem.busy(), request);
        }
        failures.tell(exception, request.getMethod(), request.getUriInfo().getPath());
        return respond(changed ? Problem.failedAfterwards() : Problem.failed(), request);
    }

    /** Nothing answers here, or nothing by this method. */
    private Response unrouted(ContainerRequestContext request) {
        Set<String> allowed = allowedMethods.at(request.getUriInfo().getPath());
        if (allowed.isEmpty()) {
            return respond(Problem.notFound(Message.of("There is nothing at this address.")), request);
        }
        Response refused = respond(
                Problem.ofStatus(
                        405, Message.of("Method not allowed"), Message.of("This address does not take this method.")),
                request);
        refused.getHeaders().putSingle("Allow", String.join(", ", allowed));
        return refused;
    }

    private Response respond(Problem problem, ContainerRequestContext request) {
        String traceId = Trace.current().map(Trace::traceId).orElse(null);
        boolean either = ProblemPage.isPossible(request.getMethod());
        Response.ResponseBuilder response = Response.status(problem.status())
                .header("Vary", either ? "Accept, Accept-Language" : "Accept-Language");
        if (problem.status() == 401) {
            response.header("WWW-Authenticate", "Bearer");
        }
        if (problem.retryAfter() > 0) {
            response.header("Retry-After", Integer.toString(problem.retryAfter()));
        }
        if (problem.status() == 410) {
            response.header("Cache-Control", "no-cache"); // which caches keep otherwise, as they like
        }
        if (problem.latest() != null) {
            response.header("Link", "<" + problem.latest() + ">; rel=\"latest-version\"");
        }
        return ProblemPage.isWanted(request.getMethod(), request.getHeaderString("Accept"))
                ? page(problem, traceId, response)
                : document(problem, traceId, response, Language.asked(request.getHeaderString("Accept-Language")));
    }

    /** For whoever asks with a browser, in Swedish. */
    private static Response page(Problem problem, @Nullable String traceId, Response.ResponseBuilder response) {
        boolean tells = TOLD.contains(problem.status());
        String detail = tells ? problem.detail().in(Language.SWEDISH) : null;
        return response.type(ProblemPage.CONTENT_TYPE)
                .header("Content-Language", Language.SWEDISH.tag())
                .header("Content-Security-Policy", ProblemPage.CONTENT_SECURITY_POLICY)
                .entity(ProblemPage.html(problem.status(), detail, problem.latest(), traceId))
                .build();
    }

    private Response document(
            Problem problem, @Nullable String traceId, Response.ResponseBuilder response, Language language) {
        return response.type(PROBLEM_JSON)
                .header("Content-Language", language.tag())
                .entity(ProblemDetails.of(
                        problem, current.getCurrent().request().path(), traceId, language))
                .build();
    }
}
