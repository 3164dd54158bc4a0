package se.tertial.kit.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.anchor.AuditAnchors;

/** Whether the audit trail is as it was written, and what it tells of is what there is. */
@Schema(
        name = "AuditVerification",
        description =
                "Whether the audit trail is as it was written, and what it tells of is what there is, as far as it was looked at. Every digest was computed anew.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record AuditVerification(
        @Schema(
                        description =
                                "How many entries were looked at, by earlier requests too: in the last answer, all.",
                        examples = "812",
                        minimum = "0")
                long entries,
        @Schema(
                        description =
                                "Whether all was looked at, by this request and those before it, each entry has the digest that it must have, nothing differs from what the trail tells, and the trail has all that it was anchored with. Not if that is unknown: see `next` and `anchors`.",
                        examples = "true")
                boolean intact,
        @Schema(
                        description = "The first entry that has not; absent if there is none.",
                        examples = "1042",
                        minimum = "1")
                @Nullable
                Long firstBroken,
        @Schema(
                        description =
                                "What this request found to differ from what the trail tells, up to 100; empty if it found nothing.",
                        examples = "[]")
                List<Difference> differences,
        @Schema(description = "What comparing the trail with its anchors gave.") AuditAnchors anchors,
        @Schema(
                        description =
                                "The digest of the last entry that was looked at. Compare it with the last event on Kafka, or with one you noted earlier.",
                        examples = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
                @Nullable
                String head,
        @Schema(
                        description =
                                "What to ask with next, as `from`, to go on with what was not looked at yet; absent if all was.",
                        examples =
                                "NTAwOjY0NzpmZDYxYTAzYWY0Zjc3ZDg3MGZjMjFlMDVlN2U4MDY3ODA5NWM5MmQ4MDhjZmIzYjVjMjc5ZWUwNGM3NGFjYTEzOjpmYWxzZTo6",
                        pattern = "^[A-Za-z0-9_-]+$")
                @Nullable
                String next,
        @Schema(description = "When it was verified (UTC).") Instant verifiedAt) {}
