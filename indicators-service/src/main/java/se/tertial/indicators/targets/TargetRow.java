package se.tertial.indicators.targets;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.api.Slug;
import se.tertial.kit.api.Text;
import se.tertial.kit.change.Row;
import se.tertial.kit.period.ReportingPeriod;

/**
 * What is aimed at with an indicator in a year (målvärde).
 *
 * @param expression as the steering document has it, kept verbatim
 * @param baseYear   what a change such as “Ska öka” is compared with; null for all others
 */
@Schema(name = "Target", description = "What is aimed at with an indicator in a year.")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(value = "parsed", allowGetters = true)
record TargetRow(
        @Schema(description = "The indicator.", examples = "svarsservice-kontakt-linkoping") @NotNull @Slug
                String indicatorId,
        @Schema(description = "The year.", examples = "2021") @NotNull ReportingPeriod period,
        @Schema(
                        description = "The target as the steering document has it, kept verbatim. "
                                + TargetExpression.EVALUATED,
                        examples = ">92")
                @NotNull
                @Text(max = 60)
                String expression,
        @Schema(
                        description =
                                "The year that a change is compared with; only with a change, and required with “Ska öka”, “Ska minska” and “Oförändrad”.",
                        examples = "2020")
                @Min(value = 1900, message = TargetRow.YEARS)
                @Max(value = 2199, message = TargetRow.YEARS)
                @Nullable
                Integer baseYear,
        @Schema(
                        description = "Why it was changed; required when the period is closed.",
                        examples = "Nämnden ändrade målet")
                @Text(max = 1000)
                @Nullable
                String reason,
        @Schema(description = "Number of its last change.", readOnly = true, examples = "17") @Nullable Long revision)
        implements Row<TargetRow> {

    static final String YEARS = "A year is between 1900 and 2199.";

    @Schema(description = "What the expression says, for programs; follows from the expression.", readOnly = true)
    @JsonProperty("parsed")
    public ParsedTarget getParsed() {
        return ParsedTarget.of(understood(), baseYear);
    }

    TargetExpression understood() {
        return TargetExpression.parse(expression);
    }

    @Override
    public String key() {
        return indicatorId + "~" + period;
    }

    @Override
    public ReportingPeriod closesWith() {
        return period;
    }

    @Override
    public TargetRow at(@Nullable Long revision) {
        return new TargetRow(indicatorId, period, expression, baseYear, revision == null ? null : reason, revision);
    }
}
