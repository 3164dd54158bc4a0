package se.tertial.gateway.pages;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import se.tertial.gateway.forwarding.UpstreamConfig;

/** The documentation of every API on one page, to read, to search and to try; nothing on it comes from another host. */
@Singleton
class DocsPage {

    private final Template template;
    private final List<String> services;
    private final List<String> users;

    DocsPage(@Location("docs.html") Template template, UpstreamConfig config, DemoTokens tokens) {
        this.template = template;
        users = tokens.users();
        services = config.services().keySet().stream().sorted().toList();
    }

    void routes(@Observes Router router) {
        Page.at(router, "/docs", this::answer);
    }

    private void answer(RoutingContext context) {
        String asked = context.request().getParam("api");
        String chosen = services.contains(asked) ? asked : services.get(0);
        Future.fromCompletionStage(
                        template.data("services", services)
                                .data("chosen", chosen)
                                .data("users", users)
                                .renderAsync(),
                        context.vertx().getOrCreateContext())
                .onSuccess(html -> Page.html(context, html))
                .onFailure(context::fail);
    }
}
