package se.tertial.report.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.api.Slug;
import se.tertial.kit.api.Text;

/**
 * A column: what its figures are about, seen from the report's period.
 *
 * @param period  {@code report} or {@code year} (the full year), with {@code -1y} and so on for earlier years
 * @param of      of a variance: the column that is compared
 * @param against of a variance: the column it is compared with
 */
@Schema(name = "TemplateColumn", description = "A column: what its figures are about, seen from the report's period.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TemplateColumn(
        @Schema(description = "Identifier within the table.", examples = "actual") @NotNull @Slug String columnId,
        @Schema(
                        description = "Head; {year}, {span}, {month}, {day} stand for the period.",
                        examples = "Redovisat {span}")
                @NotNull
                @Text(max = 100)
                String label,
        @Schema(description = "Head above several columns.", examples = "Prognos {year}") @Text(max = 100) @Nullable
                String group,
        @Schema(description = "Which figures.") @NotNull Content content,
        @Schema(
                        description = "Of which period: report or year, with -1y and so on for earlier years.",
                        examples = "report-1y")
                @Pattern(
                        regexp = "(report|year)(-[1-6]y)?",
                        message = "A column's period is “report” or “year”, with “-1y” to “-6y” for earlier years.")
                @Nullable
                String period,
        @Schema(description = "Which side of the figure; net if absent.") @Nullable Measure measure,
        @Schema(description = "Of a variance: the column that is compared.", examples = "actual") @Slug @Nullable
                String of,
        @Schema(description = "Of a variance: the column it is compared with.", examples = "budget") @Slug @Nullable
                String against) {

    /** Which figures a column holds. */
    @Schema(
            name = "ColumnContent",
            description =
                    "ACTUAL, BUDGET, ANNUAL_ACCOUNTS: money; MEASUREMENT, TARGET: measures; FORECAST: of money or of measures, of the report's round; "
                            + "VOLUME_FORECAST: FORECAST of measures, as templates called it before 0.5.0; VARIANCE: of money, favourable is positive.")
    public enum Content {
        ACTUAL,
        BUDGET,
        FORECAST,
        ANNUAL_ACCOUNTS,
        MEASUREMENT,
        VOLUME_FORECAST,
        TARGET,
        VARIANCE
    }

    /** Which side of a figure with two sides. */
    @Schema(name = "Measure", description = "NET: both sides; INCOME; COST; EXPENDITURE (of an investment).")
    public enum Measure {
        NET,
        INCOME,
        COST,
        EXPENDITURE
    }

    public Measure side() {
        return Objects.requireNonNullElse(measure, Measure.NET);
    }
}
