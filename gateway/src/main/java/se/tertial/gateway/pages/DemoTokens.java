package se.tertial.gateway.pages;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import se.tertial.gateway.problem.Problem;

/**
 * Tokens for trying the APIs on the documentation's page as a demo user. They come from the issuer that signs such tokens for whoever
 * asks, which only a suite on one's own machine has; where none is set, as in production, there is no such address.
 */
@Singleton
class DemoTokens {

    private static final Logger LOG = Logger.getLogger(DemoTokens.class);
    private static final int PATIENCE_MILLIS = 1_500;

    private final HttpClient client;
    private final Optional<PageConfig.Demo> demo;

    DemoTokens(Vertx vertx, PageConfig config) {
        client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(PATIENCE_MILLIS));
        demo = config.demo();
    }

    void routes(@Observes Router router) {
        demo.ifPresent(settings -> Page.at(router, "/docs/token", context -> answer(context, settings)));
    }

    /** The demo users, in the order in which they are offered; none without an issuer for them. */
    List<String> users() {
        return demo.map(PageConfig.Demo::users).orElse(List.of());
    }

    @PreDestroy
    void close() {
        client.close();
    }

    private void answer(RoutingContext context, PageConfig.Demo settings) {
        String user = context.request().getParam("user");
        if (user == null || !settings.users().contains(user)) {
            Problem.notFound().answer(context);
            return;
        }
        ask(settings.tokens() + "?user=" + user)
                .onSuccess(token -> Page.send(context.response(), "text/plain; charset=utf-8", "no-store", token))
                .onFailure(failure -> {
                    LOG.warnf("There is no demo token: %s", failure);
                    Problem.unreachable().answer(context);
                });
    }

    private Future<Buffer> ask(String uri) {
        return client.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setAbsoluteURI(uri)
                        .setTimeout(PATIENCE_MILLIS))
                .compose(request -> request.send())
                .compose(response -> {
                    if (response.statusCode() != 200) {
                        response.resume();
                        return Future.failedFuture("status " + response.statusCode());
                    }
                    return response.body();
                });
    }
}
