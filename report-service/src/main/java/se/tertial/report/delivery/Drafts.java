package se.tertial.report.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.kit.problem.Problem;
import se.tertial.language.Message;
import se.tertial.report.composition.ReportComposition;
import se.tertial.report.delivery.EncodedDocument.Format;
import se.tertial.report.document.Allowance;
import se.tertial.report.document.Document;
import se.tertial.report.narrative.Narratives;
import se.tertial.report.narrative.SignificantEvents;
import se.tertial.report.rendering.HtmlReport;
import se.tertial.report.replica.InputVersions;
import se.tertial.report.replica.ReadModel;
import se.tertial.report.reports.ReportRow;
import se.tertial.report.reports.Reports;
import se.tertial.report.template.Templates;
import se.tertial.report.watermark.Behind;
import se.tertial.report.watermark.Watermarks;

/**
 * The drafts of reports. A draft is composed when it is read and something changed since it was composed last; the result is
 * kept in the database, so that all instances together compose once per change.
 */
@ApplicationScoped
class Drafts {

    /** Once without hindering anybody, once with changes held back; and once more if the first change of all came between. */
    private static final int ATTEMPTS = 3;

    /** Of one administration, as they were composed: more than anybody works on. */
    static final int MOST_KEPT = 60;

    /** More than one request adds, so that they become fewer. */
    private static final int MOST_FORGOTTEN = 20;

    private final EntityManager entityManager;
    private final Reports reports;
    private final Templates templates;
    private final Narratives narratives;
    private final SignificantEvents events;
    private final ReadModel readModel;
    private final InputVersions versions;
    private final ObjectMapper json;
    private final Clock clock;
    private final Compositions composing;
    private final Watermarks watermarks;
    private final Counter compositions;

    @Inject
    Drafts(
            EntityManager entityManager,
            Reports reports,
            Templates templates,
            Narratives narratives,
            SignificantEvents events,
            ReadModel readModel,
            InputVersions versions,
            ObjectMapper json,
            Clock clock,
            Compositions composing,
            Watermarks watermarks,
            MeterRegistry meters) {
        this.entityManager = entityManager;
        this.reports = reports;
        this.templates = templates;
        this.narratives = narratives;
        this.events = events;
        this.readModel = readModel;
        this.versions = versions;
        this.json = json;
        this.clock = clock;
        this.composing = composing;
        this.watermarks = watermarks;
        this.compositions = meters.counter("report.compositions");
    }

    /**
     * What tells whether a draft is of now.
     *
     * @param version  the input version
     * @param behind   what it says that it may lack
     * @param composer which program composes it
     */
    record Edition(long version, String behind, String composer) {}

    /** A draft as it was composed. */
    record Draft(Edition edition, byte[] json, byte[] html) {}

    /** Which draft would be of now. */
    @Transactional
    Edition edition(Scope scope) {
        return new Edition(versions.current(scope), Behind.text(watermarks.behind(scope)), Composer.NAME);
    }

    /**
     * The draft of now. A place is waited for before a connection is taken, so that drafts of one municipality that take long hold
     * up neither the others' nor anything else.
     *
     * @throws Problem 404 if there is no report of the period, 409 if it is too large, 503 if too many are composed just now
     */
    Draft current(Scope scope, ReportingPeriod period) {
        try (Compositions.Place place = composing.enter(scope.municipalityId())) {
            return QuarkusTransaction.joiningExisting().call(() -> {
                Draft kept = keptOfNow(scope, period, place.allowance());
                return kept != null ? kept : composed(scope, period, place.allowance());
            });
        }
    }

    private Draft composed(Scope scope, ReportingPeriod period, Allowance allowance) {
        takeTurn(scope, period);
        Draft kept = keptOfNow(scope, period, allowance);
        if (kept != null) {
            return kept;
        }
        List<Behind> behind = watermarks.behind(scope);
        Loaded loaded = load(scope, period, allowance);
        Document document = loaded.composed(allowance).lacking(incompleteness(behind));
        compositions.increment();
        Draft draft = new Draft(
                new Edition(loaded.version(), Behind.text(behind), Composer.NAME),
                write(document),
                HtmlReport.render(document, allowance).getBytes(StandardCharsets.UTF_8));
        keep(scope, period, draft);
        return draft;
    }

    /** Looks which edition is kept before its bytes are read. */
    private @Nullable Draft keptOfNow(Scope scope, ReportingPeriod period, Allowance allowance) {
        Edition now = edition(scope);
        return kept("octet_length(json) + octet_length(html)", scope, period).stream()
                .filter(kept -> edition(kept).equals(now))
                .peek(kept -> allowance.hold(((Number) kept[3]).longValue()))
                .flatMap(any -> kept("json, html", scope, period).stream())
                .filter(kept -> edition(kept).equals(now))
                .map(kept -> new Draft(now, (byte[]) kept[3], (byte[]) kept[4]))
                .findFirst()
                .orElse(null);
    }

    /**
     * The document of now as a document.
     *
     * @param version the input version that it is composed at
     */
    record Composed(long version, Document document) {}

    /** The document of now, composed anew: for publishing. */
    @Transactional
    Composed document(Scope scope, ReportingPeriod period, Allowance allowance) {
        Loaded loaded = load(scope, period, allowance);
        Document document = loaded.composed(allowance);
        compositions.increment();
        return new Composed(loaded.version(), document);
    }

    /**
     * The tags that the draft has in each of its representations, if it was composed at an input version; otherwise none, and nobody
     * has read it.
     */
    @Transactional
    Set<String> tags(Scope scope, ReportingPeriod period, long version) {
        Edition edition = new Edition(version, Behind.text(watermarks.behind(scope)), Composer.NAME);
        return kept("sha256(json) as json, sha256(html) as html", scope, period).stream()
                .filter(kept -> edition(kept).equals(edition))
                .flatMap(kept -> Stream.of(
                        EncodedDocument.tags(Format.JSON, (byte[]) kept[3]),
                        EncodedDocument.tags(Format.HTML, (byte[]) kept[4])))
                .flatMap(Set::stream)
                .collect(Collectors.toSet());
    }

    byte[] write(Object document) {
        try {
            return json.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Loaded(long version, ReportComposition.Input input, List<Document.Incompleteness> putAside) {

        Document composed(Allowance allowance) {
            return ReportComposition.compose(input, allowance).lacking(putAside);
        }
    }

    /**
     * Reads everything between two readings of the version: if they are equal, nothing changed while it was read. If something
     * did, it is read again while changes wait. They wait for the reading only, which has a transaction of its own: composing may
     * take long, and who changes something may be reading the events of all administrations.
     */
    private Loaded load(Scope scope, ReportingPeriod period, Allowance allowance) {
        return QuarkusTransaction.requiringNew().call(() -> {
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                if (attempt > 1) {
                    versions.hold(scope);
                }
                long before = versions.current(scope);
                allowance.load(
                        readModel.bytes(scope, period) + narratives.bytes(scope, period) + events.bytes(scope, period));
                ReportComposition.Input input = input(scope, period);
                List<Document.Incompleteness> putAside = putAside(scope);
                entityManager.clear();
                if (versions.current(scope) == before) {
                    return new Loaded(before, input, putAside);
                }
            }
            throw Problem.conflict(Message.of("The figures change faster than the report can be composed; try again."));
        });
    }

    private ReportComposition.Input input(Scope scope, ReportingPeriod period) {
        ReportRow report = reports.of(scope, period);
        if (report == null) {
            throw Problem.notFound(Message.of("There is no report of {0} here.", period));
        }
        Map<String, Long> consumed = readModel.consumed(scope);
        return new ReportComposition.Input(
                scope,
                period,
                report.title(),
                templates.named(scope, report.templateId()),
                report.templateId(),
                narratives.of(scope, period),
                events.of(scope, period),
                readModel.facts(scope, period),
                consumed);
    }

    /** What a draft may lack, and a publication is not made without; what somebody published all the same does not say so. */
    private static List<Document.Incompleteness> incompleteness(List<Behind> behind) {
        return behind.stream()
                .map(one -> new Document.Incompleteness("behind", one.inSwedish()))
                .toList();
    }

    /** What could not be read is missing, or shown as it was before. */
    private List<Document.Incompleteness> putAside(Scope scope) {
        return readModel.putAside(scope).stream()
                .map(one -> new Document.Incompleteness(
                        "put-aside",
                        one.key().equals(scope.municipalityId())
                                ? "Ändringar i kommunen (%s) kunde inte läsas och saknas.".formatted(one.topic())
                                : "En ändring av ”%s” (%s) kunde inte läsas och saknas."
                                        .formatted(one.key(), one.topic())))
                .toList();
    }

    /** Until the transaction ends, nobody else composes or publishes this report. */
    void takeTurn(Scope scope, ReportingPeriod period) {
        entityManager
                .createNativeQuery("select pg_advisory_xact_lock(hashtextextended(:report, 1))::text")
                .setParameter("report", scope + "/" + period)
                .getSingleResult();
    }

    /** At most one. */
    private List<Object[]> kept(String columns, Scope scope, ReportingPeriod period) {
        return entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        "select input_version, behind, composer, " + columns
                                + " from composed_document where municipality_id = :municipality"
                                + " and administration_id = :administration and period = :period",
                        Object[].class)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setParameter("period", period.toString())
                .getResultList();
    }

    private static Edition edition(Object[] kept) {
        return new Edition(((Number) kept[0]).longValue(), (String) kept[1], (String) kept[2]);
    }

    private void keep(Scope scope, ReportingPeriod period, Draft draft) {
        entityManager
                .createNativeQuery(
                        """
                        insert into composed_document (municipality_id, administration_id, period, input_version, compositions,
                                                       composed_at, behind, composer, json, html)
                        values (:municipality, :administration, :period, :version, 1, :at, :behind, :composer, :json, :html)
                        on conflict (municipality_id, administration_id, period) do update
                        set input_version = excluded.input_version, compositions = composed_document.compositions + 1,
                            composed_at = excluded.composed_at, behind = excluded.behind, composer = excluded.composer,
                            json = excluded.json, html = excluded.html
                        """)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setParameter("period", period.toString())
                .setParameter("version", draft.edition().version())
                .setParameter("behind", draft.edition().behind())
                .setParameter("composer", draft.edition().composer())
                .setParameter("at", clock.instant())
                .setParameter("json", draft.json())
                .setParameter("html", draft.html())
                .executeUpdate();
        forgetOld(scope);
    }

    /** Of an administration the drafts that were composed last are kept; the others are composed anew when somebody asks. */
    private void forgetOld(Scope scope) {
        entityManager
                .createNativeQuery(
                        """
                        delete from composed_document
                        where municipality_id = :municipality and administration_id = :administration and period in (
                            select period from composed_document
                            where municipality_id = :municipality and administration_id = :administration
                            order by composed_at desc, period offset :kept limit :most
                            for update skip locked)
                        """)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setParameter("kept", MOST_KEPT)
                .setParameter("most", MOST_FORGOTTEN)
                .executeUpdate();
    }
}
