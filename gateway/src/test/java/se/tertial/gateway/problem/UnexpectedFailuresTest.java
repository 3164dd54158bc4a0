package se.tertial.gateway.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who lets the gateway fail again and again does not fill its log. */
class UnexpectedFailuresTest {

    private static final Logger LOG = Logger.getLogger(Failures.class.getName());

    private final List<LogRecord> lines = new ArrayList<>();
    private final Handler heard = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final UnexpectedFailures failures = new UnexpectedFailures(new Clock() {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @BeforeEach
    void hear() {
        LOG.addHandler(heard);
    }

    @AfterEach
    void hearNoMore() {
        LOG.removeHandler(heard);
    }

    @Test
    void ofEachKindTheFirstOfASpellIsToldWhole() {
        for (int second = 0; second < 60; second++) {
            failures.tell(failure(), "GET");
            now = now.plusSeconds(1);
        }
        failures.tell(new IllegalArgumentException(), "GET");
        now = now.plusSeconds(10);

        failures.tell(failure(), "PUT");
        failures.tell(null, "PUT");

        assertEquals(63, lines.size());
        assertEquals(3, lines.stream().filter(line -> line.getThrown() != null).count());
    }

    @Test
    void kindsAreNotRememberedWithoutEnd() {
        for (int number = 0; number < 1_000; number++) {
            IllegalStateException failure = new IllegalStateException();
            failure.setStackTrace(
                    new StackTraceElement[] {new StackTraceElement("Garden", "grow" + number, "Garden.java", number)});
            failures.tell(failure, "GET");
        }

        assertEquals(
                101, lines.stream().filter(line -> line.getThrown() != null).count());
    }

    private static IllegalStateException failure() {
        return new IllegalStateException();
    }
}
