package se.tertial.gateway.forwarding;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import se.tertial.gateway.admission.Visit;
import se.tertial.gateway.sharing.Places;
import se.tertial.gateway.sharing.Places.Place;

/** A service behind the gateway, and how much of it is taken. */
final class Upstream {

    private final String name;
    private final UpstreamConfig.Upstream config;
    private final HttpClient client;
    private final Renewal renewal;
    private final RequestOptions options;
    private final Places places;
    private final Places streams;
    private final ServiceState state;

    Upstream(
            String name,
            URI base,
            UpstreamConfig.Upstream config,
            HttpClient client,
            Renewal renewal,
            MeterRegistry metrics) {
        this.name = name;
        this.config = config;
        this.client = client;
        this.renewal = renewal;
        boolean tls = "https".equals(base.getScheme());
        int usual = tls ? 443 : 80;
        options = new RequestOptions()
                .setHost(base.getHost())
                .setPort(base.getPort() > 0 ? base.getPort() : usual)
                .setSsl(tls)
                .setConnectTimeout(config.connectTimeout().toMillis());
        places = new Places(config.connections(), config.waiting(), config.answerTimeout());
        // Streams stay open for hours, and must not take the places of what is answered at once.
        streams = new Places(config.streams(), 0, config.answerTimeout());
        state = new ServiceState(name, metrics, Clock.systemUTC());
        measure(metrics);
    }

    String name() {
        return name;
    }

    /** Whether it serves. */
    ServiceState state() {
        return state;
    }

    /** Tells how much of it is taken. */
    private void measure(MeterRegistry metrics) {
        List<Tag> tags = List.of(Tag.of("service", name));
        metrics.gauge("tertial.gateway.upstream.taken", tags, places, Places::taken);
        metrics.gauge("tertial.gateway.upstream.waiting", tags, places, Places::waiting);
        metrics.gauge("tertial.gateway.upstream.streams", tags, streams, Places::taken);
    }

    /** A place among the requests that the service is answering, perhaps after a while. */
    Future<Place> place(RoutingContext context) {
        return places.take(
                context.vertx().getOrCreateContext(), Visit.of(context).shares());
    }

    Optional<Place> streamPlace(RoutingContext context) {
        return streams.takeFree(Visit.of(context).shares());
    }

    /** A connection to the service: there is one for each place. */
    Future<HttpClientRequest> connect() {
        return client.request(new RequestOptions(options)).onSuccess(request -> {
            renewal.renew(request);
            request.idleTimeout(config.answerTimeout().toMillis());
        });
    }
}
