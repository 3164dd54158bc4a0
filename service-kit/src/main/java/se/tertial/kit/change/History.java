package se.tertial.kit.change;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import org.hibernate.Session;
import se.tertial.kit.access.Caller;
import se.tertial.kit.access.Permission;
import se.tertial.kit.access.Scope;
import se.tertial.kit.admission.RequestMemory;
import se.tertial.kit.api.Listing;
import se.tertial.kit.api.Page;
import se.tertial.kit.problem.Problem;
import se.tertial.language.Message;

/** Reads what a row has been, within the caller's transaction. */
@ApplicationScoped
class History {

    private final EntityManager entityManager;
    private final ObjectMapper json;
    private final RequestMemory memory;
    private final Caller caller;

    @Inject
    History(EntityManager entityManager, ObjectMapper json, RequestMemory memory, Caller caller) {
        this.caller = caller;
        this.entityManager = entityManager;
        this.json = json;
        this.memory = memory;
    }

    /**
     * One page of the changes of one row, newest first.
     *
     * @throws Problem 404 if there never was such a row
     */
    Listing<Revision> of(String topic, Scope scope, String key, Page page, UriInfo uri) {
        long total = (Long) entityManager
                .createNativeQuery(
                        """
                        select count(*) from (
                            select from change
                            where municipality_id = :municipality and administration_id = :administration
                              and topic = :topic and row_key = :key
                            limit :most) as counted
                        """,
                        Long.class)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setParameter("topic", topic)
                .setParameter("key", key)
                .setParameter("most", page.mostCounted())
                .getSingleResult();
        if (total == 0) {
            throw Problem.notFound(Message.of("There never was a “{0}” here.", key));
        }
        memory.forPage(bytes(topic, scope, key, page));
        List<?> found = entityManager
                .createNativeQuery(
                        """
                        select revision, recorded_at, recorded_by, reason, deleted, state::text
                        from change
                        where municipality_id = :municipality and administration_id = :administration
                          and topic = :topic and row_key = :key
                        order by revision desc
                        """)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setParameter("topic", topic)
                .setParameter("key", key)
                .setFirstResult(page.first())
                .setMaxResults(page.size())
                .getResultList();
        boolean whoAndWhy = caller.mayRead(Permission.AUDIT, "audit-entries", scope);
        return Listing.of(
                found.stream().map(row -> revision((Object[]) row, whoAndWhy)).toList(), page, total, uri);
    }

    private List<Long> bytes(String topic, Scope scope, String key, Page page) {
        return entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select bytes::bigint
                        from change
                        where municipality_id = :municipality and administration_id = :administration
                          and topic = :topic and row_key = :key
                        order by revision desc
                        """,
                        Long.class)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setParameter("topic", topic)
                .setParameter("key", key)
                .setFirstResult(page.first())
                .setMaxResults(page.size())
                .getResultList();
    }

    private Revision revision(Object[] columns, boolean whoAndWhy) {
        try {
            return new Revision(
                    ((Number) columns[0]).longValue(),
                    (Instant) columns[1],
                    whoAndWhy ? (String) columns[2] : null,
                    whoAndWhy ? (String) columns[3] : null,
                    (Boolean) columns[4],
                    columns[5] == null ? null : json.readTree((String) columns[5]));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("history holds what is not JSON", e);
        }
    }
}
