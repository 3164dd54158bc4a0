package se.tertial.report.delivery;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Arrays;
import se.tertial.kit.access.Scope;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.report.document.Document;
import se.tertial.report.reports.Publication;
import se.tertial.report.reports.Publications;

/** Freezes the draft of now. Publishing what is published already changes nothing. */
@ApplicationScoped
class Publishing {

    private final Drafts drafts;
    private final Publications publications;
    private final SecurityIdentity caller;
    private final Clock clock;

    @Inject
    Publishing(Drafts drafts, Publications publications, SecurityIdentity caller, Clock clock) {
        this.drafts = drafts;
        this.publications = publications;
        this.caller = caller;
        this.clock = clock;
    }

    /**
     * What publishing did.
     *
     * @param isNew whether it made a publication, or the latest was the same already
     */
    record Outcome(Publication publication, boolean isNew) {}

    @Transactional
    Outcome publish(Scope scope, ReportingPeriod period) {
        drafts.takeTurn(scope, period);
        Document document = drafts.document(scope, period).published();
        byte[] json = drafts.write(document);
        Publications.Bytes latest = publications.latestBytes(scope, period);
        boolean isNew = latest == null || !Arrays.equals(latest.json(), json);
        if (isNew) {
            publications.add(
                    scope,
                    document,
                    new Publications.Bytes(json, drafts.html(document)),
                    clock.instant(),
                    caller.getPrincipal().getName());
        }
        return new Outcome(publications.latest(scope, period).orElseThrow(), isNew);
    }
}
