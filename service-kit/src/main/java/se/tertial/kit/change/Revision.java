package se.tertial.kit.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One change of a row: nothing is ever overwritten. */
@Schema(name = "Revision", description = "One change of a resource: what it was from then on, when, by whom and why.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Revision(
        @Schema(description = "Number of the change; grows with each change in the service.", examples = "1042")
                long revision,
        @Schema(description = "When it was made (UTC).") Instant recordedAt,
        @Schema(
                        description =
                                "Who made it: the user id of the token. Only for those who may read the audit trail.",
                        examples = "controller")
                @Nullable
                String recordedBy,
        @Schema(
                        description = "Why, if that was said. Only for those who may read the audit trail.",
                        examples = "Invoice booked on the wrong unit")
                @Nullable
                String reason,
        @Schema(description = "Whether the change was a deletion.", examples = "false") boolean deleted,
        @Schema(
                        description = "The resource as it was from then on; absent after a deletion.",
                        implementation = Object.class,
                        type = SchemaType.OBJECT,
                        additionalProperties = Schema.True.class)
                @Nullable
                JsonNode state) {}
