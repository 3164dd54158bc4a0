package se.tertial.report.delivery;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.trace.Trace;
import se.tertial.report.delivery.EncodedDocument.Format;
import se.tertial.report.delivery.EncodedDocument.Header;

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

    private final DocumentCache cache;
    private final String root;
    private final LongAdder atHand = new LongAdder();

    @Inject
    PublishedRoute(
            DocumentCache cache, @ConfigProperty(name = "quarkus.http.root-path") String root, MeterRegistry meters) {
        this.cache = cache;
        this.root = root;
        FunctionCounter.builder("report.published.at.hand", atHand, LongAdder::doubleValue)
                .register(meters);
    }

    void register(@Observes Filters filters) {
        filters.register(this::answer, BEFORE_EVERYTHING);
    }

    private void answer(RoutingContext context) {
        HttpServerRequest request = context.request();
        String path = request.path();
        DocumentCache.Served served = null;
        if (path.endsWith("/document")
                && path.startsWith(root)
                && request.method().equals(HttpMethod.GET)
                && !request.headers().contains(HttpHeaders.AUTHORIZATION)) {
            served = served(path.substring(root.length()), request);
        }
        if (served == null) {
            context.next();
            return;
        }
        Negotiation.Answer answer = Negotiation.answer(
                served.document(),
                request.getHeader(HttpHeaders.ACCEPT_ENCODING),
                request.getHeader(HttpHeaders.IF_NONE_MATCH));
        HttpServerResponse response = context.response();
        MultiMap headers = response.headers();
        headers.add(TRACE, Trace.of(request.headers()).header());
        headers.add(CACHE_CONTROL, Negotiation.cacheControl(true));
        for (Header header : answer.headers()) {
            headers.add(header.name(), header.value());
        }
        Negotiation.age(served.age()).forEach(header -> headers.add(header.name(), header.value()));
        atHand.increment();
        if (answer.notModified()) {
            response.setStatusCode(304).end();
        } else {
            response.end(answer.body());
        }
    }

    private DocumentCache.@Nullable Served served(String report, HttpServerRequest request) {
        Asked asked = Asked.of(request.query());
        Format format =
                asked == null ? null : Negotiation.format(asked.format(), request.getHeader(HttpHeaders.ACCEPT));
        return asked == null || format == null ? null : cache.atHand(report, asked.number(), format);
    }

    /**
     * What a query asks for.
     *
     * @param number of the publication; null for the latest
     */
    private record Asked(@Nullable String format, @Nullable String number) {

        private static final Asked NOTHING = new Asked(null, null);
        private static final Asked HTML = new Asked("html", null);
        private static final Asked JSON = new Asked("json", null);
        private static final Pattern NUMBERED =
                Pattern.compile("(?:format=(json|html)&)?version=(published|[1-9][0-9]{0,5})(?:&format=(json|html))?");

        /** Null for what only the long way understands. */
        static @Nullable Asked of(@Nullable String query) {
            if (query == null) {
                return NOTHING;
            }
            return switch (query) {
                case "format=html" -> HTML;
                case "format=json" -> JSON;
                default -> numbered(query);
            };
        }

        private static @Nullable Asked numbered(String query) {
            Matcher matcher = NUMBERED.matcher(query);
            if (!matcher.matches() || (matcher.group(1) != null && matcher.group(3) != null)) {
                return null;
            }
            String format = matcher.group(1) != null ? matcher.group(1) : matcher.group(3);
            return new Asked(format, matcher.group(2).equals("published") ? null : matcher.group(2));
        }
    }
}
