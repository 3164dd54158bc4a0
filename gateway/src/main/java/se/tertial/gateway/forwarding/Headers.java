package se.tertial.gateway.forwarding;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import se.tertial.gateway.admission.ClientAddress;

/** Which headers go further: those meant for the other end, and what the gateway itself says about the client. */
final class Headers {

    private static final Set<String> ONE_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "upgrade",
            "http2-settings");

    /** Claims about the client, its address or the request that only a proxy may make. */
    private static final Set<String> CLAIMS = Set.of(
            "forwarded",
            "via",
            "x-real-ip",
            "x-original-url",
            "x-rewrite-url",
            "x-http-method",
            "x-http-method-override",
            "x-method-override");

    private Headers() {}

    /** Removes what concerns one connection only; {@code Transfer-Encoding} is the proxy's own business. */
    static void keepEndToEnd(MultiMap headers) {
        for (String connection : List.copyOf(headers.getAll("Connection"))) {
            for (String name : connection.split(",", -1)) {
                String trimmed = name.trim();
                if (!trimmed.isEmpty()) {
                    headers.remove(trimmed);
                }
            }
        }
        ONE_HOP.forEach(headers::remove);
    }

    /** Replaces whatever the client says of itself by what the gateway knows. */
    static void replaceClaims(MultiMap headers, HttpServerRequest client) {
        for (String name : List.copyOf(headers.names())) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("x-forwarded") || CLAIMS.contains(lower)) {
                headers.remove(name);
            }
        }
        // Answered by the server already; a second 100 from behind would confuse the client.
        headers.remove("Expect");
        HostAndPort authority = client.authority();
        String host = authority.host().contains(":") && !authority.host().startsWith("[")
                ? "[" + authority.host() + "]"
                : authority.host();
        String proto = "https".equals(client.scheme()) ? "https" : "http";
        int usual = proto.equals("https") ? 443 : 80;
        int port = authority.port() > 0 ? authority.port() : usual;
        String address = port == usual ? host : host + ":" + port;
        String from = ClientAddress.of(client);
        headers.set("Forwarded", "for=" + node(from) + ";host=\"" + address + "\";proto=" + proto);
        headers.set("X-Forwarded-Host", address);
        headers.set("X-Forwarded-Proto", proto);
        headers.set("X-Forwarded-Port", Integer.toString(port));
        headers.set("Via", "1.1 gateway");
    }

    /** Removes what only the gateway says to a client: who may read across origins, and nothing of what runs behind. */
    static void withoutClaims(MultiMap headers) {
        for (String name : List.copyOf(headers.names())) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("access-control-") || lower.equals("server") || lower.equals("x-powered-by")) {
                headers.remove(name);
            }
        }
    }

    private static String node(String address) {
        return address.contains(":") ? "\"[" + address + "]\"" : address;
    }
}
