package se.tertial.report.replica;

import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import se.tertial.kit.access.Caller;
import se.tertial.kit.access.Permission;
import se.tertial.kit.access.Requires;
import se.tertial.kit.api.Listing;
import se.tertial.kit.api.Page;
import se.tertial.kit.change.Idempotency;
import se.tertial.kit.problem.Problem;
import se.tertial.language.Message;

@Path("read-model/rebuilds")
@Requires(permission = Permission.OPERATION, resource = "rebuilds")
@Produces("application/json")
@Tag(name = "Operations", description = "For those who run the service.")
class RebuildResource {

    private final Generations generations;
    private final GenerationHistory history;
    private final Caller caller;
    private final Idempotency idempotency;

    RebuildResource(Generations generations, GenerationHistory history, Caller caller, Idempotency idempotency) {
        this.generations = generations;
        this.history = history;
        this.caller = caller;
        this.idempotency = idempotency;
    }

    @Schema(name = "RebuildConfirmation", description = "Which rows may vanish.")
    record Confirmation(
            @Schema(
                            description = "The fingerprint of what the rebuild lacks, as it was read.",
                            examples = "251.1844674407370955161")
                    @NotNull
                    @Pattern(regexp = "[0-9]{1,18}\\.m?[0-9]{1,40}")
                    String fingerprint) {}

    @POST
    @Operation(
            operationId = "runReadModelRebuild",
            summary = "Rebuild the read model",
            description =
                    "Begins to build the read model anew from the topics alone, beside the one in use, which reports are composed from"
                            + " meanwhile. It is switched to when it is whole; one that lacks rows of the one in use waits to be confirmed"
                            + " first. One is built at a time, over all instances. A trial is not switched to: it says what would change, and"
                            + " so whether the read model is what the topics tell. Needs a grant for all municipalities.")
    @APIResponse(
            responseCode = "202",
            description = "It begins; its address is in Location.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Rebuild.class)))
    public Response rebuild(
            @Parameter(description = "Whether it is only to be compared with the read model in use.", example = "true")
                    @QueryParam("trial")
                    @DefaultValue("false")
                    boolean trial,
            @Context UriInfo uri) {
        return idempotency.perform(trial ? "trial" : "", () -> {
            Generation begun = generations
                    .ask(caller.name(), trial)
                    .orElseThrow(() -> Problem.conflict(
                            history.beingBuilt().map(RebuildResource::running).orElse(ANOTHER)));
            return accepted(
                    begun,
                    uri.getAbsolutePathBuilder()
                            .path(Integer.toString(begun.number()))
                            .build());
        });
    }

    private static final Message ANOTHER = Message.of("Another rebuild has just begun.");

    private static Message running(Generation generation) {
        return Message.of(
                "Rebuild {0}, which {1} began, is not ready yet; one runs at a time.",
                Integer.toString(generation.number()), generation.askedBy());
    }

    @GET
    @Transactional
    @Operation(
            operationId = "listReadModelRebuilds",
            summary = "List rebuilds of the read model",
            description = "The rebuilds, newest first, a page at a time.")
    public Listing<Rebuild> list(@Valid @BeanParam Page page, @Context UriInfo uri) {
        return Listing.of(
                history.page(page.first(), page.size()).stream()
                        .map(Rebuild::of)
                        .toList(),
                page,
                history.count(),
                uri);
    }

    @GET
    @Path("{number}")
    @Transactional
    @Operation(
            operationId = "getReadModelRebuild",
            summary = "Read how a rebuild stands",
            description = "Its state, what it was built from, and what it lacks.")
    public Rebuild get(
            @Parameter(description = "The rebuild.", example = "1") @PathParam("number") @Min(1) @Max(1_000_000_000)
                    int number) {
        return Rebuild.of(numbered(number));
    }

    @POST
    @Path("{number}/confirmation")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "approveReadModelRebuild",
            summary = "Let rows vanish with a rebuild",
            description =
                    "Lets a rebuild that needs it become the read model, though it lacks rows of the one in use: exactly those that the"
                            + " fingerprint names. It is read on to the end first; if it lacks other rows then, it waits again.")
    @APIResponse(
            responseCode = "202",
            description = "It is read on, and switched to.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Rebuild.class)))
    public Response confirm(
            @Parameter(description = "The rebuild.", example = "1") @PathParam("number") @Min(1) @Max(1_000_000_000)
                    int number,
            @NotNull @Valid Confirmation confirmation,
            @Context UriInfo uri) {
        return idempotency.perform(confirmation.fingerprint(), () -> {
            numbered(number);
            if (!generations.confirm(number, confirmation.fingerprint(), caller.name())) {
                throw Problem.conflict(Message.of(
                        "Rebuild {0} does not wait for these rows to be confirmed. Read it again.",
                        Integer.toString(number)));
            }
            return accepted(
                    numbered(number),
                    uri.getBaseUriBuilder()
                            .path(RebuildResource.class)
                            .path(Integer.toString(number))
                            .build());
        });
    }

    private Generation numbered(int number) {
        return history.numbered(number)
                .orElseThrow(() -> Problem.notFound(Message.of("There is no rebuild {0}.", Integer.toString(number))));
    }

    private static Response accepted(Generation generation, URI address) {
        return Response.accepted(Rebuild.of(generation)).location(address).build();
    }
}
