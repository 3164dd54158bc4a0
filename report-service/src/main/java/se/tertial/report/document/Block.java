package se.tertial.report.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.DiscriminatorMapping;
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
@Schema(
        name = "Block",
        description = "Something a section says; `kind` tells what.",
        oneOf = {
            Block.Text.class,
            Table.class,
            Block.Chart.class,
            Block.GoalOverview.class,
            Block.GoalDetail.class,
            Block.Events.class,
            Block.Plans.class
        },
        discriminatorProperty = "kind",
        discriminatorMapping = {
            @DiscriminatorMapping(value = "TEXT", schema = Block.Text.class),
            @DiscriminatorMapping(value = "TABLE", schema = Table.class),
            @DiscriminatorMapping(value = "CHART", schema = Block.Chart.class),
            @DiscriminatorMapping(value = "GOAL_OVERVIEW", schema = Block.GoalOverview.class),
            @DiscriminatorMapping(value = "GOAL_DETAIL", schema = Block.GoalDetail.class),
            @DiscriminatorMapping(value = "EVENTS", schema = Block.Events.class),
            @DiscriminatorMapping(value = "PLANS", schema = Block.Plans.class)
        })
public sealed interface Block
        permits Table, Block.Text, Block.Chart, Block.GoalOverview, Block.GoalDetail, Block.Events, Block.Plans {

    /** Hands itself over as the kind that it is. */
    void accept(Visitor visitor);

    /** Handles every kind of block: a new kind does not compile until each visitor handles it. */
    interface Visitor {

        void text(Text text);

        void table(Table table);

        void chart(Chart chart);

        void goalOverview(GoalOverview overview);

        void goalDetail(GoalDetail detail);

        void events(Events events);

        void plans(Plans plans);
    }

    @Schema(name = "TextBlock", description = "Running text.")
    record Text(
            @Schema(description = "The text, Markdown.", examples = "VSS prognostiserar ett **överskott** om 1,8 mnkr.")
                    String markdown)
            implements Block {

        @Override
        public void accept(Visitor visitor) {
            visitor.text(this);
        }
    }

    /**
     * Bars per category.
     *
     * @param alternative      what the chart shows, in words
     * @param organisationAsOf the day whose organisation the categories follow; null if that is the report's last day
     * @param notes            what is to be known of the whole of it, in Swedish
     * @param table            everything that the bars stand for; null if each has bars of its own
     */
    @Schema(name = "ChartBlock", description = "Bars per category.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Chart(
            @Schema(description = "Identifier within the report.", examples = "net-per-unit") String id,
            @Schema(description = "Title.", examples = "Netto per enhet, prognos 2021 mot bokslut 2020") String title,
            @Schema(description = "What the chart shows, in words.", examples = "Stapeldiagram över netto per enhet.")
                    String alternative,
            @Schema(description = "What its values are shown in.", examples = "tkr") String unit,
            @Schema(
                            description =
                                    "The day whose organisation the categories follow; absent if that is the report's last day.",
                            examples = "2021-10-01")
                    @Nullable
                    LocalDate organisationAsOf,
            @Schema(
                            description = "Names of the series, in the order of the values.",
                            examples = "[\"Prognos 2021\", \"Bokslut 2020\"]")
                    List<String> series,
            @Schema(
                            description =
                                    "What the bars stand for, in order: at most 30. Of more units they are the 29 largest by absolute amount and"
                                            + " the exact sum of the others.")
                    List<Category> categories,
            @Schema(description = "A note below the chart.") @Nullable String footnote,
            @Schema(description = "What is to be known of the whole chart; empty if nothing is.") List<String> notes,
            @Schema(
                            description =
                                    "All of it as a table, where some of the bars stand for several units together; absent if each unit has"
                                            + " bars of its own.")
                    @Nullable
                    Table table)
            implements Block {

        @Override
        public void accept(Visitor visitor) {
            visitor.chart(this);
        }

        @Schema(name = "ChartCategory", description = "A label and a value for each series.")
        public record Category(
                @Schema(description = "Its name.", examples = "Kontakt Linköping") String label,
                @Schema(description = "Its value in each series.") List<Cell> values) {}
    }

    /** How far it is fulfilled, in words and as a code. */
    @Schema(name = "GoalStatus", description = "How far a goal is fulfilled, as a code and in words.")
    record Status(
            @Schema(description = "The code.", examples = "FULFILLED") String code,
            @Schema(description = "In words, Swedish.", examples = "Uppfylls per helår") String text) {}

    @Schema(name = "GoalOverviewBlock", description = "Every goal and its status, with a legend.")
    record GoalOverview(
            @Schema(description = "Every status that there is, in order.") List<Status> legend,
            @Schema(description = "The goal areas, in order.") List<Area> areas)
            implements Block {

        @Override
        public void accept(Visitor visitor) {
            visitor.goalOverview(this);
        }

        @Schema(name = "GoalOverviewArea", description = "A goal area and the status of its goals.")
        public record Area(
                @Schema(description = "Identifier of the area.", examples = "valfardstjanster-med-hog-kvalitet")
                        String goalId,
                @Schema(description = "Name.", examples = "Välfärdstjänster med hög kvalitet") String name,
                @Schema(description = "Its goals, in order.") List<Goal> goals) {}

        @Schema(name = "GoalOverviewGoal", description = "A goal and its status; no status while it is not assessed.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        public record Goal(
                @Schema(description = "Identifier of the goal.", examples = "god-service") String goalId,
                @Schema(description = "Name.", examples = "God service") String name,
                @Schema(
                                description = "The municipal goal that it serves.",
                                examples = "Välfärdstjänster med hög kvalitet")
                        String municipalGoal,
                @Schema(description = "How far it is fulfilled; absent while it is not assessed.") @Nullable
                        Status status) {}
    }

    @Schema(
            name = "GoalDetailBlock",
            description = "Every goal with its assessment, results, assignments and activities.")
    record GoalDetail(@Schema(description = "The goal areas, in order.") List<Area> areas) implements Block {

        @Override
        public void accept(Visitor visitor) {
            visitor.goalDetail(this);
        }

        @Schema(name = "GoalDetailArea", description = "A goal area and its goals.")
        public record Area(
                @Schema(description = "Identifier of the area.", examples = "valfardstjanster-med-hog-kvalitet")
                        String goalId,
                @Schema(description = "Name.", examples = "Välfärdstjänster med hög kvalitet") String name,
                @Schema(description = "Its goals, in order.") List<Goal> goals) {}

        @Schema(name = "GoalDetailGoal", description = "A goal in detail.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        public record Goal(
                @Schema(description = "Identifier of the goal.", examples = "god-service") String goalId,
                @Schema(description = "Name.", examples = "God service") String name,
                @Schema(
                                description = "The municipal goal that it serves.",
                                examples = "Välfärdstjänster med hög kvalitet")
                        String municipalGoal,
                @Schema(description = "How far it is fulfilled; absent while it is not assessed.") @Nullable
                        Status status,
                @Schema(description = "Why, Markdown.") @Nullable String motivation,
                @Schema(description = "What was achieved, Markdown each.", examples = "[\"Svarstiderna har kortats.\"]")
                        List<String> results,
                @Schema(description = "The strategic assignments it serves.") List<Work> assignments,
                @Schema(description = "The activities behind it.") List<Work> activities,
                @Schema(description = "The assessment it is from.") @Nullable Source source) {}

        @Schema(name = "Work", description = "Planned work and how far it has come.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        public record Work(
                @Schema(description = "Identifier.", examples = "digitala-tjanster") String id,
                @Schema(description = "What is to be done.", examples = "Utveckla de digitala tjänsterna") String text,
                @Schema(description = "How far it has come.") Status state,
                @Schema(description = "A comment on that.") @Nullable String comment,
                @Schema(description = "The entry it is from.") Source source) {}
    }

    @Schema(name = "EventsBlock", description = "Significant events with their economic effect.")
    record Events(@Schema(description = "The events, in order.") List<Event> events) implements Block {

        @Override
        public void accept(Visitor visitor) {
            visitor.events(this);
        }

        @Schema(name = "DocumentEvent", description = "A significant event.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        public record Event(
                @Schema(description = "Identifier.", examples = "pandemin") String eventId,
                @Schema(description = "What happened, Markdown.", examples = "Ny organisation från den 1 oktober.")
                        String text,
                @Schema(description = "Details, Markdown each.", examples = "[\"Två enheter går samman.\"]")
                        List<String> details,
                @Schema(description = "Its economic effect in words; absent if none is stated.") @Nullable
                        String economicEffect,
                @Schema(description = "What follows from it, Markdown.") @Nullable String conclusion) {}
    }

    @Schema(name = "PlansBlock", description = "Plans and programmes with their follow-up.")
    record Plans(@Schema(description = "The plans, in order.") List<Plan> plans) implements Block {

        @Override
        public void accept(Visitor visitor) {
            visitor.plans(this);
        }

        @Schema(name = "DocumentPlan", description = "A plan and its follow-up.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        public record Plan(
                @Schema(description = "Identifier.", examples = "internkontrollplan") String planId,
                @Schema(description = "Name.", examples = "Internkontrollplan 2021") String name,
                @Schema(description = "The follow-up, Markdown; stands before the control points.") @Nullable
                        String text,
                @Schema(description = "What was checked, in order.") List<ControlPoint> controlPoints,
                @Schema(description = "What stands after the control points, Markdown.") @Nullable String conclusion) {}

        @Schema(name = "DocumentControlPoint", description = "What was checked, what was found, what is done about it.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        public record ControlPoint(
                @Schema(description = "Identifier.", examples = "avtalstrohet") String controlPointId,
                @Schema(description = "What is checked.", examples = "Avtalstrohet") String name,
                @Schema(description = "What was found, Markdown.", examples = "Inga avvikelser.") String finding,
                @Schema(description = "What is done about it, Markdown.") @Nullable String measure) {}
    }
}
