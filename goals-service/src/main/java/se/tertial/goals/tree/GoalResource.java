package se.tertial.goals.tree;

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

@Path("municipalities/{municipalityId}/administrations/{administrationId}/goals")
@Requires(permission = Permission.STEERING, resource = "goals")
@Produces("application/json")
@Consumes("application/json")
@Tag(
        name = "Goals",
        description =
                "Goals in three levels: areas (målområden), municipal goals (kommunövergripande mål) and the administration’s own (förvaltningsmål).")
class GoalResource {

    private final Register register;
    private final Goals goals;

    GoalResource(Register register, Goals goals) {
        this.register = register;
        this.goals = goals;
    }

    @Schema(name = "GoalBulk", description = "Goals to write together.")
    record Items(@NotEmpty @Size(max = Bulk.MOST) List<@NotNull @Valid GoalRow> items) {}

    @GET
    @Operation(operationId = "listGoals", summary = "List goals", description = "The goals, a page at a time.")
    public Listing<GoalRow> list(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "Only of this level.", example = "ADMINISTRATION") @QueryParam("level")
                    GoalRow.@Nullable Level level,
            @Parameter(description = "Only those directly below this goal.", example = "ekonomi")
                    @QueryParam("parentId")
                    @Nullable
                    String parentId,
            @Valid @BeanParam Paging paging,
            @Context UriInfo uri) {
        return register.list(goals, scope, Filter.NONE.and("level", level).and("parentId", parentId), paging, uri);
    }

    @GET
    @Path("{goalId}")
    @Operation(operationId = "getGoal", summary = "Read a goal", description = "One goal as it stands now.")
    public GoalRow get(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The goal.", example = "god-service") @PathParam("goalId") String goalId) {
        return register.get(goals, scope, goalId);
    }

    @GET
    @Path("{goalId}/revisions")
    @Operation(
            operationId = "listGoalRevisions",
            summary = "Read the history of a goal",
            description = "Every change of the goal, newest first, deletions included.")
    public Listing<Revision> revisions(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The goal.", example = "god-service") @PathParam("goalId") String goalId,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        return register.history(goals, scope, goalId, page, uri);
    }

    @PUT
    @Path("{goalId}")
    @Operation(
            operationId = "replaceGoal",
            summary = "Create or replace a goal",
            description = "Creates the goal or replaces its content; the same content again changes nothing.")
    public RestResponse<GoalRow> put(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The goal.", example = "god-service") @PathParam("goalId") String goalId,
            @NotNull @Valid GoalRow row) {
        return register.put(goals, scope, goalId, row).response();
    }

    @PUT
    @Operation(
            operationId = "importGoals",
            summary = "Create or replace many goals",
            description = "Up to 10 000 goals in one transaction: all of them or, if one is wrong, none.")
    public BulkOutcome putAll(
            @Valid @BeanParam Scope scope, @Valid @BeanParam Writing writing, @NotNull @Valid Items bulk) {
        return register.putAll(goals, scope, bulk.items(), writing);
    }

    @DELETE
    @Path("{goalId}")
    @Operation(
            operationId = "deleteGoal",
            summary = "Delete a goal",
            description = "Deletes the goal; its history stays.")
    public void delete(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The goal.", example = "god-service") @PathParam("goalId") String goalId,
            @Valid @BeanParam Deletion deletion) {
        register.delete(goals, scope, goalId, deletion);
    }
}
