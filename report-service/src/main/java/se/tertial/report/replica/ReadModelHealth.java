package se.tertial.report.replica;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Tells how the read model is. Whatever that is, the service is ready: what was published it has, and drafts say what they lack.
 */
@Readiness
@ApplicationScoped
class ReadModelHealth implements HealthCheck {

    private final Consumption consumption;
    private final ReadModelWatch watch;

    @Inject
    ReadModelHealth(Consumption consumption, ReadModelWatch watch) {
        this.consumption = consumption;
        this.watch = watch;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("read-model").up();
        consumption.describe(response);
        ReadModelStatus standing = watch.standing();
        if (standing != null) {
            response.withData("lookedAt", standing.at().toString())
                    .withData("whole", standing.notWholeFor() == null)
                    .withData("generation", standing.inUse().number())
                    .withData("inUseSince", standing.inUseSince().toString())
                    .withData("deadLetters", standing.deadLetters())
                    .withData("deadLettersNotKept", standing.unkept());
            int number = 1;
            for (UnkeptLetters.Line line : standing.oldestUnkept()) {
                response.withData("notKept" + number++, line.toString());
            }
            if (standing.notWholeFor() != null) {
                response.withData("notWholeFor", standing.notWholeFor().name());
            }
            Generation newest = standing.newest();
            response.withData("newestRebuild", newest.number())
                    .withData(
                            "newestRebuildState",
                            Rebuild.State.of(newest.state()).name());
            if (newest.failure() != null) {
                response.withData("newestRebuildFailure", newest.failure());
            }
            if (newest.lacking() > 0) {
                response.withData("newestRebuildLacking", newest.lacking());
            }
        }
        return response.build();
    }
}
