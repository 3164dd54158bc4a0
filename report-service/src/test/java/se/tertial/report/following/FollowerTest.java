package se.tertial.report.following;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.resteasy.reactive.server.jaxrs.SseImpl;
import org.junit.jupiter.api.Test;
import se.tertial.kit.access.Scope;
import se.tertial.kit.period.ReportingPeriod;

/** A client that does not read. */
class FollowerTest {

    private static final Instant NOW = Instant.parse("2021-09-14T08:30:00Z");
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final UnreadSink sink = new UnreadSink();

    @Test
    void nothingIsKeptForAClientThatDoesNotRead() {
        Follower follower = follower();

        for (int change = 1; change <= 1000; change++) {
            follower.tell(new ReportVersion(change, "", 1), NOW.plusSeconds(change), HEARTBEAT);
        }

        assertEquals(List.of("publication {\"number\":1}", "draft {\"version\":1,\"behind\":false}"), sink.sent());
    }

    @Test
    void clientThatReadsOnIsToldOfNow() {
        Follower follower = follower();
        for (int change = 1; change <= 1000; change++) {
            follower.tell(new ReportVersion(change, "", 1), NOW, HEARTBEAT);
        }
        sink.read();

        follower.tell(new ReportVersion(1001, "", 2), NOW, HEARTBEAT);

        assertEquals(
                List.of("publication {\"number\":2}", "draft {\"version\":1001,\"behind\":false}"),
                sink.sent().subList(2, 4));
        assertEquals(List.of("1-2", "1001-2"), sink.ids().subList(2, 4));
    }

    @Test
    void alreadyToldIsNotToldAgain() {
        Follower follower = follower();
        follower.tell(new ReportVersion(7, "", 1), NOW, HEARTBEAT);
        sink.read();

        follower.tell(new ReportVersion(7, "", 1), NOW, HEARTBEAT);
        follower.tell(null, NOW, HEARTBEAT);

        assertEquals(2, sink.sent().size());
    }

    @Test
    void clientIsToldWhenTheDraftBeginsAndEndsToSayThatItMayLackSomething() {
        Follower follower = follower();
        for (String behind : List.of("", "Ändringar kan saknas.", "Ändringar kan saknas.", "")) {
            follower.tell(ReportVersion.of(7, behind, 0), NOW, HEARTBEAT);
            sink.read();
        }

        assertEquals(
                List.of(
                        "publication {\"number\":0}",
                        "draft {\"version\":7,\"behind\":false}",
                        "draft {\"version\":7,\"behind\":true}",
                        "draft {\"version\":7,\"behind\":false}"),
                sink.sent());
        assertEquals(sink.ids().get(1), sink.ids().get(3));
    }

    @Test
    void whoWasToldNothingIsToldThatNothingIsPublished() {
        Follower stranger = follower(false, ReportVersion.told(null));

        stranger.tell(null, NOW, HEARTBEAT);
        stranger.tell(ReportVersion.of(7, "", 0), NOW, HEARTBEAT);
        sink.read();
        stranger.tell(ReportVersion.of(8, "", 0), NOW, HEARTBEAT);

        assertEquals(List.of("0"), sink.ids());
        assertEquals("publication {\"number\":0}", sink.sent().get(sink.sent().size() - 1));
    }

    @Test
    void whoWasToldThatNothingIsPublishedIsNotToldAgain() {
        Follower stranger = follower(false, ReportVersion.told("0"));

        stranger.tell(ReportVersion.of(7, "", 0), NOW, HEARTBEAT);

        assertEquals(List.of(), sink.ids());
    }

    @Test
    void whoComesBackKnowsWhatTheDraftSaidThatItMayLack() {
        ReportVersion version = ReportVersion.of(7, "Ändringar kan saknas.", 3);

        assertEquals(version, ReportVersion.told(version.id(true)));
        assertEquals(ReportVersion.of(7, "", 3), ReportVersion.told("7-3"));
    }

    private Follower follower() {
        return follower(true, ReportVersion.UNTOLD);
    }

    private Follower follower(boolean drafts, ReportVersion told) {
        return new Follower(
                new Scope("0580", "vss"),
                ReportingPeriod.parse("2021-08"),
                "subject reader",
                drafts,
                NOW.plusSeconds(300),
                told,
                new SseImpl(),
                sink);
    }

    /** A connection that takes what is sent only when it is read. */
    private static final class UnreadSink implements SseEventSink {

        private final List<OutboundSseEvent> events = new ArrayList<>();
        private final List<CompletableFuture<?>> unread = new ArrayList<>();

        List<String> sent() {
            return events.stream()
                    .map(event -> event.getName() + " " + event.getData())
                    .toList();
        }

        List<String> ids() {
            return events.stream()
                    .map(OutboundSseEvent::getId)
                    .filter(Objects::nonNull)
                    .toList();
        }

        void read() {
            unread.forEach(one -> one.complete(null));
        }

        @Override
        public CompletionStage<?> send(OutboundSseEvent event) {
            events.add(event);
            CompletableFuture<?> sending = new CompletableFuture<>();
            unread.add(sending);
            return sending;
        }

        @Override
        public boolean isClosed() {
            return false;
        }

        @Override
        public void close() {}
    }
}
