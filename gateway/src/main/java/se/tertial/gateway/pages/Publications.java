package se.tertial.gateway.pages;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import se.tertial.gateway.forwarding.UpstreamConfig;

/** What is published, asked for at most now and then; the last known while the service is away. */
@Singleton
class Publications {

    private static final Logger LOG = Logger.getLogger(Publications.class);
    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final long PATIENCE_MILLIS = 1_500;
    private static final int MOST = 100;

    private final HttpClient client;
    private final Optional<URI> address;
    private final Clock clock = Clock.systemUTC();

    private volatile List<Publication> known = List.of();
    private volatile Instant askedAt = Instant.EPOCH;
    private volatile @Nullable Future<List<Publication>> asking;

    Publications(Vertx vertx, UpstreamConfig config, PageConfig pages) {
        client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout((int) PATIENCE_MILLIS).setKeepAlive(false));
        address = pages.publications()
                .flatMap(value -> Optional.ofNullable(config.services().get(firstSegment(value)))
                        .map(base -> base.resolve(value)));
    }

    /** Never fails: what is not known is not shown. */
    Future<List<Publication>> latest() {
        if (address.isEmpty() || clock.instant().isBefore(askedAt.plus(FRESH))) {
            return Future.succeededFuture(known);
        }
        Future<List<Publication>> running = asking;
        if (running == null) {
            running = ask(address.get());
            asking = running;
        }
        return running;
    }

    @PreDestroy
    void close() {
        client.close();
    }

    private Future<List<Publication>> ask(URI uri) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(uri.toString())
                .setTimeout(PATIENCE_MILLIS)
                .putHeader("Accept", "application/json");
        return client.request(options)
                .compose(request -> request.send())
                .compose(Publications::body)
                .map(Publications::parse)
                .otherwise(failure -> {
                    LOG.infof("The publications are not known just now: %s", failure);
                    return known;
                })
                .onSuccess(publications -> {
                    known = publications;
                    askedAt = clock.instant();
                    asking = null;
                });
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            response.resume();
            return Future.failedFuture("status " + response.statusCode());
        }
        return response.body();
    }

    private static List<Publication> parse(Buffer body) {
        return new JsonObject(body)
                .getJsonArray("items").stream()
                        .map(Publication::of)
                        .flatMap(Optional::stream)
                        .limit(MOST)
                        .toList();
    }

    private static String firstSegment(String path) {
        String[] segments = path.split("/", 3);
        return segments.length > 1 ? segments[1] : "";
    }
}
