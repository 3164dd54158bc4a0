package se.tertial.gateway.pages;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;

/** What a browser may do with an answer, said on every one; a page or a service that says it more exactly is left to. */
@Singleton
class SecurityHeaders {

    private static final int BEFORE_EVERYTHING = 9_000;

    private static final Map<String, String> EVERYWHERE = Map.of(
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Resource-Policy", "same-origin");

    private static final Map<String, String> ON_PAGES = Map.of(
            "Content-Security-Policy",
                    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            "X-Frame-Options", "DENY");

    /** A year, as browsers that know the site by heart ask for; whoever runs the gateway decides for the other names of a domain. */
    private static final String ONLY_TLS = "max-age=31536000";

    void register(@Observes Filters filters) {
        filters.register(SecurityHeaders::complete, BEFORE_EVERYTHING);
    }

    private static void complete(RoutingContext context) {
        context.addHeadersEndHandler(ending -> {
            MultiMap headers = context.response().headers();
            addMissing(headers, EVERYWHERE);
            String type = headers.get("Content-Type");
            if (type != null && (type.contains("html") || type.contains("xml"))) {
                addMissing(headers, ON_PAGES);
            }
            if ("https".equals(context.request().scheme())) {
                headers.set("Strict-Transport-Security", ONLY_TLS);
            }
        });
        context.next();
    }

    private static void addMissing(MultiMap headers, Map<String, String> wanted) {
        wanted.forEach((name, value) -> {
            if (!headers.contains(name)) {
                headers.set(name, value);
            }
        });
    }
}
