package se.tertial.report.delivery;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * An instance that is not told of publications leaves the others to answer, if there are any that are told. When none is, all
 * stay: what was published is in their memory, and what needs the database answers 503.
 */
@Readiness
class HearingReadiness implements HealthCheck {

    private final Hearing hearing;

    HearingReadiness(Hearing hearing) {
        this.hearing = hearing;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("publications")
                .status(hearing.hasBegun() && !hearing.isDeafAlone())
                .withData("heard", hearing.hears())
                .withData(
                        "silentSeconds", hearing.hasBegun() ? hearing.silence().toSeconds() : -1)
                .withData("heardElsewhere", hearing.isDeafAlone())
                .build();
    }
}
