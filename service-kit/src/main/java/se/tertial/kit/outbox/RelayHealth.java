package se.tertial.kit.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Tells how the relay is. A service whose events wait is ready all the same: what it is asked it can answer. */
@Readiness
@ApplicationScoped
class RelayHealth implements HealthCheck {

    private final RelayState state;

    @Inject
    RelayHealth(RelayState state) {
        this.state = state;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("outbox").up();
        state.describe(response);
        return response.build();
    }
}
