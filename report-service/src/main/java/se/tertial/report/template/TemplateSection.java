package se.tertial.report.template;

import com.fasterxml.jackson.annotation.JsonInclude;
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
        @Schema(description = "The table; only in sections of kind TABLE.") @Valid @Nullable TemplateTable table,
        @Schema(description = "The chart; only in sections of kind CHART.") @Valid @Nullable TemplateChart chart,
        @Schema(description = "The columns of the indicator tables; only in sections of kind INDICATORS.")
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
                    "NARRATIVE: its text only; TABLE, CHART: figures; GOAL_OVERVIEW: every goal and its status; GOAL_DETAIL: every goal with "
                            + "its assessment; EVENTS: significant events; INDICATORS: indicator tables by goal; PLANS: plans and internal control.")
    public enum Kind {
        NARRATIVE,
        TABLE,
        CHART,
        GOAL_OVERVIEW,
        GOAL_DETAIL,
        EVENTS,
        INDICATORS,
        PLANS
    }

    /** This section and all below it. */
    Stream<TemplateSection> all() {
        return Stream.concat(Stream.of(this), sections.stream().flatMap(TemplateSection::all));
    }
}
