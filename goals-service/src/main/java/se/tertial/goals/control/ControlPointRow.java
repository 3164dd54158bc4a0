package se.tertial.goals.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.api.Slug;
import se.tertial.kit.api.Text;
import se.tertial.kit.change.Row;
import se.tertial.kit.period.ReportingPeriod;

/** A control point (kontrollmoment) of an internal control plan: what was found in a period, and what is done about it. */
@Schema(
        name = "ControlPoint",
        description =
                "A control point (kontrollmoment) of an internal control plan: what was found in a period, and what is done about it.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record ControlPointRow(
        @Schema(description = "Identifier of the control point.", examples = "beslutsattester") @NotNull @Slug
                String controlPointId,
        @Schema(description = "The internal control plan.", examples = "internkontrollplan") @NotNull @Slug
                String planId,
        @Schema(description = "The period of the report it stands in.") @NotNull ReportingPeriod period,
        @Schema(description = "What is controlled.", examples = "Rutiner för beslutsattester") @NotNull @Text(max = 300)
                String name,
        @Schema(
                        description = "What the control found, in Markdown.",
                        examples = "Några avvikelser i dokumentationen hittades.")
                @NotNull
                @Text(max = 20_000, lines = true)
                String finding,
        @Schema(description = "What is done about it, in Markdown.", examples = "Dokumentationen gås igenom.")
                @Text(max = 20_000, lines = true)
                @Nullable
                String measure,
        @Schema(description = "Its place among its siblings, lowest first.", examples = "10")
                @NotNull
                @Min(0)
                @Max(1_000_000)
                Integer order,
        @Schema(
                        description = "Why it was changed; required when the period is closed.",
                        examples = "Kontrollen gjordes om")
                @Text(max = 1000)
                @Nullable
                String reason,
        @Schema(description = "Number of its last change.", readOnly = true, examples = "17") @Nullable Long revision)
        implements Row<ControlPointRow> {

    @Override
    public String key() {
        return controlPointId + "~" + period;
    }

    @Override
    public ReportingPeriod closesWith() {
        return period;
    }

    @Override
    public ControlPointRow at(@Nullable Long revision) {
        return new ControlPointRow(
                controlPointId,
                planId,
                period,
                name,
                finding,
                measure,
                order,
                revision == null ? null : reason,
                revision);
    }
}
