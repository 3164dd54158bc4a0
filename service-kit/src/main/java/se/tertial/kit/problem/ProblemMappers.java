package se.tertial.kit.problem;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import se.tertial.kit.trace.Trace;

/** Turns whatever went wrong into a problem document. */
public final class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final MediaType PROBLEM_JSON = new MediaType("application", "problem+json");

    @ServerExceptionMapper
    public Response problem(Problem problem, ContainerRequestContext request) {
        return respond(problem, request);
    }

    @ServerExceptionMapper
    public Response constraint(ConstraintViolationException exception, ContainerRequestContext request) {
        List<Violation> violations = exception.getConstraintViolations().stream()
                .map(ProblemMappers::violation)
                .sorted(java.util.Comparator.comparing(Violation::field))
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
                        Problem.unreadable(
                                "The body is not JSON of the documented shape, or a parameter has the wrong form."),
                        request);
            case 404 ->
                exception.getCause() instanceof IllegalArgumentException
                        // JAX-RS calls a query parameter that is no number a resource that is not there
                        ? respond(Problem.unreadable("A parameter has the wrong form."), request)
                        : respond(Problem.notFound("There is nothing at this address."), request);
            case 405 ->
                respond(
                        Problem.ofStatus(405, "Method not allowed", "This address does not take this method."),
                        request);
            case 406 ->
                respond(
                        Problem.ofStatus(
                                406, "Not acceptable", "This address cannot answer in a media type that you accept."),
                        request);
            case 413 ->
                respond(Problem.ofStatus(413, "Too large", "The request is larger than this address takes."), request);
            case 415 ->
                respond(
                        Problem.ofStatus(415, "Unsupported media type", "Send the body as the documented media type."),
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
        if (Overload.isCause(exception)) {
            LOG.warnf("Given up: %s", exception);
            return respond(Problem.busy(), request);
        }
        LOG.errorf(
                exception,
                "Unexpected failure of %s %s",
                request.getMethod(),
                request.getUriInfo().getPath());
        return respond(
                Problem.ofStatus(500, "Unexpected failure", "Something went wrong on our side; nothing was changed."),
                request);
    }

    private static Violation violation(ConstraintViolation<?> violation) {
        StringBuilder pointer = new StringBuilder();
        String parameter = "";
        boolean inBody = false;
        for (Path.Node node : violation.getPropertyPath()) {
            switch (node.getKind()) {
                case METHOD, CONSTRUCTOR, RETURN_VALUE, CROSS_PARAMETER -> {}
                case PARAMETER -> parameter = node.getName();
                default -> {
                    inBody = true;
                    if (node.getIndex() != null) {
                        pointer.append('/').append(node.getIndex());
                    }
                    if (node.getName() != null && !node.getName().startsWith("<")) {
                        pointer.append('/').append(node.getName());
                    }
                }
            }
        }
        if (parameter.equals("scope") || parameter.equals("paging")) {
            return new Violation(
                    pointer.substring(pointer.isEmpty() ? 0 : 1),
                    parameter.equals("scope") ? "path" : "query",
                    violation.getMessage());
        }
        return inBody
                ? Violation.inBody(pointer.toString(), violation.getMessage())
                : new Violation(parameter, "path", violation.getMessage());
    }

    private static Response respond(Problem problem, ContainerRequestContext request) {
        String traceId = Trace.current().map(Trace::traceId).orElse(null);
        Response.ResponseBuilder response = Response.status(problem.status());
        if (problem.status() == 401) {
            response.header("WWW-Authenticate", "Bearer");
        }
        if (problem.status() == 503) {
            response.header("Retry-After", "2");
        }
        return response.type(PROBLEM_JSON)
                .entity(ProblemDetails.of(
                        problem, request.getUriInfo().getRequestUri().getRawPath(), traceId))
                .build();
    }
}
