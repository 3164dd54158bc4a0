package se.tertial.report.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.kit.problem.Problem;
import se.tertial.language.Message;
import se.tertial.report.delivery.Finished.Format;
import se.tertial.report.reports.Publications;

/**
 * Documents in memory, finished for the wire. What was published never changes, so it is served from here until a
 * notification says that it was published anew; a draft is served from here only while its input version is the present one.
 */
@ApplicationScoped
class Shelf {

    private static final long MOST_BYTES = 64L * 1024 * 1024;

    private final Publications publications;
    private final Drafts drafts;
    private final Cache<String, Copies> published = cache();
    private final Cache<String, Copies> current = cache();
    private volatile boolean told;

    private record Copies(long version, Map<Format, Finished> byFormat) {

        static Copies of(long version, byte[] json, byte[] html) {
            return new Copies(
                    version,
                    Map.of(Format.JSON, Finished.of(Format.JSON, json), Format.HTML, Finished.of(Format.HTML, html)));
        }

        int weight() {
            return byFormat.values().stream().mapToInt(Finished::weight).sum();
        }
    }

    @Inject
    Shelf(Publications publications, Drafts drafts) {
        this.publications = publications;
        this.drafts = drafts;
    }

    private static Cache<String, Copies> cache() {
        return Caffeine.newBuilder()
                .maximumWeight(MOST_BYTES)
                .weigher((String address, Copies copies) -> copies.weight())
                .build();
    }

    /**
     * What was published, if it lies in memory and is known to be the latest. Never waits.
     *
     * @param address of the document, from {@code /municipalities/} on
     */
    @Nullable
    Finished publishedAtHand(String address, Format format) {
        if (!told) {
            return null;
        }
        Copies copies = published.getIfPresent(address);
        return copies == null ? null : copies.byFormat().get(format);
    }

    /** The latest publication, or null if the report is not published. */
    @Nullable
    Finished published(Scope scope, ReportingPeriod period, Format format) {
        Copies copies =
                told ? published.get(address(scope, period), address -> load(scope, period)) : load(scope, period);
        return copies == null ? null : copies.byFormat().get(format);
    }

    /**
     * One publication, as it was published.
     *
     * @throws Problem 404 if there is none of that number
     */
    Finished publication(Scope scope, ReportingPeriod period, int number, Format format) {
        Publications.Bytes bytes = publications.bytes(scope, period, number);
        if (bytes == null) {
            throw Problem.notFound(Message.of(
                    "There is no publication {0} of the report of {1} here.", Integer.toString(number), period));
        }
        return Finished.of(format, format == Format.JSON ? bytes.json() : bytes.html());
    }

    /**
     * The draft of now.
     *
     * @throws Problem 404 if there is no report of the period
     */
    Finished draft(Scope scope, ReportingPeriod period, Format format) {
        Copies kept = current.getIfPresent(address(scope, period));
        if (kept == null || kept.version() != drafts.version(scope)) {
            Drafts.Draft draft = drafts.current(scope, period);
            kept = Copies.of(draft.version(), draft.json(), draft.html());
            current.put(address(scope, period), kept);
        }
        return java.util.Objects.requireNonNull(kept.byFormat().get(format));
    }

    /** From now on every publication is told of here. */
    void listening() {
        published.invalidateAll();
        told = true;
    }

    /** Publications are not told of any more: ask the database. */
    void deaf() {
        told = false;
        published.invalidateAll();
    }

    /** A report, {@code municipality/administration/period}, was published anew. */
    void publishedAnew(String report) {
        String[] parts = report.split("/", 3);
        if (parts.length == 3) {
            published.invalidate(address(parts[0], parts[1], parts[2]));
        }
    }

    private @Nullable Copies load(Scope scope, ReportingPeriod period) {
        Publications.Bytes bytes = publications.latestBytes(scope, period);
        return bytes == null ? null : Copies.of(0, bytes.json(), bytes.html());
    }

    private static String address(Scope scope, ReportingPeriod period) {
        return address(scope.municipalityId(), scope.administrationId(), period.toString());
    }

    private static String address(String municipalityId, String administrationId, String period) {
        return "/municipalities/" + municipalityId + "/administrations/" + administrationId + "/reports/" + period
                + "/document";
    }
}
