package se.tertial.gateway.forwarding;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import se.tertial.gateway.admission.Visit;
import se.tertial.gateway.connections.ConnectionState;
import se.tertial.gateway.problem.Problem;
import se.tertial.gateway.sharing.Division;
import se.tertial.gateway.sharing.Share;
import se.tertial.language.Message;

/**
 * Receives the bodies of requests before a service hears of them, so that a client that sends slowly holds none of a service's
 * connections. All bodies together have a budget of memory, of which each client and each tenant has a part.
 */
@Singleton
class Bodies {

    private final Vertx vertx;
    private final Division memory;
    private final long largest;
    private final long grace;
    private final long bytesPerSecond;

    Bodies(
            Vertx vertx,
            UpstreamConfig config,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize largest,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.largest = largest.asLongValue();
        grace = config.bodies().receiveTimeout().toNanos();
        bytesPerSecond = config.bodies().pace().asLongValue();
        memory = new Division(config.bodies().memory().asLongValue());
        metrics.gauge("tertial.gateway.bodies.bytes", memory, division -> division.takenBy(Share.ALL));
    }

    /** The whole body of a request, or what it is refused with ({@link Refused}). */
    Future<ReceivedBody> receive(RoutingContext context) {
        HttpServerRequest request = context.request();
        ReceivedBody body = new ReceivedBody(memory, Visit.of(context).shares(), announced(request));
        ConnectionState.onEnd(context, body::forget);
        return request.isEnded() ? Future.succeededFuture(body) : new Reception(request, body).begin();
    }

    private static long announced(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return length == null ? Long.MAX_VALUE : Long.parseLong(length);
    }

    /** One body on its way. Touched by the event loop of its connection only. */
    private final class Reception {

        private final HttpServerRequest request;
        private final ReceivedBody body;
        private final Promise<ReceivedBody> promise = Promise.promise();
        private final long begun = System.nanoTime();
        private long timer;

        Reception(HttpServerRequest request, ReceivedBody body) {
            this.request = request;
            this.body = body;
        }

        Future<ReceivedBody> begin() {
            request.handler(this::add);
            request.endHandler(ended -> promise.tryComplete(body));
            request.exceptionHandler(gone -> promise.tryFail(gone));
            look();
            promise.future().onComplete(done -> vertx.cancelTimer(timer));
            request.resume();
            return promise.future();
        }

        private void add(Buffer data) {
            if (promise.future().isComplete()) {
                return; // refused; what still comes is only read
            }
            Optional<Problem> refusal = body.length() + data.length() > largest
                    ? Optional.of(Problem.tooLarge(largest))
                    : body.add(data).map(Bodies::noMemory);
            refusal.ifPresent(this::refuse);
        }

        /** Looks whether the body came fast enough so far, and again when its time would be up if nothing more came. */
        private void look() {
            Duration left = Duration.ofNanos(
                    grace + body.length() * 1_000_000_000L / bytesPerSecond - (System.nanoTime() - begun));
            if (left.isNegative() || left.isZero()) {
                refuse(Problem.tooSlow());
            } else {
                timer = vertx.setTimer(left.toMillis() + 1, time -> look());
            }
        }

        private void refuse(Problem refusal) {
            body.forget();
            promise.tryFail(new Refused(refusal));
        }
    }

    private static Problem noMemory(Share exhausted) {
        return exhausted.equals(Share.ALL)
                ? Problem.unavailable(Message.of("Too much is being sent to this system at once."))
                : Problem.tooMuchAtOnce();
    }

    /** A request that no service heard of. */
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Problem refusal;

        Refused(Problem refusal) {
            super(refusal.detail().toString(), null, false, false);
            this.refusal = refusal;
        }

        Problem refusal() {
            return refusal;
        }
    }
}
