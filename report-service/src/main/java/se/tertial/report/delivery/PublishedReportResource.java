package se.tertial.report.delivery;

import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirementsSet;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.api.Listing;
import se.tertial.kit.api.Page;
import se.tertial.report.reports.PublishedReports;
import se.tertial.report.reports.PublishedReports.Published;

@Path("published-reports")
@Produces("application/json")
@Tag(name = "Published reports", description = "What anyone may read.")
class PublishedReportResource {

    private final PublishedReports reports;

    PublishedReportResource(PublishedReports reports) {
        this.reports = reports;
    }

    @GET
    @PermitAll
    @SecurityRequirementsSet
    @Operation(
            operationId = "listPublishedReports",
            summary = "List published reports",
            description =
                    "Every report's latest publication that is not withdrawn, newest first, a page at a time. Needs no token.")
    public Listing<Published> list(
            @Valid @BeanParam Page page,
            @Parameter(
                            description = "How many reports of each municipality at most, its newest; without it, all.",
                            example = "3")
                    @QueryParam("perMunicipality")
                    @Min(1)
                    @Max(100)
                    @Nullable
                    Integer perMunicipality,
            @Context UriInfo uri) {
        return reports.latest(page, perMunicipality, uri);
    }
}
