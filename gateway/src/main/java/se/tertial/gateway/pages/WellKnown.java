package se.tertial.gateway.pages;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import se.tertial.gateway.forwarding.UpstreamConfig;

/** {@code security.txt} (RFC 9116) and the catalogue of the APIs (RFC 9727). */
@Singleton
class WellKnown {

    /** RFC 9116 recommends less than a year. */
    private static final Duration VALID = Duration.ofDays(180);

    private static final String CATALOGUE = "/.well-known/api-catalog";

    private final List<String> services;
    private final String contact;
    private final Clock clock = Clock.systemUTC();

    WellKnown(UpstreamConfig config, PageConfig pages) {
        services = config.services().keySet().stream().sorted().toList();
        contact = pages.securityContact();
    }

    void routes(@Observes Router router) {
        Page.at(router, "/.well-known/security.txt", this::security);
        Page.at(router, CATALOGUE, this::catalogue);
    }

    private void security(RoutingContext context) {
        Instant expires = clock.instant().truncatedTo(ChronoUnit.DAYS).plus(VALID);
        String text = "Contact: " + contact + "\nExpires: " + expires + "\nPreferred-Languages: sv, en\nCanonical: "
                + origin(context) + "/.well-known/security.txt\n";
        Page.send(context.response(), "text/plain; charset=utf-8", "public, max-age=86400", Buffer.buffer(text));
    }

    private void catalogue(RoutingContext context) {
        String origin = origin(context);
        JsonArray linkset = new JsonArray();
        JsonArray items = new JsonArray();
        for (String service : services) {
            String api = origin + "/" + service + "/v1";
            items.add(new JsonObject().put("href", api));
            linkset.add(new JsonObject()
                    .put("anchor", api)
                    .put("service-desc", link(api + "/openapi?format=json", "application/json"))
                    .put("service-doc", link(origin + "/docs?api=" + service, "text/html"))
                    .put("service-meta", link(api + "/api-info", "application/json")));
        }
        linkset.add(new JsonObject().put("anchor", origin + CATALOGUE).put("item", items));
        context.response().putHeader("Link", "<" + CATALOGUE + ">; rel=\"api-catalog\"");
        Page.send(
                context.response(),
                "application/linkset+json; profile=\"https://www.rfc-editor.org/info/rfc9727\"",
                "public, max-age=3600",
                new JsonObject().put("linkset", linkset).toBuffer());
    }

    private static JsonArray link(String href, String type) {
        return new JsonArray().add(new JsonObject().put("href", href).put("type", type));
    }

    private static String origin(RoutingContext context) {
        return context.request().scheme() + "://" + context.request().authority();
    }
}
