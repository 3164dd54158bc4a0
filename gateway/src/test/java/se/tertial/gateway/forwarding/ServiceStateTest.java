package se.tertial.gateway.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
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

/** A service that comes and goes is told of once each way, however many requests see it. */
class ServiceStateTest {

    private static final Logger LOG = Logger.getLogger(ServiceState.class.getName());

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
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final ServiceState finance = new ServiceState("finance", metrics, new Clock() {
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
        LOG.setLevel(Level.ALL);
        LOG.addHandler(heard);
    }

    @AfterEach
    void hearNoMore() {
        LOG.removeHandler(heard);
    }

    @Test
    void serviceThatServesSomeRequestsAndNotOthersIsToldOfOnceAndCounted() {
        for (int second = 0; second < 60; second++) {
            finance.failed(new IOException("connection refused"));
            finance.answered();
            now = now.plusSeconds(1);
        }

        assertEquals(List.of("WARNING"), normal());
        assertEquals(
                60,
                metrics.get("tertial.gateway.upstream.failures")
                        .tag("service", "finance")
                        .counter()
                        .count());
    }

    @Test
    void serviceThatFailsNoMoreServesAgainAndMayFailAnew() {
        finance.answered();
        finance.failed(new IOException("connection refused"));
        now = now.plus(Duration.ofSeconds(10));
        finance.answered();
        finance.answered();
        finance.failed(new IOException("connection refused"));

        assertEquals(List.of("WARNING", "INFO", "WARNING"), normal());
    }

    /** JBoss calls a warning WARN. */
    private List<String> normal() {
        return levels.stream()
                .map(level -> level.equals("WARN") ? "WARNING" : level)
                .toList();
    }
}
