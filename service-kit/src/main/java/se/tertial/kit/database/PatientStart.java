package se.tertial.kit.database;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * A service that starts at a slow database, or on a slow machine, waits for a connection as long as that takes
 * ({@code quarkus.datasource.jdbc.acquisition-timeout}): it would end otherwise. From then on nobody waits longer than this.
 */
@ApplicationScoped
class PatientStart {

    private static final Duration FOR_REQUESTS = Duration.ofSeconds(5);

    private final AgroalDataSource pool;

    @Inject
    PatientStart(AgroalDataSource pool) {
        this.pool = pool;
    }

    void end(@Observes StartupEvent event) {
        pool.getConfiguration().connectionPoolConfiguration().setAcquisitionTimeout(FOR_REQUESTS);
    }
}
