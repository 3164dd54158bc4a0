package se.tertial.gateway.admission;

import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;

/** Requests whose answer goes on for as long as the client listens (server-sent events), and which are counted apart. */
public final class EventStream {

    private EventStream() {}

    /** Whether a request asks for a stream of events, as a browser's {@code EventSource} does. */
    public static boolean isAskedFor(HttpServerRequest request) {
        String accept = request.getHeader("Accept");
        return accept != null && accept.toLowerCase(Locale.ROOT).startsWith("text/event-stream");
    }
}
