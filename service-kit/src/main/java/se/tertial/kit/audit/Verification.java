package se.tertial.kit.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import se.tertial.kit.access.Scope;
import se.tertial.kit.admission.RequestMemory;
import se.tertial.kit.anchor.AnchorComparison;
import se.tertial.kit.anchor.AuditAnchors;

/**
 * Holds the audit trail against itself, against what it tells of, and against what it was anchored with. A long trail takes several
 * requests: each goes on from where the one before it came to.
 */
@ApplicationScoped
class Verification {

    private final VerifiedPage page;
    private final AnchorComparison anchors;
    private final RequestMemory request;
    private final Clock clock;
    private final Duration piece;

    @Inject
    Verification(
            VerifiedPage page,
            AnchorComparison anchors,
            RequestMemory request,
            Clock clock,
            @ConfigProperty(name = "tertial.audit.verification-piece", defaultValue = "2S") Duration piece) {
        this.page = page;
        this.anchors = anchors;
        this.request = request;
        this.clock = clock;
        this.piece = piece;
    }

    /**
     * Verifies a piece of a trail: a page at least, and as many as there is time for.
     *
     * @param from how far earlier requests came
     * @throws se.tertial.kit.problem.Problem 503 if the client has gone, or too many others of the municipality do something large
     */
    AuditVerification verify(Scope scope, Progress from) {
        AnchorComparison.Found anchored = anchors.find(scope); // before the trail, which may grow meanwhile
        Differences differences = new Differences();
        long end = System.nanoTime() + piece.toNanos();
        Progress reached = page.after(scope, from, differences);
        while (!reached.isAll() && !differences.isFull() && System.nanoTime() - end < 0) {
            request.waitForPlace(); // with nothing in hand
            reached = page.after(scope, reached, differences);
        }
        AuditAnchors compared = page.compare(anchored);
        boolean isWhole = compared.state() != AuditAnchors.State.UNKNOWN
                && compared.contradictions().isEmpty();
        Long firstBroken = reached.chain().firstBroken();
        return new AuditVerification(
                reached.chain().entries(),
                reached.isAll() && firstBroken == null && !reached.differs() && isWhole,
                firstBroken,
                differences.list(),
                compared,
                reached.chain().head().isEmpty() ? null : reached.chain().head(),
                reached.isAll() ? null : reached.token(),
                clock.instant());
    }
}
