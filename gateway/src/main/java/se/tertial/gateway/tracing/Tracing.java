package se.tertial.gateway.tracing;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.MDC;

/**
 * Gives every request its step of a trace before anything else sees it, and every answer its name, refusals
 * included. What a caller sent is replaced in the request, and so is what the services get.
 */
@Singleton
class Tracing {

    /** Before every route, those that answer first of all included. */
    private static final int BEFORE_EVERYTHING = 10_000;

    void register(@Observes Filters filters) {
        filters.register(Tracing::trace, BEFORE_EVERYTHING);
    }

    private static void trace(RoutingContext context) {
        trace(context.request());
        context.next();
    }

    static void trace(HttpServerRequest request) {
        MultiMap headers = request.headers();
        Optional<Trace> followed = Trace.following(headers.getAll(Trace.HEADER));
        Trace trace = followed.orElseGet(Trace::begun);
        if (followed.isEmpty()) {
            headers.remove("tracestate"); // it belongs to the trace that is not followed
        }
        MDC.put("traceId", trace.traceId());
        headers.set(Trace.HEADER, trace.header());
        request.response().putHeader(Trace.HEADER, trace.header());
    }
}
