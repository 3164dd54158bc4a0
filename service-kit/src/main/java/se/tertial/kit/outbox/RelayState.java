package se.tertial.kit.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.outbox.Outbox.Backlog;

/** How the relay is, for those who run the service: as metrics, as a detail of readiness, and a line in the log when it changes. */
@ApplicationScoped
class RelayState {

    private static final Logger LOG = Logger.getLogger(Relay.class);

    private final Clock clock;
    private final Counter sent;
    private final Counter failures;
    private volatile boolean leads;
    private volatile @Nullable Backlog backlog;
    private volatile @Nullable String paused;
    private volatile @Nullable Instant lastSuccess;
    private volatile Map<String, String> waiting = Map.of();

    @Inject
    RelayState(MeterRegistry meters, Clock clock) {
        this.clock = clock;
        this.sent = Counter.builder("tertial.outbox.sent")
                .description("Changes that this instance sent to Kafka")
                .register(meters);
        this.failures = Counter.builder("tertial.outbox.failures")
                .description("Times that the relay had to start over")
                .register(meters);
        Gauge.builder("tertial.outbox.leader", this, state -> state.leads ? 1 : 0)
                .description("Whether this instance sends what all of its kind write")
                .register(meters);
        Gauge.builder("tertial.outbox.unsent", this, state -> state.count(Backlog::unsent))
                .description("Changes that wait to be sent, as the leader sees it")
                .register(meters);
        Gauge.builder("tertial.outbox.aside", this, state -> state.count(Backlog::aside))
                .description("Changes that Kafka refuses")
                .register(meters);
        Gauge.builder("tertial.outbox.waiting.topics", this, state -> state.waiting.size())
                .description("Topics that are missing or closed to the service")
                .register(meters);
        Gauge.builder("tertial.outbox.oldest.age", this, RelayState::oldestAgeSeconds)
                .baseUnit("seconds")
                .description("For how long the change that waits longest has lain in the outbox")
                .register(meters);
        Gauge.builder("tertial.outbox.last.success.age", this, RelayState::lastSuccessAgeSeconds)
                .baseUnit("seconds")
                .description("How long ago this instance, as the leader, last found Kafka and the database in order")
                .register(meters);
    }

    /** Nothing, if it never did: of all instances that say something the least counts. */
    private double lastSuccessAgeSeconds() {
        Instant success = lastSuccess;
        return success == null
                ? Double.NaN
                : Duration.between(success, clock.instant()).toSeconds();
    }

    private long count(ToLongFunction<Backlog> what) {
        Backlog now = backlog;
        return now == null ? 0 : what.applyAsLong(now);
    }

    private long oldestAgeSeconds() {
        Backlog now = backlog;
        return now == null || now.oldestUnsentAt() == null
                ? 0
                : Math.max(
                        0,
                        Duration.between(now.oldestUnsentAt(), clock.instant()).toSeconds());
    }

    /** Whether it leads; who does not lead knows no backlog. */
    void leads(boolean leads) {
        if (leads && !this.leads) {
            LOG.info("Outbox relay leads");
        }
        this.leads = leads;
        if (!leads) {
            backlog = null;
            waiting = Map.of();
        }
    }

    void backlog(Backlog now) {
        Backlog before = backlog;
        if (now.aside() != (before == null ? 0 : before.aside())) {
            LOG.warnf("Kafka refuses %d changes; outbox_aside has them with the reasons", now.aside());
        }
        backlog = now;
    }

    /** Another leads, and the database answers. */
    void standsBy() {
        if (paused != null) {
            LOG.info("Outbox relay stands by");
            paused = null;
        }
    }

    /** It leads and sends nothing, though nothing failed. */
    void waitsFor(String what) {
        if (!what.equals(paused)) {
            LOG.warnf("Outbox relay waits: %s", what);
            paused = what;
        }
    }

    /** Kafka and the database answer, and that many events were sent. */
    void succeeded(int events, Map<String, String> waitingTopics) {
        if (paused != null) {
            LOG.info("Outbox relay goes on");
            paused = null;
        }
        if (!waiting.equals(waitingTopics)) {
            LOG.warnf("Topics whose events wait: %s", waitingTopics);
            waiting = waitingTopics;
        }
        lastSuccess = clock.instant();
        sent.increment(events);
    }

    void failed(Throwable reason) {
        failures.increment();
        if (paused == null) {
            if (reason instanceof Error || reason instanceof IllegalStateException) {
                LOG.errorf(reason, "Outbox relay pauses");
            } else {
                LOG.warnf("Outbox relay pauses: %s", reason.toString());
            }
        }
        paused = reason.toString();
    }

    void describe(HealthCheckResponseBuilder response) {
        response.withData("leader", leads);
        Backlog now = backlog;
        if (now != null) {
            response.withData("unsent", now.unsent()).withData("aside", now.aside());
            if (now.oldestUnsentAt() != null) {
                response.withData("oldestUnsentAt", now.oldestUnsentAt().toString());
            }
        }
        String reason = paused;
        if (reason != null) {
            response.withData("paused", reason);
        }
        Instant success = lastSuccess;
        if (success != null) {
            response.withData("lastSuccess", success.toString());
        }
        waiting.forEach((topic, why) -> response.withData("waiting " + topic, why));
    }
}
