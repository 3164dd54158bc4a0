package se.tertial.kit.trace;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.MDC;

/**
 * Gives every request its step of a trace before anything else sees it, and every answer its name. What a caller sent is
 * replaced in the request, so that nothing behind reads what was not checked.
 */
@Singleton
class Tracing {

    /** Before every route, those that answer first of all included. */
    private static final int BEFORE_EVERYTHING = 10_000;

    void register(@Observes Filters filters) {
        filters.register(this::trace, BEFORE_EVERYTHING);
    }

    private void trace(RoutingContext context) {
        MultiMap headers = context.request().headers();
        Trace trace = Trace.of(headers);
        trace.makeCurrent();
        MDC.put("traceId", trace.traceId());
        headers.set(Trace.HEADER, trace.header());
        context.response().putHeader(Trace.HEADER, trace.header());
        context.next();
    }
}
