package se.tertial.goals.tree;

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
import se.tertial.language.Message;

/** A goal: an area, a goal of the municipality or a goal of the administration. */
@Schema(
        name = "Goal",
        description =
                "A goal: an area, a goal of the municipality or a goal of the administration. An administration has at most 10 000 of them.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record GoalRow(
        @Schema(description = "Identifier of the goal.", examples = "god-service") @NotNull @Slug String goalId,
        @Schema(description = "Whose goal it is.") @NotNull Level level,
        @Schema(
                        description = "The goal above: absent for an area, else a goal of the level above.",
                        examples = "valfardstjanster-med-hog-kvalitet")
                @Slug
                @Nullable
                String parentId,
        @Schema(description = "Name.", examples = "God service") @NotNull @Text(max = 300) String name,
        @Schema(description = "Its place among its siblings, lowest first.", examples = "10")
                @NotNull
                @Min(0)
                @Max(1_000_000)
                Integer order,
        @Schema(description = "Other names that texts and imports use.", examples = "[\"Service i framkant\"]")
                @Size(max = 50)
                List<@NotNull @Text(max = 300) String> aliases,
        @Schema(description = "Number of its last change.", readOnly = true, examples = "17") @Nullable Long revision)
        implements Row<GoalRow> {

    GoalRow {
        aliases = aliases == null
                ? List.of()
                : aliases.stream().filter(Objects::nonNull).toList();
    }

    @Override
    public String key() {
        return goalId;
    }

    @Override
    public GoalRow at(@Nullable Long revision) {
        return new GoalRow(goalId, level, parentId, name, order, aliases, revision);
    }

    /** Whose goal it is, from the widest to the nearest. */
    @Schema(
            name = "GoalLevel",
            description = "AREA: groups goals; MUNICIPAL: the council's; ADMINISTRATION: the administration's own.")
    enum Level {
        AREA,
        MUNICIPAL,
        ADMINISTRATION;

        /** The level that goals of this one stand below; null for areas, which stand below nothing. */
        @Nullable
        Level above() {
            return switch (this) {
                case AREA -> null;
                case MUNICIPAL -> AREA;
                case ADMINISTRATION -> MUNICIPAL;
            };
        }

        /** As sentences name it. */
        Message word() {
            return switch (this) {
                case AREA -> Message.of("area");
                case MUNICIPAL -> Message.of("municipal");
                case ADMINISTRATION -> Message.of("administration");
            };
        }
    }
}
