package se.tertial.report.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.report.reports.Publication;
import se.tertial.report.reports.Publications;

/**
 * What the event of a publication tells.
 *
 * @param correction what was corrected since the publication that it replaces
 * @param replaces   the number of that publication
 * @param jsonDigest SHA-256 of the published JSON document, so that anyone can tell whether theirs is the published one
 * @param htmlDigest the same of the web page
 * @param contentDigest the same of what it says, without number and date
 * @param behind     the services that were behind, when somebody published all the same
 * @param lacking    how many things the draft lacked, which somebody accepted
 * @param withdrawal that it was withdrawn
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PublicationEvent(
        ReportingPeriod period,
        int number,
        Instant publishedAt,
        String title,
        @Nullable String correction,
        @Nullable Integer replaces,
        String jsonDigest,
        String htmlDigest,
        String contentDigest,
        @Nullable List<String> behind,
        @Nullable Integer lacking,
        @Nullable Withdrawal withdrawal,
        long revision) {

    /** When and why, for everybody to read; who did it stands in the audit trail. */
    record Withdrawal(Instant withdrawnAt, String reason) {}

    static PublicationEvent of(Publication publication, Publications.Digests digests, long revision) {
        Publication.Withdrawal withdrawal = publication.withdrawal();
        return new PublicationEvent(
                publication.period(),
                publication.number(),
                publication.publishedAt(),
                Objects.requireNonNull(publication.title()),
                publication.correction(),
                publication.replaces(),
                digests.json(),
                digests.html(),
                digests.content(),
                publication.behind(),
                publication.incomplete() == null
                        ? null
                        : publication.incomplete().lacking(),
                withdrawal == null ? null : new Withdrawal(withdrawal.withdrawnAt(), withdrawal.reason()),
                revision);
    }
}
