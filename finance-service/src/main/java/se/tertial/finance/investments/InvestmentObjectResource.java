package se.tertial.finance.investments;

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

@Path("municipalities/{municipalityId}/administrations/{administrationId}/investment-objects")
@Requires(permission = Permission.STEERING, resource = "investment-objects")
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Investment objects", description = "What units invest in: equipment, premises.")
class InvestmentObjectResource {

    private final Register register;
    private final InvestmentObjects investmentObjects;

    InvestmentObjectResource(Register register, InvestmentObjects investmentObjects) {
        this.register = register;
        this.investmentObjects = investmentObjects;
    }

    @Schema(name = "InvestmentObjectBulk", description = "Investment objects to write together.")
    record Items(@NotEmpty @Size(max = Bulk.MOST) List<@NotNull @Valid InvestmentObjectRow> items) {}

    @GET
    @Operation(
            operationId = "listInvestmentObjects",
            summary = "List investment objects",
            description = "The investment objects, a page at a time.")
    public Listing<InvestmentObjectRow> list(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "Only of this unit.", example = "lkdata") @QueryParam("unitId") @Nullable
                    String unitId,
            @Valid @BeanParam Paging paging,
            @Context UriInfo uri) {
        return register.list(investmentObjects, scope, Filter.NONE.and("unitId", unitId), paging, uri);
    }

    @GET
    @Path("{objectId}")
    @Operation(
            operationId = "getInvestmentObject",
            summary = "Read an investment object",
            description = "One investment object as it stands now.")
    public InvestmentObjectRow get(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The investment object.", example = "it-utrustning") @PathParam("objectId")
                    String objectId) {
        return register.get(investmentObjects, scope, objectId);
    }

    @GET
    @Path("{objectId}/revisions")
    @Operation(
            operationId = "listInvestmentObjectRevisions",
            summary = "Read the history of an investment object",
            description = "Every change of the investment object, newest first, deletions included.")
    public Listing<Revision> revisions(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The investment object.", example = "it-utrustning") @PathParam("objectId")
                    String objectId,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        return register.history(investmentObjects, scope, objectId, page, uri);
    }

    @PUT
    @Path("{objectId}")
    @Operation(
            operationId = "replaceInvestmentObject",
            summary = "Create or replace an investment object",
            description =
                    "Creates the investment object or replaces its content; the same content again changes nothing.")
    public RestResponse<InvestmentObjectRow> put(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The investment object.", example = "it-utrustning") @PathParam("objectId")
                    String objectId,
            @NotNull @Valid InvestmentObjectRow row) {
        return register.put(investmentObjects, scope, objectId, row).response();
    }

    @PUT
    @Operation(
            operationId = "importInvestmentObjects",
            summary = "Create or replace many investment objects",
            description = "Up to 10 000 investment objects in one transaction: all of them or, if one is wrong, none.")
    public BulkOutcome putAll(
            @Valid @BeanParam Scope scope, @Valid @BeanParam Writing writing, @NotNull @Valid Items bulk) {
        return register.putAll(investmentObjects, scope, bulk.items(), writing);
    }

    @DELETE
    @Path("{objectId}")
    @Operation(
            operationId = "deleteInvestmentObject",
            summary = "Delete an investment object",
            description = "Deletes the investment object; its history stays.")
    public void delete(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The investment object.", example = "it-utrustning") @PathParam("objectId")
                    String objectId,
            @Valid @BeanParam Deletion deletion) {
        register.delete(investmentObjects, scope, objectId, deletion);
    }
}
