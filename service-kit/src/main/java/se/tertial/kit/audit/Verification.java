package se.tertial.kit.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import org.hibernate.Session;
import se.tertial.kit.access.Scope;
import se.tertial.kit.anchor.AnchorComparison;
import se.tertial.kit.anchor.AuditAnchors;
import se.tertial.kit.journal.Chain;
import se.tertial.kit.journal.Journal;

/** Holds the audit trail against itself, against what it tells of, and against what it was anchored with. */
@ApplicationScoped
class Verification {

    private final EntityManager entityManager;
    private final Journal journal;
    private final Instance<Evidence> evidence;
    private final AnchorComparison anchors;
    private final Clock clock;

    @Inject
    Verification(
            EntityManager entityManager,
            Journal journal,
            @Any Instance<Evidence> evidence,
            AnchorComparison anchors,
            Clock clock) {
        this.entityManager = entityManager;
        this.journal = journal;
        this.evidence = evidence;
        this.anchors = anchors;
        this.clock = clock;
    }

    /**
     * Verifies a trail.
     *
     * @param anchored what was found of its anchors, before
     * @throws se.tertial.kit.problem.Problem 503 if the client has gone
     */
    @Transactional
    AuditVerification verify(Scope scope, AnchorComparison.Found anchored) {
        // One state of everything, or what is written meanwhile would differ.
        entityManager
                .createNativeQuery("set transaction isolation level repeatable read")
                .executeUpdate();
        Chain chain = journal.verify(scope);
        Differences differences = new Differences();
        evidence.forEach(one -> one.compare(scope, differences));
        AuditAnchors compared = entityManager
                .unwrap(Session.class)
                .doReturningWork(connection -> anchors.compare(anchored, connection));
        boolean isWhole = compared.state() != AuditAnchors.State.UNKNOWN
                && compared.contradictions().isEmpty();
        return new AuditVerification(
                chain.entries(),
                chain.firstBroken() == null && differences.list().isEmpty() && isWhole,
                chain.firstBroken(),
                differences.list(),
                compared,
                chain.head(),
                clock.instant());
    }
}
