package se.tertial.goals.work;

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

@Path("municipalities/{municipalityId}/administrations/{administrationId}/activities")
@Requires(permission = Permission.REPORTED, resource = "activities")
@Produces("application/json")
@Consumes("application/json")
@Tag(
        name = "Activities",
        description = "Activities: what the administration does to reach its goals, and how far each has come.")
class ActivityResource {

    private final Register register;
    private final Activities activities;

    ActivityResource(Register register, Activities activities) {
        this.register = register;
        this.activities = activities;
    }

    @Schema(name = "ActivityBulk", description = "Activities to write together.")
    record Items(@NotEmpty @Size(max = Bulk.MOST) List<@NotNull @Valid ActivityRow> items) {}

    @GET
    @Operation(
            operationId = "listActivities",
            summary = "List activities",
            description = "The activities, a page at a time.")
    public Listing<ActivityRow> list(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "Only serving this goal.", example = "god-service") @QueryParam("goalId") @Nullable
                    String goalId,
            @Parameter(description = "Only in this state.", example = "ONGOING") @QueryParam("state") @Nullable
                    Progress state,
            @Valid @BeanParam Paging paging,
            @Context UriInfo uri) {
        return register.list(
                activities, scope, Filter.NONE.and("goalId", goalId).and("state", state), paging, uri);
    }

    @GET
    @Path("{activityId}")
    @Operation(
            operationId = "getActivity",
            summary = "Read an activity",
            description = "One activity as it stands now.")
    public ActivityRow get(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The activity.", example = "taktiska-dialoger-hr-direkt") @PathParam("activityId")
                    String activityId) {
        return register.get(activities, scope, activityId);
    }

    @GET
    @Path("{activityId}/revisions")
    @Operation(
            operationId = "listActivityRevisions",
            summary = "Read the history of an activity",
            description = "Every change of the activity, newest first, deletions included.")
    public Listing<Revision> revisions(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The activity.", example = "taktiska-dialoger-hr-direkt") @PathParam("activityId")
                    String activityId,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        return register.history(activities, scope, activityId, page, uri);
    }

    @PUT
    @Path("{activityId}")
    @Operation(
            operationId = "replaceActivity",
            summary = "Create or replace an activity",
            description = "Creates the activity or replaces its content; the same content again changes nothing.")
    public RestResponse<ActivityRow> put(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The activity.", example = "taktiska-dialoger-hr-direkt") @PathParam("activityId")
                    String activityId,
            @NotNull @Valid ActivityRow row) {
        return register.put(activities, scope, activityId, row).response();
    }

    @PUT
    @Operation(
            operationId = "importActivities",
            summary = "Create or replace many activities",
            description = "Up to 10 000 activities in one transaction: all of them or, if one is wrong, none.")
    public BulkOutcome putAll(
            @Valid @BeanParam Scope scope, @Valid @BeanParam Writing writing, @NotNull @Valid Items bulk) {
        return register.putAll(activities, scope, bulk.items(), writing);
    }

    @DELETE
    @Path("{activityId}")
    @Operation(
            operationId = "deleteActivity",
            summary = "Delete an activity",
            description = "Deletes the activity; its history stays.")
    public void delete(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The activity.", example = "taktiska-dialoger-hr-direkt") @PathParam("activityId")
                    String activityId,
            @Valid @BeanParam Deletion deletion) {
        register.delete(activities, scope, activityId, deletion);
    }
}
