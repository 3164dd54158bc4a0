package se.tertial.kit.anchor;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** How anchoring is, for those who run the service: as metrics, as a detail of readiness, and a line in the log when it changes. */
@ApplicationScoped
class AnchorState {

    private static final Logger LOG = Logger.getLogger(Anchoring.class);

    private static final int MOST_NAMED = 20;

    private final Clock clock;
    private final Instant startedAt;
    private final Counter written;
    private volatile Set<String> contradicted = Set.of();
    private volatile @Nullable String failure;
    private volatile @Nullable Instant lastSuccess;

    @Inject
    AnchorState(MeterRegistry meters, Clock clock) {
        this.clock = clock;
        this.startedAt = clock.instant();
        this.written = Counter.builder("tertial.audit.anchors.written")
                .description("Anchors that this instance wrote")
                .register(meters);
        Gauge.builder("tertial.audit.trails.contradicted", this, state -> state.contradicted.size())
                .description("Trails that lack what they were anchored with")
                .register(meters);
        Gauge.builder("tertial.audit.anchors.age", this, AnchorState::age)
                .baseUnit("seconds")
                .description("How long ago this instance last compared all trails with their anchors")
                .register(meters);
    }

    private long age() {
        Instant last = lastSuccess;
        return Duration.between(last == null ? startedAt : last, clock.instant())
                .toSeconds();
    }

    /** All trails were compared, and those that changed were anchored. */
    void compared(Set<String> contradictedTrails, int anchors) {
        Set<String> now = new TreeSet<>(contradictedTrails);
        if (!now.equals(contradicted)) {
            if (now.isEmpty()) {
                LOG.info("All audit trails have what they were anchored with again");
            } else {
                LOG.errorf(
                        "Audit trails that lack what they were anchored with, and are not anchored any more: %s. Verify them.",
                        named(now));
            }
        }
        contradicted = now;
        if (failure != null) {
            LOG.info("Audit trails are anchored again");
            failure = null;
        }
        written.increment(anchors);
        lastSuccess = clock.instant();
    }

    private static String named(Set<String> trails) {
        String first = trails.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return trails.size() > MOST_NAMED ? first + " and " + (trails.size() - MOST_NAMED) + " more" : first;
    }

    void failed(Throwable reason) {
        if (failure == null) {
            LOG.warnf("Audit trails cannot be anchored: %s", reason.toString());
        }
        failure = reason.toString();
    }

    void describe(HealthCheckResponseBuilder response) {
        response.withData("contradicted", contradicted.size());
        if (!contradicted.isEmpty()) {
            response.withData("contradictedTrails", named(contradicted));
        }
        Instant last = lastSuccess;
        if (last != null) {
            response.withData("lastSuccess", last.toString());
        }
        String reason = failure;
        if (reason != null) {
            response.withData("failure", reason);
        }
    }
}
