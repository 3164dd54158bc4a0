package se.tertial.kit.restore;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** That the database was restored from a backup. */
@Schema(
        name = "Restore",
        description =
                "A declaration that the database was restored from a backup: what was lost, and where it goes on.")
record Restore(
        @Schema(
                        description =
                                "How many times it was declared. What is sent from then on carries the number in `ce_epoch`, and is newer than all that was sent before.",
                        examples = "1",
                        minimum = "1")
                int epoch,
        @Schema(description = "When it was declared (UTC).") Instant declaredAt,
        @Schema(description = "Who declared it: the user id of the token.", examples = "operator") String declaredBy,
        @Schema(description = "Why.", examples = "Disken gick sönder; säkerhetskopian är från klockan 03.00")
                String reason,
        @Schema(
                        description =
                                "The highest revision that Kafka knew. Changes above `restoredRevision` up to it are lost.",
                        examples = "1250",
                        minimum = "0")
                long lostRevision,
        @Schema(description = "The highest revision in the restored database.", examples = "1042", minimum = "0")
                long restoredRevision,
        @Schema(
                        description =
                                "New changes have revisions above this one. The gap is for changes that were acknowledged and never sent.",
                        examples = "1001250",
                        minimum = "0")
                long continuesAfter) {}
