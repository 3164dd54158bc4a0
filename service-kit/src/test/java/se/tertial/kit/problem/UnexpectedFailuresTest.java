package se.tertial.kit.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** Who lets a service fail again and again does not fill its log. */
class UnexpectedFailuresTest {

    private Instant now = Instant.parse("2026-11-30T08:00:00Z");

    private final Clock clock = new Clock() {

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    private final UnexpectedFailures failures = new UnexpectedFailures(clock, new SimpleMeterRegistry());

    @Test
    void ofEachKindTheFirstOfASpellIsToldWhole() {
        assertTrue(failures.isFirst(failure()));
        for (int again = 0; again < 100; again++) {
            now = now.plus(Duration.ofSeconds(1));
            assertFalse(failures.isFirst(failure()));
        }
        assertTrue(failures.isFirst(new IllegalArgumentException()));

        now = now.plus(Duration.ofSeconds(11));

        assertTrue(failures.isFirst(failure()));
    }

    @Test
    void kindsAreNotRememberedWithoutEnd() {
        int first = 0;
        for (int number = 0; number < 1_000; number++) {
            IllegalStateException failure = new IllegalStateException();
            failure.setStackTrace(
                    new StackTraceElement[] {new StackTraceElement("Garden", "grow" + number, "Garden.java", number)});
            first += failures.isFirst(failure) ? 1 : 0;
        }

        assertEquals(101, first);
    }

    private static IllegalStateException failure() {
        return new IllegalStateException();
    }
}
