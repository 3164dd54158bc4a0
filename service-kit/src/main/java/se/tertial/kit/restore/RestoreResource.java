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
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import se.tertial.kit.access.Permission;
import se.tertial.kit.access.Requires;
import se.tertial.kit.anchor.AnchorComparison;
import se.tertial.kit.api.Listing;
import se.tertial.kit.api.Page;
import se.tertial.kit.api.Text;
import se.tertial.kit.change.Idempotency;
import se.tertial.kit.problem.Problem;
import se.tertial.language.Message;

@Path("restores")
@Requires(permission = Permission.OPERATION, resource = "restores")
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Operations", description = "For those who run the service.")
class RestoreResource {

    private final Restores restores;
    private final OwnTopics topics;
    private final AnchorComparison anchors;
    private final Idempotency idempotency;

    RestoreResource(Restores restores, OwnTopics topics, AnchorComparison anchors, Idempotency idempotency) {
        this.restores = restores;
        this.topics = topics;
        this.anchors = anchors;
        this.idempotency = idempotency;
    }

    @Schema(name = "NewRestore", description = "A restore to declare.")
    record Asked(
            @Schema(
                            description = "Why the database was restored; it stands in every audit trail.",
                            examples = "Disken gick sönder; säkerhetskopian är från klockan 03.00")
                    @NotNull
                    @Text(max = 1000)
                    String reason) {}

    @GET
    @Operation(
            operationId = "listRestores",
            summary = "List restores",
            description =
                    "Every time that the database was declared restored, newest first. Needs a grant for all municipalities.")
    public Listing<Restore> list(@Valid @BeanParam Page page, @Context UriInfo uri) {
        return restores.list(page, uri);
    }

    @GET
    @Path("{epoch}")
    @Operation(operationId = "getRestore", summary = "Read a restore", description = "One restore.")
    public Restore get(
            @Parameter(
                            description = "Its number.",
                            example = "1",
                            schema = @Schema(minimum = "0", maximum = "2147483647"))
                    @PathParam("epoch")
                    int epoch) {
        return restores.get(epoch);
    }

    @POST
    @Operation(
            operationId = "createRestore",
            summary = "Declare the database restored",
            description =
                    "To be done once, after the database was restored from a backup and before anybody writes. New changes go on beyond every "
                            + "revision that Kafka knows, and count as newer than all that was sent before; everything is published anew, and what was "
                            + "lost is deleted where it lies on the topics. Every audit trail tells it, and one whose end was lost tells the head that it was "
                            + "last anchored with. Needs a grant for all municipalities.")
    @APIResponse(
            responseCode = "201",
            description = "It is declared, and everything is being published anew.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Restore.class)))
    public Response declare(@NotNull @Valid Asked asked, @Context UriInfo uri) {
        Position known;
        List<AnchorComparison.Head> anchored;
        try {
            known = topics.newest(topics.names(), topics.epoch());
            anchored = anchors.heads();
        } catch (KafkaException e) {
            throw Problem.unavailable(Message.of("Kafka does not answer, and without it nobody knows what was lost."));
        }
        return idempotency.perform(asked.reason(), () -> {
            Restore restore = restores.declare(asked.reason(), known, anchored);
            return Response.created(uri.getAbsolutePathBuilder()
                            .path(Integer.toString(restore.epoch()))
                            .build())
                    .entity(restore)
                    .build();
        });
    }
}
