package se.tertial.gateway.forwarding;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** The routes to the services: {@code /name/v1/*}, the path unchanged. */
@Singleton
class Forwarding {

    private static final int MAX_RESPONSE_HEADERS = 32 * 1024;
    private static final ProxyOptions NO_WEB_SOCKETS = new ProxyOptions().setSupportWebSocket(false);

    private final UpstreamConfig config;
    private final Bodies bodies;
    private final Turns turns;
    private final MeterRegistry metrics;
    private final Renewal renewal;
    private final HttpClient client;

    Forwarding(Vertx vertx, UpstreamConfig config, Bodies bodies, MeterRegistry metrics) {
        this.config = config;
        this.bodies = bodies;
        this.metrics = metrics;
        UpstreamConfig.Upstream upstream = config.upstream();
        turns = new Turns(upstream.tenantAtWork());
        renewal = new Renewal(upstream.lifetime());
        // How many are used at once is decided by the places of each service.
        client = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setKeepAlive(true)
                        .setKeepAliveTimeout((int) upstream.idleTimeout().toSeconds())
                        .setPipelining(false)
                        .setTcpNoDelay(true)
                        .setDecompressionSupported(false)
                        .setMaxHeaderSize(MAX_RESPONSE_HEADERS)
                        .setConnectTimeout((int) upstream.connectTimeout().toMillis()))
                .with(new PoolOptions().setHttp1MaxSize(upstream.connections() + upstream.streams()))
                .withConnectHandler(renewal::begun)
                .build();
    }

    void routes(@Observes Router router) {
        config.services().forEach((name, base) -> {
            Upstream service = new Upstream(name, base, config.upstream(), client, renewal, metrics);
            router.route("/" + name + "/v1/*").handler(context -> pass(context, service));
        });
    }

    private void pass(RoutingContext context, Upstream service) {
        ForwardingInterceptor passage = new ForwardingInterceptor(context, bodies, turns, service);
        HttpProxy.reverseProxy(NO_WEB_SOCKETS, client)
                .addInterceptor(passage)
                .origin(proxied -> passage.connect())
                .handle(context.request());
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
