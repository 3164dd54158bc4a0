package se.tertial.gateway.forwarding;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.Router;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import se.tertial.gateway.admission.EventStream;

/** The routes to the services: {@code /name/v1/*}, the path unchanged. */
@Singleton
class Forwarding {

    private static final int MAX_RESPONSE_HEADERS = 32 * 1024;

    private final Vertx vertx;
    private final UpstreamConfig config;
    private final long largestBody;
    private final HttpClient client;
    private final HttpClient streams;

    Forwarding(
            Vertx vertx,
            UpstreamConfig config,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize largestBody) {
        this.vertx = vertx;
        this.config = config;
        this.largestBody = largestBody.asLongValue();
        client = client(config.upstream().connections());
        // Streams stay open for hours, and must not take the connections of what is answered at once.
        streams = client(config.upstream().streams());
    }

    private HttpClient client(int connections) {
        return vertx.createHttpClient(
                new HttpClientOptions()
                        .setKeepAlive(true)
                        .setKeepAliveTimeout(
                                (int) config.upstream().idleTimeout().toSeconds())
                        .setPipelining(false)
                        .setTcpNoDelay(true)
                        .setDecompressionSupported(false)
                        .setMaxHeaderSize(MAX_RESPONSE_HEADERS)
                        .setMaxWaitQueueSize(config.upstream().waiting())
                        .setConnectTimeout(
                                (int) config.upstream().connectTimeout().toMillis()),
                new PoolOptions().setHttp1MaxSize(connections));
    }

    void routes(@Observes Router router) {
        config.services().forEach((name, base) -> {
            HttpProxy proxy = HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(false), client)
                    .addInterceptor(new Passage(vertx, name, largestBody))
                    .origin(context -> connect(base, context.request().proxiedRequest()));
            router.route("/" + name + "/v1/*").handler(context -> proxy.handle(context.request()));
        });
    }

    @PreDestroy
    void close() {
        client.close();
        streams.close();
    }

    private Future<HttpClientRequest> connect(URI base, HttpServerRequest incoming) {
        boolean tls = "https".equals(base.getScheme());
        int usual = tls ? 443 : 80;
        // Time spent waiting for one of the connections counts as the service's.
        RequestOptions options = new RequestOptions()
                .setHost(base.getHost())
                .setPort(base.getPort() > 0 ? base.getPort() : usual)
                .setSsl(tls)
                .setConnectTimeout(config.upstream().answerTimeout().toMillis());
        incoming.pause();
        HttpClient chosen = EventStream.isAskedFor(incoming) ? streams : client;
        return chosen.request(options).onSuccess(outgoing -> watch(incoming, outgoing));
    }

    /** The client has its time to send, and only then begins the service's time to answer. */
    private void watch(HttpServerRequest incoming, HttpClientRequest outgoing) {
        long answer = config.upstream().answerTimeout().toMillis();
        if (incoming.isEnded()) {
            outgoing.idleTimeout(answer);
            return;
        }
        outgoing.idleTimeout(config.upstream().receiveTimeout().toMillis());
        incoming.end().onSuccess(ended -> {
            if (!outgoing.response().isComplete()) {
                outgoing.idleTimeout(answer);
            }
        });
    }
}
