package se.tertial.goals.work;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.api.Slug;
import se.tertial.kit.api.Text;
import se.tertial.kit.change.Row;

/** A strategic assignment (strategiskt utvecklingsuppdrag) that the council gave. */
@Schema(
        name = "Assignment",
        description = "A strategic assignment (strategiskt utvecklingsuppdrag) that the council gave.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record AssignmentRow(
        @Schema(description = "Identifier of the assignment.", examples = "digital-mognad") @NotNull @Slug
                String assignmentId,
        @Schema(
                        description = "The assignment in the words in which it was given.",
                        examples = "Samtliga nämnder ska stärka organisationens digitala mognad.")
                @NotNull
                @Text(max = 2_000, lines = true)
                String text,
        @Schema(description = "The goals it serves.", examples = "[\"hog-digitaliseringsgrad\"]") @Size(max = 100)
                List<@NotNull @Slug String> goalIds,
        @Schema(description = "How far it has come.") @NotNull Progress state,
        @Schema(description = "Its place among its siblings, lowest first.", examples = "10")
                @NotNull
                @Min(0)
                @Max(1_000_000)
                Integer order,
        @Schema(description = "Number of its last change.", readOnly = true, examples = "17") @Nullable Long revision)
        implements Row<AssignmentRow> {

    AssignmentRow {
        goalIds = goalIds == null
                ? List.of()
                : goalIds.stream().filter(Objects::nonNull).toList();
    }

    @Override
    public String key() {
        return assignmentId;
    }

    @Override
    public AssignmentRow at(@Nullable Long revision) {
        return new AssignmentRow(assignmentId, text, goalIds, state, order, revision);
    }
}
