package se.tertial.kit.restore;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import se.tertial.kit.database.Continuity;
import se.tertial.kit.database.Continuity.Behind;

/** Whether the database lacks what was sent from it. It is read all the same, so the service is ready for that. */
@Readiness
@ApplicationScoped
class ContinuityHealth implements HealthCheck {

    private final Continuity continuity;

    @Inject
    ContinuityHealth(Continuity continuity) {
        this.continuity = continuity;
    }

    @Override
    public HealthCheckResponse call() {
        Behind behind = continuity.behind();
        var response = HealthCheckResponse.named("database-continuity").up().withData("writes", continuity.isKnown());
        return behind == null
                ? response.build()
                : response.withData("held", behind.held())
                        .withData("known", behind.known())
                        .withData("remedy", "restore a newer backup, or declare this one with POST /restores")
                        .build();
    }
}
