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
import se.tertial.kit.period.ReportingPeriod;

@Path("municipalities/{municipalityId}/administrations/{administrationId}/investment-lines")
@Requires(permission = Permission.REPORTED, resource = "investment-lines")
@Produces("application/json")
@Consumes("application/json")
@Tag(
        name = "Investment lines",
        description =
                "Expenditure and income of investment objects: budget, actual and every forecast round. Net is expenditure less income.")
class InvestmentLineResource {

    private final Register register;
    private final InvestmentLines investmentLines;

    InvestmentLineResource(Register register, InvestmentLines investmentLines) {
        this.register = register;
        this.investmentLines = investmentLines;
    }

    @Schema(name = "InvestmentLineBulk", description = "Investment lines to write together.")
    record Items(@NotEmpty @Size(max = Bulk.MOST) List<@NotNull @Valid InvestmentLineRow> items) {}

    @GET
    @Operation(
            operationId = "listInvestmentLines",
            summary = "List investment lines",
            description = "The investment lines, a page at a time.")
    public Listing<InvestmentLineRow> list(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "Only of this object.", example = "it-utrustning")
                    @QueryParam("objectId")
                    @Nullable
                    String objectId,
            @Parameter(description = "Only of this period.", example = "2021-08") @QueryParam("period") @Nullable
                    ReportingPeriod period,
            @Valid @BeanParam Paging paging,
            @Context UriInfo uri) {
        return register.list(
                investmentLines,
                scope,
                Filter.NONE.and("objectId", objectId).and("period", period == null ? null : period.toString()),
                paging,
                uri);
    }

    @GET
    @Path("{investmentLineId}")
    @Operation(
            operationId = "getInvestmentLine",
            summary = "Read an investment line",
            description = "One investment line as it stands now.")
    public InvestmentLineRow get(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The investment line.", example = "it-utrustning~forecast~2021~2021-08")
                    @PathParam("investmentLineId")
                    String investmentLineId) {
        return register.get(investmentLines, scope, investmentLineId);
    }

    @GET
    @Path("{investmentLineId}/revisions")
    @Operation(
            operationId = "listInvestmentLineRevisions",
            summary = "Read the history of an investment line",
            description = "Every change of the investment line, newest first, deletions included.")
    public Listing<Revision> revisions(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The investment line.", example = "it-utrustning~forecast~2021~2021-08")
                    @PathParam("investmentLineId")
                    String investmentLineId,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        return register.history(investmentLines, scope, investmentLineId, page, uri);
    }

    @PUT
    @Path("{investmentLineId}")
    @Operation(
            operationId = "replaceInvestmentLine",
            summary = "Create or replace an investment line",
            description =
                    "Creates the investment line or replaces its content; the same content again changes nothing.")
    public RestResponse<InvestmentLineRow> put(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The investment line.", example = "it-utrustning~forecast~2021~2021-08")
                    @PathParam("investmentLineId")
                    String investmentLineId,
            @NotNull @Valid InvestmentLineRow row) {
        return register.put(investmentLines, scope, investmentLineId, row).response();
    }

    @PUT
    @Operation(
            operationId = "importInvestmentLines",
            summary = "Create or replace many investment lines",
            description = "Up to 10 000 investment lines in one transaction: all of them or, if one is wrong, none.")
    public BulkOutcome putAll(
            @Valid @BeanParam Scope scope, @Valid @BeanParam Writing writing, @NotNull @Valid Items bulk) {
        return register.putAll(investmentLines, scope, bulk.items(), writing);
    }

    @DELETE
    @Path("{investmentLineId}")
    @Operation(
            operationId = "deleteInvestmentLine",
            summary = "Delete an investment line",
            description = "Deletes the investment line; its history stays.")
    public void delete(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The investment line.", example = "it-utrustning~forecast~2021~2021-08")
                    @PathParam("investmentLineId")
                    String investmentLineId,
            @Valid @BeanParam Deletion deletion) {
        register.delete(investmentLines, scope, investmentLineId, deletion);
    }
}
