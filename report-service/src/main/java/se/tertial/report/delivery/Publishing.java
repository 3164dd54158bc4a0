package se.tertial.report.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Caller;
import se.tertial.kit.access.Scope;
import se.tertial.kit.journal.Journal;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.kit.problem.Problem;
import se.tertial.language.Message;
import se.tertial.report.document.Allowance;
import se.tertial.report.document.Document;
import se.tertial.report.rendering.HtmlReport;
import se.tertial.report.replica.ReadModel;
import se.tertial.report.reports.Publication;
import se.tertial.report.reports.Publications;
import se.tertial.report.watermark.Behind;

/** Freezes the draft of now. Publishing what is published already changes nothing. */
@ApplicationScoped
class Publishing {

    /** Of what a draft lacks; its own list has all of it. */
    private static final int MOST_TOLD = 5;

    private final Drafts drafts;
    private final Publications publications;
    private final PublicationRoom room;
    private final PublicationTrail trail;
    private final Journal journal;
    private final Caller caller;
    private final Clock clock;
    private final Event<PublicationsChanged> changed;
    private final ReadModel readModel;

    @Inject
    Publishing(
            Drafts drafts,
            Publications publications,
            PublicationRoom room,
            PublicationTrail trail,
            Journal journal,
            Caller caller,
            Clock clock,
            Event<PublicationsChanged> changed,
            ReadModel readModel) {
        this.drafts = drafts;
        this.publications = publications;
        this.room = room;
        this.trail = trail;
        this.journal = journal;
        this.caller = caller;
        this.clock = clock;
        this.changed = changed;
        this.readModel = readModel;
    }

    /** By the present transaction a report is published anew, or a publication of it is withdrawn. */
    record PublicationsChanged(Scope scope, ReportingPeriod period) {}

    /**
     * What somebody wants to publish.
     *
     * @param correction what was corrected since the latest publication; null if that is not stated
     * @param ifMatch    tags of the draft that they have read; null if that is not stated
     * @param accepting  why what the draft lacks is accepted; null if it is not
     */
    record Wanted(@Nullable String correction, @Nullable String ifMatch, @Nullable String accepting) {

        /**
         * What of the draft is accepted; null if it lacks nothing.
         *
         * @throws Problem 409 if it lacks something and nobody accepts that
         */
        Publication.@Nullable Accepted accepted(List<Document.Incompleteness> lacking) {
            if (lacking.isEmpty()) {
                return null;
            }
            if (accepting == null) {
                throw Problem.conflict(
                        "incomplete",
                        Message.of("Something is missing"),
                        Message.of(
                                "The draft lists what it lacks ({0}): {1} Complete it; or publish it as it is with ifIncomplete=PUBLISH and a reason.",
                                lacking.size(),
                                lacking.stream()
                                        .limit(MOST_TOLD)
                                        .map(Document.Incompleteness::message)
                                        .collect(Collectors.joining(" "))));
            }
            return new Publication.Accepted(lacking.size(), accepting);
        }
    }

    /**
     * What publishing did.
     *
     * @param isNew whether it made a publication, or the latest was the same already
     */
    record Outcome(Publication publication, boolean isNew) {}

    /**
     * What was found before publishing began.
     *
     * @param behind the services whose changes are perhaps not all there
     * @param accepted whether to publish all the same
     * @param reason why; null if that is not stated
     * @param deadline when nobody waits for it any more, as {@link System#nanoTime} counts
     */
    record Found(List<Behind> behind, boolean accepted, @Nullable String reason, long deadline) {

        /** @throws Problem 409 if something may be missing, and nobody said that this is accepted */
        void require() {
            if (!behind.isEmpty() && !accepted) {
                String services = behind.stream()
                        .map(one -> one.since() == null ? one.service() : one.service() + " (" + one.since() + ")")
                        .collect(Collectors.joining(", "));
                throw Problem.conflict(
                        "behind",
                        Message.of("Changes may be missing"),
                        Message.of(
                                "The draft may lack changes that these services have acknowledged, each with the time up to which nothing is missing: {0}. Try again soon; or publish all the same with ifBehind=PUBLISH and a reason.",
                                services));
            }
        }

        /** @throws Problem 503 if nobody waits for it any more */
        void requireTime() {
            if (System.nanoTime() - deadline > 0) {
                throw Problem.unavailable(Message.of("It took too long, and nothing was published."));
            }
        }

        /** Why it is published though services are behind; null if none is. */
        @Nullable
        String why() {
            return behind.isEmpty() ? null : reason;
        }

        List<String> services() {
            return behind.stream().map(Behind::service).toList();
        }
    }

    /**
     * Publishes the draft of now.
     *
     * @throws Problem 503 as {@link Found#requireTime}, or while the read model is not whole; 412 if the draft is not what was read; 409
     *     if there is nothing that could have been corrected, or something is missing and that is not accepted; 422 if there is as much
     *     published as may be
     */
    @Transactional
    Outcome publish(Scope scope, ReportingPeriod period, Allowance allowance, Found found, Wanted wanted) {
        if (!readModel.isWhole()) {
            throw Problem.unavailable(Message.of("The figures are being read anew, and are not all there yet."));
        }
        drafts.takeTurn(scope, period);
        journal.takeTurn(scope); // before composing holds changes back: those who write take their turn first as well
        Drafts.Composed draft = drafts.document(scope, period, allowance);
        if (wanted.ifMatch() != null
                && !Negotiation.isStated(wanted.ifMatch(), drafts.tags(scope, period, draft.version()))) {
            throw Problem.stale(
                    Message.of("The draft is not what you have read any more. Read it again, and publish it then."));
        }
        Publication.Accepted incomplete = wanted.accepted(draft.document().incomplete());
        Publication latest = publications.latest(scope, period).orElse(null);
        byte[] content = EncodedDocument.sha256(drafts.write(draft.document().published(null)));
        boolean isToldAnew = latest != null && !Objects.equals(incomplete, latest.incomplete());
        if (latest != null && !isToldAnew && isContentOf(scope, latest, content)) {
            requireNothingCorrected(latest, wanted.correction());
            return new Outcome(latest, false);
        }
        int number = publications.count(scope, period) + 1;
        if (number == 1 && wanted.correction() != null) {
            throw Problem.conflict(
                    Message.of("The report of {0} was not published before, so nothing was corrected.", period));
        }
        room.require(scope, period, number);
        Document.Version version = new Document.Version(
                number,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                wanted.correction(),
                latest == null ? null : earlier(scope, latest));
        Document document = draft.document().published(version);
        byte[] json = drafts.write(document);
        byte[] html = HtmlReport.render(document, allowance).getBytes(StandardCharsets.UTF_8);
        found.requireTime();
        publications.add(
                scope,
                document,
                version,
                new Publications.Bytes(json, html),
                new Publications.Act(caller.name(), found.services(), found.why(), incomplete, content));
        changed.fire(new PublicationsChanged(scope, period));
        Publication publication = publications.numbered(scope, period, number).orElseThrow();
        trail.tell(scope, publication, digests(scope, publication), publication.why());
        return new Outcome(publication, true);
    }

    private boolean isContentOf(Scope scope, Publication publication, byte[] content) {
        return digests(scope, publication).content().equals(HexFormat.of().formatHex(content));
    }

    private Publications.Digests digests(Scope scope, Publication publication) {
        return Objects.requireNonNull(publications.digests(scope, publication.period(), publication.number()));
    }

    /** What is said to be corrected would be lost in silence. Who repeats a request says the same as before. */
    private static void requireNothingCorrected(Publication latest, @Nullable String correction) {
        if (correction != null && !correction.equals(latest.correction())) {
            throw Problem.conflict(Message.of(
                    "Nothing has changed since publication {0}, so nothing was corrected.",
                    Integer.toString(latest.number())));
        }
    }

    private static Document.Earlier earlier(Scope scope, Publication publication) {
        return new Document.Earlier(
                publication.number(),
                publication.publishedAt(),
                Publications.address(scope, publication.period()) + "?version=" + publication.number());
    }
}
