package se.tertial.report.delivery;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import se.tertial.report.reports.Publications;
import se.tertial.report.reports.Publications.Published;

@Path("published-reports")
@Produces("application/json")
@Tag(name = "Published reports", description = "What anyone may read.")
class PublishedReportResource {

    private final Publications publications;

    PublishedReportResource(Publications publications) {
        this.publications = publications;
    }

    @Schema(name = "PublishedReports", description = "Published reports, the newest first.")
    record Items(List<Published> items) {}

    @GET
    @PermitAll
    @Operation(
            operationId = "listPublishedReports",
            summary = "List published reports",
            description = "Every report's latest publication, newest first, at most five hundred. Needs no token.")
    public Items list() {
        return new Items(publications.all());
    }
}
