package se.tertial.finance.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.change.Row;
import se.tertial.kit.period.ReportingPeriod;

/** Whether the figures of a period may still change freely. */
@Schema(name = "Period", description = "Whether the figures of a period may still change freely.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record PeriodRow(
        @Schema(description = "The period.") @NotNull ReportingPeriod period,
        @Schema(description = "Whether it is open.") @NotNull State state,
        @Schema(description = "Number of its last change.", readOnly = true, examples = "17") @Nullable Long revision)
        implements Row<PeriodRow> {

    @Override
    public String key() {
        return period.toString();
    }

    @Override
    public PeriodRow at(@Nullable Long revision) {
        return new PeriodRow(period, state, revision);
    }

    /** Whether figures may still change freely. */
    @Schema(
            name = "PeriodState",
            description = "OPEN: figures change freely; CLOSED: only with a reason, as corrections.")
    enum State {
        OPEN,
        CLOSED
    }
}
