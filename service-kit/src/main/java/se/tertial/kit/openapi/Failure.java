package se.tertial.kit.openapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Why a request is not served, as a document tells of it: a status, what it means here, and a problem as it is really answered. */
enum Failure {
    MALFORMED(
            "400",
            "malformed",
            "The request cannot be read, or is malformed; each error is listed with its place.",
            "The request is malformed",
            "limit: must be less than or equal to 1000",
            "limit",
            "query",
            "must be less than or equal to 1000"),
    UNAUTHENTICATED(
            "401",
            "unauthenticated",
            "There is no valid bearer token.",
            "A token is needed",
            "Send a valid bearer token in the Authorization header."),
    FORBIDDEN(
            "403",
            "forbidden",
            "The token does not grant this in this municipality and administration.",
            "Not granted",
            "Your token does not grant this in this municipality and administration."),
    NOT_FOUND("404", "not-found", "There is no such resource.", "Not found", "There is no “lkdata” here."),
    NOT_ACCEPTABLE(
            "406",
            "http-406",
            "Accept names no format that there is.",
            "Not acceptable",
            "This address cannot answer in a media type that you accept."),
    CONFLICT(
            "409",
            "conflict",
            "It is not possible in the state things are in, such as in a closed period.",
            "Not possible now",
            "The figures change faster than the report can be composed; try again."),
    STALE(
            "412",
            "stale",
            "What is stored is not what If-Match or If-None-Match says; read it again.",
            "Changed meanwhile",
            "It was changed since you read it; it stands at \"1042\" now."),
    TOO_LARGE(
            "413",
            "http-413",
            "The body is larger than it may be.",
            "Too large",
            "A request has at most 20971520 bytes; send it in parts."),
    UNSUPPORTED_MEDIA_TYPE(
            "415",
            "http-415",
            "The body is not application/json, or is compressed.",
            "Unsupported content encoding",
            "Send the body without Content-Encoding; answers are compressed, requests are not."),
    INVALID(
            "422",
            "invalid",
            "The content breaks a rule; each error is listed with its place.",
            "The content breaks a rule",
            "/items/3/income: An amount has at most two decimals.",
            "/items/3/income",
            "body",
            "An amount has at most two decimals."),
    PRECONDITION_REQUIRED(
            "428",
            "precondition-required",
            "It exists, and If-Match does not say which state of it is meant.",
            "Say what you have seen",
            "It exists. Read it, and send its ETag in If-Match to replace or delete that state of it."),
    TOO_MANY_REQUESTS(
            "429",
            "too-many-requests",
            "More requests than a client or a municipality may send; Retry-After says when to go on.",
            "Too many requests",
            "Ask again in 2 s."),
    FAILED(
            "500",
            "http-500",
            "Something went wrong on our side. The detail says whether anything was changed, Retry-After when to try again.",
            "Unexpected failure",
            "Something went wrong on our side; nothing was changed."),
    UNAVAILABLE(
            "503",
            "unavailable",
            "Not available just now; nothing was changed, unless the type is outcome-unknown: then read before you repeat. Retry-After says when to try again.",
            "Not available just now",
            "This took longer than it may; nothing was changed. Try again soon."),
    OTHER(
            "default",
            "timed-out",
            "Any other failure, such as of the way to the service.",
            "The service did not answer in time",
            "The service may still have done what was asked: read before you repeat a write.");

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final String status;
    private final String kind;
    private final String description;
    private final String title;
    private final String detail;
    private final List<String> place;

    Failure(String status, String kind, String description, String title, String detail, String... place) {
        this.status = status;
        this.kind = kind;
        this.description = description;
        this.title = title;
        this.detail = detail;
        this.place = List.of(place);
    }

    String status() {
        return status;
    }

    /** The last part of the problem's type. */
    String kind() {
        return kind;
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
        problem.put("type", "https://tertial.se/problems/" + kind);
        problem.put("title", title);
        problem.put("status", this == OTHER ? 504 : Integer.parseInt(status));
        problem.put("detail", detail);
        problem.put("instance", instance);
        problem.put("traceId", TRACE);
        List<Object> violations = new ArrayList<>();
        if (!place.isEmpty()) {
            Map<String, Object> violation = new LinkedHashMap<>();
            violation.put("field", place.get(0));
            violation.put("in", place.get(1));
            violation.put("message", place.get(2));
            violations.add(violation);
        }
        problem.put("violations", violations);
        return problem;
    }
}
