package se.tertial.goals.plans;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.api.Slug;
import se.tertial.kit.api.Text;
import se.tertial.kit.change.Row;
import se.tertial.kit.period.ReportingPeriod;

/**
 * What the report of a period says about a plan.
 *
 * @param text       the follow-up; of an internal control plan what stands before its control points
 * @param conclusion what stands after them
 */
@Schema(name = "PlanFollowUp", description = "What the report of a period says about a plan.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record PlanFollowUpRow(
        @Schema(description = "The plan.", examples = "upphandlingsplan") @NotNull @Slug String planId,
        @Schema(description = "The period of the report it stands in.") @NotNull ReportingPeriod period,
        @Schema(description = "The follow-up, in Markdown.", examples = "Planen följs.")
                @NotNull
                @Text(max = 20_000, lines = true)
                String text,
        @Schema(
                        description = "What stands after the plan's control points, in Markdown.",
                        examples = "Till hösten inleds arbetet med riskanalyser.")
                @Text(max = 20_000, lines = true)
                @Nullable
                String conclusion,
        @Schema(description = "Why it was changed; required when the period is closed.", examples = "Rättad siffra")
                @Text(max = 1000)
                @Nullable
                String reason,
        @Schema(description = "Number of its last change.", readOnly = true, examples = "17") @Nullable Long revision)
        implements Row<PlanFollowUpRow> {

    @Override
    public String key() {
        return planId + "~" + period;
    }

    @Override
    public ReportingPeriod closesWith() {
        return period;
    }

    @Override
    public PlanFollowUpRow at(@Nullable Long revision) {
        return new PlanFollowUpRow(planId, period, text, conclusion, revision == null ? null : reason, revision);
    }
}
