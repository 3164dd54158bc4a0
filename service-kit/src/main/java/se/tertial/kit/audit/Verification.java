package se.tertial.kit.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import se.tertial.kit.access.Scope;
import se.tertial.kit.journal.Chain;
import se.tertial.kit.journal.Journal;

/** Holds the audit trail against itself, and against what it tells of. */
@ApplicationScoped
class Verification {

    private final EntityManager entityManager;
    private final Journal journal;
    private final Instance<Evidence> evidence;
    private final Clock clock;

    @Inject
    Verification(EntityManager entityManager, Journal journal, @Any Instance<Evidence> evidence, Clock clock) {
        this.entityManager = entityManager;
        this.journal = journal;
        this.evidence = evidence;
        this.clock = clock;
    }

    @Transactional
    AuditVerification verify(Scope scope) {
        // One state of everything, or what is written meanwhile would differ.
        entityManager
                .createNativeQuery("set transaction isolation level repeatable read")
                .executeUpdate();
        Chain chain = journal.verify(scope);
        Differences differences = new Differences();
        evidence.forEach(one -> one.compare(scope, differences));
        return new AuditVerification(
                chain.entries(),
                chain.firstBroken() == null && differences.list().isEmpty(),
                chain.firstBroken(),
                differences.list(),
                chain.head(),
                clock.instant());
    }
}
