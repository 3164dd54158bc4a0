package se.tertial.report.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.report.reports.Publication;

/**
 * What the event of a publication tells.
 *
 * @param jsonDigest SHA-256 of the published JSON document, so that anyone can tell whether theirs is the published one
 * @param htmlDigest the same of the web page
 * @param behind     the services that were behind, when somebody published all the same
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PublicationEvent(
        ReportingPeriod period,
        int number,
        Instant publishedAt,
        String title,
        String jsonDigest,
        String htmlDigest,
        @Nullable List<String> behind,
        long revision) {

    static PublicationEvent of(Publication publication, byte[] json, byte[] html, long revision) {
        return new PublicationEvent(
                publication.period(),
                publication.number(),
                publication.publishedAt(),
                publication.title(),
                sha256(json),
                sha256(html),
                publication.behind(),
                revision);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
