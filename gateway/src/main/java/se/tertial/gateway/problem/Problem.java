package se.tertial.gateway.problem;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.tertial.gateway.tracing.Trace;
import se.tertial.language.Language;
import se.tertial.language.Message;
import se.tertial.language.ProblemPage;

/**
 * Why a request went no further.
 *
 * @param status  the HTTP status
 * @param kind    the last part of the problem's type
 * @param title   the kind in words
 * @param detail  what is wrong this time
 * @param headers what the status asks for beside the body, such as {@code Retry-After}
 */
public record Problem(int status, String kind, Message title, Message detail, Map<String, String> headers) {

    private static final String RETRY_AFTER = "Retry-After";

    /** When to come back for what passes by itself. */
    private static final Map<String, String> RETRY = Map.of(RETRY_AFTER, "2");

    /** How long a body that nobody wants is read before its connection is closed. */
    private static final long DRAIN_MILLIS = 5_000;

    /** 400: the request cannot be read, or can be read in two ways. */
    public static Problem unreadable(Message detail) {
        return new Problem(400, "unreadable", Message.of("The request cannot be read"), detail, Map.of());
    }

    /** 400: where the request ends, and the next begins, can be read in two ways. */
    public static Problem ambiguous(Message detail) {
        return new Problem(
                400, "unreadable", Message.of("The request cannot be read"), detail, Map.of("Connection", "close"));
    }

    /** 401: there is no token where one is needed. */
    public static Problem unauthenticated() {
        return new Problem(
                401,
                "unauthenticated",
                Message.of("A token is needed"),
                Message.of("Send a valid bearer token in the Authorization header."),
                Map.of("WWW-Authenticate", "Bearer"));
    }

    /** 401: there is a token, and it is not valid. */
    public static Problem invalidToken() {
        return new Problem(
                401,
                "unauthenticated",
                Message.of("The token is not valid"),
                Message.of(
                        "The token in the Authorization header is expired, malformed, or not issued for this system."),
                Map.of("WWW-Authenticate", "Bearer error=\"invalid_token\""));
    }

    /** 403: a browser asks whether a page of another site may call the APIs, and it may not. */
    public static Problem foreignOrigin() {
        return new Problem(
                403,
                "foreign-origin",
                Message.of("This origin is not allowed"),
                Message.of(
                        "Pages of this origin may not call the APIs from a browser; whoever runs Tertial can allow it."),
                Map.of());
    }

    /** 404: the gateway has no such address. */
    public static Problem notFound() {
        return new Problem(
                404, "not-found", Message.of("Not found"), Message.of("There is nothing at this address."), Map.of());
    }

    /** 405: the address does not take the method. */
    public static Problem methodNotAllowed(String allowed) {
        return new Problem(
                405,
                "http-405",
                Message.of("Method not allowed"),
                Message.of("This address does not take this method."),
                Map.of("Allow", allowed));
    }

    /** 408: the body came too slowly. */
    public static Problem tooSlow() {
        return new Problem(
                408,
                "http-408",
                Message.of("The request took too long"),
                Message.of("The body did not arrive within the time given."),
                Map.of());
    }

    /** 413: the body is larger than any address takes. */
    public static Problem tooLarge(long limit) {
        return new Problem(
                413,
                "http-413",
                Message.of("Too large"),
                Message.of("A request has at most {0} bytes; send it in parts.", Long.toString(limit)),
                Map.of());
    }

    /** 414: the address with its query is longer than any that the APIs have. */
    public static Problem tooLongTarget(int limit) {
        return new Problem(
                414,
                "http-414",
                Message.of("The address is too long"),
                Message.of("An address with its query has at most {0} characters.", Integer.toString(limit)),
                Map.of());
    }

    /** 415: the body is compressed, and could be anything of any size. */
    public static Problem encoded() {
        return new Problem(
                415,
                "http-415",
                Message.of("Unsupported content encoding"),
                Message.of("Send the body without Content-Encoding; answers are compressed, requests are not."),
                Map.of("Accept-Encoding", "identity"));
    }

    /** 421: the request is for a host that this is not. */
    public static Problem otherHost() {
        return new Problem(
                421,
                "http-421",
                Message.of("Not this host"),
                Message.of("There is no such host here; look at the address."),
                Map.of());
    }

    /** 429: the client asks too often, or all that ask about one tenant do. */
    public static Problem tooMany(Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        return new Problem(
                429,
                "too-many-requests",
                Message.of("Too many requests"),
                Message.of("Ask again in {0} s.", Long.toString(seconds)),
                Map.of(RETRY_AFTER, Long.toString(seconds)));
    }

    /** 429: the client has too many requests under way. */
    public static Problem tooManyAtOnce(int limit) {
        return new Problem(
                429,
                "too-many-requests",
                Message.of("Too many requests"),
                Message.of("A client has at most {0} requests under way at once.", limit),
                Map.of(RETRY_AFTER, "1"));
    }

    /** 429: the client, or all that ask about one tenant, have too much on its way to the services. */
    public static Problem tooMuchAtOnce() {
        return new Problem(
                429,
                "too-many-requests",
                Message.of("Too much at once"),
                Message.of("More is being sent than a client or a tenant may send at once; nothing was done."),
                Map.of(RETRY_AFTER, "1"));
    }

    /** 431: the headers are more, or larger, than any request needs. */
    public static Problem tooManyHeaders(int count, long bytes) {
        return new Problem(
                431,
                "http-431",
                Message.of("The headers are too large"),
                Message.of(
                        "A request has at most {0} headers, together of {1} bytes.",
                        Integer.toString(count), Long.toString(bytes)),
                Map.of());
    }

    /** 500: something is wrong here. */
    public static Problem broken() {
        return new Problem(
                500,
                "http-500",
                Message.of("Unexpected failure"),
                Message.of("Something went wrong on our side; nothing was passed on."),
                RETRY);
    }

    /** 502: the service cannot be reached. */
    public static Problem unreachable() {
        return later(
                502,
                "unreachable",
                Message.of("The service cannot be reached"),
                Message.of("The service behind this address cannot be reached just now. Nothing was done."));
    }

    /** 502: the service was asked, and then the connection to it was lost, or its answer cannot be read. */
    public static Problem brokenOff(boolean reading) {
        return later(502, "broken-off", Message.of("The service broke off its answer"), outcome(reading));
    }

    /**
     * 5xx: the service failed, and says nothing of what was done.
     *
     * @param retryAfter when to come back, if the service says it
     */
    public static Problem failed(int status, boolean reading, @Nullable String retryAfter) {
        return new Problem(
                status,
                "http-" + status,
                Message.of("The service failed"),
                outcome(reading),
                retryAfter == null ? RETRY : Map.of(RETRY_AFTER, retryAfter));
    }

    /** 503: something that is needed is busy or away; trying again soon is sensible. */
    public static Problem unavailable(Message reason) {
        return later(
                503,
                "unavailable",
                Message.of("Not available just now"),
                Message.of("{0} Nothing was done; try again soon.", reason));
    }

    /** 504: the service did not answer in time. */
    public static Problem timedOut(boolean reading) {
        return later(504, "timed-out", Message.of("The service did not answer in time"), outcome(reading));
    }

    /** Says when to come back in an answer of a service that failed and does not say it itself. */
    public static void sayWhenToComeBack(int status, MultiMap answer) {
        if (status >= 502 && status <= 504 && !answer.contains(RETRY_AFTER)) {
            RETRY.forEach(answer::set);
        }
    }

    private static Message outcome(boolean reading) {
        return reading
                ? Message.of("Nothing was changed; try again.")
                : Message.of("The service may still have done what was asked: read before you repeat a write.");
    }

    /** What passes by itself. */
    private static Problem later(int status, String kind, Message title, Message detail) {
        return new Problem(status, kind, title, detail, RETRY);
    }

    /** Whether nothing else is read from the connection. */
    public boolean endsConnection() {
        return headers.containsKey("Connection");
    }

    /** The language that a request wants to be answered in. */
    private static Language language(HttpServerRequest request) {
        return Language.asked(String.join(",", request.headers().getAll("Accept-Language")));
    }

    /** What an answer says of itself. */
    public void describe(HttpServerRequest request, MultiMap answer) {
        boolean either = ProblemPage.isPossible(request.method().name());
        answer.add("Vary", either ? "Accept, Accept-Language" : "Accept-Language");
        if (isPage(request)) {
            answer.set("Content-Type", ProblemPage.CONTENT_TYPE)
                    .set("Content-Language", Language.SWEDISH.tag())
                    .set("Content-Security-Policy", ProblemPage.CONTENT_SECURITY_POLICY);
        } else {
            answer.set("Content-Type", "application/problem+json")
                    .set("Content-Language", language(request).tag());
        }
        headers.forEach(answer::set);
    }

    /** What {@link #describe} describes: the problem document; or a page in Swedish, for whoever asks with a browser. */
    public Buffer body(HttpServerRequest request) {
        return isPage(request) ? Buffer.buffer(ProblemPage.html(status, Trace.id(request))) : document(request);
    }

    private static boolean isPage(HttpServerRequest request) {
        return ProblemPage.isWanted(request.method().name(), request.getHeader("Accept"));
    }

    /** The problem document for a request. */
    public Buffer document(HttpServerRequest request) {
        Language language = language(request);
        String target = request.uri();
        int query = target.indexOf('?');
        return new JsonObject()
                .put("type", "https://tertial.se/problems/" + kind)
                .put("title", title.in(language))
                .put("status", status)
                .put("detail", detail.in(language))
                .put("instance", query < 0 ? target : target.substring(0, query))
                .put("traceId", Trace.id(request))
                .put("violations", new JsonArray())
                .toBuffer();
    }

    /** Answers, unless an answer is under way already. */
    public void answer(RoutingContext context) {
        HttpServerResponse response = context.response();
        if (response.headWritten() || response.ended()) {
            return;
        }
        response.setStatusCode(status);
        describe(context.request(), response.headers());
        response.end(body(context.request()));
        drain(context.vertx(), context.request());
    }

    /**
     * Reads what is left of a refused body, for a while: a client that is still sending would otherwise see a broken
     * connection instead of the answer.
     */
    public static void drain(Vertx vertx, HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        request.resume();
        if (request.headers().contains("Content-Length") || request.headers().contains("Transfer-Encoding")) {
            long patience =
                    vertx.setTimer(DRAIN_MILLIS, timer -> request.connection().close());
            request.end().onComplete(ended -> vertx.cancelTimer(patience));
        }
    }
}
