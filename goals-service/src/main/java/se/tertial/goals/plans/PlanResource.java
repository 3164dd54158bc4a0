package se.tertial.goals.plans;

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

@Path("municipalities/{municipalityId}/administrations/{administrationId}/plans")
@Requires(permission = Permission.STEERING, resource = "plans")
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Plans", description = "Plans, programmes and internal control plans that the administration follows up.")
class PlanResource {

    private final Register register;
    private final Plans plans;

    PlanResource(Register register, Plans plans) {
        this.register = register;
        this.plans = plans;
    }

    @Schema(name = "PlanBulk", description = "Plans to write together.")
    record Items(@NotEmpty @Size(max = Bulk.MOST) List<@NotNull @Valid PlanRow> items) {}

    @GET
    @Operation(operationId = "listPlans", summary = "List plans", description = "The plans, a page at a time.")
    public Listing<PlanRow> list(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "Only of this kind.", example = "PLAN") @QueryParam("kind")
                    PlanRow.@Nullable Kind kind,
            @Valid @BeanParam Paging paging,
            @Context UriInfo uri) {
        return register.list(plans, scope, Filter.NONE.and("kind", kind), paging, uri);
    }

    @GET
    @Path("{planId}")
    @Operation(operationId = "getPlan", summary = "Read a plan", description = "One plan as it stands now.")
    public PlanRow get(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The plan.", example = "upphandlingsplan") @PathParam("planId") String planId) {
        return register.get(plans, scope, planId);
    }

    @GET
    @Path("{planId}/revisions")
    @Operation(
            operationId = "listPlanRevisions",
            summary = "Read the history of a plan",
            description = "Every change of the plan, newest first, deletions included.")
    public Listing<Revision> revisions(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The plan.", example = "upphandlingsplan") @PathParam("planId") String planId,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        return register.history(plans, scope, planId, page, uri);
    }

    @PUT
    @Path("{planId}")
    @Operation(
            operationId = "replacePlan",
            summary = "Create or replace a plan",
            description = "Creates the plan or replaces its content; the same content again changes nothing.")
    public RestResponse<PlanRow> put(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The plan.", example = "upphandlingsplan") @PathParam("planId") String planId,
            @NotNull @Valid PlanRow row) {
        return register.put(plans, scope, planId, row).response();
    }

    @PUT
    @Operation(
            operationId = "importPlans",
            summary = "Create or replace many plans",
            description = "Up to 10 000 plans in one transaction: all of them or, if one is wrong, none.")
    public BulkOutcome putAll(
            @Valid @BeanParam Scope scope, @Valid @BeanParam Writing writing, @NotNull @Valid Items bulk) {
        return register.putAll(plans, scope, bulk.items(), writing);
    }

    @DELETE
    @Path("{planId}")
    @Operation(
            operationId = "deletePlan",
            summary = "Delete a plan",
            description = "Deletes the plan; its history stays.")
    public void delete(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The plan.", example = "upphandlingsplan") @PathParam("planId") String planId,
            @Valid @BeanParam Deletion deletion) {
        register.delete(plans, scope, planId, deletion);
    }
}
