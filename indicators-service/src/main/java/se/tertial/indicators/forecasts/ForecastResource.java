package se.tertial.indicators.forecasts;

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

@Path("municipalities/{municipalityId}/administrations/{administrationId}/forecasts")
@Requires(permission = Permission.REPORTED, resource = "forecasts")
@Produces("application/json")
@Consumes("application/json")
@Tag(
        name = "Forecasts",
        description =
                "What measures are expected to be for the full year, as numbers or in words; every round is kept.")
class ForecastResource {

    private final Register register;
    private final Forecasts forecasts;

    ForecastResource(Register register, Forecasts forecasts) {
        this.register = register;
        this.forecasts = forecasts;
    }

    @Schema(name = "ForecastBulk", description = "Forecasts to write together.")
    record Items(@NotEmpty @Size(max = Bulk.MOST) List<@NotNull @Valid ForecastRow> items) {}

    @GET
    @Operation(
            operationId = "listForecasts",
            summary = "List forecasts",
            description = "The forecasts by indicator, year and round, a page at a time.")
    public Listing<ForecastRow> list(
            @Valid @BeanParam Scope scope,
            @Valid @BeanParam Paging paging,
            @Parameter(description = "Only forecasts of this measure.", example = "arenden-kontakt-linkoping")
                    @QueryParam("indicatorId")
                    @Nullable
                    String indicatorId,
            @Parameter(description = "Only forecasts for this year.", example = "2021") @QueryParam("period") @Nullable
                    ReportingPeriod period,
            @Parameter(description = "Only forecasts of this round.", example = "2021-08")
                    @QueryParam("round")
                    @Nullable
                    ReportingPeriod round,
            @Context UriInfo uri) {
        Filter filter = Filter.NONE
                .and("indicatorId", indicatorId)
                .and("period", period == null ? null : period.toString())
                .and("round", round == null ? null : round.toString());
        return register.list(forecasts, scope, filter, paging, uri);
    }

    @GET
    @Path("{forecastId}")
    @Operation(operationId = "getForecast", summary = "Read a forecast", description = "One forecast as it stands now.")
    public ForecastRow get(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The forecast.", example = "arenden-kontakt-linkoping~2021~2021-08")
                    @PathParam("forecastId")
                    String forecastId) {
        return register.get(forecasts, scope, forecastId);
    }

    @GET
    @Path("{forecastId}/revisions")
    @Operation(
            operationId = "listForecastRevisions",
            summary = "Read a forecast's history",
            description = "Every change of the forecast, newest first, deletions included.")
    public Listing<Revision> revisions(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The forecast.", example = "arenden-kontakt-linkoping~2021~2021-08")
                    @PathParam("forecastId")
                    String forecastId,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        return register.history(forecasts, scope, forecastId, page, uri);
    }

    @PUT
    @Path("{forecastId}")
    @Operation(
            operationId = "replaceForecast",
            summary = "Create or replace a forecast",
            description =
                    "Creates the forecast or replaces its content; the same content again changes nothing. Another round is another forecast.")
    public RestResponse<ForecastRow> put(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The forecast.", example = "arenden-kontakt-linkoping~2021~2021-08")
                    @PathParam("forecastId")
                    String forecastId,
            @NotNull @Valid ForecastRow forecast) {
        return register.put(forecasts, scope, forecastId, forecast).response();
    }

    @PUT
    @Operation(
            operationId = "importForecasts",
            summary = "Create or replace many forecasts",
            description = "Up to 10 000 forecasts in one transaction: all of them or, if one is wrong, none.")
    public BulkOutcome putAll(
            @Valid @BeanParam Scope scope, @Valid @BeanParam Writing writing, @NotNull @Valid Items forecasts) {
        return register.putAll(this.forecasts, scope, forecasts.items(), writing);
    }

    @DELETE
    @Path("{forecastId}")
    @Operation(
            operationId = "deleteForecast",
            summary = "Delete a forecast",
            description = "Deletes a forecast; its history stays.")
    public void delete(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The forecast.", example = "arenden-kontakt-linkoping~2021~2021-08")
                    @PathParam("forecastId")
                    String forecastId,
            @Valid @BeanParam Deletion deletion) {
        register.delete(forecasts, scope, forecastId, deletion);
    }
}
