package se.tertial.kit.audit;

import static java.util.stream.Collectors.groupingBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hibernate.Session;
import se.tertial.kit.access.Scope;
import se.tertial.kit.admission.Asker;
import se.tertial.kit.anchor.AnchorComparison;
import se.tertial.kit.anchor.AuditAnchors;
import se.tertial.kit.journal.TrailPages;
import se.tertial.kit.journal.TrailPages.Told;

/**
 * Verifies a few hundred entries, or looks through a few hundred rows. Each page has a transaction of its own: between two of
 * them others have their turn.
 */
@ApplicationScoped
class VerifiedPage {

    private static final int MOST_KEYS = 500;

    private final EntityManager entityManager;
    private final TrailPages trail;
    private final AnchorComparison anchors;
    private final Asker asker;
    private final TreeMap<String, Evidence> kinds = new TreeMap<>();
    private final Set<String> large = new HashSet<>();

    @Inject
    VerifiedPage(
            EntityManager entityManager,
            TrailPages trail,
            AnchorComparison anchors,
            Asker asker,
            @Any Instance<Evidence> evidence) {
        this.entityManager = entityManager;
        this.trail = trail;
        this.anchors = anchors;
        this.asker = asker;
        for (Evidence one : evidence) {
            one.kinds().forEach(kind -> kinds.put(kind, one));
            if (one.isLarge()) {
                large.addAll(one.kinds());
            }
        }
    }

    /**
     * Goes on by a page, or to the end if that is nearer.
     *
     * @throws se.tertial.kit.problem.Problem 503 if the client has gone
     */
    @Transactional
    Progress after(Scope scope, Progress before, Differences differences) {
        // One state of entries and rows, or what is written meanwhile would differ.
        entityManager
                .createNativeQuery("set transaction isolation level repeatable read")
                .executeUpdate();
        Progress reached = before;
        boolean isFull = false;
        while (!isFull && !reached.isAll()) {
            asker.require();
            if (reached.isOfTrail()) {
                TrailPages.Page page = trail.next(scope, reached.chain(), large);
                compare(scope, page.told(), differences);
                isFull = page.isFull();
                reached = reached.in(page.chain()).at(isFull ? "" : following(""), "");
            } else {
                String kind = reached.kind();
                List<String> keys = keys(scope, reached);
                untold(scope, kind, keys).forEach(key -> differences.add(Difference.Kind.UNTOLD, kind, key));
                isFull = keys.size() == MOST_KEYS;
                reached = isFull ? reached.at(kind, keys.get(keys.size() - 1)) : reached.at(following(kind), "");
            }
        }
        return reached.differing(!differences.isEmpty());
    }

    private void compare(Scope scope, List<Told> told, Differences differences) {
        Map<String, List<Told>> byKind = told.stream().collect(groupingBy(Told::topic));
        kinds.forEach((kind, kept) -> {
            List<Told> some = byKind.get(kind);
            if (some != null) {
                kept.compare(scope, kind, some, differences);
            }
        });
        entityManager.clear();
    }

    private String following(String kind) {
        String next = kinds.higherKey(kind);
        return next == null ? Progress.NO_MORE : next;
    }

    /** Of a kind that a release before this one had, none are left. */
    private List<String> keys(Scope scope, Progress reached) {
        Evidence kept = kinds.get(reached.kind());
        return kept == null ? List.of() : kept.keys(scope, reached.kind(), reached.key(), MOST_KEYS);
    }

    /** Of these, what no entry tells of. */
    private List<String> untold(Scope scope, String kind, List<String> keys) {
        return entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select kept.key from unnest(cast(:keys as text[])) as kept (key)
                        where (select max(revision) from change
                               where municipality_id = :municipality and administration_id = :administration
                                 and topic = :topic and row_key = kept.key) is null
                        """,
                        String.class)
                .setParameter("keys", keys.toArray(String[]::new))
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setParameter("topic", kind)
                .getResultList();
    }

    /** Compares the trail as it is now with what was found of its anchors. */
    @Transactional
    AuditAnchors compare(AnchorComparison.Found anchored) {
        return entityManager.unwrap(Session.class).doReturningWork(connection -> anchors.compare(anchored, connection));
    }
}
