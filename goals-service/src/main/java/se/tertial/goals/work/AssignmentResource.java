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

@Path("municipalities/{municipalityId}/administrations/{administrationId}/assignments")
@Requires(permission = Permission.STEERING, resource = "assignments")
@Produces("application/json")
@Consumes("application/json")
@Tag(
        name = "Assignments",
        description = "Strategic assignments (strategiska utvecklingsuppdrag) and how far they have come.")
class AssignmentResource {

    private final Register register;
    private final Assignments assignments;

    AssignmentResource(Register register, Assignments assignments) {
        this.register = register;
        this.assignments = assignments;
    }

    @Schema(name = "AssignmentBulk", description = "Assignments to write together.")
    record Items(@NotEmpty @Size(max = Bulk.MOST) List<@NotNull @Valid AssignmentRow> items) {}

    @GET
    @Operation(
            operationId = "listAssignments",
            summary = "List assignments",
            description = "The assignments, a page at a time.")
    public Listing<AssignmentRow> list(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "Only in this state.", example = "ONGOING") @QueryParam("state") @Nullable
                    Progress state,
            @Valid @BeanParam Paging paging,
            @Context UriInfo uri) {
        return register.list(assignments, scope, Filter.NONE.and("state", state), paging, uri);
    }

    @GET
    @Path("{assignmentId}")
    @Operation(
            operationId = "getAssignment",
            summary = "Read an assignment",
            description = "One assignment as it stands now.")
    public AssignmentRow get(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The assignment.", example = "digital-mognad") @PathParam("assignmentId")
                    String assignmentId) {
        return register.get(assignments, scope, assignmentId);
    }

    @GET
    @Path("{assignmentId}/revisions")
    @Operation(
            operationId = "listAssignmentRevisions",
            summary = "Read the history of an assignment",
            description = "Every change of the assignment, newest first, deletions included.")
    public Listing<Revision> revisions(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The assignment.", example = "digital-mognad") @PathParam("assignmentId")
                    String assignmentId,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        return register.history(assignments, scope, assignmentId, page, uri);
    }

    @PUT
    @Path("{assignmentId}")
    @Operation(
            operationId = "replaceAssignment",
            summary = "Create or replace an assignment",
            description = "Creates the assignment or replaces its content; the same content again changes nothing.")
    public RestResponse<AssignmentRow> put(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The assignment.", example = "digital-mognad") @PathParam("assignmentId")
                    String assignmentId,
            @NotNull @Valid AssignmentRow row) {
        return register.put(assignments, scope, assignmentId, row).response();
    }

    @PUT
    @Operation(
            operationId = "importAssignments",
            summary = "Create or replace many assignments",
            description = "Up to 10 000 assignments in one transaction: all of them or, if one is wrong, none.")
    public BulkOutcome putAll(
            @Valid @BeanParam Scope scope, @Valid @BeanParam Writing writing, @NotNull @Valid Items bulk) {
        return register.putAll(assignments, scope, bulk.items(), writing);
    }

    @DELETE
    @Path("{assignmentId}")
    @Operation(
            operationId = "deleteAssignment",
            summary = "Delete an assignment",
            description = "Deletes the assignment; its history stays.")
    public void delete(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The assignment.", example = "digital-mognad") @PathParam("assignmentId")
                    String assignmentId,
            @Valid @BeanParam Deletion deletion) {
        register.delete(assignments, scope, assignmentId, deletion);
    }
}
