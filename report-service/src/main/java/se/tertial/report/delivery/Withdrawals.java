package se.tertial.report.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Caller;
import se.tertial.kit.access.Scope;
import se.tertial.kit.journal.Journal;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.kit.problem.Problem;
import se.tertial.language.Message;
import se.tertial.report.delivery.EncodedDocument.Format;
import se.tertial.report.delivery.Publishing.PublicationsChanged;
import se.tertial.report.reports.Publication;
import se.tertial.report.reports.Publications;

/** Takes back what was published. It stays in the database; what holds then is the latest of the other publications. */
@ApplicationScoped
class Withdrawals {

    private static final ZoneId SWEDEN = ZoneId.of("Europe/Stockholm");

    private final Publications publications;
    private final PublicationTrail trail;
    private final Journal journal;
    private final Caller caller;
    private final Clock clock;
    private final Event<PublicationsChanged> changed;

    @Inject
    Withdrawals(
            Publications publications,
            PublicationTrail trail,
            Journal journal,
            Caller caller,
            Clock clock,
            Event<PublicationsChanged> changed) {
        this.publications = publications;
        this.trail = trail;
        this.journal = journal;
        this.caller = caller;
        this.clock = clock;
        this.changed = changed;
    }

    /**
     * Withdraws a publication. It does not wait for a place to compose, nor for drafts that are being composed.
     *
     * @param reason  for everybody to read
     * @param ifMatch tags of the publication's document that the caller has read; null if that is not stated
     * @return the publication, withdrawn
     * @throws Problem 404 if there is none, 409 if it was withdrawn for another reason, 412 if it is not what the caller has read
     */
    @Transactional
    Publication withdraw(Scope scope, ReportingPeriod period, int number, String reason, @Nullable String ifMatch) {
        journal.takeTurn(scope);
        Publication publication = required(scope, period, number);
        Publications.Digests digests = Objects.requireNonNull(publications.digests(scope, period, number));
        if (ifMatch != null && !Negotiation.isStated(ifMatch, tags(digests))) {
            throw Problem.stale(Message.of(
                    "Publication {0} of the report of {1} is not what you have read.",
                    Integer.toString(number), period));
        }
        Publication.Withdrawal before = publication.withdrawal();
        if (before != null) {
            if (before.reason().equals(reason)) {
                return publication;
            }
            throw Problem.conflict(Message.of("It was withdrawn before, for another reason: {0}", before.reason()));
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        publications.withdraw(scope, period, number, new Publication.Withdrawal(now, caller.name(), reason));
        changed.fire(new PublicationsChanged(scope, period));
        Publication withdrawn = required(scope, period, number);
        trail.tell(scope, withdrawn, digests, reason);
        return withdrawn;
    }

    private Publication required(Scope scope, ReportingPeriod period, int number) {
        return publications.numbered(scope, period, number).orElseThrow(() -> none(period, number));
    }

    static Problem none(ReportingPeriod period, int number) {
        return Problem.notFound(
                Message.of("There is no publication {0} of the report of {1} here.", Integer.toString(number), period));
    }

    private static Set<String> tags(Publications.Digests digests) {
        Set<String> tags =
                new HashSet<>(EncodedDocument.tags(Format.JSON, HexFormat.of().parseHex(digests.json())));
        tags.addAll(EncodedDocument.tags(Format.HTML, HexFormat.of().parseHex(digests.html())));
        return tags;
    }

    /** Why there is no document of a publication: it was withdrawn (410), or never was there (404). */
    Problem absence(Scope scope, ReportingPeriod period, int number) {
        return publications
                .numbered(scope, period, number)
                .flatMap(publication -> gone(scope, publication))
                .orElseGet(() -> none(period, number));
    }

    /** @throws Problem 410 if there were publications, and all of them are withdrawn */
    void throwIfAllAre(Scope scope, ReportingPeriod period) {
        int last = publications.count(scope, period);
        if (last > 0) {
            publications
                    .numbered(scope, period, last)
                    .flatMap(publication -> gone(scope, publication))
                    .ifPresent(problem -> {
                        throw problem;
                    });
        }
    }

    private static Optional<Problem> gone(Scope scope, Publication publication) {
        Publication.Withdrawal withdrawal = publication.withdrawal();
        if (withdrawal == null) {
            return Optional.empty();
        }
        LocalDate day = withdrawal.withdrawnAt().atZone(SWEDEN).toLocalDate();
        return Optional.of(Problem.gone(
                Message.of(
                        "Publication {0} of the report of {1} was withdrawn on {2}: {3}",
                        Integer.toString(publication.number()), publication.period(), day, withdrawal.reason()),
                publication.latest() == null
                        ? null
                        : Publications.address(scope, publication.period()) + "?version=published"));
    }
}
