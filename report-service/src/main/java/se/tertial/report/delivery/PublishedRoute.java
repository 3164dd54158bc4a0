package se.tertial.report.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import se.tertial.report.delivery.Finished.Format;

/**
 * The short way for what is read most: a published document, without a token, that lies in memory. Everything else goes on to
 * {@link DocumentResource}, which answers the same.
 */
@ApplicationScoped
class PublishedRoute {

    private static final int BEFORE_EVERYTHING = -1_000;
    private static final Pattern ADDRESS = Pattern.compile(
            "/municipalities/([0-9]{4})/administrations/([a-z0-9-]{1,80})/reports/([0-9-]{4,7})/document");

    private final Shelf shelf;
    private final String root;
    private final Counter served;

    @Inject
    PublishedRoute(Shelf shelf, @ConfigProperty(name = "quarkus.http.root-path") String root, MeterRegistry meters) {
        this.shelf = shelf;
        this.root = root;
        this.served = meters.counter("report.published.at.hand");
    }

    void register(@Observes Router router) {
        router.route("/municipalities/*").order(BEFORE_EVERYTHING).handler(this::answer);
    }

    private void answer(RoutingContext context) {
        HttpServerRequest request = context.request();
        String path = request.path();
        Finished document = null;
        if (path.endsWith("/document")
                && request.method() == io.vertx.core.http.HttpMethod.GET
                && !request.headers().contains(HttpHeaders.AUTHORIZATION)) {
            Matcher address = ADDRESS.matcher(path.substring(root.length()));
            Format format = Negotiation.format(format(request.query()), request.getHeader(HttpHeaders.ACCEPT));
            if (address.matches() && format != null) {
                document = shelf.publishedAtHand(address.group(1), address.group(2), address.group(3), format);
            }
        }
        if (document == null) {
            context.next();
            return;
        }
        Negotiation.Answer answer = Negotiation.answer(
                document, request.getHeader(HttpHeaders.ACCEPT_ENCODING), request.getHeader(HttpHeaders.IF_NONE_MATCH));
        HttpServerResponse response = context.response();
        Negotiation.headers(document, answer, true).forEach(response::putHeader);
        served.increment();
        Buffer body = answer.buffer();
        if (body == null) {
            response.setStatusCode(304).end();
        } else {
            response.end(body);
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
