package se.tertial.gateway.forwarding;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import se.tertial.gateway.refusal.Refusal;

/** One request on its way to a service and back. */
final class Passage implements ProxyInterceptor {

    private static final Logger LOG = Logger.getLogger(Passage.class);

    private final Vertx vertx;
    private final String service;
    private final long largestBody;

    Passage(Vertx vertx, String service, long largestBody) {
        this.vertx = vertx;
        this.service = service;
        this.largestBody = largestBody;
    }

    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
        ProxyRequest request = context.request();
        Headers.keepEndToEnd(request.headers());
        Headers.replaceClaims(request.headers(), request.proxiedRequest());
        Body announced = request.getBody();
        LimitedBody body = new LimitedBody(announced.stream(), largestBody);
        request.setBody(Body.body(body, announced.length()));
        return context.sendRequest().recover(failure -> Future.succeededFuture(refuse(request, body, failure)));
    }

    @Override
    public Future<Void> handleProxyResponse(ProxyContext context) {
        ProxyResponse response = context.response();
        Headers.keepEndToEnd(response.headers());
        // What is told is the gateway's own step, which Tracing has put on the answer already.
        response.headers().remove("traceparent");
        Headers.withoutClaims(response.headers());
        int status = response.getStatusCode();
        return status == 304 || status == 204 ? sendHead(context) : context.sendResponse();
    }

    /** The proxy would announce a chunked body that these statuses cannot have. */
    private static Future<Void> sendHead(ProxyContext context) {
        ProxyResponse response = context.response();
        response.getBody().stream().resume();
        HttpServerResponse out = context.request().proxiedRequest().response();
        out.setStatusCode(response.getStatusCode()).headers().addAll(response.headers());
        out.headers().remove("Content-Length").remove("Transfer-Encoding");
        return out.end();
    }

    private ProxyResponse refuse(ProxyRequest request, LimitedBody body, Throwable failure) {
        HttpServerRequest client = request.proxiedRequest();
        Refusal refusal = refusal(client, body, failure);
        if (refusal.status() >= 500) {
            LOG.warnf("%s did not serve %s: %s", service, client.method(), failure);
        }
        ProxyResponse response = request.release().response().setStatusCode(refusal.status());
        response.putHeader("Content-Type", "application/problem+json");
        refusal.headers().forEach(response::putHeader);
        response.setBody(Body.body(refusal.document(client)));
        Refusal.drain(vertx, client);
        return response;
    }

    private Refusal refusal(HttpServerRequest client, LimitedBody body, Throwable failure) {
        if (body.isExceeded()) {
            return Refusal.tooLarge(largestBody);
        }
        if (failure instanceof ConnectionPoolTooBusyException) {
            return Refusal.unavailable("Too many requests are waiting for the service behind this address.");
        }
        if (isTimeout(failure)) {
            return client.isEnded() ? Refusal.timedOut() : Refusal.tooSlow();
        }
        return Refusal.unreachable();
    }

    private static boolean isTimeout(Throwable failure) {
        return failure instanceof TimeoutException
                || failure instanceof io.netty.channel.ConnectTimeoutException
                || (failure.getCause() != null && failure.getCause() != failure && isTimeout(failure.getCause()));
    }
}
