package se.tertial.finance.municipalities;

import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import se.tertial.kit.access.Caller;
import se.tertial.kit.access.Permission;
import se.tertial.kit.access.Requires;
import se.tertial.kit.access.Scope;
import se.tertial.kit.api.Listing;
import se.tertial.kit.api.Page;
import se.tertial.kit.change.Register;
import se.tertial.kit.change.Revision;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violation;
import se.tertial.language.Message;

@Path("municipalities")
@Requires(permission = Permission.STRUCTURE, resource = "municipalities")
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Municipalities", description = "The municipalities that use the suite.")
class MunicipalityResource {

    static final String KEY = "municipality";

    private final Register register;
    private final Municipalities municipalities;
    private final Caller caller;

    MunicipalityResource(Register register, Municipalities municipalities, Caller caller) {
        this.register = register;
        this.municipalities = municipalities;
        this.caller = caller;
    }

    @GET
    @Transactional
    @Operation(
            operationId = "listMunicipalities",
            summary = "List municipalities",
            description = "The municipalities in which the token grants anything.")
    public Listing<MunicipalityRow> list(@Valid @BeanParam Page page, @Context UriInfo uri) {
        List<MunicipalityRow> readable = municipalities.all().stream()
                .filter(row -> caller.mayReadIn(Permission.STRUCTURE, "municipalities", row.municipalityId()))
                .toList();
        return Listing.of(page.of(readable), page, readable.size(), uri);
    }

    @GET
    @Path("{municipalityId}")
    @Operation(
            operationId = "getMunicipality",
            summary = "Read a municipality",
            description = "One municipality as it stands now.")
    public MunicipalityRow get(
            @Parameter(description = "The municipality: its four-digit SCB code.", example = "0580")
                    @PathParam("municipalityId")
                    @Pattern(regexp = "[0-9]{4}", message = "A municipality is its four-digit SCB code.")
                    String municipalityId) {
        return register.get(municipalities, Scope.of(municipalityId), KEY);
    }

    @GET
    @Path("{municipalityId}/revisions")
    @Operation(
            operationId = "listMunicipalityRevisions",
            summary = "Read the history of a municipality",
            description = "Every change of the municipality, newest first.")
    public Listing<Revision> revisions(
            @Parameter(description = "The municipality: its four-digit SCB code.", example = "0580")
                    @PathParam("municipalityId")
                    @Pattern(regexp = "[0-9]{4}", message = "A municipality is its four-digit SCB code.")
                    String municipalityId,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        return register.history(municipalities, Scope.of(municipalityId), KEY, page, uri);
    }

    @PUT
    @Path("{municipalityId}")
    @Operation(
            operationId = "replaceMunicipality",
            summary = "Create or replace a municipality",
            description = "Creates the municipality or replaces its name. Needs a grant for the whole municipality.")
    public RestResponse<MunicipalityRow> put(
            @Parameter(description = "The municipality: its four-digit SCB code.", example = "0580")
                    @PathParam("municipalityId")
                    @Pattern(regexp = "[0-9]{4}", message = "A municipality is its four-digit SCB code.")
                    String municipalityId,
            @NotNull @Valid MunicipalityRow row) {
        if (!row.municipalityId().equals(municipalityId)) {
            throw Problem.invalid(List.of(Violation.inBody(
                    "/municipalityId",
                    Message.of(
                            "The body is about “{0}”, the address about “{1}”.",
                            row.municipalityId(), municipalityId))));
        }
        return register.put(municipalities, Scope.of(municipalityId), KEY, row).response();
    }
}
