package se.tertial.gateway.forwarding;

import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Lets a connection end after some seconds. What spreads the load over the instances of a service spreads connections, so an instance
 * that is new gets requests only as connections are.
 */
final class Renewal {

    private final long lifetime;
    private final Map<HttpConnection, Long> ends = new ConcurrentHashMap<>();

    Renewal(Duration lifetime) {
        this.lifetime = lifetime.toNanos();
    }

    void begun(HttpConnection connection) {
        // Not all at once: connections that began together would end together.
        long age = lifetime / 2 + ThreadLocalRandom.current().nextLong(lifetime);
        ends.put(connection, System.nanoTime() + age);
        connection.closeHandler(closed -> ends.remove(connection));
    }

    /** Makes a request the last of its connection, if that is old enough. */
    void renew(HttpClientRequest request) {
        Long end = ends.get(request.connection());
        if (end != null && System.nanoTime() - end > 0) {
            request.putHeader("Connection", "close");
        }
    }
}
