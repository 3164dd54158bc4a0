package se.tertial.gateway.problem;

import io.vertx.core.VertxException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import se.tertial.language.Message;

/** What fails inside is a problem document too, and tells nothing of the inside. */
@Singleton
class Failures {

    private static final int BEFORE_THE_HANDLER_OF_QUARKUS = -20_000;

    private final UnexpectedFailures unexpected;

    @Inject
    Failures(UnexpectedFailures unexpected) {
        this.unexpected = unexpected;
    }

    void register(@Observes Router router) {
        router.route().order(BEFORE_THE_HANDLER_OF_QUARKUS).failureHandler(this::answer);
    }

    private void answer(RoutingContext context) {
        int status = context.statusCode();
        if ((status >= 400 && status < 500) || context.failure() instanceof VertxException) {
            // The router could not read it: a request without a host, or with an address that is none.
            Problem.unreadable(Message.of("The request needs one Host header that names a host, and a path."))
                    .answer(context);
        } else {
            unexpected.tell(context.failure(), context.request().method().name());
            Problem.broken().answer(context);
        }
    }
}
