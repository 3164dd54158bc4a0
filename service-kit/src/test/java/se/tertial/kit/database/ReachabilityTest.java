package se.tertial.kit.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database that comes and goes is told of once each way. */
class ReachabilityTest {

    private static final Logger LOG = Logger.getLogger(Reachability.class.getName());

    private final List<String> levels = new ArrayList<>();
    private final Handler heard = new Handler() {
        @Override
        public void publish(LogRecord line) {
            levels.add(line.getLevel().getName());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Reachability reachability = new Reachability(
            new Clock() {
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
            },
            meters);

    @BeforeEach
    void hear() {
        LOG.setLevel(Level.ALL);
        LOG.addHandler(heard);
    }

    @AfterEach
    void hearNoMore() {
        LOG.removeHandler(heard);
    }

    @Test
    void aDiskThatIsFullIsToldOfOnceThoughReadsAreAnswered() {
        for (int second = 0; second < 60; second++) {
            reachability.failed(new SQLException("No space left on device", "53100"));
            reachability.answered();
            now = now.plusSeconds(1);
        }

        assertEquals(List.of("ERROR"), levels);
        assertEquals(60, unserved("away"));
    }

    @Test
    void requestsThatAreGivenUpAreToldOfOnceAndCounted() {
        for (int second = 0; second < 60; second++) {
            reachability.gaveUp(new SQLException("canceling statement due to statement timeout", "57014"));
            reachability.lostOutcome(new SQLException("An I/O error occurred", "08006"));
            reachability.answered();
            now = now.plusSeconds(1);
        }

        assertEquals(List.of("WARN", "WARN"), levels);
        assertEquals(60, unserved("no-time"));
        assertEquals(60, unserved("outcome-unknown"));

        now = now.plus(Duration.ofSeconds(10));
        reachability.answered();
        reachability.answered();

        assertEquals(List.of("WARN", "WARN", "INFO", "INFO"), levels);
    }

    private double unserved(String reason) {
        return meters.get("tertial.requests.unserved")
                .tag("reason", reason)
                .counter()
                .count();
    }

    @Test
    void aDatabaseThatRefusesNothingForTenSecondsServesAgain() {
        reachability.failed(new SQLException("terminating connection", "57P01"));
        now = now.plus(Duration.ofSeconds(10));
        reachability.answered();
        reachability.answered();

        assertEquals(List.of("ERROR", "INFO"), levels);
    }
}
