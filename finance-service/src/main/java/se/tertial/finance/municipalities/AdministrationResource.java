package se.tertial.finance.municipalities;

import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
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
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import se.tertial.kit.access.Caller;
import se.tertial.kit.access.Permission;
import se.tertial.kit.access.Requires;
import se.tertial.kit.access.Scope;
import se.tertial.kit.api.Listing;
import se.tertial.kit.api.Page;
import se.tertial.kit.change.Deletion;
import se.tertial.kit.change.Register;
import se.tertial.kit.change.Revision;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violation;
import se.tertial.language.Message;

@Path("municipalities/{municipalityId}/administrations")
@Requires(permission = Permission.STRUCTURE, resource = "administrations")
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Administrations", description = "The administrations (förvaltningar) of a municipality.")
class AdministrationResource {

    static final String KEY = "administration";

    private final Register register;
    private final Administrations administrations;
    private final RegisteredParents parents;
    private final Caller caller;

    AdministrationResource(
            Register register, Administrations administrations, RegisteredParents parents, Caller caller) {
        this.register = register;
        this.administrations = administrations;
        this.parents = parents;
        this.caller = caller;
    }

    @GET
    @Transactional
    @Operation(
            operationId = "listAdministrations",
            summary = "List administrations",
            description = "The administrations of the municipality that the token grants reading of.")
    public Listing<AdministrationRow> list(
            @Parameter(description = "The municipality: its four-digit SCB code.", example = "0580")
                    @PathParam("municipalityId")
                    @Pattern(regexp = "[0-9]{4}", message = "A municipality is its four-digit SCB code.")
                    String municipalityId,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        parents.require(administrations.topic(), Scope.of(municipalityId));
        List<AdministrationRow> readable = administrations.of(municipalityId).stream()
                .filter(row -> caller.mayRead(
                        Permission.STRUCTURE, "administrations", new Scope(municipalityId, row.administrationId())))
                .toList();
        return Listing.of(page.of(readable), page, readable.size(), uri);
    }

    @GET
    @Path("{administrationId}")
    @Operation(
            operationId = "getAdministration",
            summary = "Read an administration",
            description = "One administration as it stands now.")
    public AdministrationRow get(@Valid @BeanParam Scope scope) {
        return register.get(administrations, scope, KEY);
    }

    @GET
    @Path("{administrationId}/revisions")
    @Operation(
            operationId = "listAdministrationRevisions",
            summary = "Read the history of an administration",
            description = "Every change of the administration, newest first, deletions included.")
    public Listing<Revision> revisions(
            @Valid @BeanParam Scope scope, @Valid @BeanParam Page page, @Context UriInfo uri) {
        return register.history(administrations, scope, KEY, page, uri);
    }

    @PUT
    @Path("{administrationId}")
    @Operation(
            operationId = "replaceAdministration",
            summary = "Create or replace an administration",
            description =
                    "Creates the administration or replaces its names; the same content again changes nothing. The municipality must be"
                            + " registered.")
    public RestResponse<AdministrationRow> put(@Valid @BeanParam Scope scope, @NotNull @Valid AdministrationRow row) {
        if (!row.administrationId().equals(scope.administrationId())) {
            throw Problem.invalid(List.of(Violation.inBody(
                    "/administrationId",
                    Message.of(
                            "The body is about “{0}”, the address about “{1}”.",
                            row.administrationId(), scope.administrationId()))));
        }
        return register.put(administrations, scope, KEY, row).response();
    }

    @DELETE
    @Path("{administrationId}")
    @Operation(
            operationId = "deleteAdministration",
            summary = "Delete an administration",
            description =
                    "Takes an administration that nothing stands under out of the register; its history stays. Otherwise the answer is 409 and"
                            + " says what stands under it.")
    public void delete(@Valid @BeanParam Scope scope, @Valid @BeanParam Deletion deletion) {
        register.delete(administrations, scope, KEY, deletion);
    }
}
