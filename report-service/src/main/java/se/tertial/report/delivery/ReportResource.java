package se.tertial.report.delivery;

import jakarta.annotation.security.PermitAll;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirementsSet;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Caller;
import se.tertial.kit.access.Permission;
import se.tertial.kit.access.Requires;
import se.tertial.kit.access.Scope;
import se.tertial.kit.api.Bulk;
import se.tertial.kit.api.Filter;
import se.tertial.kit.api.Listing;
import se.tertial.kit.api.Page;
import se.tertial.kit.api.Paging;
import se.tertial.kit.change.BulkOutcome;
import se.tertial.kit.change.Deletion;
import se.tertial.kit.change.Register;
import se.tertial.kit.change.Revision;
import se.tertial.kit.change.Writing;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.kit.problem.Problem;
import se.tertial.report.document.Document;
import se.tertial.report.replica.ReadModel;
import se.tertial.report.reports.Publication;
import se.tertial.report.reports.Publications;
import se.tertial.report.reports.ReportRow;
import se.tertial.report.reports.Reports;
import se.tertial.report.watermark.Watermarks;

@Path("municipalities/{municipalityId}/administrations/{administrationId}/reports")
@Requires(permission = Permission.STEERING, resource = "reports")
@Produces("application/json")
@Tag(name = "Reports", description = "The reports of an administration, as drafts and published.")
class ReportResource {

    private final Register register;
    private final Reports reports;
    private final Publications publications;
    private final ReadModel readModel;
    private final Watermarks watermarks;
    private final Caller caller;
    private final Withdrawals withdrawals;

    ReportResource(
            Register register,
            Reports reports,
            Publications publications,
            ReadModel readModel,
            Watermarks watermarks,
            Caller caller,
            Withdrawals withdrawals) {
        this.register = register;
        this.reports = reports;
        this.publications = publications;
        this.readModel = readModel;
        this.watermarks = watermarks;
        this.caller = caller;
        this.withdrawals = withdrawals;
    }

    @Schema(name = "ReportBulk", description = "Reports to write together.")
    record Items(@NotEmpty @Size(max = Bulk.MOST) List<@NotNull @Valid ReportRow> items) {}

    @GET
    @Operation(operationId = "listReports", summary = "List reports", description = "The reports, a page at a time.")
    public Listing<ReportRow> list(
            @Valid @BeanParam Scope scope, @Valid @BeanParam Paging paging, @Context UriInfo uri) {
        return register.list(reports, scope, Filter.NONE, paging, uri);
    }

    @GET
    @Path("{period}")
    @PermitAll
    @Transactional
    @SecurityRequirementsSet
    @SecurityRequirement(name = "bearer")
    @Operation(
            operationId = "getReport",
            summary = "Read how a report stands",
            description =
                    "The report's state, its publication and the addresses of its document. Public once it is published.")
    @APIResponse(
            responseCode = "200",
            description = "The current state.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ReportStatus.class)))
    @APIResponse(responseCode = "410", description = "All its publications were withdrawn.")
    public ReportStatus get(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The period reported.", example = "2021-08") @PathParam("period")
                    ReportingPeriod period,
            @Context UriInfo uri) {
        Optional<Publication> latest = publications.latest(scope, period);
        if (!caller.mayRead(Permission.STEERING, "reports", scope)) {
            if (latest.isEmpty()) {
                withdrawals.throwIfAllAre(scope, period);
            }
            return latest.map(publication -> asPublished(publication, uri))
                    .orElseThrow(caller.isAnonymous() ? Problem::unauthenticated : Problem::forbidden);
        }
        ReportRow row = register.get(reports, scope, period.toString());
        return new ReportStatus(
                row.period(),
                row.templateId(),
                row.title(),
                row.resolvedTitle(),
                latest.isPresent() ? Document.State.PUBLISHED : Document.State.DRAFT,
                latest.orElse(null),
                readModel.consumed(scope),
                readModel.putAside(scope),
                watermarks.behind(scope),
                row.revision(),
                List.of(
                        link(uri, "self", "", null),
                        link(uri, "describedby", "document", "json"),
                        link(uri, "alternate", "document", "html"),
                        link(uri, "version-history", "publications", null)));
    }

    /** What the draft has become since is not for everybody, nor who published it. */
    private static ReportStatus asPublished(Publication publication, UriInfo uri) {
        return new ReportStatus(
                publication.period(),
                null,
                null,
                publication.title(),
                Document.State.PUBLISHED,
                publication.anonymous(),
                null,
                null,
                null,
                null,
                List.of(
                        link(uri, "self", "", null),
                        link(uri, "describedby", "document", "json"),
                        link(uri, "alternate", "document", "html")));
    }

    @GET
    @Path("{period}/revisions")
    @Operation(
            operationId = "listReportRevisions",
            summary = "Read a report's history",
            description = "Every change of the report's title or template, newest first.")
    public Listing<Revision> revisions(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The period reported.", example = "2021-08") @PathParam("period")
                    ReportingPeriod period,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        return register.history(reports, scope, period.toString(), page, uri);
    }

    @PUT
    @Path("{period}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "replaceReport",
            summary = "Create or replace a report",
            description = "Says that there is a report of the period, by which template and under which title.")
    public RestResponse<ReportRow> put(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The period reported.", example = "2021-08") @PathParam("period")
                    ReportingPeriod period,
            @NotNull @Valid ReportRow row) {
        return register.put(reports, scope, period.toString(), row).response();
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "importReports",
            summary = "Create or replace many reports",
            description = "Up to 10 000 reports in one transaction: all of them or, if one is wrong, none.")
    public BulkOutcome putAll(
            @Valid @BeanParam Scope scope, @Valid @BeanParam Writing writing, @NotNull @Valid Items bulk) {
        return register.putAll(reports, scope, bulk.items(), writing);
    }

    @DELETE
    @Path("{period}")
    @Operation(
            operationId = "deleteReport",
            summary = "Delete a report",
            description = "Deletes a draft; what was published stays.")
    public void delete(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The period reported.", example = "2021-08") @PathParam("period")
                    ReportingPeriod period,
            @Valid @BeanParam Deletion deletion) {
        register.delete(reports, scope, period.toString(), deletion);
    }

    private static Listing.Link link(UriInfo uri, String rel, String path, @Nullable String format) {
        var address = uri.getAbsolutePathBuilder().path(path);
        if (format != null) {
            address.queryParam("format", format);
        }
        return new Listing.Link(address.build().toString(), rel, "GET");
    }
}
