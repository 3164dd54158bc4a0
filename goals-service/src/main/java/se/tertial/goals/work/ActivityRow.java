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

/** An activity: what the administration does to reach a goal. */
@Schema(name = "Activity", description = "An activity: what the administration does to reach a goal.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record ActivityRow(
        @Schema(description = "Identifier of the activity.", examples = "disken-i-berga") @NotNull @Slug
                String activityId,
        @Schema(description = "What is done.", examples = "Öppna disken i Berga") @NotNull @Text(max = 500) String name,
        @Schema(description = "The goal it serves.", examples = "god-service") @NotNull @Slug String goalId,
        @Schema(description = "The assignments it serves.", examples = "[\"digital-mognad\"]") @Size(max = 100)
                List<@NotNull @Slug String> assignmentIds,
        @Schema(description = "How far it has come.") @NotNull Progress state,
        @Schema(description = "More about it, in Markdown.", examples = "Öppnade i mars.")
                @Text(max = 20_000, lines = true)
                @Nullable
                String comment,
        @Schema(description = "Its place among its siblings, lowest first.", examples = "10")
                @NotNull
                @Min(0)
                @Max(1_000_000)
                Integer order,
        @Schema(description = "Number of its last change.", readOnly = true, examples = "17") @Nullable Long revision)
        implements Row<ActivityRow> {

    ActivityRow {
        assignmentIds = assignmentIds == null
                ? List.of()
                : assignmentIds.stream().filter(Objects::nonNull).toList();
    }

    @Override
    public String key() {
        return activityId;
    }

    @Override
    public ActivityRow at(@Nullable Long revision) {
        return new ActivityRow(activityId, name, goalId, assignmentIds, state, comment, order, revision);
    }
}
