package se.tertial.gateway.crossorigin;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.tertial.gateway.forwarding.UpstreamConfig;
import se.tertial.gateway.problem.Problem;

/**
 * Cross-origin requests (CORS), answered here and nowhere behind. Tokens travel in a header that a page sets itself, never in a
 * cookie, so no credentials are allowed: a page can use only what it was given.
 */
@Singleton
class CrossOrigin {

    /** Before the checks of {@code Admission}, so that a page can read why it was refused. */
    private static final int BEFORE_ADMISSION = 95;

    /** After them: asking first counts as asking. */
    private static final int AFTER_ADMISSION = 80;

    private static final Pattern ORIGIN =
            Pattern.compile("https?://[a-z0-9.-]+(:[0-9]{1,5})?|https?://\\[[0-9a-f:]+](:[0-9]{1,5})?");

    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
    private static final String HEADERS = "Accept-Language, Authorization, Content-Type, Idempotency-Key, If-Match, "
            + "If-None-Match, Last-Event-ID, traceparent, tracestate";
    private static final String EXPOSED =
            "Allow, Content-Disposition, Content-Language, Deprecation, ETag, Link, Location, "
                    + "Retry-After, Sunset, traceparent, WWW-Authenticate";

    private final Set<String> origins;
    private final Set<String> services;
    private final String seconds;

    CrossOrigin(CrossOriginConfig config, UpstreamConfig upstreams) {
        origins = config.origins().orElse(Set.of());
        services = upstreams.services().keySet();
        seconds = Long.toString(config.remember().toSeconds());
        origins.stream()
                .filter(origin -> !ORIGIN.matcher(origin).matches())
                .findFirst()
                .ifPresent(wrong -> {
                    throw new IllegalArgumentException(
                            "“" + wrong + "” in tertial.gateway.cors.origins is not an origin, such as "
                                    + "https://intranet.kommun.example");
                });
    }

    void register(@Observes Filters filters) {
        filters.register(this::mark, BEFORE_ADMISSION);
        filters.register(this::answer, AFTER_ADMISSION);
    }

    private void mark(RoutingContext context) {
        if (!origins.isEmpty() && isOfAService(context.request())) {
            HttpServerResponse response = context.response();
            // A cache must not give one origin's answer to another.
            response.headers().add("Vary", "Origin");
            String origin = allowed(context.request());
            if (origin != null) {
                response.putHeader("Access-Control-Allow-Origin", origin)
                        .putHeader("Access-Control-Expose-Headers", EXPOSED);
            }
        }
        context.next();
    }

    private void answer(RoutingContext context) {
        HttpServerRequest request = context.request();
        boolean preflight = request.method().name().equals("OPTIONS")
                && request.headers().contains("Origin")
                && request.headers().contains("Access-Control-Request-Method");
        if (!preflight) {
            context.next();
        } else if (allowed(request) == null || !isOfAService(request)) {
            Problem.foreignOrigin().answer(context);
        } else {
            context.response()
                    .setStatusCode(204)
                    .putHeader("Access-Control-Allow-Methods", METHODS)
                    .putHeader("Access-Control-Allow-Headers", HEADERS)
                    .putHeader("Access-Control-Max-Age", seconds)
                    .end();
        }
    }

    private @Nullable String allowed(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        return origin != null && origins.contains(origin) ? origin : null;
    }

    /** The pages of the gateway itself are for nobody else's pages. */
    private boolean isOfAService(HttpServerRequest request) {
        String[] segments = request.uri().split("/", 4);
        return segments.length > 2 && services.contains(segments[1]) && segments[2].equals("v1");
    }
}
