package se.tertial.gateway.refusal;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import se.tertial.gateway.tracing.Trace;

/**
 * Why a request went no further.
 *
 * @param status  the HTTP status
 * @param kind    the last part of the problem's type
 * @param title   the kind in words
 * @param detail  what is wrong this time
 * @param headers what the status asks for beside the body, such as {@code Retry-After}
 */
public record Refusal(int status, String kind, String title, String detail, Map<String, String> headers) {

    /** How long a body that nobody wants is read before its connection is closed. */
    private static final long DRAIN_MILLIS = 5_000;

    /** 400: the request cannot be read, or can be read in two ways. */
    public static Refusal unreadable(String detail) {
        return new Refusal(400, "unreadable", "The request cannot be read", detail, Map.of());
    }

    /** 401: there is no token where one is needed. */
    public static Refusal unauthenticated() {
        return new Refusal(
                401,
                "unauthenticated",
                "A token is needed",
                "Send a valid bearer token in the Authorization header.",
                Map.of("WWW-Authenticate", "Bearer"));
    }

    /** 401: there is a token, and it is not valid. */
    public static Refusal invalidToken() {
        return new Refusal(
                401,
                "unauthenticated",
                "The token is not valid",
                "The token in the Authorization header is expired, malformed, or not issued for this system.",
                Map.of("WWW-Authenticate", "Bearer error=\"invalid_token\""));
    }

    /** 404: the gateway has no such address. */
    public static Refusal notFound() {
        return new Refusal(404, "not-found", "Not found", "There is nothing at this address.", Map.of());
    }

    /** 405: the address does not take the method. */
    public static Refusal methodNotAllowed(String allowed) {
        return new Refusal(
                405,
                "http-405",
                "Method not allowed",
                "This address does not take this method.",
                Map.of("Allow", allowed));
    }

    /** 408: the body came too slowly. */
    public static Refusal tooSlow() {
        return new Refusal(
                408,
                "http-408",
                "The request took too long",
                "The body did not arrive within the time given.",
                Map.of());
    }

    /** 413: the body is larger than any address takes. */
    public static Refusal tooLarge(long limit) {
        return new Refusal(
                413, "http-413", "Too large", "A request has at most " + limit + " bytes; send it in parts.", Map.of());
    }

    /** 429: the client asks too often. */
    public static Refusal tooMany(Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        return new Refusal(
                429,
                "too-many-requests",
                "Too many requests",
                "Ask again in " + seconds + " s.",
                Map.of("Retry-After", Long.toString(seconds)));
    }

    /** 502: the service cannot be reached, or its answer cannot be read. */
    public static Refusal unreachable() {
        return new Refusal(
                502,
                "unreachable",
                "The service cannot be reached",
                "The service behind this address does not answer just now.",
                Map.of());
    }

    /** 503: something that is needed is busy or away; trying again soon is sensible. */
    public static Refusal unavailable(String detail) {
        return new Refusal(503, "unavailable", "Not available just now", detail, Map.of("Retry-After", "2"));
    }

    /** 504: the service did not answer in time. Whether it did what was asked is not known. */
    public static Refusal timedOut() {
        return new Refusal(
                504,
                "timed-out",
                "The service did not answer in time",
                "The service may still have done what was asked: read before you repeat a write.",
                Map.of());
    }

    /** The problem document for a request. */
    public Buffer document(HttpServerRequest request) {
        String target = request.uri();
        int query = target.indexOf('?');
        return new JsonObject()
                .put("type", "https://tertial.se/problems/" + kind)
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
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
        response.setStatusCode(status).putHeader("Content-Type", "application/problem+json");
        headers.forEach(response::putHeader);
        response.putHeader("X-Content-Type-Options", "nosniff").end(document(context.request()));
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
