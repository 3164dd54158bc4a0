package se.tertial.report.watermark;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.report.watermark.ServiceProgress.UpTo;

/**
 * What all instances together know of the other services, in the database and by its clock: since when each has been silent, and up to
 * when the read model has all of it. Every method runs in its caller's transaction.
 */
@ApplicationScoped
class ProgressTable {

    private final EntityManager entityManager;

    @Inject
    ProgressTable(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /** It may be lost with the server, as it is told again within a second. */
    void begin() {
        entityManager.createNativeQuery("set local synchronous_commit to off").executeUpdate();
    }

    /** A service was heard of so long ago. */
    void heard(String service, Duration ago, Watermark watermark) {
        entityManager
                .createNativeQuery(
                        """
                        insert into service_heard (service, heard_at, unsent, unsent_of_anybody)
                        values (:service, now() - :millis * interval '1 millisecond', :unsent, :ofAnybody)
                        on conflict (service) do update
                        set heard_at = excluded.heard_at, unsent = excluded.unsent, unsent_of_anybody = excluded.unsent_of_anybody
                        where service_heard.heard_at < excluded.heard_at
                        """)
                .setParameter("service", service)
                .setParameter("millis", ago.toMillis())
                .setParameter("unsent", watermark.unsent())
                .setParameter("ofAnybody", watermark.sentOfOthers() < watermark.newestRevision())
                .executeUpdate();
    }

    /**
     * The read model has all that a service, heard of before, had so long ago, but for what is of some; unless it is known to have
     * what is newer.
     *
     * @param others of whom it has not all, and what it has of them: what the service had so long ago; null if that is not known
     */
    void complete(String service, Duration ago, Map<Scope, @Nullable Duration> others) {
        List<?> before = entityManager
                .createNativeQuery(
                        """
                        select (extract(epoch from now() - complete_at) * 1000)::bigint from service_heard
                        where service = :service
                          and (complete_at is null or complete_at < now() - :millis * interval '1 millisecond')
                        for update
                        """)
                .setParameter("service", service)
                .setParameter("millis", ago.toMillis())
                .getResultList();
        if (before.isEmpty()) {
            return;
        }
        entityManager
                .createNativeQuery(
                        "update service_heard set complete_at = now() - :millis * interval '1 millisecond' where service = :service")
                .setParameter("service", service)
                .setParameter("millis", ago.toMillis())
                .executeUpdate();
        Number sinceBefore = (Number) before.get(0);
        entityManager.unwrap(Session.class).doWork(connection -> keep(connection, service, others, sinceBefore));
    }

    /** Of whom something has been missing only since the last time, everything was there until then. */
    private static void keep(
            Connection connection, String service, Map<Scope, @Nullable Duration> others, @Nullable Number sinceBefore)
            throws SQLException {
        List<String> municipalities = new ArrayList<>();
        List<String> administrations = new ArrayList<>();
        List<@Nullable Long> ago = new ArrayList<>();
        others.forEach((scope, known) -> {
            municipalities.add(scope.municipalityId());
            administrations.add(scope.administrationId());
            ago.add(known == null ? null : Long.valueOf(known.toMillis()));
        });
        try (PreparedStatement delete = connection.prepareStatement(
                        """
                        delete from service_waiting
                        where service = ? and (municipality_id, administration_id) not in (select * from unnest(?::text[], ?::text[]))
                        """);
                PreparedStatement insert = connection.prepareStatement(
                        """
                        insert into service_waiting (service, municipality_id, administration_id, complete_at)
                        select ?, municipality, administration, now() - least(ago, ?::bigint) * interval '1 millisecond'
                        from unnest(?::text[], ?::text[], ?::bigint[]) as others (municipality, administration, ago)
                        on conflict do nothing
                        """);
                PreparedStatement update = connection.prepareStatement(
                        """
                        update service_waiting
                        set complete_at = greatest(complete_at, now() - ago * interval '1 millisecond')
                        from unnest(?::text[], ?::text[], ?::bigint[]) as others (municipality, administration, ago)
                        where service = ? and municipality_id = municipality and administration_id = administration
                        """)) {
            Object[] ofMunicipalities = municipalities.toArray();
            Object[] ofAdministrations = administrations.toArray();
            delete.setString(1, service);
            delete.setArray(2, connection.createArrayOf("text", ofMunicipalities));
            delete.setArray(3, connection.createArrayOf("text", ofAdministrations));
            delete.executeUpdate();
            if (!others.isEmpty()) {
                update.setArray(1, connection.createArrayOf("text", ofMunicipalities));
                update.setArray(2, connection.createArrayOf("text", ofAdministrations));
                update.setArray(3, connection.createArrayOf("bigint", ago.toArray()));
                update.setString(4, service);
                update.executeUpdate();
                insert.setString(1, service);
                insert.setObject(2, sinceBefore, Types.BIGINT);
                insert.setArray(3, connection.createArrayOf("text", ofMunicipalities));
                insert.setArray(4, connection.createArrayOf("text", ofAdministrations));
                insert.setArray(5, connection.createArrayOf("bigint", ago.toArray()));
                insert.executeUpdate();
            }
        }
    }

    Map<String, ServiceProgress> all() {
        return progress("true", Map.of());
    }

    /** Those that matter for an administration's reports: of others only what is of it, or of its municipality as a whole. */
    Map<String, ServiceProgress> of(Scope scope) {
        return progress(
                "municipality_id = :municipality and administration_id in ('', :administration)",
                Map.of("municipality", scope.municipalityId(), "administration", scope.administrationId()));
    }

    private Map<String, ServiceProgress> progress(String whose, Map<String, String> parameters) {
        var query = entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select heard.service, (extract(epoch from now() - heard_at) * 1000)::bigint, unsent, unsent_of_anybody, heard.complete_at,
                               (extract(epoch from now() - heard.complete_at) * 1000)::bigint, municipality_id, administration_id, waiting.complete_at,
                               (extract(epoch from now() - waiting.complete_at) * 1000)::bigint
                        from service_heard heard
                             left join service_waiting waiting on waiting.service = heard.service and %s
                        """
                                .formatted(whose),
                        Object[].class);
        parameters.forEach(query::setParameter);
        Map<String, ServiceProgress> all = new TreeMap<>();
        query.getResultList().forEach(columns -> {
            ServiceProgress progress = all.computeIfAbsent(
                    (String) columns[0],
                    service -> new ServiceProgress(
                            millis(columns[1]),
                            ((Number) columns[2]).longValue(),
                            (Boolean) columns[3],
                            upTo(columns[4], columns[5]),
                            new HashMap<>()));
            if (columns[6] != null) {
                progress.others()
                        .put(new Scope((String) columns[6], (String) columns[7]), upTo(columns[8], columns[9]));
            }
        });
        return all;
    }

    private static UpTo upTo(@Nullable Object at, @Nullable Object ago) {
        return new UpTo((Instant) at, ago == null ? null : millis(ago));
    }

    private static Duration millis(Object number) {
        return Duration.ofMillis(((Number) number).longValue());
    }
}
