package se.tertial.gateway.pages;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;
import se.tertial.gateway.problem.Problem;

/** How the gateway answers at an address of its own. */
final class Page {

    /** Nothing from elsewhere, nothing inline, no embedding, no sending of forms. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** Before the files that extensions bring along, so that these never answer. */
    private static final int BEFORE_ANY_FILE = 900;

    private Page() {}

    /** Answers reading at one address, and refuses everything else there. */
    static void at(Router router, String path, Consumer<RoutingContext> answer) {
        Route route = router.route(path).order(BEFORE_ANY_FILE);
        route.handler(context -> {
            String method = context.request().method().name();
            if (method.equals("GET") || method.equals("HEAD")) {
                answer.accept(context);
            } else {
                Problem.methodNotAllowed("GET, HEAD").answer(context);
            }
        });
    }

    static void html(RoutingContext context, String html) {
        context.response().putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        send(context.response(), "text/html; charset=utf-8", "no-cache", Buffer.buffer(html));
    }

    static void send(HttpServerResponse response, String type, String caching, Buffer body) {
        response.putHeader("Content-Type", type)
                .putHeader("Content-Length", Integer.toString(body.length()))
                .putHeader("Cache-Control", caching)
                .end(body);
    }
}
