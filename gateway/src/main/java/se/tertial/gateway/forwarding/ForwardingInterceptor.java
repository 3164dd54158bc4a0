package se.tertial.gateway.forwarding;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import se.tertial.gateway.admission.Visit;
import se.tertial.gateway.connections.ConnectionState;
import se.tertial.gateway.forwarding.Bodies.Refused;
import se.tertial.gateway.problem.Problem;
import se.tertial.gateway.sharing.Places.NoPlace;
import se.tertial.gateway.sharing.Places.Place;
import se.tertial.language.Message;
import se.tertial.language.ProblemPage;

/** One request on its way to a service and back. */
final class ForwardingInterceptor implements ProxyInterceptor {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final RoutingContext client;
    private final Bodies bodies;
    private final Turns turns;
    private final Upstream service;
    private @Nullable Place turn;
    private @Nullable Place place;
    private @Nullable HttpClientRequest sent;

    ForwardingInterceptor(RoutingContext client, Bodies bodies, Turns turns, Upstream service) {
        this.client = client;
        this.bodies = bodies;
        this.turns = turns;
        this.service = service;
    }

    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
        ProxyRequest request = context.request();
        Headers.keepEndToEnd(request.headers());
        Headers.replaceClaims(request.headers(), request.proxiedRequest());
        MultiMap stated = request.proxiedRequest().headers();
        boolean hasBody = stated.contains("Content-Length") || stated.contains("Transfer-Encoding");
        return bodies.receive(client)
                .compose(body -> {
                    if (hasBody) {
                        ConnectionState.onEnd(client, () -> breakOff(body));
                        request.setBody(Body.body(body, body.length()));
                    } else {
                        request.setBody(null);
                    }
                    return turns.take(client, service.name(), body.length());
                })
                .compose(taken -> {
                    turn = taken;
                    return service.place(client);
                })
                .compose(taken -> {
                    place = taken;
                    ConnectionState.onEnd(client, taken::leave);
                    return client.response().closed() ? Future.failedFuture("nobody waits") : context.sendRequest();
                })
                .recover(failure -> Future.succeededFuture(refuse(request, failure)));
    }

    /** A service that answers before it has read a request still waits for the rest of it: this connection is of no other use. */
    private void breakOff(ReceivedBody body) {
        if (sent != null && !body.isWhole()) {
            sent.exceptionHandler(reset -> {}); // which nobody waits for
            sent.reset();
        }
    }

    /** From here on it is not known what the service does. */
    Future<HttpClientRequest> connect() {
        return service.connect().onSuccess(request -> sent = request);
    }

    @Override
    public Future<Void> handleProxyResponse(ProxyContext context) {
        ProxyResponse response = context.response();
        service.state().answered();
        Headers.keepEndToEnd(response.headers());
        // What is told is the gateway's own step, which Tracing has put on the answer already.
        response.headers().remove("traceparent");
        Headers.withoutClaims(response.headers());
        if (isStream(response) && !becomeStream()) {
            return Future.succeededFuture();
        }
        if (turn != null && (response.getBody() == null || response.getBody().length() >= 0)) {
            turn.leave(); // all of it is there, however slowly it is read
        }
        int status = response.getStatusCode();
        if (status >= 500 && !isTold(response)) {
            return failed(response);
        }
        Problem.sayWhenToComeBack(status, response.headers());
        if (status == 304 || status == 204) {
            return sendHead(context);
        }
        boolean framed = context.request().version() != HttpVersion.HTTP_1_0
                || response.getBody() == null
                || response.getBody().length() >= 0;
        return framed ? context.sendResponse() : sendUnframed(context);
    }

    /** Whether the service, or what stands before it, says itself what is wrong: as a problem document, or as the page of one. */
    private static boolean isTold(ProxyResponse response) {
        String type = response.headers().get("Content-Type");
        return (type != null && type.toLowerCase(Locale.ROOT).startsWith("application/problem+json"))
                || ProblemPage.CONTENT_SECURITY_POLICY.equals(response.headers().get("Content-Security-Policy"));
    }

    /** Answers in place of a service that failed and says nothing of what was done. */
    private Future<Void> failed(ProxyResponse response) {
        response.getBody().stream().resume(); // nobody wants it, and the connection can be used again
        boolean reading = READING.contains(client.request().method().name());
        Problem.failed(response.getStatusCode(), reading, response.headers().get("Retry-After"))
                .answer(client);
        return Future.succeededFuture();
    }

    /** What is answered decides, whatever was asked for: only what goes on for hours is counted apart. */
    private static boolean isStream(ProxyResponse response) {
        String type = response.headers().get("Content-Type");
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("text/event-stream");
    }

    /** Gives back the places among the requests that are answered at once for one among the streams. */
    private boolean becomeStream() {
        Visit visit = Visit.of(client);
        Optional<Place> lasting = service.streamPlace(client);
        if (lasting.isPresent() && visit.becomeStream()) {
            ConnectionState.onEnd(client, lasting.get()::leave);
            Objects.requireNonNull(turn).leave();
            Objects.requireNonNull(place).leave();
            return true;
        }
        lasting.ifPresent(Place::leave);
        Objects.requireNonNull(sent).reset();
        Problem refusal = lasting.isPresent()
                ? Problem.tooManyAtOnce(visit.mostStreams())
                : Problem.unavailable(Message.of("Too many streams of events are open here."));
        refusal.answer(client);
        return false;
    }

    /** The proxy would announce a chunked body that these statuses cannot have. */
    private static Future<Void> sendHead(ProxyContext context) {
        context.response().getBody().stream().resume();
        HttpServerResponse out = head(context);
        out.headers().remove("Content-Length");
        return out.end();
    }

    /** To a client of HTTP/1.0, a body of unknown length ends with the connection; the proxy would keep all of it in memory first. */
    private Future<Void> sendUnframed(ProxyContext context) {
        HttpServerResponse out = head(context).putHeader("Connection", "close");
        return context.response().getBody().stream()
                .pipeTo(out)
                .onFailure(broken -> Objects.requireNonNull(sent).reset())
                .onComplete(ended -> ConnectionState.end(client));
    }

    private static HttpServerResponse head(ProxyContext context) {
        ProxyResponse response = context.response();
        HttpServerResponse out = context.request().proxiedRequest().response();
        out.setStatusCode(response.getStatusCode()).headers().addAll(response.headers());
        out.headers().remove("Transfer-Encoding");
        return out;
    }

    private ProxyResponse refuse(ProxyRequest request, Throwable failure) {
        HttpServerRequest asked = request.proxiedRequest();
        Problem refusal = refusal(asked, failure);
        if (refusal.status() >= 500 && !asked.response().closed()) {
            service.state().failed(failure);
        }
        ProxyResponse response = request.release().response().setStatusCode(refusal.status());
        refusal.describe(asked, response.headers());
        response.setBody(Body.body(refusal.body(asked)));
        Problem.drain(client.vertx(), asked);
        return response;
    }

    private Problem refusal(HttpServerRequest asked, Throwable failure) {
        if (failure instanceof Refused refused) {
            return refused.refusal();
        }
        if (failure instanceof NoPlace) {
            return Problem.unavailable(
                    Message.of("Too many requests are waiting for the service behind this address."));
        }
        if (sent == null) {
            return Problem.unreachable();
        }
        boolean reading = READING.contains(asked.method().name());
        return isTimeout(failure) ? Problem.timedOut(reading) : Problem.brokenOff(reading);
    }

    private static boolean isTimeout(Throwable failure) {
        return failure instanceof TimeoutException
                || (failure.getCause() != null && failure.getCause() != failure && isTimeout(failure.getCause()));
    }
}
