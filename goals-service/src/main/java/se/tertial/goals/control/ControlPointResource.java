package se.tertial.goals.control;

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

@Path("municipalities/{municipalityId}/administrations/{administrationId}/control-points")
@Requires(permission = Permission.REPORTED, resource = "control-points")
@Produces("application/json")
@Consumes("application/json")
@Tag(
        name = "Control points",
        description = "Control points (kontrollmoment) of internal control plans, with findings and measures.")
class ControlPointResource {

    private final Register register;
    private final ControlPoints controlPoints;

    ControlPointResource(Register register, ControlPoints controlPoints) {
        this.register = register;
        this.controlPoints = controlPoints;
    }

    @Schema(name = "ControlPointBulk", description = "Control points to write together.")
    record Items(@NotEmpty @Size(max = Bulk.MOST) List<@NotNull @Valid ControlPointRow> items) {}

    @GET
    @Operation(
            operationId = "listControlPoints",
            summary = "List control points",
            description = "The control points, a page at a time.")
    public Listing<ControlPointRow> list(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "Only of this period.", example = "2021-08") @QueryParam("period") @Nullable
                    ReportingPeriod period,
            @Parameter(description = "Only of this plan.", example = "internkontrollplan")
                    @QueryParam("planId")
                    @Nullable
                    String planId,
            @Valid @BeanParam Paging paging,
            @Context UriInfo uri) {
        return register.list(
                controlPoints,
                scope,
                Filter.NONE
                        .and("period", period == null ? null : period.toString())
                        .and("planId", planId),
                paging,
                uri);
    }

    @GET
    @Path("{controlPointKey}")
    @Operation(
            operationId = "getControlPoint",
            summary = "Read a control point",
            description = "One control point as it stands now.")
    public ControlPointRow get(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The control point.", example = "e-utbildning-mutor-och-jav~2021-08")
                    @PathParam("controlPointKey")
                    String controlPointKey) {
        return register.get(controlPoints, scope, controlPointKey);
    }

    @GET
    @Path("{controlPointKey}/revisions")
    @Operation(
            operationId = "listControlPointRevisions",
            summary = "Read the history of a control point",
            description = "Every change of the control point, newest first, deletions included.")
    public Listing<Revision> revisions(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The control point.", example = "e-utbildning-mutor-och-jav~2021-08")
                    @PathParam("controlPointKey")
                    String controlPointKey,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        return register.history(controlPoints, scope, controlPointKey, page, uri);
    }

    @PUT
    @Path("{controlPointKey}")
    @Operation(
            operationId = "replaceControlPoint",
            summary = "Create or replace a control point",
            description = "Creates the control point or replaces its content; the same content again changes nothing.")
    public RestResponse<ControlPointRow> put(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The control point.", example = "e-utbildning-mutor-och-jav~2021-08")
                    @PathParam("controlPointKey")
                    String controlPointKey,
            @NotNull @Valid ControlPointRow row) {
        return register.put(controlPoints, scope, controlPointKey, row).response();
    }

    @PUT
    @Operation(
            operationId = "importControlPoints",
            summary = "Create or replace many control points",
            description = "Up to 10 000 control points in one transaction: all of them or, if one is wrong, none.")
    public BulkOutcome putAll(
            @Valid @BeanParam Scope scope, @Valid @BeanParam Writing writing, @NotNull @Valid Items bulk) {
        return register.putAll(controlPoints, scope, bulk.items(), writing);
    }

    @DELETE
    @Path("{controlPointKey}")
    @Operation(
            operationId = "deleteControlPoint",
            summary = "Delete a control point",
            description = "Deletes the control point; its history stays.")
    public void delete(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The control point.", example = "e-utbildning-mutor-och-jav~2021-08")
                    @PathParam("controlPointKey")
                    String controlPointKey,
            @Valid @BeanParam Deletion deletion) {
        register.delete(controlPoints, scope, controlPointKey, deletion);
    }
}
