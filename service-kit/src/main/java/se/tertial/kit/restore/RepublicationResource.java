package se.tertial.kit.restore;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import se.tertial.kit.access.Permission;
import se.tertial.kit.access.Requires;
import se.tertial.kit.api.Listing;
import se.tertial.kit.api.Page;
import se.tertial.kit.api.Text;
import se.tertial.kit.change.Idempotency;

@Path("republications")
@Requires(permission = Permission.OPERATION, resource = "republications")
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Operations", description = "For those who run the service.")
class RepublicationResource {

    private final Republications republications;
    private final Idempotency idempotency;

    RepublicationResource(Republications republications, Idempotency idempotency) {
        this.republications = republications;
        this.idempotency = idempotency;
    }

    @Schema(name = "NewRepublication", description = "A run of publishing everything anew, to start.")
    record Asked(
            @Schema(
                            description = "Why; it stands in the audit trail of whatever is deleted.",
                            examples = "Ämnena i Kafka gick förlorade")
                    @NotNull
                    @Text(max = 1000)
                    String reason) {}

    @GET
    @Operation(
            operationId = "listRepublications",
            summary = "List republications",
            description =
                    "Every run of publishing everything anew, newest first. Needs a grant for all municipalities.")
    public Listing<Republication> list(@Valid @BeanParam Page page, @Context UriInfo uri) {
        return republications.list(page, uri);
    }

    @GET
    @Path("{number}")
    @Operation(
            operationId = "getRepublication",
            summary = "Read a republication",
            description = "One run, and how far it has come.")
    public Republication get(
            @Parameter(
                            description = "Its number.",
                            example = "1",
                            schema = @Schema(minimum = "0", maximum = "2147483647"))
                    @PathParam("number")
                    int number) {
        return republications.get(number);
    }

    @POST
    @Operation(
            operationId = "runRepublication",
            summary = "Publish everything anew",
            description =
                    "Sends the state of every row once more, with the revision that it stands at, and deletes what lies on the topics and "
                            + "never was in the database. For topics that were lost, or made anew with another number of partitions. It goes on by "
                            + "itself, also after a restart; what is written meanwhile is sent as always. Needs a grant for all municipalities.")
    @APIResponse(
            responseCode = "201",
            description = "A new run.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Republication.class)))
    @APIResponse(
            responseCode = "200",
            description = "A run goes on already.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Republication.class)))
    public Response start(@NotNull @Valid Asked asked, @Context UriInfo uri) {
        return idempotency.perform(asked.reason(), () -> {
            Republications.Started started = republications.start(asked.reason());
            return Response.status(started.isNew() ? 201 : 200)
                    .location(uri.getAbsolutePathBuilder()
                            .path(Integer.toString(started.republication().number()))
                            .build())
                    .entity(started.republication())
                    .build();
        });
    }
}
