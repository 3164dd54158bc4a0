package se.tertial.kit.problem;

import java.util.List;
import org.jspecify.annotations.Nullable;
import se.tertial.language.Language;
import se.tertial.language.Message;

/** A request that cannot be served, with the status, the reason and the places of each error. */
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String kind;
    private final transient Message title;
    private final transient Message detail;
    private final transient List<Violation> violations;
    private final @Nullable String latest;

    private Problem(int status, String kind, Message title, Message detail, List<Violation> violations) {
        this(status, kind, title, detail, violations, null);
    }

    private Problem(
            int status,
            String kind,
            Message title,
            Message detail,
            List<Violation> violations,
            @Nullable String latest) {
        super(detail.in(Language.ENGLISH));
        this.status = status;
        this.kind = kind;
        this.title = title;
        this.detail = detail;
        this.violations = violations;
        this.latest = latest;
    }

    /** 400: the request cannot be read. */
    public static Problem unreadable(Message detail) {
        return new Problem(400, "unreadable", Message.of("The request cannot be read"), detail, List.of());
    }

    /** 400: the request is readable but malformed in the places given. */
    public static Problem malformed(List<Violation> violations) {
        return new Problem(400, "malformed", Message.of("The request is malformed"), summary(violations), violations);
    }

    /** 422: each value is well-formed, but together, or with what is stored, they break a rule. */
    public static Problem invalid(List<Violation> violations) {
        return new Problem(422, "invalid", Message.of("The content breaks a rule"), summary(violations), violations);
    }

    /** 401: no valid token. */
    public static Problem unauthenticated() {
        return new Problem(
                401,
                "unauthenticated",
                Message.of("A token is needed"),
                Message.of("Send a valid bearer token in the Authorization header."),
                List.of());
    }

    /** 403: the token does not grant this. */
    public static Problem forbidden() {
        return new Problem(
                403,
                "forbidden",
                Message.of("Not granted"),
                Message.of("Your token does not grant this in this municipality and administration."),
                List.of());
    }

    /** 404: there is no such thing here. */
    public static Problem notFound(Message detail) {
        return new Problem(404, "not-found", Message.of("Not found"), detail, List.of());
    }

    /** 406: there is nothing in a media type that the client accepts. */
    public static Problem notAcceptable() {
        return ofStatus(
                406,
                Message.of("Not acceptable"),
                Message.of("This address cannot answer in a media type that you accept."));
    }

    /** 409: it cannot be done in the state things are in. */
    public static Problem conflict(Message detail) {
        return new Problem(409, "conflict", Message.of("Not possible now"), detail, List.of());
    }

    /** 409 of a kind of its own, which a program can tell from others. */
    public static Problem conflict(String kind, Message title, Message detail) {
        return new Problem(409, kind, title, detail, List.of());
    }

    /** 409, with the places. */
    public static Problem conflict(List<Violation> violations) {
        return new Problem(409, "conflict", Message.of("Not possible now"), summary(violations), violations);
    }

    /**
     * 410: what was here was taken back.
     *
     * @param latest where to read what holds now instead; null if there is nothing
     */
    public static Problem gone(Message detail, @Nullable String latest) {
        return new Problem(410, "gone", Message.of("Withdrawn"), detail, List.of(), latest);
    }

    /** 412: what the request is about is not as its sender has seen it. */
    public static Problem stale(Message detail) {
        return new Problem(412, "stale", Message.of("Changed meanwhile"), detail, List.of());
    }

    /** 412, with the places. */
    public static Problem stale(List<Violation> violations) {
        return new Problem(412, "stale", Message.of("Changed meanwhile"), summary(violations), violations);
    }

    /** 428: what exists is changed only by whoever says which state of it they have seen. */
    public static Problem unconditional() {
        return new Problem(
                428,
                "precondition-required",
                Message.of("Say what you have seen"),
                Message.of("It exists. Read it, and send its ETag in If-Match to replace or delete that state of it."),
                List.of());
    }

    /** 429: this was asked too often; nothing was done. */
    public static Problem tooMany(Message detail) {
        return new Problem(429, "too-many-requests", Message.of("Too many requests"), detail, List.of());
    }

    /** 415: the body is compressed, and could be of any size. */
    public static Problem encoded() {
        return ofStatus(
                415,
                Message.of("Unsupported content encoding"),
                Message.of("Send the body without Content-Encoding; answers are compressed, requests are not."));
    }

    /** 503: too much is going on; what was asked was not done. */
    static Problem busy() {
        return later(Message.of("This took longer than it may; nothing was changed. Try again soon."));
    }

    /** 503: too much of this municipality is under way; what was asked was not begun. */
    public static Problem crowded() {
        return later(Message.of("Too much is under way here just now; nothing was changed. Try again soon."));
    }

    /** 503: the same was asked before, with the same key, and is still under way; this time nothing was begun. */
    public static Problem underWay() {
        return later(
                Message.of(
                        "A request with the same key is still under way; for this one nothing was done. Send it again soon, with the same key."));
    }

    /** 503: whoever asked has gone; what was begun was undone. */
    public static Problem abandoned() {
        return unavailable(Message.of("Nobody waits for the answer any more."));
    }

    /** 503: the database serves nobody; what was asked was not done. */
    static Problem away() {
        return later(Message.of("The database does not answer just now; nothing was changed. Try again soon."));
    }

    /** 503: whether it was done cannot be told. */
    static Problem outcomeUnknown() {
        return new Problem(
                503,
                "outcome-unknown",
                Message.of("The outcome is unknown"),
                Message.of("The connection was lost while the change was being saved, so it may have been made."
                        + " Read before you repeat: the same content again does no harm."),
                List.of());
    }

    /** 500: it was done, but what followed failed. */
    static Problem failedAfterwards() {
        return ofStatus(
                500,
                Message.of("Unexpected failure"),
                Message.of("Something went wrong on our side after a change was made: read before you repeat."));
    }

    /** 500: what was asked was not done. */
    public static Problem failed() {
        return ofStatus(
                500,
                Message.of("Unexpected failure"),
                Message.of("Something went wrong on our side; nothing was changed."));
    }

    /**
     * 503: it cannot be done just now, and may be soon; what was asked was not done.
     *
     * @param reason why, as a sentence; what is said of what was done and when to come back is added
     */
    public static Problem unavailable(Message reason) {
        return later(Message.of("{0} Nothing was changed; try again soon.", reason));
    }

    /**
     * 503: it cannot be done until somebody has done something about it; what was asked was not done.
     *
     * @param reason why, and what must be done, as sentences
     */
    public static Problem halted(Message reason) {
        return later(Message.of("{0} Nothing was changed.", reason));
    }

    private static Problem later(Message detail) {
        return new Problem(503, "unavailable", Message.of("Not available just now"), detail, List.of());
    }

    static Problem ofStatus(int status, Message title, Message detail) {
        return new Problem(status, "http-" + status, title, detail, List.of());
    }

    int status() {
        return status;
    }

    /** After how many seconds to come back; 0 if that would not help. */
    int retryAfter() {
        return status == 429 ? 60 : status >= 500 ? 2 : 0;
    }

    String kind() {
        return kind;
    }

    Message title() {
        return title;
    }

    Message detail() {
        return detail;
    }

    List<Violation> violations() {
        return violations;
    }

    @Nullable
    String latest() {
        return latest;
    }

    private static Message summary(List<Violation> violations) {
        Violation first = violations.get(0);
        if (violations.size() > 1) {
            return Message.of(
                    "{0} errors; the first at {1}: {2} Nothing was changed.",
                    violations.size(), first.field(), first.message());
        }
        return first.field().isEmpty() ? first.message() : Message.of("{0}: {1}", first.field(), first.message());
    }
}
