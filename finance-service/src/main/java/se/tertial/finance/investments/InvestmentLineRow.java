package se.tertial.finance.investments;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.finance.operations.ScenarioKey;
import se.tertial.kit.api.Slug;
import se.tertial.kit.api.Text;
import se.tertial.kit.change.Row;
import se.tertial.kit.money.Money;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.kit.problem.Violations;

/** What an object costs and brings in one scenario of one period. */
@Schema(name = "InvestmentLine", description = "What an object costs and brings in one scenario of one period.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record InvestmentLineRow(
        @Schema(description = "The investment object.", examples = "it-utrustning") @NotNull @Slug String objectId,
        @Schema(description = "In which plan or outcome it stands.") @NotNull Scenario scenario,
        @Schema(
                        description =
                                "What it is about: a month stands for the time from January to its end, never for the month alone.")
                @NotNull
                ReportingPeriod period,
        @Schema(description = "Of a forecast: the period of the report it was made for.") @Nullable
                ReportingPeriod round,
        @Schema(
                        description =
                                "Expenditure (utgifter), positive; below 0 only where credits exceed what was bought.",
                        examples = "32500000.00")
                @NotNull
                Money expenditure,
        @Schema(description = "Income (inkomster).", examples = "0.00") @NotNull Money income,
        @Schema(
                        description = "Why it was changed; required when the period is closed.",
                        examples = "Fakturan avsåg ett annat objekt")
                @Text(max = 1000)
                @Nullable
                String reason,
        @Schema(description = "Number of its last change.", readOnly = true, examples = "17") @Nullable Long revision)
        implements Row<InvestmentLineRow> {

    @Override
    public String key() {
        return objectId + "~" + ScenarioKey.key(scenario, period, round);
    }

    @Override
    public void check(String pointer, Violations violations) {
        ScenarioKey.check(pointer, scenario, period, round, violations);
    }

    @Override
    public ReportingPeriod closesWith() {
        return round == null ? period : round;
    }

    @Override
    public InvestmentLineRow at(@Nullable Long revision) {
        return new InvestmentLineRow(
                objectId, scenario, period, round, expenditure, income, revision == null ? null : reason, revision);
    }

    /** In which plan or outcome the amounts stand. */
    @Schema(
            name = "InvestmentScenario",
            description = "BUDGET: the frame (investeringsram); ACTUAL: booked; FORECAST: foreseen in a round.")
    enum Scenario {
        ACTUAL,
        BUDGET,
        FORECAST
    }
}
