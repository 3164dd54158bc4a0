package se.tertial.report.narrative;

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

@Path("municipalities/{municipalityId}/administrations/{administrationId}/narratives")
@Requires(permission = Permission.REPORTED, resource = "narratives")
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Narratives", description = "The texts of reports, one for each section that has one.")
class NarrativeResource {

    private final Register register;
    private final Narratives narratives;

    NarrativeResource(Register register, Narratives narratives) {
        this.register = register;
        this.narratives = narratives;
    }

    @Schema(name = "NarrativeBulk", description = "Narratives to write together.")
    record Items(@NotEmpty @Size(max = Bulk.MOST) List<@NotNull @Valid NarrativeRow> items) {}

    @GET
    @Operation(
            operationId = "listNarratives",
            summary = "List narratives",
            description = "The narratives, a page at a time.")
    public Listing<NarrativeRow> list(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "Only of this period.", example = "2021-08") @QueryParam("period") @Nullable
                    ReportingPeriod period,
            @Valid @BeanParam Paging paging,
            @Context UriInfo uri) {
        return register.list(
                narratives, scope, Filter.NONE.and("period", period == null ? null : period.toString()), paging, uri);
    }

    @GET
    @Path("{narrativeId}")
    @Operation(
            operationId = "getNarrative",
            summary = "Read a narrative",
            description = "One narrative as it stands now.")
    public NarrativeRow get(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The narrative: period and section, joined by “~”.", example = "2021-08~overall")
                    @PathParam("narrativeId")
                    String narrativeId) {
        return register.get(narratives, scope, narrativeId);
    }

    @GET
    @Path("{narrativeId}/revisions")
    @Operation(
            operationId = "listNarrativeRevisions",
            summary = "Read the history of a narrative",
            description = "Every change of the narrative, newest first, deletions included.")
    public Listing<Revision> revisions(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The narrative: period and section, joined by “~”.", example = "2021-08~overall")
                    @PathParam("narrativeId")
                    String narrativeId,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        return register.history(narratives, scope, narrativeId, page, uri);
    }

    @PUT
    @Path("{narrativeId}")
    @Operation(
            operationId = "replaceNarrative",
            summary = "Create or replace a narrative",
            description =
                    "Creates the narrative or replaces its content; the same content again changes nothing. Where there is a report of the period"
                            + " already, its template must have the section.")
    public RestResponse<NarrativeRow> put(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The narrative: period and section, joined by “~”.", example = "2021-08~overall")
                    @PathParam("narrativeId")
                    String narrativeId,
            @NotNull @Valid NarrativeRow row) {
        return register.put(narratives, scope, narrativeId, row).response();
    }

    @PUT
    @Operation(
            operationId = "importNarratives",
            summary = "Create or replace many narratives",
            description = "Up to 10 000 narratives in one transaction: all of them or, if one is wrong, none.")
    public BulkOutcome putAll(
            @Valid @BeanParam Scope scope, @Valid @BeanParam Writing writing, @NotNull @Valid Items bulk) {
        return register.putAll(narratives, scope, bulk.items(), writing);
    }

    @DELETE
    @Path("{narrativeId}")
    @Operation(
            operationId = "deleteNarrative",
            summary = "Delete a narrative",
            description = "Deletes the narrative; its history stays.")
    public void delete(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The narrative: period and section, joined by “~”.", example = "2021-08~overall")
                    @PathParam("narrativeId")
                    String narrativeId,
            @Valid @BeanParam Deletion deletion) {
        register.delete(narratives, scope, narrativeId, deletion);
    }
}
