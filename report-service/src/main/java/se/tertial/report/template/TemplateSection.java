package se.tertial.report.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.api.Slug;
import se.tertial.kit.api.Text;

/**
 * A section of a template. Its text, if any, is the narrative with the section's identifier.
 *
 * @param heading may name the period: {year}, {span} (jan-aug 2021), {month} (Augusti 2021), {short} (aug. 2021), {day} (31 augusti 2021), each
 *                with -1y and so on for earlier years
 */
@Schema(name = "TemplateSection", description = "A section of a template, with the sections below it.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TemplateSection(
        @Schema(description = "Identifier of the section; its narrative has the same.", examples = "operating-result")
                @NotNull
                @Slug
                String sectionId,
        @Schema(
                        description = "Heading; {year}, {span}, {month}, {day} stand for the period.",
                        examples = "Resultat {day}")
                @NotNull
                @Text(max = 200)
                String heading,
        @Schema(description = "What the section shows besides its text.") @NotNull Kind kind,
        @Schema(description = "The table; only in sections of kind table.") @Valid @Nullable TemplateTable table,
        @Schema(description = "The chart; only in sections of kind chart.") @Valid @Nullable TemplateChart chart,
        @Schema(description = "The columns of the indicator tables; only in sections of kind indicators.")
                @Size(max = 12)
                @Nullable
                List<@NotNull @Valid TemplateColumn> indicatorColumns,
        @Schema(description = "The sections below it.") @Size(max = 60)
                List<@NotNull @Valid TemplateSection> sections) {

    public TemplateSection {
        sections = sections == null
                ? List.of()
                : List.copyOf(sections.stream().filter(s -> s != null).toList());
    }

    /** What a section shows. */
    @Schema(
            name = "SectionKind",
            description =
                    "narrative: its text only; table, chart: figures; goalOverview: every goal and its status; goalDetail: every goal with "
                            + "its assessment; events: significant events; indicators: indicator tables by goal; plans: plans and internal control.")
    public enum Kind {
        @JsonProperty("narrative")
        NARRATIVE,
        @JsonProperty("table")
        TABLE,
        @JsonProperty("chart")
        CHART,
        @JsonProperty("goalOverview")
        GOAL_OVERVIEW,
        @JsonProperty("goalDetail")
        GOAL_DETAIL,
        @JsonProperty("events")
        EVENTS,
        @JsonProperty("indicators")
        INDICATORS,
        @JsonProperty("plans")
        PLANS
    }

    /** This section and all below it. */
    Stream<TemplateSection> all() {
        return Stream.concat(Stream.of(this), sections.stream().flatMap(TemplateSection::all));
    }
}
