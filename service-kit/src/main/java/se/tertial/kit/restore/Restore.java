package se.tertial.kit.restore;

import java.time.Instant;
import java.util.List;
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
                long continuesAfter,
        @Schema(
                        description =
                                "How many audit trails lack the entry that they were last anchored with on Kafka: their end was lost.",
                        examples = "1",
                        minimum = "0")
                int lostTrails,
        @Schema(description = "The heads of the first hundred of these, as they were anchored.")
                List<LostHead> lostHeads) {

    /** So many are named. */
    static final int MOST_NAMED = 100;

    /** The last entry of a trail that Kafka knows of and the restored database does not have. */
    @Schema(
            name = "LostHead",
            description = "The end of an audit trail that was lost: the last entry that the trail was anchored with.")
    record LostHead(
            @Schema(description = "The municipality.", examples = "0580") String municipalityId,
            @Schema(
                            description = "The administration; empty for the municipality's own trail.",
                            examples = "kontakt-linkoping")
                    String administrationId,
            @Schema(description = "The number of the entry.", examples = "1250", minimum = "1") long revision,
            @Schema(
                            description =
                                    "The digest of the entry, and so of all before it: SHA-256 as hexadecimal digits.",
                            examples = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
                    String head,
            @Schema(description = "When it was anchored (UTC).") Instant anchoredAt) {}
}
