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
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.api.Listing;
import se.tertial.kit.api.Page;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.report.document.Document;

/** What was published, as the bytes that were published. */
@ApplicationScoped
public class Publications {

    /** What a publication is read with: whether it was withdrawn. */
    private static final String PUBLICATION =
            " from publication left join withdrawal using (municipality_id, administration_id, period, number)";

    private static final String NEIGHBOURS = neighbour("max", "other.number < publication.number") + " as earlier, "
            + neighbour("min", "other.number > publication.number") + " as later, " + neighbour("max", "true")
            + " as latest";

    private static final String NEIGHBOURS_OF_NAMED =
            """
            select named.place, publication.published_at, %s
            from unnest(?::text[], ?::text[], ?::text[], ?::integer[]) with ordinality
                as named (municipality_id, administration_id, period, number, place)
                join publication using (municipality_id, administration_id, period, number)
            where %s
            """
                    .formatted(NEIGHBOURS, standing("publication"));

    private static final String LATEST = "and withdrawn_at is null order by number desc limit 1";

    private final EntityManager entityManager;

    @Inject
    Publications(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /** In a query: that a publication, by the name that it has there, was not withdrawn. */
    public static String standing(String publication) {
        return """
                not exists (select from withdrawal as of_it
                            where of_it.municipality_id = %1$s.municipality_id
                              and of_it.administration_id = %1$s.administration_id
                              and of_it.period = %1$s.period and of_it.number = %1$s.number)
                """
                .formatted(publication);
    }

    /** In a query: the number of another publication of the report that was not withdrawn. */
    private static String neighbour(String which, String where) {
        return """
                (select %s(other.number) from publication as other
                 where other.municipality_id = publication.municipality_id
                   and other.administration_id = publication.administration_id
                   and other.period = publication.period and %s and %s)
                """
                .formatted(which, where, standing("other"));
    }

    /** The bytes of a publication. */
    public record Bytes(byte[] json, byte[] html) {}

    /**
     * SHA-256 of what was published, as hexadecimal digits.
     *
     * @param content of what it says, without number and date
     */
    public record Digests(String json, String html, String content) {}

    /** Which publication: never are there two of which all this is the same, even if a database was restored between them. */
    public record Name(Scope scope, ReportingPeriod period, int number, Instant publishedAt) {}

    /**
     * Which other publications of the report there are, of those that were not withdrawn.
     *
     * @param earlier the next earlier one; null if there is none
     * @param later   the next later one; null if there is none
     * @param latest  the latest
     */
    public record Neighbours(@Nullable Integer earlier, @Nullable Integer later, int latest) {}

    /** A publication with its bytes. */
    public record Frozen(Name name, Neighbours neighbours, byte[] json, byte[] html) {}

    /** The path of a report's document. */
    public static String address(Scope scope, ReportingPeriod period) {
        return "/report/v1/municipalities/%s/administrations/%s/reports/%s/document"
                .formatted(scope.municipalityId(), scope.administrationId(), period);
    }

    /** One page of the publications of a report, newest first. */
    public Listing<Publication> of(Scope scope, ReportingPeriod period, Page page, UriInfo uri) {
        int total = count(scope, period);
        String ending = "order by number desc offset " + page.first() + " limit " + page.size();
        return Listing.of(find(scope, period, null, ending), page, total, uri);
    }

    /** How many there are, withdrawn ones too: the number of the last one. */
    public int count(Scope scope, ReportingPeriod period) {
        return select("coalesce(max(number), 0), 0", scope, period, null, "")
                .mapToInt(columns -> ((Number) columns[0]).intValue())
                .sum();
    }

    /**
     * How many bytes what was published takes, withdrawn or not, both formats together.
     *
     * @param ofAdministration of the reports of one administration
     * @param ofMunicipality   of those of its municipality
     */
    public record Taken(long ofAdministration, long ofMunicipality) {}

    /** How many bytes what an administration, and its municipality, have published takes. */
    public Taken taken(Scope scope) {
        Object[] sums = entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select coalesce(sum(bytes) filter (where administration_id = :administration), 0), coalesce(sum(bytes), 0)
                        from (select administration_id, octet_length(json) + octet_length(html) as bytes
                              from publication where municipality_id = :municipality) as ofMunicipality
                        """,
                        Object[].class)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .getSingleResult();
        return new Taken(((Number) sums[0]).longValue(), ((Number) sums[1]).longValue());
    }

    /** The latest publication that was not withdrawn. */
    public Optional<Publication> latest(Scope scope, ReportingPeriod period) {
        return find(scope, period, null, LATEST).stream().findFirst();
    }

    /** One publication. */
    public Optional<Publication> numbered(Scope scope, ReportingPeriod period, int number) {
        return find(scope, period, number, "").stream().findFirst();
    }

    private List<Publication> find(Scope scope, ReportingPeriod period, @Nullable Integer number, String ending) {
        return select(
                        "number, published_at, published_by, title, array_to_string(behind, ' '), publication.reason,"
                                + " correction, replaces, withdrawn_at, withdrawn_by, withdrawal.reason as withdrawn_for, "
                                + neighbour("max", "true") + " as latest, lacking, lacking_reason",
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
                        (String) columns[6],
                        (Integer) columns[7],
                        (Integer) columns[11],
                        columns[8] == null
                                ? null
                                : new Publication.Withdrawal(
                                        (Instant) columns[8], (String) columns[9], (String) columns[10]),
                        columns[4] == null ? null : List.of(((String) columns[4]).split(" ", -1)),
                        (String) columns[5],
                        columns[12] == null
                                ? null
                                : new Publication.Accepted((Integer) columns[12], (String) columns[13])))
                .toList();
    }

    /** The digests of a publication; null if there is none. */
    public @Nullable Digests digests(Scope scope, ReportingPeriod period, int number) {
        return select(
                        "encode(sha256(json), 'hex') as json, encode(sha256(html), 'hex') as html,"
                                + " encode(coalesce(content_digest, sha256(json)), 'hex') as content",
                        scope,
                        period,
                        number,
                        "")
                .map(columns -> new Digests((String) columns[0], (String) columns[1], (String) columns[2]))
                .findFirst()
                .orElse(null);
    }

    /** How many bytes a publication that was not withdrawn has, both formats together; 0 if there is none. */
    public long bytes(Scope scope, ReportingPeriod period, @Nullable Integer number) {
        return select("number, octet_length(json) + octet_length(html)", scope, period, number, LATEST)
                .mapToLong(columns -> ((Number) columns[1]).longValue())
                .sum();
    }

    /**
     * A publication that was not withdrawn, with its bytes; null if there is none.
     *
     * @param number null for the latest
     */
    public @Nullable Frozen frozen(Scope scope, ReportingPeriod period, @Nullable Integer number) {
        return select("number, published_at, json, html, " + NEIGHBOURS, scope, period, number, LATEST)
                .map(columns -> new Frozen(
                        new Name(scope, period, ((Number) columns[0]).intValue(), (Instant) columns[1]),
                        new Neighbours((Integer) columns[4], (Integer) columns[5], (Integer) columns[6]),
                        (byte[]) columns[2],
                        (byte[]) columns[3]))
                .findFirst()
                .orElse(null);
    }

    /**
     * Which others there are beside publications. What is not there as it was, or was withdrawn, is left out.
     *
     * @param connection where notifications are awaited
     */
    public Map<Name, Neighbours> neighbours(Connection connection, List<Name> names) throws SQLException {
        Map<Name, Neighbours> neighbours = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(NEIGHBOURS_OF_NAMED)) {
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
                        neighbours.put(
                                name,
                                new Neighbours(
                                        rows.getObject("earlier", Integer.class),
                                        rows.getObject("later", Integer.class),
                                        rows.getInt("latest")));
                    }
                }
            }
        }
        return neighbours;
    }

    private static Array array(Connection connection, String type, List<Name> names, Function<Name, ?> column)
            throws SQLException {
        return connection.createArrayOf(type, names.stream().map(column).toArray());
    }

    private Stream<Object[]> select(
            String columns, Scope scope, ReportingPeriod period, @Nullable Integer number, String ending) {
        var query = entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        "select " + columns + PUBLICATION + " where municipality_id = :municipality"
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
     * Who published something, when, and why.
     *
     * @param behind the services that were behind
     * @param reason why it was published though they were; null if none was
     * @param incomplete what the draft lacked and was accepted; null if it lacked nothing
     * @param contentDigest SHA-256 of what it says, without number and date
     */
    public record Act(
            String by,
            List<String> behind,
            @Nullable String reason,
            Publication.@Nullable Accepted incomplete,
            byte[] contentDigest) {}

    /** Freezes a document as a publication and tells every instance of it. */
    public void add(Scope scope, Document document, Document.Version version, Bytes bytes, Act act) {
        entityManager
                .createNativeQuery(
                        """
                        insert into publication (municipality_id, administration_id, period, number, published_at, published_by,
                                                 title, municipality, administration, json, html, behind, reason, correction,
                                                 replaces, content_digest, lacking, lacking_reason)
                        values (:municipality, :administration, :period, :number, :at, :by,
                                :title, :municipalityName, :administrationName, :json, :html,
                                string_to_array(nullif(:behind, ''), ' '), nullif(:reason, ''), nullif(:correction, ''),
                                nullif(:replaces, 0), :contentDigest, nullif(:lacking, 0), nullif(:lackingReason, ''))
                        """)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setParameter("period", document.period().toString())
                .setParameter("number", version.number())
                .setParameter("at", version.publishedAt())
                .setParameter("by", act.by())
                .setParameter("behind", String.join(" ", act.behind()))
                .setParameter("reason", Objects.requireNonNullElse(act.reason(), ""))
                .setParameter("correction", Objects.requireNonNullElse(version.correction(), ""))
                .setParameter(
                        "replaces",
                        version.replaces() == null ? 0 : version.replaces().number())
                .setParameter("contentDigest", act.contentDigest())
                .setParameter(
                        "lacking",
                        act.incomplete() == null ? 0 : act.incomplete().lacking())
                .setParameter(
                        "lackingReason",
                        act.incomplete() == null ? "" : act.incomplete().reason())
                .setParameter("title", document.title())
                .setParameter("municipalityName", document.municipality().name())
                .setParameter("administrationName", document.administration().name())
                .setParameter("json", bytes.json())
                .setParameter("html", bytes.html())
                .executeUpdate();
        notifyInstances(scope, document.period());
    }

    /** Withdraws a publication and tells every instance of it. */
    public void withdraw(Scope scope, ReportingPeriod period, int number, Publication.Withdrawal withdrawal) {
        entityManager
                .createNativeQuery(
                        """
                        insert into withdrawal (municipality_id, administration_id, period, number, withdrawn_at, withdrawn_by, reason)
                        values (:municipality, :administration, :period, :number, :at, :by, :reason)
                        """)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setParameter("period", period.toString())
                .setParameter("number", number)
                .setParameter("at", withdrawal.withdrawnAt())
                .setParameter("by", withdrawal.withdrawnBy())
                .setParameter("reason", withdrawal.reason())
                .executeUpdate();
        notifyInstances(scope, period);
    }

    private void notifyInstances(Scope scope, ReportingPeriod period) {
        entityManager
                .createNativeQuery("select pg_notify('publication', :which)::text")
                .setParameter("which", scope + "/" + period)
                .getSingleResult();
    }
}
