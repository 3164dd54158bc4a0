package se.tertial.indicators.targets;

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
import jakarta.ws.rs.core.HttpHeaders;
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
import se.tertial.language.Language;

@Path("municipalities/{municipalityId}/administrations/{administrationId}/targets")
@Requires(permission = Permission.STEERING, resource = "targets")
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Targets", description = "What is aimed at (målvärden), and whether what was measured meets it.")
class TargetResource {

    private final Register register;
    private final Targets targets;
    private final TargetAssessment assessment;

    TargetResource(Register register, Targets targets, TargetAssessment assessment) {
        this.register = register;
        this.targets = targets;
        this.assessment = assessment;
    }

    @Schema(name = "TargetBulk", description = "Targets to write together.")
    record Items(@NotEmpty @Size(max = Bulk.MOST) List<@NotNull @Valid TargetRow> items) {}

    @GET
    @Operation(
            operationId = "listTargets",
            summary = "List targets",
            description = "The targets by indicator and year, a page at a time.")
    public Listing<TargetRow> list(
            @Valid @BeanParam Scope scope,
            @Valid @BeanParam Paging paging,
            @Parameter(description = "Only targets of this indicator.", example = "svarsservice-kontakt-linkoping")
                    @QueryParam("indicatorId")
                    @Nullable
                    String indicatorId,
            @Parameter(description = "Only targets of this year.", example = "2021") @QueryParam("period") @Nullable
                    ReportingPeriod period,
            @Context UriInfo uri) {
        Filter filter =
                Filter.NONE.and("indicatorId", indicatorId).and("period", period == null ? null : period.toString());
        return register.list(targets, scope, filter, paging, uri);
    }

    @GET
    @Path("{targetId}")
    @Operation(operationId = "getTarget", summary = "Read a target", description = "One target as it stands now.")
    public TargetRow get(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The target.", example = "svarsservice-kontakt-linkoping~2021")
                    @PathParam("targetId")
                    String targetId) {
        return register.get(targets, scope, targetId);
    }

    @GET
    @Path("{targetId}/revisions")
    @Operation(
            operationId = "listTargetRevisions",
            summary = "Read a target's history",
            description = "Every change of the target, newest first, deletions included.")
    public Listing<Revision> revisions(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The target.", example = "svarsservice-kontakt-linkoping~2021")
                    @PathParam("targetId")
                    String targetId,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        return register.history(targets, scope, targetId, page, uri);
    }

    @GET
    @Path("{targetId}/evaluation")
    @Operation(
            operationId = "getTargetEvaluation",
            summary = "Evaluate a target",
            description =
                    "Whether what was measured in total in a period of the target's year meets the target, does not, or cannot be "
                            + "assessed, and why.")
    public RestResponse<Evaluation> evaluation(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The target.", example = "svarsservice-kontakt-linkoping~2021")
                    @PathParam("targetId")
                    String targetId,
            @Parameter(description = "The period whose measurement is held against the target.", example = "2021-08")
                    @NotNull(message = "Say which period to evaluate, such as period=2021-08.")
                    @QueryParam("period")
                    ReportingPeriod period,
            @Context HttpHeaders headers) {
        Language language = Language.asked(headers.getHeaderString("Accept-Language"));
        return RestResponse.ResponseBuilder.ok(assessment.assess(scope, targetId, period, language))
                .header("Content-Language", language.tag())
                .header("Vary", "Accept-Language")
                .build();
    }

    @PUT
    @Path("{targetId}")
    @Operation(
            operationId = "replaceTarget",
            summary = "Create or replace a target",
            description = "Creates the target or replaces its content; the same content again changes nothing.")
    public RestResponse<TargetRow> put(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The target.", example = "svarsservice-kontakt-linkoping~2021")
                    @PathParam("targetId")
                    String targetId,
            @NotNull @Valid TargetRow target) {
        return register.put(targets, scope, targetId, target).response();
    }

    @PUT
    @Operation(
            operationId = "importTargets",
            summary = "Create or replace many targets",
            description = "Up to 10 000 targets in one transaction: all of them or, if one is wrong, none.")
    public BulkOutcome putAll(
            @Valid @BeanParam Scope scope, @Valid @BeanParam Writing writing, @NotNull @Valid Items targets) {
        return register.putAll(this.targets, scope, targets.items(), writing);
    }

    @DELETE
    @Path("{targetId}")
    @Operation(
            operationId = "deleteTarget",
            summary = "Delete a target",
            description = "Deletes a target; its history stays.")
    public void delete(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The target.", example = "svarsservice-kontakt-linkoping~2021")
                    @PathParam("targetId")
                    String targetId,
            @Valid @BeanParam Deletion deletion) {
        register.delete(targets, scope, targetId, deletion);
    }
}
