package se.tertial.gateway.connections;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.nio.channels.ClosedChannelException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a connection is used for. Touched by the connection's event loop only. */
public final class ConnectionState {

    private static final AttributeKey<ConnectionState> KEY = AttributeKey.valueOf(ConnectionState.class.getName());

    private final Set<Runnable> underWay = new LinkedHashSet<>();
    private boolean served;
    private boolean over;
    private boolean gone;
    private long idleSince = System.nanoTime();
    private @Nullable Long unreadSince;
    private long lookedAt;
    private long waited;
    private @Nullable HttpServerResponse answer;

    private ConnectionState() {}

    /**
     * Runs something once when a request is over: answered, or its connection gone. The router's own end handlers are not told of
     * every client that goes away while a service's answer is passed on.
     */
    public static void onEnd(RoutingContext context, Runnable action) {
        ConnectionState use = of(context);
        if (use.gone) {
            action.run();
            return;
        }
        Runnable once = new Runnable() {
            @Override
            public void run() {
                if (use.underWay.remove(this)) {
                    use.idleSince = System.nanoTime();
                    action.run();
                }
            }
        };
        use.served = true;
        use.underWay.add(once);
        context.addEndHandler(ended -> once.run());
    }

    /** Takes no other request from the connection of this one, and closes it when this one has been read. */
    public static void end(RoutingContext context) {
        HttpServerRequest request = context.request();
        of(context).over = true;
        if (request.isEnded()) {
            request.connection().close();
        } else {
            request.end().onComplete(read -> request.connection().close());
        }
    }

    /** Whether a request comes from a connection of which none is taken any more. */
    public static boolean isOver(RoutingContext context) {
        return of(context).over;
    }

    private static ConnectionState of(RoutingContext context) {
        return of(((ConnectionBase) context.request().connection()).channel());
    }

    static ConnectionState of(Channel channel) {
        ConnectionState use = channel.attr(KEY).get();
        if (use == null) {
            ConnectionState fresh = new ConnectionState();
            channel.attr(KEY).set(fresh);
            channel.closeFuture().addListener(closed -> fresh.cut(channel));
            return fresh;
        }
        return use;
    }

    /** The client is gone. What is under way is over, also for the server, which counts it when it is told to shut down. */
    private void cut(Channel channel) {
        gone = true;
        if (!underWay.isEmpty()) {
            // A write that failed was told to who writes, but not to who waits for the answer to end.
            channel.pipeline().fireExceptionCaught(new ClosedChannelException());
        }
        List.copyOf(underWay).forEach(Runnable::run);
    }

    boolean isServed() {
        return served;
    }

    /** How long no request has been under way, in nanoseconds. */
    long idle() {
        return underWay.isEmpty() ? System.nanoTime() - idleSince : 0;
    }

    /** Begins to look at how an answer is read. */
    static void answer(RoutingContext context) {
        ConnectionState use = of(context);
        use.answer = context.response();
        use.waited = 0;
    }

    /**
     * Whether an answer has waited too long for the client: at once, or altogether. Looked at now and then.
     *
     * @param grace          how long any answer may wait, in nanoseconds
     * @param bytesPerSecond how many bytes that were read make that one second longer
     */
    boolean isUnread(boolean writable, long grace, long bytesPerSecond) {
        long now = System.nanoTime();
        if (writable) {
            unreadSince = null;
            return false;
        }
        long before = unreadSince == null ? now : lookedAt;
        unreadSince = unreadSince == null ? now : unreadSince;
        lookedAt = now;
        waited += now - before;
        long earned = answer == null ? 0 : answer.bytesWritten() * 1_000_000_000L / bytesPerSecond;
        return now - unreadSince > grace || waited > grace + earned;
    }
}
