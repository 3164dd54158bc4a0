package se.tertial.goals.plans;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.api.Slug;
import se.tertial.kit.api.Text;
import se.tertial.kit.change.Row;

/** A plan or programme that is followed up in the report. */
@Schema(name = "Plan", description = "A plan or programme that is followed up in the report.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record PlanRow(
        @Schema(description = "Identifier of the plan.", examples = "upphandlingsplan") @NotNull @Slug String planId,
        @Schema(description = "Name.", examples = "Upphandlingsplan") @NotNull @Text(max = 300) String name,
        @Schema(description = "What kind of plan it is.") @NotNull Kind kind,
        @Schema(description = "Its place among its siblings, lowest first.", examples = "10")
                @NotNull
                @Min(0)
                @Max(1_000_000)
                Integer order,
        @Schema(description = "Number of its last change.", readOnly = true, examples = "17") @Nullable Long revision)
        implements Row<PlanRow> {

    @Override
    public String key() {
        return planId;
    }

    @Override
    public PlanRow at(@Nullable Long revision) {
        return new PlanRow(planId, name, kind, order, revision);
    }

    /** What kind of plan it is. */
    @Schema(
            name = "PlanKind",
            description = "PLAN; PROGRAMME; INTERNAL_CONTROL: its control points are reported one by one.")
    enum Kind {
        PLAN,
        PROGRAMME,
        INTERNAL_CONTROL
    }
}
