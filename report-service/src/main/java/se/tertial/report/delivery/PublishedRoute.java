package se.tertial.report.delivery;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.trace.Trace;
import se.tertial.report.delivery.Finished.Format;
import se.tertial.report.delivery.Finished.Header;

/**
 * The short way for what is read most: a published document, without a token, that lies in memory. Everything else goes on to
 * {@link DocumentResource}, which answers the same.
 */
@ApplicationScoped
class PublishedRoute {

    /** Before the filters of the service kit: what is answered here needs no more of them than its step of the trace. */
    private static final int BEFORE_EVERYTHING = 20_000;

    private static final CharSequence TRACE = HttpHeaders.createOptimized(Trace.HEADER);

    /** Spelt as the long way spells it: which way was taken is nobody's business. */
    private static final CharSequence CACHE_CONTROL = HttpHeaders.createOptimized("Cache-Control");

    private final Shelf shelf;
    private final String root;
    private final LongAdder served = new LongAdder();

    @Inject
    PublishedRoute(Shelf shelf, @ConfigProperty(name = "quarkus.http.root-path") String root, MeterRegistry meters) {
        this.shelf = shelf;
        this.root = root;
        FunctionCounter.builder("report.published.at.hand", served, LongAdder::doubleValue)
                .register(meters);
    }

    void register(@Observes Filters filters) {
        filters.register(this::answer, BEFORE_EVERYTHING);
    }

    private void answer(RoutingContext context) {
        HttpServerRequest request = context.request();
        String path = request.path();
        Finished document = null;
        if (path.endsWith("/document")
                && request.method() == io.vertx.core.http.HttpMethod.GET
                && !request.headers().contains(HttpHeaders.AUTHORIZATION)) {
            Format format = Negotiation.format(format(request.query()), request.getHeader(HttpHeaders.ACCEPT));
            if (format != null) {
                document = shelf.publishedAtHand(path.substring(root.length()), format);
            }
        }
        if (document == null) {
            context.next();
            return;
        }
        Negotiation.Answer answer = Negotiation.answer(
                document, request.getHeader(HttpHeaders.ACCEPT_ENCODING), request.getHeader(HttpHeaders.IF_NONE_MATCH));
        HttpServerResponse response = context.response();
        MultiMap headers = response.headers();
        headers.add(TRACE, Trace.of(request.headers()).header());
        headers.add(CACHE_CONTROL, Negotiation.cacheControl(true));
        for (Header header : answer.headers()) {
            headers.add(header.name(), header.value());
        }
        served.increment();
        if (answer.notModified()) {
            response.setStatusCode(304).end();
        } else {
            response.end(answer.body());
        }
    }

    /** The format asked for, if that and nothing else is asked; empty text for what only the long way understands. */
    private static @Nullable String format(@Nullable String query) {
        if (query == null) {
            return null;
        }
        return query.equals("format=html") ? "html" : query.equals("format=json") ? "json" : "";
    }
}
