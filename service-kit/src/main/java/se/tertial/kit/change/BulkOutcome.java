package se.tertial.kit.change;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a bulk write did. */
@Schema(name = "BulkOutcome", description = "What the bulk write did. All of it happened in one transaction.")
public record BulkOutcome(
        @Schema(description = "Rows that were not there before.", examples = "80", minimum = "0") int created,
        @Schema(description = "Rows whose content changed.", examples = "3", minimum = "0") int replaced,
        @Schema(description = "Rows that already stood as sent.", examples = "0", minimum = "0") int unchanged,
        @Schema(
                        description =
                                "The highest revision that was given; 0 if nothing changed. A consumer that has read a revision of "
                                        + "the topic at least as high has read all of it.",
                        examples = "1042",
                        minimum = "0")
                long revision,
        @Schema(description = "The topic that carries the changes.", examples = "finance.unit.v1") String topic) {}
