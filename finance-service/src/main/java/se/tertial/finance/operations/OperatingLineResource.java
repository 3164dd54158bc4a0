package se.tertial.finance.operations;

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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
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

@Path("municipalities/{municipalityId}/administrations/{administrationId}/operating-lines")
@Requires(permission = Permission.REPORTED, resource = "operating-lines")
@Produces("application/json")
@Consumes("application/json")
@Tag(
        name = "Operating lines",
        description =
                "Operating figures (driftsammandrag) per unit: actual, budget, every forecast round and annual accounts. Net is income less cost: positive is a surplus.")
class OperatingLineResource {

    private final Register register;
    private final OperatingLines operatingLines;

    OperatingLineResource(Register register, OperatingLines operatingLines) {
        this.register = register;
        this.operatingLines = operatingLines;
    }

    @Schema(name = "OperatingLineBulk", description = "Operating lines to write together.")
    record Items(@NotEmpty @Size(max = Bulk.MOST) List<@NotNull @Valid OperatingLineRow> items) {}

    @GET
    @Operation(
            operationId = "listOperatingLines",
            summary = "List operating lines",
            description = "The operating lines, a page at a time.")
    public Listing<OperatingLineRow> list(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "Only of this unit.", example = "lkdata") @QueryParam("unitId") @Nullable
                    String unitId,
            @Parameter(description = "Only of this period.", example = "2021-08") @QueryParam("period") @Nullable
                    ReportingPeriod period,
            @Parameter(description = "Only in this scenario.", example = "FORECAST") @QueryParam("scenario")
                    OperatingLineRow.@Nullable Scenario scenario,
            @Parameter(description = "Only of this forecast round.", example = "2021-08") @QueryParam("round") @Nullable
                    ReportingPeriod round,
            @Valid @BeanParam Paging paging,
            @Context UriInfo uri) {
        return register.list(
                operatingLines,
                scope,
                Filter.NONE
                        .and("unitId", unitId)
                        .and("period", period == null ? null : period.toString())
                        .and("scenario", scenario)
                        .and("round", round == null ? null : round.toString()),
                paging,
                uri);
    }

    @GET
    @Path("{operatingLineId}")
    @Operation(
            operationId = "getOperatingLine",
            summary = "Read an operating line",
            description = "One operating line as it stands now.")
    public OperatingLineRow get(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The operating line.", example = "lkdata~forecast~2021~2021-08")
                    @PathParam("operatingLineId")
                    String operatingLineId) {
        return register.get(operatingLines, scope, operatingLineId);
    }

    @GET
    @Path("{operatingLineId}/revisions")
    @Operation(
            operationId = "listOperatingLineRevisions",
            summary = "Read the history of an operating line",
            description = "Every change of the operating line, newest first, deletions included.")
    public Listing<Revision> revisions(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The operating line.", example = "lkdata~forecast~2021~2021-08")
                    @PathParam("operatingLineId")
                    String operatingLineId,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        return register.history(operatingLines, scope, operatingLineId, page, uri);
    }

    @PUT
    @Path("{operatingLineId}")
    @Operation(
            operationId = "replaceOperatingLine",
            summary = "Create or replace an operating line",
            description = "Creates the operating line or replaces its content; the same content again changes nothing.")
    public RestResponse<OperatingLineRow> put(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The operating line.", example = "lkdata~forecast~2021~2021-08")
                    @PathParam("operatingLineId")
                    String operatingLineId,
            @NotNull @Valid OperatingLineRow row) {
        return register.put(operatingLines, scope, operatingLineId, row).response();
    }

    @PUT
    @Operation(
            operationId = "importOperatingLines",
            summary = "Create or replace many operating lines",
            description = "Up to 10 000 operating lines in one transaction: all of them or, if one is wrong, none.")
    public BulkOutcome putAll(
            @Valid @BeanParam Scope scope, @Valid @BeanParam Writing writing, @NotNull @Valid Items bulk) {
        return register.putAll(operatingLines, scope, bulk.items(), writing);
    }

    @DELETE
    @Path("{operatingLineId}")
    @Operation(
            operationId = "deleteOperatingLine",
            summary = "Delete an operating line",
            description = "Deletes the operating line; its history stays.")
    public void delete(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The operating line.", example = "lkdata~forecast~2021~2021-08")
                    @PathParam("operatingLineId")
                    String operatingLineId,
            @Valid @BeanParam Deletion deletion) {
        register.delete(operatingLines, scope, operatingLineId, deletion);
    }
}
