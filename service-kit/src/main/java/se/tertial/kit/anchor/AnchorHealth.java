package se.tertial.kit.anchor;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Tells how anchoring is. A service whose trails are not anchored is ready all the same: what it is asked it can answer. */
@Readiness
@ApplicationScoped
class AnchorHealth implements HealthCheck {

    private final AnchorState state;

    @Inject
    AnchorHealth(AnchorState state) {
        this.state = state;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("audit-anchors").up();
        state.describe(response);
        return response.build();
    }
}
