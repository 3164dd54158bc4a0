package se.tertial.kit.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.elsewhere.Warning;

/** What a bulk write did. */
@Schema(name = "BulkOutcome", description = "What the bulk write did. All of it happened in one transaction.")
@JsonInclude(JsonInclude.Include.NON_NULL)
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
        @Schema(description = "The topic that carries the changes.", examples = "finance.unit.v1") String topic,
        @Schema(
                        description =
                                "What became of each row, in the order in which they were sent; for the modes TELL and TRY. After TRY,"
                                        + " what would become of it, and nothing was changed.")
                @Nullable
                List<BulkRow> rows,
        @Schema(
                        description =
                                "What may not be meant as it was written, such as what is named and not registered in the service that registers it, up"
                                        + " to 100; absent if there is nothing. The rows are kept all the same.")
                @Nullable
                List<Warning> warnings) {

    /** What became of one row. */
    @Schema(name = "BulkRow", description = "What became of one row of a bulk write.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record BulkRow(
            @Schema(description = "The last segment of its address.", examples = "lkdata") String key,
            @Schema(
                            description =
                                    "CREATED: it was not there before. REPLACED: its content changed. UNCHANGED: it stood as sent.",
                            examples = "REPLACED")
                    Effect effect,
            @Schema(
                            description =
                                    "The revision that it stands at; absent if it is not there, as before it is created.",
                            examples = "1042",
                            minimum = "1")
                    @Nullable
                    Long revision) {}

    /** What a bulk write does to a row. */
    @Schema(name = "BulkEffect", description = "What a bulk write does to a row.")
    public enum Effect {
        CREATED,
        REPLACED,
        UNCHANGED
    }
}
