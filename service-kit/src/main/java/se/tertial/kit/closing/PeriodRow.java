package se.tertial.kit.closing;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.api.Text;
import se.tertial.kit.change.Row;
import se.tertial.kit.period.ReportingPeriod;

/** Whether what belongs to a period may still change freely: figures, assessments, texts. */
@Schema(name = "Period", description = "Whether what belongs to a period, here in this API, may still change freely.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record PeriodRow(
        @Schema(description = "The period.") @NotNull ReportingPeriod period,
        @Schema(description = "Whether it is open.") @NotNull State state,
        @Schema(
                        description = "Why it was closed; required when a closed one is opened again.",
                        examples = "Siffrorna är avstämda")
                @Text(max = 1000)
                @Nullable
                String reason,
        @Schema(description = "Number of its last change.", readOnly = true, examples = "17") @Nullable Long revision)
        implements Row<PeriodRow> {

    @Override
    public String key() {
        return period.toString();
    }

    @Override
    public ReportingPeriod closesWith() {
        return period;
    }

    @Override
    public PeriodRow at(@Nullable Long revision) {
        return new PeriodRow(period, state, revision == null ? null : reason, revision);
    }

    /** Whether what belongs to a period may still change freely. */
    @Schema(
            name = "PeriodState",
            description =
                    "OPEN: what belongs to the period changes freely; CLOSED: only by a controller, who says why.")
    enum State {
        OPEN,
        CLOSED
    }
}
