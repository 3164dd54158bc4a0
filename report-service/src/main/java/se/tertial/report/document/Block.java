package se.tertial.report.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Something a section says. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Block.Text.class, name = "TEXT"),
    @JsonSubTypes.Type(value = Table.class, name = "TABLE"),
    @JsonSubTypes.Type(value = Block.Chart.class, name = "CHART"),
    @JsonSubTypes.Type(value = Block.GoalOverview.class, name = "GOAL_OVERVIEW"),
    @JsonSubTypes.Type(value = Block.GoalDetail.class, name = "GOAL_DETAIL"),
    @JsonSubTypes.Type(value = Block.Events.class, name = "EVENTS"),
    @JsonSubTypes.Type(value = Block.Plans.class, name = "PLANS")
})
@Schema(name = "Block", description = "Something a section says; `kind` tells what.")
public sealed interface Block
        permits Table, Block.Text, Block.Chart, Block.GoalOverview, Block.GoalDetail, Block.Events, Block.Plans {

    @Schema(name = "TextBlock", description = "Running text.")
    record Text(@Schema(description = "The text, Markdown.") String markdown) implements Block {}

    /**
     * Bars per category.
     *
     * @param alternative      what the chart shows, in words
     * @param organisationAsOf the day whose organisation the categories follow; null if that is the report's last day
     */
    @Schema(name = "ChartBlock", description = "Bars per category.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Chart(
            String id,
            String title,
            String alternative,
            String unit,
            @Schema(
                            description =
                                    "The day whose organisation the categories follow; absent if that is the report's last day.",
                            examples = "2021-10-01")
                    @Nullable
                    LocalDate organisationAsOf,
            List<String> series,
            List<Category> categories,
            @Nullable String footnote)
            implements Block {

        @Schema(name = "ChartCategory", description = "A label and a value for each series.")
        public record Category(String label, List<Cell> values) {}
    }

    /** How far it is fulfilled, in words and as a code. */
    @Schema(name = "GoalStatus", description = "How far a goal is fulfilled, as a code and in words.")
    record Status(
            @Schema(description = "The code.", examples = "FULFILLED") String code,
            @Schema(description = "In words, Swedish.", examples = "Uppfylls per helår") String text) {}

    @Schema(name = "GoalOverviewBlock", description = "Every goal and its status, with a legend.")
    record GoalOverview(List<Status> legend, List<Area> areas) implements Block {

        @Schema(name = "GoalOverviewArea", description = "A goal area and the status of its goals.")
        public record Area(String goalId, String name, List<Goal> goals) {}

        @Schema(name = "GoalOverviewGoal", description = "A goal and its status; no status while it is not assessed.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        public record Goal(String goalId, String name, String municipalGoal, @Nullable Status status) {}
    }

    @Schema(
            name = "GoalDetailBlock",
            description = "Every goal with its assessment, results, assignments and activities.")
    record GoalDetail(List<Area> areas) implements Block {

        @Schema(name = "GoalDetailArea", description = "A goal area and its goals.")
        public record Area(String goalId, String name, List<Goal> goals) {}

        @Schema(name = "GoalDetailGoal", description = "A goal in detail.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        public record Goal(
                String goalId,
                String name,
                String municipalGoal,
                @Nullable Status status,
                @Schema(description = "Why, Markdown.") @Nullable String motivation,
                @Schema(description = "What was achieved, Markdown each.") List<String> results,
                @Schema(description = "The strategic assignments it serves.") List<Work> assignments,
                @Schema(description = "The activities behind it.") List<Work> activities,
                @Schema(description = "The assessment it is from.") @Nullable Source source) {}

        @Schema(name = "Work", description = "Planned work and how far it has come.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        public record Work(String id, String text, Status state, @Nullable String comment, Source source) {}
    }

    @Schema(name = "EventsBlock", description = "Significant events with their economic effect.")
    record Events(List<Event> events) implements Block {

        @Schema(name = "DocumentEvent", description = "A significant event.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        public record Event(
                String eventId,
                @Schema(description = "What happened, Markdown.") String text,
                @Schema(description = "Details, Markdown each.") List<String> details,
                @Schema(description = "Its economic effect in words; absent if none is stated.") @Nullable
                        String economicEffect,
                @Nullable String conclusion) {}
    }

    @Schema(name = "PlansBlock", description = "Plans and programmes with their follow-up.")
    record Plans(List<Plan> plans) implements Block {

        @Schema(name = "DocumentPlan", description = "A plan and its follow-up.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        public record Plan(
                String planId,
                String name,
                @Schema(description = "The follow-up, Markdown; stands before the control points.") @Nullable
                        String text,
                List<ControlPoint> controlPoints,
                @Schema(description = "What stands after the control points, Markdown.") @Nullable String conclusion) {}

        @Schema(name = "DocumentControlPoint", description = "What was checked, what was found, what is done about it.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        public record ControlPoint(String controlPointId, String name, String finding, @Nullable String measure) {}
    }
}
