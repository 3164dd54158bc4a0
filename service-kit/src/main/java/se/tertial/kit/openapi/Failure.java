package se.tertial.kit.openapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.ProblemDetails;
import se.tertial.kit.problem.Violation;
import se.tertial.language.Language;
import se.tertial.language.Message;

/**
 * Why a request is not served, as a document describes it: the status, what it means here, and an example. The examples are the
 * problems that services answer with; those of statuses that only the gateway answers with are in its words.
 */
enum Failure {
    MALFORMED(
            "400",
            "The request cannot be read, or is malformed; each error is listed with its place.",
            Problem.malformed(List.of(new Violation("limit", "query", Message.of("This must be at most {0}.", 1000))))),
    UNAUTHENTICATED("401", "There is no valid bearer token.", Problem.unauthenticated()),
    FORBIDDEN("403", "The token does not grant this in this municipality and administration.", Problem.forbidden()),
    NOT_FOUND(
            "404",
            "There is no such resource.",
            Problem.notFound(Message.of("There is no “{0}” here.", "kontakt-linkoping"))),
    NOT_ACCEPTABLE("406", "Accept names no media type that this address has.", Problem.notAcceptable()),
    CONFLICT(
            "409",
            "It is not possible in the present state, such as in a closed period.",
            Problem.conflict(List.of(Violation.inBody(
                    "/reason", Message.of("The period {0} is closed; a correction says why it is made.", "2021-08"))))),
    GONE(
            "410",
            "It was here and was withdrawn; the detail says when and why.",
            "gone",
            "Withdrawn",
            "Publication 2 of the report of 2021-08 was withdrawn on 2021-09-20: A person can be recognised in a text."),
    STALE(
            "412",
            "The stored state is not the one that If-Match or If-None-Match names; read it again.",
            Problem.stale(Message.of("It was changed since you read it; it stands at {0} now.", "\"1042\""))),
    TOO_LARGE(
            "413",
            "The body is larger than it may be.",
            "http-413",
            "Too large",
            "A request has at most 20971520 bytes; send it in parts."),
    UNSUPPORTED_MEDIA_TYPE("415", "The body is not application/json, or is compressed.", Problem.encoded()),
    INVALID(
            "422",
            "The content breaks a rule; each error is listed with its place.",
            Problem.invalid(List.of(Violation.inBody(
                    "/items/3", Message.of("The same as {0}: “{1}” stands twice.", "/items/1", "kontakt-linkoping"))))),
    PRECONDITION_REQUIRED(
            "428",
            "The resource exists, and If-Match does not say which state of it is replaced or deleted.",
            Problem.unconditional()),
    TOO_MANY_REQUESTS(
            "429",
            "More requests than a client or a municipality may send; Retry-After says when to go on.",
            "too-many-requests",
            "Too many requests",
            "Ask again in 2 s."),
    FAILED(
            "500",
            "The service failed unexpectedly. The detail says whether anything was changed, Retry-After when to try again.",
            Problem.failed()),
    UNAVAILABLE(
            "503",
            "Not available just now; nothing was changed, unless the type is outcome-unknown: then read before you repeat. Retry-After says when to try again.",
            Problem.crowded()),
    OTHER(
            "default",
            "Any other failure, such as of the way to the service.",
            "timed-out",
            "The service did not answer in time",
            "The service may still have done what was asked: read before you repeat a write.");

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final String status;
    private final String description;
    private final ProblemDetails example;

    Failure(String status, String description, Problem problem) {
        this(status, description, ProblemDetails.of(problem, "", null, Language.ENGLISH));
    }

    /** One that only the gateway answers with. */
    Failure(String status, String description, String kind, String title, String detail) {
        this(
                status,
                description,
                new ProblemDetails(
                        "https://tertial.se/problems/" + kind,
                        title,
                        status.equals("default") ? 504 : Integer.parseInt(status),
                        detail,
                        "",
                        null,
                        List.of()));
    }

    Failure(String status, String description, ProblemDetails example) {
        this.status = status;
        this.description = description;
        this.example = example;
    }

    String status() {
        return status;
    }

    /** The last part of the problem's type. */
    String kind() {
        return example.type().substring(example.type().lastIndexOf('/') + 1);
    }

    String description() {
        return description;
    }

    /** The name of the component: {@code TooManyRequests}. */
    String component() {
        StringBuilder component = new StringBuilder();
        for (String word : name().split("_", -1)) {
            component.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return component.toString();
    }

    /** Whether the answer says when to ask again. */
    boolean passes() {
        return this == TOO_MANY_REQUESTS || this == FAILED || this == UNAVAILABLE;
    }

    /**
     * The problem as it is answered.
     *
     * @param instance the path that was asked for
     */
    Map<String, Object> problem(String instance) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", example.type());
        problem.put("title", example.title());
        problem.put("status", example.status());
        problem.put("detail", example.detail());
        problem.put("instance", instance);
        problem.put("traceId", TRACE);
        problem.put(
                "violations",
                example.violations().stream().map(Failure::violation).toList());
        return problem;
    }

    private static Map<String, Object> violation(ProblemDetails.Place place) {
        Map<String, Object> violation = new LinkedHashMap<>();
        violation.put("field", place.field());
        violation.put("in", place.in());
        violation.put("message", place.message());
        return violation;
    }
}
