package se.tertial.finance.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.api.Slug;
import se.tertial.kit.api.Text;
import se.tertial.kit.change.Row;
import se.tertial.kit.money.Money;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.kit.problem.Violations;
import se.tertial.language.Message;

/** What a unit’s figures are in one scenario of one period (rad i driftsammandraget). */
@Schema(
        name = "OperatingLine",
        description = "What a unit’s figures are in one scenario of one period (rad i driftsammandraget).")
@JsonInclude(JsonInclude.Include.NON_NULL)
record OperatingLineRow(
        @Schema(description = "The unit.", examples = "lkdata") @NotNull @Slug String unitId,
        @Schema(description = "In which plan or outcome it stands.") @NotNull Scenario scenario,
        @Schema(
                        description =
                                "What it is about: a month stands for the time from January to its end, never for the month alone. Of"
                                        + " a forecast and of annual accounts the full year.")
                @NotNull
                ReportingPeriod period,
        @Schema(description = "Of a forecast: the period of the report it was made for. Every round is kept.") @Nullable
                ReportingPeriod round,
        @Schema(description = "Income (intäkter); with cost.", examples = "176865790.34") @Nullable Money income,
        @Schema(
                        description =
                                "Cost (kostnader), positive; below 0 only where credits exceed what was bought. With income.",
                        examples = "167505756.45")
                @Nullable
                Money cost,
        @Schema(
                        description = "Net (netto), only where no split into income and cost is known.",
                        examples = "6113164.11")
                @Nullable
                Money net,
        @Schema(
                        description = "Why it was changed; required when the period is closed.",
                        examples = "Fakturan avsåg en annan enhet")
                @Text(max = 1000)
                @Nullable
                String reason,
        @Schema(description = "Number of its last change.", readOnly = true, examples = "17") @Nullable Long revision)
        implements Row<OperatingLineRow> {

    @Override
    public String key() {
        return unitId + "~" + ScenarioKey.key(scenario, period, round);
    }

    @Override
    public void check(String pointer, Violations violations) {
        ScenarioKey.check(pointer, scenario, period, round, violations);
        if (net != null && (income != null || cost != null)) {
            violations.add(
                    pointer + "/net", Message.of("Net is given only where no split into income and cost is known."));
        } else if (net == null && (income == null || cost == null)) {
            violations.add(
                    pointer + (income == null ? "/income" : "/cost"),
                    Message.of("Give both income and cost, or net where no split is known."));
        }
    }

    @Override
    public ReportingPeriod closesWith() {
        return round == null ? period : round;
    }

    @Override
    public OperatingLineRow at(@Nullable Long revision) {
        return new OperatingLineRow(
                unitId, scenario, period, round, income, cost, net, revision == null ? null : reason, revision);
    }

    /** In which plan or outcome the amounts stand. */
    @Schema(
            name = "OperatingScenario",
            description =
                    "ACTUAL: booked from January; BUDGET; FORECAST: the full year as foreseen in a round; ANNUAL_ACCOUNTS: the outcome of a closed year.")
    enum Scenario {
        ACTUAL,
        BUDGET,
        FORECAST,
        ANNUAL_ACCOUNTS
    }
}
