package se.tertial.indicators.measures;

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
import se.tertial.indicators.measures.IndicatorRow.Kind;
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

@Path("municipalities/{municipalityId}/administrations/{administrationId}/indicators")
@Requires(permission = Permission.STEERING, resource = "indicators")
@Produces("application/json")
@Consumes("application/json")
@Tag(
        name = "Indicators",
        description =
                "What an administration follows up: indicators, volume measures and personnel measures, in a tree.")
class IndicatorResource {

    private final Register register;
    private final Indicators indicators;

    IndicatorResource(Register register, Indicators indicators) {
        this.register = register;
        this.indicators = indicators;
    }

    @Schema(name = "IndicatorBulk", description = "Indicators to write together.")
    record Items(@NotEmpty @Size(max = Bulk.MOST) List<@NotNull @Valid IndicatorRow> items) {}

    @GET
    @Operation(
            operationId = "listIndicators",
            summary = "List indicators",
            description = "The indicators in their order, a page at a time.")
    public Listing<IndicatorRow> list(
            @Valid @BeanParam Scope scope,
            @Valid @BeanParam Paging paging,
            @Parameter(description = "Only measures of this kind.", example = "VOLUME_MEASURE")
                    @QueryParam("kind")
                    @Nullable
                    Kind kind,
            @Parameter(description = "Only indicators that serve this goal.", example = "god-service")
                    @QueryParam("goalId")
                    @Nullable
                    String goalId,
            @Parameter(description = "Only indicators directly below this one.", example = "kundnojdhet")
                    @QueryParam("parentId")
                    @Nullable
                    String parentId,
            @Context UriInfo uri) {
        Filter filter = Filter.NONE.and("kind", kind).and("goalId", goalId).and("parentId", parentId);
        return register.list(indicators, scope, filter, paging, uri);
    }

    @GET
    @Path("{indicatorId}")
    @Operation(
            operationId = "getIndicator",
            summary = "Read an indicator",
            description = "One indicator as it stands now.")
    public IndicatorRow get(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The indicator.", example = "kundnojdhet-kontakt-linkoping")
                    @PathParam("indicatorId")
                    String indicatorId) {
        return register.get(indicators, scope, indicatorId);
    }

    @GET
    @Path("{indicatorId}/revisions")
    @Operation(
            operationId = "listIndicatorRevisions",
            summary = "Read an indicator's history",
            description = "Every change of the indicator, newest first, deletions included.")
    public Listing<Revision> revisions(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The indicator.", example = "kundnojdhet-kontakt-linkoping")
                    @PathParam("indicatorId")
                    String indicatorId,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        return register.history(indicators, scope, indicatorId, page, uri);
    }

    @PUT
    @Path("{indicatorId}")
    @Operation(
            operationId = "replaceIndicator",
            summary = "Create or replace an indicator",
            description = "Creates the indicator or replaces its content; the same content again changes nothing.")
    public RestResponse<IndicatorRow> put(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The indicator.", example = "kundnojdhet-kontakt-linkoping")
                    @PathParam("indicatorId")
                    String indicatorId,
            @NotNull @Valid IndicatorRow indicator) {
        return register.put(indicators, scope, indicatorId, indicator).response();
    }

    @PUT
    @Operation(
            operationId = "importIndicators",
            summary = "Create or replace many indicators",
            description = "Up to 10 000 indicators in one transaction: all of them or, if one is wrong, none.")
    public BulkOutcome putAll(
            @Valid @BeanParam Scope scope, @Valid @BeanParam Writing writing, @NotNull @Valid Items indicators) {
        return register.putAll(this.indicators, scope, indicators.items(), writing);
    }

    @DELETE
    @Path("{indicatorId}")
    @Operation(
            operationId = "deleteIndicator",
            summary = "Delete an indicator",
            description =
                    "Deletes an indicator that has no values, targets or forecasts and nothing below it; its history stays.")
    public void delete(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The indicator.", example = "kundnojdhet-kontakt-linkoping")
                    @PathParam("indicatorId")
                    String indicatorId,
            @Valid @BeanParam Deletion deletion) {
        register.delete(indicators, scope, indicatorId, deletion);
    }
}
