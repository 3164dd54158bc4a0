package se.tertial.kit.restore;

import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
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
import se.tertial.kit.change.Idempotency;

@Path("comparisons")
@Requires(permission = Permission.OPERATION, resource = "comparisons")
@Produces("application/json")
@Tag(name = "Operations", description = "For those who run the service.")
class ComparisonResource {

    private final Comparisons comparisons;
    private final Idempotency idempotency;

    ComparisonResource(Comparisons comparisons, Idempotency idempotency) {
        this.comparisons = comparisons;
        this.idempotency = idempotency;
    }

    @GET
    @Operation(
            operationId = "listComparisons",
            summary = "List comparisons with the topics",
            description =
                    "Every comparison of what the service holds with what lies on its topics, newest first. Needs a grant for all municipalities.")
    public Listing<Comparison> list(@Valid @BeanParam Page page, @Context UriInfo uri) {
        return comparisons.list(page, uri);
    }

    @GET
    @Path("{number}")
    @Operation(
            operationId = "getComparison",
            summary = "Read a comparison with the topics",
            description = "One comparison: how far it is, how much differs, and the first rows that do.")
    public Comparison get(
            @Parameter(
                            description = "Its number.",
                            example = "1",
                            schema = @Schema(minimum = "0", maximum = "2147483647"))
                    @PathParam("number")
                    int number) {
        return comparisons.get(number);
    }

    @POST
    @Operation(
            operationId = "runComparison",
            summary = "Compare with the topics",
            description =
                    "Reads the service's topics from beginning to end, and compares what they tell last of each row with what the service"
                            + " holds. Nothing is changed; what is written meanwhile is left out. Needs a grant for all municipalities.")
    @APIResponse(
            responseCode = "201",
            description = "It is started.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Comparison.class)))
    @APIResponse(
            responseCode = "200",
            description = "One goes on already.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Comparison.class)))
    public Response start(@Context UriInfo uri) {
        return idempotency.perform("", () -> {
            Comparisons.Started started = comparisons.start();
            return Response.status(started.isNew() ? 201 : 200)
                    .location(uri.getAbsolutePathBuilder()
                            .path(Integer.toString(started.comparison().number()))
                            .build())
                    .entity(started.comparison())
                    .build();
        });
    }
}
