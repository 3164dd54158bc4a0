package se.tertial.report.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HearingTest {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final AtomicLong nanos = new AtomicLong(-Duration.ofDays(1).toNanos());
    private final Hearing hearing = new Hearing(PATIENCE, nanos::get);

    @Test
    void whoWasNeverToldServesNothingFromMemory() {
        assertEquals(OptionalLong.empty(), hearing.ageOfKept());
        assertFalse(hearing.hasBegun());
    }

    @Test
    void whoseHeartbeatIsAnsweredServesTheLatest() {
        hearing.heard(nanos.get());

        passes(Duration.ofSeconds(5));

        assertEquals(OptionalLong.of(0), hearing.ageOfKept());
        assertTrue(hearing.hears());
    }

    @Test
    void connectionThatLooksWellAndHasNotAnsweredForSecondsCountsForNothing() {
        hearing.heard(nanos.get());

        passes(Duration.ofSeconds(6));

        assertFalse(hearing.hears());
        assertEquals(OptionalLong.of(6), hearing.ageOfKept());
    }

    @Test
    void connectionThatWasLostCountsForNothingAtOnce() {
        hearing.heard(nanos.get());

        hearing.deaf();

        assertFalse(hearing.hears());
        assertEquals(OptionalLong.of(1), hearing.ageOfKept());
    }

    @Test
    void afterSomeMinutesNothingIsServedFromMemory() {
        hearing.heard(nanos.get());
        passes(PATIENCE);
        assertEquals(OptionalLong.of(600), hearing.ageOfKept());

        passes(Duration.ofNanos(1));

        assertEquals(OptionalLong.empty(), hearing.ageOfKept());
    }

    @Test
    void whoIsDeafAloneLeavesTheAnswerToTheOthers() {
        hearing.heard(nanos.get());
        hearing.deaf();

        hearing.othersHear(true);

        assertTrue(hearing.isDeafAlone());
        assertEquals(OptionalLong.empty(), hearing.ageOfKept());
    }

    @Test
    void whoHearsAgainServesTheLatest() {
        hearing.heard(nanos.get());
        hearing.deaf();
        hearing.othersHear(true);
        passes(Duration.ofHours(1));

        hearing.heard(nanos.get());

        assertEquals(OptionalLong.of(0), hearing.ageOfKept());
        assertFalse(hearing.isDeafAlone());
    }

    private void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
