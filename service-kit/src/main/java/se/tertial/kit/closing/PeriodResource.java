package se.tertial.kit.closing;

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
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
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

@Path("municipalities/{municipalityId}/administrations/{administrationId}/periods")
@Requires(permission = Permission.PERIOD, resource = "periods")
@Produces("application/json")
@Consumes("application/json")
@Tag(
        name = "Periods",
        description =
                "Open and closed periods. Of a closed one nothing changes but what a controller corrects and says why. The lock is the controllers': any of them opens it again, with a reason.")
class PeriodResource {

    private final Register register;
    private final Periods periods;

    PeriodResource(Register register, Periods periods) {
        this.register = register;
        this.periods = periods;
    }

    @Schema(name = "PeriodBulk", description = "Periods to write together.")
    record Items(@NotEmpty @Size(max = Bulk.MOST) List<@NotNull @Valid PeriodRow> items) {}

    @GET
    @Operation(operationId = "listPeriods", summary = "List periods", description = "The periods, a page at a time.")
    public Listing<PeriodRow> list(
            @Valid @BeanParam Scope scope, @Valid @BeanParam Paging paging, @Context UriInfo uri) {
        return register.list(periods, scope, Filter.NONE, paging, uri);
    }

    @GET
    @Path("{period}")
    @Operation(operationId = "getPeriod", summary = "Read a period", description = "One period as it stands now.")
    public PeriodRow get(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The period.", example = "2021-08") @PathParam("period") String period) {
        return register.get(periods, scope, period);
    }

    @GET
    @Path("{period}/revisions")
    @Operation(
            operationId = "listPeriodRevisions",
            summary = "Read the history of a period",
            description = "Every change of the period, newest first, deletions included.")
    public Listing<Revision> revisions(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The period.", example = "2021-08") @PathParam("period") String period,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        return register.history(periods, scope, period, page, uri);
    }

    @PUT
    @Path("{period}")
    @Operation(
            operationId = "replacePeriod",
            summary = "Create or replace a period",
            description =
                    "Opens or closes the period; the same again changes nothing. To open a closed one a reason is needed.")
    public RestResponse<PeriodRow> put(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The period.", example = "2021-08") @PathParam("period") String period,
            @NotNull @Valid PeriodRow row) {
        return register.put(periods, scope, period, row).response();
    }

    @PUT
    @Operation(
            operationId = "importPeriods",
            summary = "Create or replace many periods",
            description = "Up to 10 000 periods in one transaction: all of them or, if one is wrong, none.")
    public BulkOutcome putAll(
            @Valid @BeanParam Scope scope, @Valid @BeanParam Writing writing, @NotNull @Valid Items bulk) {
        return register.putAll(periods, scope, bulk.items(), writing);
    }

    @DELETE
    @Path("{period}")
    @Operation(
            operationId = "deletePeriod",
            summary = "Delete a period",
            description = "Deletes the period; its history stays.")
    public void delete(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The period.", example = "2021-08") @PathParam("period") String period,
            @Valid @BeanParam Deletion deletion) {
        register.delete(periods, scope, period, deletion);
    }
}
