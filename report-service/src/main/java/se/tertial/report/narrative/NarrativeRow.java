package se.tertial.report.narrative;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.api.Slug;
import se.tertial.kit.api.Text;
import se.tertial.kit.change.Row;
import se.tertial.kit.period.ReportingPeriod;

/** The text of a section of a period's report. */
@Schema(name = "Narrative", description = "The text of a section of a period's report.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NarrativeRow(
        @Schema(description = "The period of the report.") @NotNull ReportingPeriod period,
        @Schema(description = "The section of the template.", examples = "overall") @NotNull @Slug String sectionId,
        @Schema(
                        description = "The text, Markdown; HTML in it is shown as text.",
                        examples = "Resultatet är **starkt**.")
                @NotNull
                @Text(max = 50_000, lines = true)
                String markdown,
        @Schema(
                        description = "Why it was changed; required when the period is closed.",
                        examples = "Rättad siffra i texten")
                @Text(max = 1000)
                @Nullable
                String reason,
        @Schema(description = "Number of its last change.", readOnly = true, examples = "17") @Nullable Long revision)
        implements Row<NarrativeRow> {

    @Override
    public String key() {
        return period + "~" + sectionId;
    }

    @Override
    public ReportingPeriod closesWith() {
        return period;
    }

    @Override
    public NarrativeRow at(@Nullable Long revision) {
        return new NarrativeRow(period, sectionId, markdown, revision == null ? null : reason, revision);
    }
}
