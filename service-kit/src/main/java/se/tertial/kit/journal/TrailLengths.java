package se.tertial.kit.journal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.database.Continuity;

/**
 * How many entries trails have. Only what was added since somebody asked last is counted: entries are never removed, and each has a
 * higher revision than those before it. What is known of a database holds for that one only.
 */
@ApplicationScoped
class TrailLengths {

    private static final int MOST_KNOWN = 10_000;

    private final EntityManager entityManager;
    private final Continuity continuity;
    private final Cache<Trail, Length> known =
            Caffeine.newBuilder().maximumSize(MOST_KNOWN).build();

    @Inject
    TrailLengths(EntityManager entityManager, Continuity continuity) {
        this.entityManager = entityManager;
        this.continuity = continuity;
    }

    private record Trail(String incarnation, Scope scope) {}

    /** Of a trail up to an entry. */
    private record Length(long last, long entries) {}

    /** How many entries a trail has now. In the caller's transaction. */
    long of(Scope scope) {
        String incarnation = entityManager.unwrap(Session.class).doReturningWork(continuity::incarnation);
        Trail trail = new Trail(incarnation, scope);
        Length now = added(scope, known.getIfPresent(trail));
        known.put(trail, now);
        return now.entries();
    }

    private Length added(Scope scope, @Nullable Length before) {
        long from = before == null ? 0 : before.last();
        Object[] added = entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select count(*), coalesce(max(revision), :from) from change
                        where municipality_id = :municipality and administration_id = :administration and revision > :from
                        """,
                        Object[].class)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setParameter("from", from)
                .getSingleResult();
        long entries = before == null ? 0 : before.entries();
        return new Length(((Number) added[1]).longValue(), entries + ((Number) added[0]).longValue());
    }
}
