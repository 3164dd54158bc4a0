package se.tertial.kit.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One change, for systems that follow along without Kafka. */
@Schema(
        name = "Change",
        description = "One change: what a resource is from then on. The same content as the event that tells of it.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Change(
        @Schema(
                        description = "Number of the change; grows within an administration in the order of changes.",
                        examples = "1042",
                        minimum = "1")
                long revision,
        @Schema(description = "The kind of resource: the topic of its events.", examples = "finance.unit.v1")
                String topic,
        @Schema(description = "The resource: the last segment of its address.", examples = "lkdata") String key,
        @Schema(description = "When it was made (UTC).") Instant recordedAt,
        @Schema(description = "Whether the resource was deleted.", examples = "false") boolean deleted,
        @Schema(
                        description = "The resource from then on; absent after a deletion.",
                        implementation = Object.class,
                        type = SchemaType.OBJECT,
                        additionalProperties = Schema.True.class)
                @Nullable
                JsonNode state) {}
