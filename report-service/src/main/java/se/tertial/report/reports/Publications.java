package se.tertial.report.reports;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.core.UriInfo;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.api.Listing;
import se.tertial.kit.api.Page;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.report.document.Document;

/** What was published, as the bytes that were published. */
@ApplicationScoped
public class Publications {

    private static final String LATEST_NUMBERS =
            """
            select named.place, publication.published_at,
                   (select max(latest.number) from publication as latest
                    where latest.municipality_id = publication.municipality_id
                      and latest.administration_id = publication.administration_id
                      and latest.period = publication.period) as latest
            from unnest(?::text[], ?::text[], ?::text[], ?::integer[]) with ordinality
                as named (municipality_id, administration_id, period, number, place)
                join publication using (municipality_id, administration_id, period, number)
            """;

    private static final String NEWEST =
            """
            select title, municipality, administration, period, municipality_id, administration_id, published_at
            from publication
            where not exists (select from publication as newer
                              where newer.municipality_id = publication.municipality_id
                                and newer.administration_id = publication.administration_id
                                and newer.period = publication.period
                                and newer.number > publication.number)
            """;

    /** Goes from municipality to municipality in the index, so that it costs no more however much one of them has published. */
    private static final String NEWEST_OF_EACH =
            """
            with recursive publishing (id) as (
                (select municipality_id from publication order by municipality_id limit 1)
                union all
                select (select municipality_id from publication
                        where municipality_id > publishing.id order by municipality_id limit 1)
                from publishing
                where publishing.id is not null)
            select newest.*
            from publishing cross join lateral (
            """
                    + NEWEST
                    + """
                  and municipality_id = publishing.id
                order by published_at desc
                limit :each) as newest
            """;

    private final EntityManager entityManager;

    @Inject
    Publications(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /** The bytes of a publication. */
    public record Bytes(byte[] json, byte[] html) {}

    /** Which publication: never are there two of which all this is the same, even if a database was restored between them. */
    public record Name(Scope scope, ReportingPeriod period, int number, Instant publishedAt) {}

    /** A publication with its bytes. */
    public record Frozen(Name name, byte[] json, byte[] html) {}

    /** A published report, for whoever looks for one. */
    @Schema(name = "PublishedReport", description = "A published report and where to read it.")
    public record Published(
            @Schema(description = "Title.", examples = "Delårsrapport per den 31 augusti 2021") String title,
            @Schema(description = "Name of the municipality.", examples = "Linköpings kommun") String municipality,
            @Schema(description = "Name of the administration.", examples = "Verksamhetsstöd och service")
                    String administration,
            @Schema(description = "The period reported.", examples = "2021-08") String period,
            @Schema(
                            description = "Path of the document as a web page.",
                            examples =
                                    "/report/v1/municipalities/0580/administrations/vss/reports/2021-08/document?format=html")
                    String href) {}

    /** One page of the publications of a report, newest first. */
    public Listing<Publication> of(Scope scope, ReportingPeriod period, Page page, UriInfo uri) {
        int total = latest(scope, period).map(Publication::number).orElse(0);
        String ending = "order by number desc offset " + page.first() + " limit " + page.size();
        return Listing.of(find(scope, period, null, ending), page, total, uri);
    }

    /** The latest publication. */
    public Optional<Publication> latest(Scope scope, ReportingPeriod period) {
        return find(scope, period, null, "order by number desc limit 1").stream()
                .findFirst();
    }

    /** One publication. */
    public Optional<Publication> numbered(Scope scope, ReportingPeriod period, int number) {
        return find(scope, period, number, "").stream().findFirst();
    }

    private List<Publication> find(Scope scope, ReportingPeriod period, @Nullable Integer number, String ending) {
        return select(
                        "number, published_at, published_by, title, array_to_string(behind, ' '), reason",
                        scope,
                        period,
                        number,
                        ending)
                .map(columns -> new Publication(
                        period,
                        ((Number) columns[0]).intValue(),
                        (Instant) columns[1],
                        (String) columns[2],
                        (String) columns[3],
                        columns[4] == null ? null : List.of(((String) columns[4]).split(" ", -1)),
                        (String) columns[5]))
                .toList();
    }

    /** The bytes of the latest publication, or null if the report is not published. */
    public @Nullable Bytes latestBytes(Scope scope, ReportingPeriod period) {
        return bytes(select("json, html", scope, period, null, "order by number desc limit 1"));
    }

    /** How many bytes a publication has, both formats together; 0 if there is none. */
    public long bytes(Scope scope, ReportingPeriod period, @Nullable Integer number) {
        String ending = number == null ? "order by number desc limit 1" : "";
        return select("number, octet_length(json) + octet_length(html)", scope, period, number, ending)
                .mapToLong(columns -> ((Number) columns[1]).longValue())
                .sum();
    }

    /**
     * A publication with its bytes, or null if there is none.
     *
     * @param number null for the latest
     */
    public @Nullable Frozen frozen(Scope scope, ReportingPeriod period, @Nullable Integer number) {
        String ending = number == null ? "order by number desc limit 1" : "";
        return select("number, published_at, json, html", scope, period, number, ending)
                .map(columns -> new Frozen(
                        new Name(scope, period, ((Number) columns[0]).intValue(), (Instant) columns[1]),
                        (byte[]) columns[2],
                        (byte[]) columns[3]))
                .findFirst()
                .orElse(null);
    }

    /**
     * The number of the latest publication of each report that these are publications of. What is not there as it was is left
     * out.
     *
     * @param connection where notifications are awaited
     */
    public Map<Name, Integer> latestNumbers(Connection connection, List<Name> names) throws SQLException {
        Map<Name, Integer> numbers = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(LATEST_NUMBERS)) {
            query.setArray(
                    1, array(connection, "text", names, name -> name.scope().municipalityId()));
            query.setArray(
                    2, array(connection, "text", names, name -> name.scope().administrationId()));
            query.setArray(
                    3, array(connection, "text", names, name -> name.period().toString()));
            query.setArray(4, array(connection, "integer", names, Name::number));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    Name name = names.get(rows.getInt("place") - 1);
                    OffsetDateTime publishedAt = rows.getObject("published_at", OffsetDateTime.class);
                    if (publishedAt.toInstant().equals(name.publishedAt())) {
                        numbers.put(name, rows.getInt("latest"));
                    }
                }
            }
        }
        return numbers;
    }

    private static Array array(Connection connection, String type, List<Name> names, Function<Name, ?> column)
            throws SQLException {
        return connection.createArrayOf(type, names.stream().map(column).toArray());
    }

    private static @Nullable Bytes bytes(Stream<Object[]> rows) {
        return rows.map(columns -> new Bytes((byte[]) columns[0], (byte[]) columns[1]))
                .findFirst()
                .orElse(null);
    }

    private Stream<Object[]> select(
            String columns, Scope scope, ReportingPeriod period, @Nullable Integer number, String ending) {
        var query = entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        "select " + columns + " from publication where municipality_id = :municipality"
                                + " and administration_id = :administration and period = :period "
                                + (number == null ? "" : "and number = :number ") + ending,
                        Object[].class)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setParameter("period", period.toString());
        if (number != null) {
            query.setParameter("number", number);
        }
        return query.getResultList().stream();
    }

    /**
     * One page of reports' latest publications, newest first.
     *
     * @param each how many of each municipality; null for all
     */
    public Listing<Published> latest(Page page, @Nullable Integer each, UriInfo uri) {
        return Listing.of(newest(page, each), page, count(each), uri);
    }

    private long count(@Nullable Integer each) {
        String counted = each == null
                ? "select distinct municipality_id, administration_id, period from publication"
                : NEWEST_OF_EACH;
        return of(each, "select count(*) from (" + counted + ") as latest", Long.class)
                .getSingleResult();
    }

    private List<Published> newest(Page page, @Nullable Integer each) {
        String newest = (each == null ? NEWEST : NEWEST_OF_EACH)
                + "order by published_at desc, municipality_id, administration_id, period";
        return of(each, newest, Object[].class)
                .setFirstResult(page.first())
                .setMaxResults(page.size())
                .getResultList()
                .stream()
                .map(columns -> new Published(
                        (String) columns[0],
                        (String) columns[1],
                        (String) columns[2],
                        (String) columns[3],
                        "/report/v1/municipalities/%s/administrations/%s/reports/%s/document?format=html"
                                .formatted(columns[4], columns[5], columns[3])))
                .toList();
    }

    private <T> NativeQuery<T> of(@Nullable Integer each, String query, Class<T> type) {
        NativeQuery<T> of = entityManager.unwrap(Session.class).createNativeQuery(query, type);
        return each == null ? of : of.setParameter("each", each);
    }

    /**
     * Who published something, when, and why.
     *
     * @param behind the services that were behind
     */
    public record Act(Instant at, String by, List<String> behind, @Nullable String reason) {}

    /** Freezes a document as a publication and tells every instance of it. */
    public void add(Scope scope, Document document, int number, Bytes bytes, Act act) {
        entityManager
                .createNativeQuery(
                        """
                        insert into publication (municipality_id, administration_id, period, number, published_at, published_by,
                                                 title, municipality, administration, json, html, behind, reason)
                        values (:municipality, :administration, :period, :number, :at, :by,
                                :title, :municipalityName, :administrationName, :json, :html,
                                string_to_array(nullif(:behind, ''), ' '), nullif(:reason, ''))
                        """)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setParameter("period", document.period().toString())
                .setParameter("number", number)
                .setParameter("at", act.at())
                .setParameter("by", act.by())
                .setParameter("behind", String.join(" ", act.behind()))
                .setParameter("reason", act.reason() == null ? "" : act.reason())
                .setParameter("title", document.title())
                .setParameter("municipalityName", document.municipality().name())
                .setParameter("administrationName", document.administration().name())
                .setParameter("json", bytes.json())
                .setParameter("html", bytes.html())
                .executeUpdate();
        entityManager
                .createNativeQuery("select pg_notify('publication', :which)::text")
                .setParameter("which", scope + "/" + document.period())
                .getSingleResult();
    }
}
