package se.tertial.gateway.connections;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Cuts clients that send or read so slowly that they only hold a connection. The server's own idle timeout starts anew with each
 * byte; this counts from the last request, so a header that drips does not help, and how long an answer has waited, at once and altogether.
 */
@Singleton
class SlowClients {

    private static final Logger LOG = Logger.getLogger(SlowClients.class);
    private static final int BEFORE_EVERYTHING = 20_000;
    private static final long LOOK_EVERY_MILLIS = 500;

    private final Vertx vertx;
    private final long firstRequest;
    private final long nextRequest;
    private final long unread;
    private final long bytesPerSecond;
    private final List<ScheduledFuture<?>> looking = new ArrayList<>();

    SlowClients(Vertx vertx, ConnectionConfig config) {
        this.vertx = vertx;
        firstRequest = config.firstRequest().toNanos();
        nextRequest = config.nextRequest().toNanos();
        unread = config.unread().toNanos();
        bytesPerSecond = config.pace().asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(SlowClients::note, BEFORE_EVERYTHING);
    }

    @SuppressWarnings("deprecation") // it moves to where Vert.x keeps what is its own
    void start(@Observes StartupEvent event) {
        for (EventExecutor executor : vertx.nettyEventLoopGroup()) {
            if (executor instanceof SingleThreadEventLoop loop) {
                looking.add(loop.scheduleAtFixedRate(
                        () -> look(loop), LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS));
            }
        }
    }

    void stop(@Observes ShutdownEvent event) {
        looking.forEach(one -> one.cancel(false));
    }

    private static void note(RoutingContext context) {
        ConnectionState.onEnd(context, () -> {});
        ConnectionState.answer(context);
        context.next();
    }

    private void look(SingleThreadEventLoop loop) {
        List<Channel> slow = new ArrayList<>();
        for (Iterator<Channel> channels = loop.registeredChannelsIterator(); channels.hasNext(); ) {
            Channel channel = channels.next();
            if (channel.parent() instanceof ServerChannel && isSlow(channel, ConnectionState.of(channel))) {
                slow.add(channel);
            }
        }
        slow.forEach(channel -> {
            LOG.infof("Connection from %s is cut: too slow", channel.remoteAddress());
            // From the end of the pipeline, a close would wait for what nobody reads.
            ChannelFuture unused = channel.pipeline().firstContext().close();
        });
    }

    private boolean isSlow(Channel channel, ConnectionState use) {
        return use.isUnread(channel.isWritable(), unread, bytesPerSecond)
                || use.idle() > (use.isServed() ? nextRequest : firstRequest);
    }
}
