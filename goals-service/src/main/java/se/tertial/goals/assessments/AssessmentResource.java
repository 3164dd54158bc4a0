package se.tertial.goals.assessments;

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

@Path("municipalities/{municipalityId}/administrations/{administrationId}/assessments")
@Requires(permission = Permission.REPORTED, resource = "assessments")
@Produces("application/json")
@Consumes("application/json")
@Tag(
        name = "Assessments",
        description = "Assessments (måluppfyllelse) of the administration’s goals: status, motivation and results.")
class AssessmentResource {

    private final Register register;
    private final Assessments assessments;

    AssessmentResource(Register register, Assessments assessments) {
        this.register = register;
        this.assessments = assessments;
    }

    @Schema(name = "AssessmentBulk", description = "Assessments to write together.")
    record Items(@NotEmpty @Size(max = Bulk.MOST) List<@NotNull @Valid AssessmentRow> items) {}

    @GET
    @Operation(
            operationId = "listAssessments",
            summary = "List assessments",
            description = "The assessments, a page at a time.")
    public Listing<AssessmentRow> list(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "Only of this period.", example = "2021-08") @QueryParam("period") @Nullable
                    ReportingPeriod period,
            @Parameter(description = "Only of this goal.", example = "god-service") @QueryParam("goalId") @Nullable
                    String goalId,
            @Parameter(description = "Only with this status.", example = "FULFILLED") @QueryParam("status")
                    AssessmentRow.@Nullable Status status,
            @Valid @BeanParam Paging paging,
            @Context UriInfo uri) {
        return register.list(
                assessments,
                scope,
                Filter.NONE
                        .and("period", period == null ? null : period.toString())
                        .and("goalId", goalId)
                        .and("status", status),
                paging,
                uri);
    }

    @GET
    @Path("{assessmentId}")
    @Operation(
            operationId = "getAssessment",
            summary = "Read an assessment",
            description = "One assessment as it stands now.")
    public AssessmentRow get(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The assessment.", example = "god-service~2021-08") @PathParam("assessmentId")
                    String assessmentId) {
        return register.get(assessments, scope, assessmentId);
    }

    @GET
    @Path("{assessmentId}/revisions")
    @Operation(
            operationId = "listAssessmentRevisions",
            summary = "Read the history of an assessment",
            description = "Every change of the assessment, newest first, deletions included.")
    public Listing<Revision> revisions(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The assessment.", example = "god-service~2021-08") @PathParam("assessmentId")
                    String assessmentId,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        return register.history(assessments, scope, assessmentId, page, uri);
    }

    @PUT
    @Path("{assessmentId}")
    @Operation(
            operationId = "replaceAssessment",
            summary = "Create or replace an assessment",
            description = "Creates the assessment or replaces its content; the same content again changes nothing.")
    public RestResponse<AssessmentRow> put(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The assessment.", example = "god-service~2021-08") @PathParam("assessmentId")
                    String assessmentId,
            @NotNull @Valid AssessmentRow row) {
        return register.put(assessments, scope, assessmentId, row).response();
    }

    @PUT
    @Operation(
            operationId = "importAssessments",
            summary = "Create or replace many assessments",
            description = "Up to 10 000 assessments in one transaction: all of them or, if one is wrong, none.")
    public BulkOutcome putAll(
            @Valid @BeanParam Scope scope, @Valid @BeanParam Writing writing, @NotNull @Valid Items bulk) {
        return register.putAll(assessments, scope, bulk.items(), writing);
    }

    @DELETE
    @Path("{assessmentId}")
    @Operation(
            operationId = "deleteAssessment",
            summary = "Delete an assessment",
            description = "Deletes the assessment; its history stays.")
    public void delete(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The assessment.", example = "god-service~2021-08") @PathParam("assessmentId")
                    String assessmentId,
            @Valid @BeanParam Deletion deletion) {
        register.delete(assessments, scope, assessmentId, deletion);
    }
}
