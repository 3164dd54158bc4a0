package se.tertial.report.watermark;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Tells how far behind the other services reports are. An instance that is behind is ready all the same: its drafts say so. */
@Readiness
@ApplicationScoped
class WatermarkHealth implements HealthCheck {

    private final Watermarks watermarks;

    @Inject
    WatermarkHealth(Watermarks watermarks, MeterRegistry meters) {
        this.watermarks = watermarks;
        for (String service : Watermarks.services().keySet()) {
            Tags tags = Tags.of("service", service);
            Gauge.builder("tertial.watermark.silence", watermarks, now -> now.known()
                            .silence(service)
                            .toSeconds())
                    .tags(tags)
                    .baseUnit("seconds")
                    .description("How long ago a service was last heard of, by any instance")
                    .register(meters);
            Gauge.builder("tertial.watermark.incomplete", watermarks, now -> now.known()
                            .incompleteness(service)
                            .toSeconds())
                    .tags(tags)
                    .baseUnit("seconds")
                    .description("How long ago the read model was last known to have all that a service acknowledged")
                    .register(meters);
            Gauge.builder("tertial.watermark.waiting", watermarks, now -> now.known()
                            .waiting(service)
                            .count())
                    .tags(tags)
                    .description("Administrations alone whose changes are not there, though everybody else's are")
                    .register(meters);
            Gauge.builder("tertial.watermark.unsent", watermarks, now -> now.known()
                            .unsent(service))
                    .tags(tags)
                    .description("Changes that a service had not sent when it was last heard of")
                    .register(meters);
        }
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("watermarks").up();
        Knowledge known = watermarks.known();
        for (String service : Watermarks.services().keySet()) {
            Behind.Cause cause = known.behindForAll(service);
            Instant completeAt = known.complete(service).at();
            String how = completeAt == null ? "not known yet" : "complete";
            response.withData(service, cause == null ? how : cause.name())
                    .withData(service + " completeAt", completeAt == null ? "never known" : completeAt.toString())
                    .withData(service + " unsent", known.unsent(service))
                    .withData(service + " waiting", known.waiting(service).count());
        }
        return response.build();
    }
}
