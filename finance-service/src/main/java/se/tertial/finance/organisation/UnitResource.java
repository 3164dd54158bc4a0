package se.tertial.finance.organisation;

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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
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

@Path("municipalities/{municipalityId}/administrations/{administrationId}/units")
@Requires(permission = Permission.STRUCTURE, resource = "units")
@Produces("application/json")
@Consumes("application/json")
@Tag(
        name = "Units",
        description = "The units (enheter) of an administration: a tree that reorganisations change over time.")
class UnitResource {

    private final Register register;
    private final Units units;

    UnitResource(Register register, Units units) {
        this.register = register;
        this.units = units;
    }

    @Schema(name = "UnitBulk", description = "Units to write together.")
    record Items(@NotEmpty @Size(max = Bulk.MOST) List<@NotNull @Valid UnitRow> items) {}

    @GET
    @Operation(
            operationId = "listUnits",
            summary = "List units",
            description = "The units in their order, a page at a time.")
    public Listing<UnitRow> list(@Valid @BeanParam Scope scope, @Valid @BeanParam Paging paging, @Context UriInfo uri) {
        return register.list(units, scope, Filter.NONE, paging, uri);
    }

    @GET
    @Path("{unitId}")
    @Operation(operationId = "getUnit", summary = "Read a unit", description = "One unit as it stands now.")
    public UnitRow get(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The unit.", example = "upphandling-och-inkop") @PathParam("unitId")
                    String unitId) {
        return register.get(units, scope, unitId);
    }

    @GET
    @Path("{unitId}/revisions")
    @Operation(
            operationId = "listUnitRevisions",
            summary = "Read a unit's history",
            description = "Every change of the unit, newest first, deletions included.")
    public Listing<Revision> revisions(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The unit.", example = "upphandling-och-inkop") @PathParam("unitId") String unitId,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        return register.history(units, scope, unitId, page, uri);
    }

    @PUT
    @Path("{unitId}")
    @Operation(
            operationId = "replaceUnit",
            summary = "Create or replace a unit",
            description = "Creates the unit or replaces its content; the same content again changes nothing.")
    public RestResponse<UnitRow> put(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The unit.", example = "upphandling-och-inkop") @PathParam("unitId") String unitId,
            @NotNull @Valid UnitRow unit) {
        return register.put(units, scope, unitId, unit).response();
    }

    @PUT
    @Operation(
            operationId = "importUnits",
            summary = "Create or replace many units",
            description = "Up to 10 000 units in one transaction: all of them or, if one is wrong, none.")
    public BulkOutcome putAll(
            @Valid @BeanParam Scope scope, @Valid @BeanParam Writing writing, @NotNull @Valid Items units) {
        return register.putAll(this.units, scope, units.items(), writing);
    }

    @DELETE
    @Path("{unitId}")
    @Operation(
            operationId = "deleteUnit",
            summary = "Delete a unit",
            description =
                    "Deletes a unit that nothing refers to and that has no figures; its history stays. A unit that ends gets a last day"
                            + " instead.")
    public void delete(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The unit.", example = "upphandling-och-inkop") @PathParam("unitId") String unitId,
            @Valid @BeanParam Deletion deletion) {
        register.delete(units, scope, unitId, deletion);
    }
}
