package se.tertial.gateway.pages;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person sees at the address itself: what this is, what is published, and where the documentation is. */
@Singleton
class StartPage {

    private final Template template;
    private final Publications publications;
    private volatile @Nullable Rendered rendered;

    /** The page as it is for as long as nothing else is known to be published. */
    private record Rendered(List<Publication> publications, String html) {}

    StartPage(@Location("start.html") Template template, Publications publications) {
        this.template = template;
        this.publications = publications;
    }

    void routes(@Observes Router router) {
        Page.at(router, "/", this::answer);
    }

    private void answer(RoutingContext context) {
        publications
                .latest()
                .compose(latest -> html(latest, context))
                .onSuccess(html -> {
                    context.response().putHeader("Link", "</.well-known/api-catalog>; rel=\"api-catalog\"");
                    Page.html(context, html);
                })
                .onFailure(context::fail);
    }

    /** Rendered once for all who ask, not for each. */
    private Future<String> html(List<Publication> latest, RoutingContext context) {
        Rendered last = rendered;
        return last != null && last.publications().equals(latest)
                ? Future.succeededFuture(last.html())
                : Future.fromCompletionStage(
                                template.data("publications", latest).renderAsync(),
                                context.vertx().getOrCreateContext())
                        .onSuccess(html -> rendered = new Rendered(latest, html));
    }
}
