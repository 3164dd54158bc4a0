package se.tertial.kit.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One line of the audit trail. */
@Schema(
        name = "AuditEntry",
        description = "Who changed what, when, from which application, and what it was before and after.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditEntry(
        @Schema(description = "Number of the change.", examples = "1042", minimum = "1") long revision,
        @Schema(description = "When it was made (UTC).") Instant recordedAt,
        @Schema(description = "Who made it: the user id of the token.", examples = "controller") String recordedBy,
        @Schema(
                        description = "The application that the token was issued to, if the token tells.",
                        examples = "tertial-web")
                @Nullable
                String client,
        @Schema(description = "The kind of resource: the topic of its events.", examples = "finance.unit.v1")
                String topic,
        @Schema(description = "The resource: the last segment of its address.", examples = "lkdata") String key,
        @Schema(description = "Why, if that was said.", examples = "Fakturan avsåg en annan enhet") @Nullable
                String reason,
        @Schema(
                        description = "The resource before; absent if it was created.",
                        implementation = Object.class,
                        type = SchemaType.OBJECT,
                        additionalProperties = Schema.True.class)
                @Nullable
                JsonNode before,
        @Schema(
                        description = "The resource after; absent if it was deleted.",
                        implementation = Object.class,
                        type = SchemaType.OBJECT,
                        additionalProperties = Schema.True.class)
                @Nullable
                JsonNode after,
        @Schema(
                        description =
                                "SHA-256 over this entry and the digest of the administration's entry before it. Its event carries the same one.",
                        examples = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                        pattern = "^[0-9a-f]{64}$")
                String digest) {}
