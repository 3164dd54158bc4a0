package se.tertial.report.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.journal.Journal;
import se.tertial.report.reports.Publication;
import se.tertial.report.reports.Publications;

/** Tells the audit trail and the topic how a publication stands: when it is made, and when it is withdrawn. */
@ApplicationScoped
class PublicationTrail {

    static final String TOPIC = "report.publication.v1";

    private final Journal journal;
    private final Drafts drafts;

    @Inject
    PublicationTrail(Journal journal, Drafts drafts) {
        this.journal = journal;
        this.drafts = drafts;
    }

    /** @param reason why it was done, if anybody had to say so */
    void tell(Scope scope, Publication publication, Publications.Digests digests, @Nullable String reason) {
        long revision = journal.revisions(1).get(0);
        PublicationEvent told = PublicationEvent.of(publication, digests, revision);
        String key = publication.period() + "~" + publication.number();
        journal.append(
                TOPIC,
                scope,
                List.of(new Journal.Line(
                        revision, key, new String(drafts.write(told), StandardCharsets.UTF_8), reason)));
    }
}
