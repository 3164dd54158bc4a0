package se.tertial.report.following;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.period.ReportingPeriod;

/**
 * Who follows a report. They are told how it stands, not what happened on the way: while a client does not read, nothing is
 * kept for it, and when it reads on it is told of now.
 */
final class Follower {

    /** After so long a client comes again by itself, when its stream ended. */
    private static final long RETRY_MILLIS = 5_000;

    private final Scope scope;
    private final ReportingPeriod period;
    private final String client;
    private final boolean drafts;
    private final @Nullable Instant end;
    private final Sse sse;
    private final SseEventSink sink;
    private ReportVersion told;
    private @Nullable CompletionStage<?> sending;
    private Instant toldAt = Instant.EPOCH;

    /**
     * @param client who they are, or where they come from
     * @param drafts whether they may read drafts, and so are told of changes that are not published
     * @param end    when their token ends; null without one
     * @param told   what they know already
     */
    Follower(
            Scope scope,
            ReportingPeriod period,
            String client,
            boolean drafts,
            @Nullable Instant end,
            ReportVersion told,
            Sse sse,
            SseEventSink sink) {
        this.scope = scope;
        this.period = period;
        this.client = client;
        this.drafts = drafts;
        this.end = end;
        this.told = told;
        this.sse = sse;
        this.sink = sink;
    }

    Scope scope() {
        return scope;
    }

    ReportingPeriod period() {
        return period;
    }

    String client() {
        return client;
    }

    boolean readsDrafts() {
        return drafts;
    }

    /** Begins the stream: the client knows at once that it is heard, even if there is nothing to tell. */
    synchronized void begin(Instant now) {
        send(sse.newEventBuilder().reconnectDelay(RETRY_MILLIS).comment(""), now);
    }

    /**
     * Tells what they do not know, or else, after a while, only that the stream is alive.
     *
     * @param found how the report stands; null if that is not known just now
     */
    synchronized void tell(@Nullable ReportVersion found, Instant now, Duration heartbeat) {
        if (isSending()) {
            return;
        }
        ReportVersion version = found == null ? told : found;
        if (version.publication() != told.publication()) {
            told = new ReportVersion(told.draft(), told.behind(), version.publication());
            send(event("publication", "{\"number\":%d}".formatted(told.publication())), now);
        }
        if (drafts && !version.hasDraftOf(told)) {
            told = version;
            boolean behind = !told.behind().isEmpty();
            send(event("draft", "{\"version\":%d,\"behind\":%b}".formatted(told.draft(), behind)), now);
        }
        if (!now.isBefore(toldAt.plus(heartbeat))) {
            send(sse.newEventBuilder().comment(""), now);
        }
    }

    private OutboundSseEvent.Builder event(String name, String data) {
        return sse.newEventBuilder().name(name).id(told.id(drafts)).data(data);
    }

    private void send(OutboundSseEvent.Builder event, Instant now) {
        if (!sink.isClosed()) {
            sending = sink.send(event.build());
            toldAt = now;
        }
    }

    private boolean isSending() {
        return sending != null && !sending.toCompletableFuture().isDone();
    }

    /** Whether nobody listens any more, or may. */
    boolean isOver(Instant now) {
        return sink.isClosed() || (end != null && !now.isBefore(end));
    }

    void end() {
        sink.close();
    }
}
