package se.tertial.report.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.kit.problem.Problem;
import se.tertial.language.Message;
import se.tertial.report.delivery.EncodedDocument.Format;
import se.tertial.report.delivery.Publishing.PublicationsChanged;
import se.tertial.report.reports.Publications;
import se.tertial.report.reports.Publications.Frozen;
import se.tertial.report.reports.Publications.Name;
import se.tertial.report.reports.Publications.Neighbours;

/**
 * Documents in memory, finished for the wire. What was published never changes: publications are served from here, as long as there is
 * room, until a notification says that there is a newer one of the report, or that one was withdrawn. A draft is served from here
 * only while nothing has changed that it is composed from.
 */
@ApplicationScoped
class DocumentCache {

    private static final String MUNICIPALITIES = "/municipalities/";

    /** Between a report's address and the number of a publication. */
    private static final char NUMBER = '?';

    /** Of each of the two caches; together half of the memory outside the heap (Dockerfile, MaxDirectMemorySize). */
    private static final long MOST_BYTES = 24L * 1024 * 1024;

    /** Readings for one municipality: far fewer than there are connections and cores' worth of compressing. */
    private static final int MOST_AT_ONCE = 4;

    private final Publications publications;
    private final Drafts drafts;
    private final Hearing hearing;
    private final DocumentMemory memory;
    private final FairCache<Published> published = new FairCache<>(MOST_BYTES, System::nanoTime);
    private final FairCache<Draft> current = new FairCache<>(MOST_BYTES, System::nanoTime);
    /** What is being read from the database. What is not in here any more when it has been read is not kept. */
    private final Map<String, CompletableFuture<Optional<Published>>> loading = new HashMap<>();

    /**
     * A document that was published.
     *
     * @param age the seconds for which nobody has known whether it is still the latest; 0 if it is
     */
    record Served(EncodedDocument document, long age) {}

    private record Copies(EncodedDocument json, EncodedDocument html) {

        static Copies of(byte[] json, byte[] html) {
            return new Copies(EncodedDocument.of(Format.JSON, json), EncodedDocument.of(Format.HTML, html));
        }

        static Copies of(Frozen frozen) {
            return new Copies(
                    EncodedDocument.of(Format.JSON, frozen.json(), links(frozen.neighbours(), Format.JSON)),
                    EncodedDocument.of(Format.HTML, frozen.html(), links(frozen.neighbours(), Format.HTML)));
        }

        EncodedDocument in(Format format) {
            return format == Format.JSON ? json : html;
        }

        int weight() {
            return json.weight() + html.weight();
        }
    }

    private record Published(String address, Name name, Neighbours neighbours, Copies copies) {}

    private record Draft(Drafts.Edition edition, Copies copies) {}

    /** Where the other publications of a report are (RFC 5829). It changes, so it stands beside the bytes and not in them. */
    private static List<EncodedDocument.Header> links(Neighbours neighbours, Format format) {
        List<String> links = new ArrayList<>();
        addLink(links, neighbours.earlier(), format, "predecessor-version");
        addLink(links, neighbours.later(), format, "successor-version");
        addLink(links, neighbours.latest(), format, "latest-version");
        return List.of(EncodedDocument.Header.of("Link", String.join(", ", links)));
    }

    private static void addLink(List<String> links, @Nullable Integer number, Format format, String relation) {
        if (number != null) {
            links.add("<document?version=%d&format=%s>; rel=\"%s\"".formatted(number, format.formatName(), relation));
        }
    }

    @Inject
    DocumentCache(Publications publications, Drafts drafts, Hearing hearing, DocumentMemory memory) {
        this.publications = publications;
        this.drafts = drafts;
        this.hearing = hearing;
        this.memory = memory;
    }

    /**
     * What was published, if it lies in memory and may be served from there. Never waits.
     *
     * @param report the address of its document, from {@code /municipalities/} on
     * @param number of the publication; null for the latest
     */
    @Nullable
    Served atHand(String report, @Nullable String number, Format format) {
        OptionalLong age = hearing.ageOfKept();
        if (age.isEmpty()) {
            return null;
        }
        Published kept = published.get(address(report, number));
        return kept == null ? null : new Served(kept.copies().in(format), age.getAsLong());
    }

    /**
     * What was published, or null if it was not, or was withdrawn.
     *
     * @param number of the publication; null for the latest
     */
    @Nullable
    Served published(Scope scope, ReportingPeriod period, @Nullable Integer number, Format format) {
        String address = address(report(scope, period), number == null ? null : Integer.toString(number));
        OptionalLong age = hearing.ageOfKept();
        Published kept = age.isEmpty() ? null : published.get(address);
        if (kept != null) {
            return new Served(kept.copies().in(format), age.getAsLong());
        }
        return load(address, scope, period, number)
                .map(read -> new Served(read.copies().in(format), 0))
                .orElse(null);
    }

    /**
     * The draft of now.
     *
     * @throws Problem 404 if there is no report of the period
     */
    EncodedDocument draft(Scope scope, ReportingPeriod period, Format format) {
        String address = report(scope, period);
        Draft kept = current.get(address);
        if (kept == null || !kept.edition().equals(drafts.edition(scope))) {
            Drafts.Draft draft = drafts.current(scope, period);
            kept = new Draft(draft.edition(), Copies.of(draft.json(), draft.html()));
            current.put(scope.municipalityId(), address, kept.copies().weight(), kept);
        }
        return kept.copies().in(format);
    }

    /**
     * Takes off what is not the latest any more, was withdrawn, says that it has other neighbours than it has, or never was: a
     * database that was restored may have given its number to another publication. To be called when notifications come again and
     * before they count.
     */
    void verify(Connection connection) throws SQLException {
        List<Published> kept;
        synchronized (loading) {
            loading.clear(); // may have been read before notifications came
            kept = published.values();
        }
        Map<Name, Neighbours> now = publications.neighbours(
                connection, kept.stream().map(Published::name).toList());
        for (Published one : kept) {
            if (!one.neighbours().equals(now.get(one.name()))) {
                forget(one.address()::equals);
            }
        }
    }

    /** A report, {@code municipality/administration/period}, was published anew, or a publication of it was withdrawn. */
    void publicationsChanged(String report) {
        String[] parts = report.split("/", 3);
        if (parts.length == 3) {
            forgetAll(report(parts[0], parts[1], parts[2]));
        }
    }

    /** What this instance publishes or withdraws itself it need not be told of; nor whether the commit succeeded. */
    void changedHere(@Observes(during = TransactionPhase.AFTER_COMPLETION) PublicationsChanged event) {
        forgetAll(report(event.scope(), event.period()));
    }

    /** The earlier ones too, since they say which is the latest. */
    private void forgetAll(String report) {
        forget(address -> address.equals(report) || address.startsWith(report + NUMBER));
    }

    private void forget(Predicate<String> addresses) {
        synchronized (loading) {
            loading.keySet().removeIf(addresses);
            published.removeIf(addresses);
        }
    }

    /**
     * Reads it from the database, once for all who ask at the same time.
     *
     * @throws Problem 503 if many others of the municipality are being read, or there is no memory for it just now
     */
    private Optional<Published> load(String address, Scope scope, ReportingPeriod period, @Nullable Integer number) {
        CompletableFuture<Optional<Published>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<Published>> another;
        synchronized (loading) {
            if (!loading.containsKey(address) && underWay(scope.municipalityId()) >= MOST_AT_ONCE) {
                throw Problem.unavailable(Message.of("Many documents of this municipality are being read just now."));
            }
            another = loading.putIfAbsent(address, mine);
        }
        if (another != null) {
            return await(another);
        }
        try {
            memory.hold(publications.bytes(scope, period, number));
            Optional<Published> read = Optional.ofNullable(publications.frozen(scope, period, number))
                    .map(frozen -> new Published(address, frozen.name(), frozen.neighbours(), Copies.of(frozen)));
            synchronized (loading) {
                if (loading.remove(address, mine)) {
                    read.ifPresent(one -> published.put(
                            scope.municipalityId(), address, one.copies().weight(), one));
                }
            }
            mine.complete(read);
            return read;
        } catch (RuntimeException | Error e) {
            synchronized (loading) {
                loading.remove(address, mine);
            }
            mine.completeExceptionally(e);
            throw e;
        }
    }

    private long underWay(String municipalityId) {
        String beginning = MUNICIPALITIES + municipalityId + "/";
        return loading.keySet().stream()
                .filter(address -> address.startsWith(beginning))
                .count();
    }

    private static Optional<Published> await(CompletableFuture<Optional<Published>> another) {
        try {
            return another.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static String address(String report, @Nullable String number) {
        return number == null ? report : report + NUMBER + number;
    }

    private static String report(Scope scope, ReportingPeriod period) {
        return report(scope.municipalityId(), scope.administrationId(), period.toString());
    }

    private static String report(String municipalityId, String administrationId, String period) {
        return MUNICIPALITIES + municipalityId + "/administrations/" + administrationId + "/reports/" + period
                + "/document";
    }
}
