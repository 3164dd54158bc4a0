package se.tertial.kit.admission;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Places are given in order, to so many, for so long; and one key's are not another's. */
class WaitingTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    @Test
    void placeIsGivenToWhoeverWaitedForIt() throws Exception {
        Waiting waiting = new Waiting(1, 1, LONG);
        Waiting.Place first = waiting.enter("0580");
        CompletableFuture<Waiting.Place> second = CompletableFuture.supplyAsync(() -> waiting.enter("0580"));
        assertFalse(second.isDone());

        first.close();

        assertNotNull(second.get(1, TimeUnit.MINUTES));
    }

    @Test
    void oneMoreThanMayWaitIsSentAwayAtOnce() {
        Waiting waiting = new Waiting(2, 0, LONG);
        assertNotNull(waiting.enter("0580"));
        assertNotNull(waiting.enter("0580"));

        assertNull(waiting.enter("0580"));
    }

    @Test
    void whoWaitsTooLongIsSentAway() {
        Waiting waiting = new Waiting(1, 5, Duration.ofMillis(20));
        assertNotNull(waiting.enter("0580"));

        assertNull(waiting.enter("0580"));
    }

    @Test
    void whoMayWaitForLessIsSentAwaySooner() {
        Waiting waiting = new Waiting(1, 5, LONG);
        assertNotNull(waiting.enter("0580"));

        assertNull(waiting.enter("0580", Duration.ofMillis(20)));
    }

    @Test
    void placesOfOneAreNotThoseOfAnother() {
        Waiting waiting = new Waiting(1, 0, LONG);
        assertNotNull(waiting.enter("0580"));

        assertNotNull(waiting.enter("0581"));
    }

    @Test
    void whatWasGivenBackIsThereAgain() {
        Waiting waiting = new Waiting(1, 0, LONG);
        for (int time = 0; time < 3; time++) {
            Waiting.Place place = waiting.enter("0580");

            assertNotNull(place);
            place.close();
        }
    }
}
