package se.tertial.report.watermark;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * What all instances together know of the other services, in the database and by its clock: since when each has been silent, and up to
 * when the read model has all of it. Every method runs in its caller's transaction.
 */
@ApplicationScoped
class Standings {

    private final EntityManager entityManager;

    @Inject
    Standings(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /**
     * How a service stands.
     *
     * @param silence since it was last heard of
     * @param completeAt up to then the read model has all of it; null if that was never known
     * @param incompleteness for how long that has not been known
     * @param unsent how many changes it had not sent when it was last heard of
     */
    record Standing(Duration silence, @Nullable Instant completeAt, @Nullable Duration incompleteness, long unsent) {}

    /** It may be lost with the server, as it is told again within a second. */
    void begin() {
        entityManager.createNativeQuery("set local synchronous_commit to off").executeUpdate();
    }

    /** A service was heard of so long ago. */
    void heard(String service, Duration ago, long unsent) {
        entityManager
                .createNativeQuery(
                        """
                        insert into service_heard (service, heard_at, unsent)
                        values (:service, now() - :millis * interval '1 millisecond', :unsent)
                        on conflict (service) do update
                        set heard_at = excluded.heard_at, unsent = excluded.unsent
                        where service_heard.heard_at < excluded.heard_at
                        """)
                .setParameter("service", service)
                .setParameter("millis", ago.toMillis())
                .setParameter("unsent", unsent)
                .executeUpdate();
    }

    /** The read model has all that a service, heard of before, had so long ago. */
    void complete(String service, Duration ago) {
        entityManager
                .createNativeQuery(
                        """
                        update service_heard
                        set complete_at = greatest(complete_at, now() - :millis * interval '1 millisecond')
                        where service = :service
                        """)
                .setParameter("service", service)
                .setParameter("millis", ago.toMillis())
                .executeUpdate();
    }

    Map<String, Standing> all() {
        Map<String, Standing> all = new TreeMap<>();
        entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select service, (extract(epoch from now() - heard_at) * 1000)::bigint, complete_at,
                               (extract(epoch from now() - complete_at) * 1000)::bigint, unsent
                        from service_heard
                        """,
                        Object[].class)
                .getResultList()
                .forEach(columns -> all.put(
                        (String) columns[0],
                        new Standing(
                                Duration.ofMillis(((Number) columns[1]).longValue()),
                                (Instant) columns[2],
                                columns[3] == null ? null : Duration.ofMillis(((Number) columns[3]).longValue()),
                                ((Number) columns[4]).longValue())));
        return all;
    }
}
