package se.tertial.report.reports;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.api.Listing;
import se.tertial.kit.api.Page;

/** Which reports of all municipalities are published. */
@ApplicationScoped
public class PublishedReports {

    private static final String NEWEST =
            """
            select title, municipality, administration, period, municipality_id, administration_id, published_at
            from publication
            where %s
              and not exists (select from publication as newer
                              where newer.municipality_id = publication.municipality_id
                                and newer.administration_id = publication.administration_id
                                and newer.period = publication.period
                                and newer.number > publication.number
                                and %s)
            """
                    .formatted(Publications.standing("publication"), Publications.standing("newer"));

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
    PublishedReports(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

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
                ? "select distinct municipality_id, administration_id, period from publication where "
                        + Publications.standing("publication")
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
}
