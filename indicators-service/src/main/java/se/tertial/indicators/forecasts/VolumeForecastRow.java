package se.tertial.indicators.forecasts;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.indicators.measures.Figure;
import se.tertial.kit.api.Slug;
import se.tertial.kit.api.Text;
import se.tertial.kit.change.Row;
import se.tertial.kit.period.ReportingPeriod;

/**
 * What a volume is expected to be for a full year (prognos helår), as it was seen in one round. Each round is kept.
 *
 * @param period the year
 * @param round  the reporting period when it was made
 */
@Schema(
        name = "VolumeForecast",
        description = "What a volume is expected to be for a full year, as it was seen in one round.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record VolumeForecastRow(
        @Schema(description = "The volume measure.", examples = "arenden-kontakt-linkoping") @NotNull @Slug
                String indicatorId,
        @Schema(description = "The year it is for.", examples = "2021") @NotNull ReportingPeriod period,
        @Schema(description = "The reporting period when it was made.", examples = "2021-08") @NotNull
                ReportingPeriod round,
        @Schema(
                        description = "What is expected, with exactly the decimals given.",
                        format = "decimal",
                        pattern = Figure.FORM,
                        examples = "280000")
                @NotNull
                @Figure
                String number,
        @Schema(
                        description = "Why it was changed; required when the period is closed.",
                        examples = "Felräknat underlag")
                @Text(max = 1000)
                @Nullable
                String reason,
        @Schema(description = "Number of its last change.", readOnly = true, examples = "17") @Nullable Long revision)
        implements Row<VolumeForecastRow> {

    @Override
    public String key() {
        return indicatorId + "~" + period + "~" + round;
    }

    @Override
    public ReportingPeriod closesWith() {
        return round;
    }

    @Override
    public VolumeForecastRow at(@Nullable Long revision) {
        return new VolumeForecastRow(indicatorId, period, round, number, revision == null ? null : reason, revision);
    }
}
