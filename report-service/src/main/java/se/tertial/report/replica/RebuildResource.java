package se.tertial.report.replica;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import se.tertial.kit.access.Concern;
import se.tertial.kit.access.Guarded;

@Path("read-model/rebuilds")
@Guarded(concern = Concern.OPERATION, resource = "rebuilds")
@Produces("application/json")
@Tag(name = "Operations", description = "For those who run the service.")
class RebuildResource {

    private final FactConsumer consumer;

    RebuildResource(FactConsumer consumer) {
        this.consumer = consumer;
    }

    @Schema(name = "Rebuild", description = "What a rebuild read.")
    record Rebuild(@Schema(description = "How many messages were read.", examples = "812") int messages) {}

    @POST
    @Operation(
            operationId = "runReadModelRebuild",
            summary = "Rebuild the read model",
            description =
                    "Builds the read model anew from the topics alone, beside the one in use, and switches to it when it is "
                            + "whole. Reports are served meanwhile. Needs a grant for all municipalities.")
    public CompletionStage<Rebuild> rebuild() {
        return consumer.rebuild().thenApply(Rebuild::new);
    }
}
