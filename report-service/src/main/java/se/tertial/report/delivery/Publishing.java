package se.tertial.report.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
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

    static final String TOPIC = "report.publication.v1";

    private final Drafts drafts;
    private final Publications publications;
    private final Journal journal;
    private final Caller caller;
    private final Clock clock;
    private final Event<PublishedAnew> publishedAnew;
    private final ReadModel readModel;

    @Inject
    Publishing(
            Drafts drafts,
            Publications publications,
            Journal journal,
            Caller caller,
            Clock clock,
            Event<PublishedAnew> publishedAnew,
            ReadModel readModel) {
        this.drafts = drafts;
        this.publications = publications;
        this.journal = journal;
        this.caller = caller;
        this.clock = clock;
        this.publishedAnew = publishedAnew;
        this.readModel = readModel;
    }

    /** A report is published anew by the present transaction. */
    record PublishedAnew(Scope scope, ReportingPeriod period) {}

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
     * @param reason why, if somebody says so
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
                throw Problem.unavailable(Message.of("It took too long, and nothing was published. Try again soon."));
            }
        }

        List<String> services() {
            return behind.stream().map(Behind::service).toList();
        }
    }

    /** @throws Problem 503 as {@link Found#requireTime}, or while the read model is not whole */
    @Transactional
    Outcome publish(Scope scope, ReportingPeriod period, Allowance allowance, Found found) {
        if (!readModel.isWhole()) {
            throw Problem.unavailable(
                    Message.of("The figures are being read anew, and are not all there yet. Publish later."));
        }
        drafts.takeTurn(scope, period);
        journal.takeTurn(scope); // before composing holds changes back: those who write take their turn first as well
        Document document = drafts.document(scope, period, allowance).published();
        byte[] json = drafts.write(document);
        Publications.Bytes latest = publications.latestBytes(scope, period);
        boolean isNew = latest == null || !Arrays.equals(latest.json(), json);
        if (isNew) {
            int number =
                    publications.latest(scope, period).map(Publication::number).orElse(0) + 1;
            byte[] html = HtmlReport.render(document, number, allowance).getBytes(StandardCharsets.UTF_8);
            found.requireTime();
            publications.add(
                    scope,
                    document,
                    number,
                    new Publications.Bytes(json, html),
                    new Publications.Act(clock.instant(), caller.name(), found.services(), found.reason()));
            publishedAnew.fire(new PublishedAnew(scope, period));
            tell(scope, publications.latest(scope, period).orElseThrow(), json, html);
        }
        return new Outcome(publications.latest(scope, period).orElseThrow(), isNew);
    }

    private void tell(Scope scope, Publication publication, byte[] json, byte[] html) {
        long revision = journal.revisions(1).get(0);
        PublicationEvent told = PublicationEvent.of(publication, json, html, revision);
        String key = publication.period() + "~" + publication.number();
        journal.append(
                TOPIC,
                scope,
                List.of(new Journal.Line(
                        revision, key, new String(drafts.write(told), StandardCharsets.UTF_8), publication.reason())));
    }
}
