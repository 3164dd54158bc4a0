package se.tertial.gateway.forwarding;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import se.tertial.gateway.sharing.Division;
import se.tertial.gateway.sharing.Share;

/**
 * A body in memory, in pages of a fixed size, so that many small pieces take no more room than one large. The
 * memory is given back when all has been passed on, or the request is over. A body that was not passed on whole never ends: whoever
 * reads it would take what is missing from the next request of the connection.
 */
final class ReceivedBody implements ReadStream<Buffer> {

    private static final int PAGE = 64 * 1024;

    private final Division memory;
    private final List<Share> shares;
    private final long announced;
    private final Deque<Buffer> pages = new ArrayDeque<>();
    private long room;
    private long held;
    private long length;
    private long demand = Long.MAX_VALUE;
    private boolean passing;
    private boolean over;
    private boolean whole;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> ended;

    /** @param announced how long the client said the body is; it is never longer, for the server looks */
    ReceivedBody(Division memory, List<Share> shares, long announced) {
        this.memory = memory;
        this.shares = shares;
        this.announced = announced;
    }

    /** Whether all of it was passed on. */
    boolean isWhole() {
        return whole;
    }

    long length() {
        return length;
    }

    /** Adds a piece; if there is no room for it, whose share is used up. */
    Optional<Share> add(Buffer data) {
        int from = 0;
        while (from < data.length()) {
            if (room == 0) {
                long size = Math.min(PAGE, Math.max(announced - length, 1));
                Optional<Share> exhausted = memory.take(shares, size);
                if (exhausted.isPresent()) {
                    return exhausted;
                }
                held += size;
                room = size;
                pages.add(Buffer.buffer((int) size));
            }
            int count = (int) Math.min(room, data.length() - from);
            pages.getLast().appendBuffer(data, from, count);
            from += count;
            room -= count;
            length += count;
        }
        return Optional.empty();
    }

    /** Gives back what is still held; what was not passed on never is. */
    void forget() {
        over = true;
        pages.clear();
        memory.give(shares, held);
        held = 0;
    }

    @Override
    public ReadStream<Buffer> handler(@Nullable Handler<Buffer> handler) {
        this.handler = handler;
        pass();
        return this;
    }

    @Override
    public ReadStream<Buffer> endHandler(@Nullable Handler<Void> handler) {
        ended = handler;
        return this;
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
        return this; // it is all here
    }

    @Override
    public ReadStream<Buffer> pause() {
        demand = 0;
        return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        pass();
        return this;
    }

    private void pass() {
        if (passing) {
            return;
        }
        passing = true;
        while (demand > 0 && handler != null && !pages.isEmpty()) {
            if (demand != Long.MAX_VALUE) {
                demand--;
            }
            Buffer page = pages.remove();
            handler.handle(page);
        }
        passing = false;
        if (demand > 0 && handler != null && pages.isEmpty() && !over) {
            whole = true;
            forget();
            if (ended != null) {
                ended.handle(null);
            }
        }
    }
}
