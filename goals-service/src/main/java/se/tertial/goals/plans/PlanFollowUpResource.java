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
import se.tertial.kit.period.ReportingPeriod;

@Path("municipalities/{municipalityId}/administrations/{administrationId}/plan-follow-ups")
@Requires(permission = Permission.REPORTED, resource = "plan-follow-ups")
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Plan follow-ups", description = "Follow-up of plans and programmes, period by period.")
class PlanFollowUpResource {

    private final Register register;
    private final PlanFollowUps planFollowUps;

    PlanFollowUpResource(Register register, PlanFollowUps planFollowUps) {
        this.register = register;
        this.planFollowUps = planFollowUps;
    }

    @Schema(name = "PlanFollowUpBulk", description = "Plan follow-ups to write together.")
    record Items(@NotEmpty @Size(max = Bulk.MOST) List<@NotNull @Valid PlanFollowUpRow> items) {}

    @GET
    @Operation(
            operationId = "listPlanFollowUps",
            summary = "List plan follow-ups",
            description = "The plan follow-ups, a page at a time.")
    public Listing<PlanFollowUpRow> list(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "Only of this period.", example = "2021-08") @QueryParam("period") @Nullable
                    ReportingPeriod period,
            @Parameter(description = "Only of this plan.", example = "upphandlingsplan") @QueryParam("planId") @Nullable
                    String planId,
            @Valid @BeanParam Paging paging,
            @Context UriInfo uri) {
        return register.list(
                planFollowUps,
                scope,
                Filter.NONE
                        .and("period", period == null ? null : period.toString())
                        .and("planId", planId),
                paging,
                uri);
    }

    @GET
    @Path("{planFollowUpId}")
    @Operation(
            operationId = "getPlanFollowUp",
            summary = "Read a plan follow-up",
            description = "One plan follow-up as it stands now.")
    public PlanFollowUpRow get(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The plan follow-up.", example = "upphandlingsplan~2021-08")
                    @PathParam("planFollowUpId")
                    String planFollowUpId) {
        return register.get(planFollowUps, scope, planFollowUpId);
    }

    @GET
    @Path("{planFollowUpId}/revisions")
    @Operation(
            operationId = "listPlanFollowUpRevisions",
            summary = "Read the history of a plan follow-up",
            description = "Every change of the plan follow-up, newest first, deletions included.")
    public Listing<Revision> revisions(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The plan follow-up.", example = "upphandlingsplan~2021-08")
                    @PathParam("planFollowUpId")
                    String planFollowUpId,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        return register.history(planFollowUps, scope, planFollowUpId, page, uri);
    }

    @PUT
    @Path("{planFollowUpId}")
    @Operation(
            operationId = "replacePlanFollowUp",
            summary = "Create or replace a plan follow-up",
            description = "Creates the plan follow-up or replaces its content; the same content again changes nothing.")
    public RestResponse<PlanFollowUpRow> put(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The plan follow-up.", example = "upphandlingsplan~2021-08")
                    @PathParam("planFollowUpId")
                    String planFollowUpId,
            @NotNull @Valid PlanFollowUpRow row) {
        return register.put(planFollowUps, scope, planFollowUpId, row).response();
    }

    @PUT
    @Operation(
            operationId = "importPlanFollowUps",
            summary = "Create or replace many plan follow-ups",
            description = "Up to 10 000 plan follow-ups in one transaction: all of them or, if one is wrong, none.")
    public BulkOutcome putAll(
            @Valid @BeanParam Scope scope, @Valid @BeanParam Writing writing, @NotNull @Valid Items bulk) {
        return register.putAll(planFollowUps, scope, bulk.items(), writing);
    }

    @DELETE
    @Path("{planFollowUpId}")
    @Operation(
            operationId = "deletePlanFollowUp",
            summary = "Delete a plan follow-up",
            description = "Deletes the plan follow-up; its history stays.")
    public void delete(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The plan follow-up.", example = "upphandlingsplan~2021-08")
                    @PathParam("planFollowUpId")
                    String planFollowUpId,
            @Valid @BeanParam Deletion deletion) {
        register.delete(planFollowUps, scope, planFollowUpId, deletion);
    }
}
