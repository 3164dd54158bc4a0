package se.tertial.report.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class AnnouncementsTest {

    private static final String GOALS = "goals.goal.v1";

    private final Announcements announcements = new Announcements(Duration.ofMinutes(1));

    @Test
    void whatLiesFarBeyondWasNeverGiven() {
        announcements.heard("goals", 2, 500);

        assertNull(announcements.refusal(GOALS, 2, 500 + Announcements.MARGIN));
        assertEquals(
                "its revision is 1000501, and the service announced none after 500",
                announcements.refusal(GOALS, 2, 501 + Announcements.MARGIN));
        assertNull(announcements.refusal(GOALS, 1, (1L << 53) - 1), "an older epoch is older whatever its revision");
        assertEquals("its epoch is 3, and the service announced none after 2", announcements.refusal(GOALS, 3, 1));
    }

    @Test
    void restoreIsAnnounced() {
        announcements.heard("goals", 2, 5_000_000);
        announcements.heard("goals", 3, 40);
        announcements.heard("goals", 2, 5_000_001);

        assertNull(announcements.refusal(GOALS, 3, 41));
        assertNotNull(announcements.refusal(GOALS, 3, 5_000_000), "an announcement that was overtaken");
    }

    @Test
    void ofWhoeverWasNotHeardOfNothingIsRefused() {
        announcements.heard("finance", 0, 1);

        assertNull(announcements.refusal(GOALS, 100_000, (1L << 53) - 1));
    }

    @Test
    void restoreIsToldOnce() {
        announcements.heard("goals", 0, 500);
        assertEquals(Set.of(), announcements.restored(), "the first that is heard is none");

        announcements.heard("goals", 1, 500);

        assertEquals(Set.of("goals"), announcements.restored());
        assertEquals(Set.of(), announcements.restored());
    }

    @Test
    void announcementThatComesLaterIsWaitedFor() throws InterruptedException {
        announcements.heard("goals", 0, 500);
        CountDownLatch waits = new CountDownLatch(1);
        CompletableFuture<Optional<String>> seen = CompletableFuture.supplyAsync(() -> {
            announcements.await(GOALS, () -> {
                waits.countDown();
                return announcements.refusal(GOALS, 1, 600) == null;
            });
            return Optional.ofNullable(announcements.refusal(GOALS, 1, 600));
        });
        waits.await();

        announcements.heard("goals", 1, 600);

        assertEquals(Optional.empty(), seen.join());
    }

    @Test
    void whatIsNeverAnnouncedIsWaitedForOnceOfEachService() {
        announcements.heard("goals", 0, 500);
        announcements.await(GOALS, () -> false);
        int[] asked = {0};
        BooleanSupplier never = () -> {
            asked[0]++;
            return false;
        };

        announcements.await(GOALS, never);
        assertEquals(0, asked[0], "no second wait, nor a look whether there is a reason");

        announcements.await("finance.unit.v1", never);
        assertTrue(asked[0] > 0, "another service waits for its own");
    }

    @Test
    void beginningWaitsUntilEachWasHeardOf() {
        CompletableFuture<Void> waiting =
                CompletableFuture.runAsync(() -> announcements.awaitEach(List.of(GOALS, "finance.unit.v1")));
        announcements.heard("goals", 0, 1);
        assertThrows(TimeoutException.class, () -> waiting.get(200, TimeUnit.MILLISECONDS), "finance was not heard of");

        announcements.heard("finance", 0, 1);

        waiting.join();
    }
}
