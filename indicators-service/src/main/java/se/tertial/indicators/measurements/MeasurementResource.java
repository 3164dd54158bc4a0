package se.tertial.indicators.measurements;

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

@Path("municipalities/{municipalityId}/administrations/{administrationId}/measurements")
@Requires(permission = Permission.REPORTED, resource = "measurements")
@Produces("application/json")
@Consumes("application/json")
@Tag(
        name = "Measurements",
        description = "What was measured, in total, by gender and by category, or why there is no value.")
class MeasurementResource {

    private final Register register;
    private final Measurements measurements;

    MeasurementResource(Register register, Measurements measurements) {
        this.register = register;
        this.measurements = measurements;
    }

    @Schema(name = "MeasurementBulk", description = "Measurements to write together.")
    record Items(@NotEmpty @Size(max = Bulk.MOST) List<@NotNull @Valid MeasurementRow> items) {}

    @GET
    @Operation(
            operationId = "listMeasurements",
            summary = "List measurements",
            description = "The measurements by indicator, period and breakdown, a page at a time.")
    public Listing<MeasurementRow> list(
            @Valid @BeanParam Scope scope,
            @Valid @BeanParam Paging paging,
            @Parameter(description = "Only measurements of this indicator.", example = "svarsservice-lkdata")
                    @QueryParam("indicatorId")
                    @Nullable
                    String indicatorId,
            @Parameter(description = "Only measurements of this period.", example = "2021-08")
                    @QueryParam("period")
                    @Nullable
                    ReportingPeriod period,
            @Parameter(description = "Only this breakdown: total, women, men or a category.", example = "total")
                    @QueryParam("breakdown")
                    @Nullable
                    String breakdown,
            @Context UriInfo uri) {
        Filter filter = Filter.NONE
                .and("indicatorId", indicatorId)
                .and("period", period == null ? null : period.toString())
                .and("breakdown", breakdown);
        return register.list(measurements, scope, filter, paging, uri);
    }

    @GET
    @Path("{measurementId}")
    @Operation(
            operationId = "getMeasurement",
            summary = "Read a measurement",
            description = "One measurement as it stands now.")
    public MeasurementRow get(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The measurement.", example = "andel-lamnar-anbud~2021-08~mikro")
                    @PathParam("measurementId")
                    String measurementId) {
        return register.get(measurements, scope, measurementId);
    }

    @GET
    @Path("{measurementId}/revisions")
    @Operation(
            operationId = "listMeasurementRevisions",
            summary = "Read a measurement's history",
            description = "Every change of the measurement, newest first, deletions included.")
    public Listing<Revision> revisions(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The measurement.", example = "andel-lamnar-anbud~2021-08~mikro")
                    @PathParam("measurementId")
                    String measurementId,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        return register.history(measurements, scope, measurementId, page, uri);
    }

    @PUT
    @Path("{measurementId}")
    @Operation(
            operationId = "replaceMeasurement",
            summary = "Create or replace a measurement",
            description =
                    "Creates the measurement or replaces its content; the same content again changes nothing. A late correction says its reason.")
    public RestResponse<MeasurementRow> put(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The measurement.", example = "andel-lamnar-anbud~2021-08~mikro")
                    @PathParam("measurementId")
                    String measurementId,
            @NotNull @Valid MeasurementRow measurement) {
        return register.put(measurements, scope, measurementId, measurement).response();
    }

    @PUT
    @Operation(
            operationId = "importMeasurements",
            summary = "Create or replace many measurements",
            description = "Up to 10 000 measurements in one transaction: all of them or, if one is wrong, none.")
    public BulkOutcome putAll(
            @Valid @BeanParam Scope scope, @Valid @BeanParam Writing writing, @NotNull @Valid Items measurements) {
        return register.putAll(this.measurements, scope, measurements.items(), writing);
    }

    @DELETE
    @Path("{measurementId}")
    @Operation(
            operationId = "deleteMeasurement",
            summary = "Delete a measurement",
            description = "Deletes a measurement, so that its cell is empty; its history stays.")
    public void delete(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The measurement.", example = "andel-lamnar-anbud~2021-08~mikro")
                    @PathParam("measurementId")
                    String measurementId,
            @Valid @BeanParam Deletion deletion) {
        register.delete(measurements, scope, measurementId, deletion);
    }
}
