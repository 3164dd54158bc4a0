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
 * What a measure is expected to be for a full year (prognos helår), in total, as it was seen in one round. Each round is kept.
 *
 * @param period the year
 * @param round  the reporting period when it was made
 * @param number what is expected, in the unit of the measure; null if it is foreseen in words
 * @param text   what is expected, in words; null if it is foreseen as a number
 */
@Schema(
        name = "Forecast",
        description =
                "What a measure is expected to be for a full year, in total, as it was seen in one round: a number, or words.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record ForecastRow(
        @Schema(description = "The measure.", examples = "arenden-kontakt-linkoping") @NotNull @Slug String indicatorId,
        @Schema(description = "The year it is for.", examples = "2021") @NotNull ReportingPeriod period,
        @Schema(description = "The reporting period when it was made.", examples = "2021-08") @NotNull
                ReportingPeriod round,
        @Schema(
                        description =
                                "What is expected, with exactly the decimals given; either this or a text. A report shows it with as many"
                                        + " decimals as the measure has at most.",
                        format = "decimal",
                        pattern = Figure.FORM,
                        examples = "280000")
                @Figure
                @Nullable
                String number,
        @Schema(
                        description =
                                "What is expected, in words, kept verbatim; either this or a number. “IU” is no data and “-” is not applicable.",
                        examples = "Ingen förändring")
                @Text(max = 200)
                @Nullable
                String text,
        @Schema(
                        description = "Why it was changed; required when the period is closed.",
                        examples = "Felräknat underlag")
                @Text(max = 1000)
                @Nullable
                String reason,
        @Schema(description = "Number of its last change.", readOnly = true, examples = "17") @Nullable Long revision)
        implements Row<ForecastRow> {

    @Override
    public String key() {
        return indicatorId + "~" + period + "~" + round;
    }

    @Override
    public ReportingPeriod closesWith() {
        return round;
    }

    @Override
    public ForecastRow at(@Nullable Long revision) {
        return new ForecastRow(indicatorId, period, round, number, text, revision == null ? null : reason, revision);
    }
}
