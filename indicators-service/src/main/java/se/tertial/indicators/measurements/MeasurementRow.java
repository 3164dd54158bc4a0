package se.tertial.indicators.measurements;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.indicators.measurements.MeasuredValue.NoData;
import se.tertial.indicators.measurements.MeasuredValue.NotApplicable;
import se.tertial.indicators.measurements.MeasuredValue.Numeric;
import se.tertial.indicators.measurements.MeasuredValue.Textual;
import se.tertial.indicators.measures.Figure;
import se.tertial.kit.api.Slug;
import se.tertial.kit.api.Text;
import se.tertial.kit.change.Row;
import se.tertial.kit.period.ReportingPeriod;

/**
 * What an indicator measured in a period, in total or in part.
 *
 * @param breakdown        {@code total}, {@code women}, {@code men} or a category of the indicator
 * @param footnote         about this value
 * @param rowFootnote      about the row it stands in
 * @param comparisonPeriod the period it must be compared with, where that is not the table's
 * @param reason           why it was corrected
 */
@Schema(name = "Measurement", description = "What an indicator measured in a period, in total or in part.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MeasurementRow(
        @Schema(description = "The indicator.", examples = "svarsservice-lkdata") @NotNull @Slug String indicatorId,
        @Schema(
                        description =
                                "What it is about. Which time a month stands for is its indicator's `accumulation`: from January, the month alone, its last"
                                        + " day, or twelve months.")
                @NotNull
                ReportingPeriod period,
        @Schema(description = "total, women, men or one of the indicator's categories.", examples = "total")
                @NotNull
                @Slug
                String breakdown,
        @Schema(description = "What was measured, or why there is nothing.") @NotNull @Valid Value value,
        @Schema(description = "A footnote to this value.", examples = "SLA beräknas numera automatiskt i Lindesk.")
                @Text(max = 2000, lines = true)
                @Nullable
                String footnote,
        @Schema(
                        description = "A footnote to the row that this value stands in.",
                        examples = "Storleken är känd för omkring 96 % av företagen.")
                @Text(max = 2000, lines = true)
                @Nullable
                String rowFootnote,
        @Schema(description = "The period this value must be compared with; absent for the table's own.") @Nullable
                ReportingPeriod comparisonPeriod,
        @Schema(description = "Whether the value may still change.", defaultValue = "false", examples = "false")
                Boolean preliminary,
        @Schema(
                        description = "Why it was changed; required when the period is closed.",
                        examples = "Avvikande urval rättat")
                @Text(max = 2000, lines = true)
                @Nullable
                String reason,
        @Schema(description = "Number of its last change.", readOnly = true, examples = "17") @Nullable Long revision)
        implements Row<MeasurementRow> {

    public MeasurementRow {
        preliminary = Boolean.TRUE.equals(preliminary);
    }

    /** Whether there is a value, and of what kind. */
    @Schema(
            name = "MeasuredState",
            description =
                    "NUMBER: there is a number; TEXT: there is a text instead; NO_DATA: there should be a value and there is "
                            + "none (IU); NOT_APPLICABLE: there is nothing to measure (-).")
    public enum State {
        NUMBER,
        TEXT,
        NO_DATA,
        NOT_APPLICABLE
    }

    /**
     * What was measured, or why there is nothing.
     *
     * @param number there if, and only if, the state is NUMBER
     * @param text   there if, and only if, the state is TEXT
     */
    @Schema(name = "MeasuredValue", description = "What was measured, or why there is nothing.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Value(
            @Schema(description = "Whether there is a value, and of what kind.") @NotNull State state,
            @Schema(
                            description =
                                    "The number, with exactly the decimals reported; only with the state NUMBER. A report shows it with as many"
                                            + " decimals as the indicator has at most.",
                            format = "decimal",
                            pattern = Figure.FORM,
                            examples = "64.7")
                    @Figure
                    @Nullable
                    String number,
            @Schema(description = "The text; only with the state TEXT.", examples = "Stängt") @Text(max = 200) @Nullable
                    String text) {

        static Value of(MeasuredValue value) {
            if (value instanceof Numeric numeric) {
                return new Value(State.NUMBER, numeric.toString(), null);
            }
            if (value instanceof Textual textual) {
                return new Value(State.TEXT, null, textual.text());
            }
            return new Value(value instanceof NoData ? State.NO_DATA : State.NOT_APPLICABLE, null, null);
        }

        /** The same as a value; the rules over its fields hold. */
        public MeasuredValue measured() {
            return switch (state) {
                case NUMBER -> new Numeric(new BigDecimal(Objects.requireNonNull(number)));
                case TEXT -> new Textual(Objects.requireNonNull(text));
                case NO_DATA -> new NoData();
                case NOT_APPLICABLE -> new NotApplicable();
            };
        }

        boolean hasReasonForAbsence() {
            return state == State.NO_DATA || state == State.NOT_APPLICABLE;
        }
    }

    static String key(String indicatorId, ReportingPeriod period, String breakdown) {
        return indicatorId + "~" + period + "~" + breakdown;
    }

    /** The key of the same indicator and period in another breakdown. */
    static String beside(String key, String breakdown) {
        return key.substring(0, key.lastIndexOf('~') + 1) + breakdown;
    }

    @Override
    public String key() {
        return key(indicatorId, period, breakdown);
    }

    @Override
    public ReportingPeriod closesWith() {
        return period;
    }

    @Override
    public MeasurementRow at(@Nullable Long revision) {
        return new MeasurementRow(
                indicatorId,
                period,
                breakdown,
                value,
                footnote,
                rowFootnote,
                comparisonPeriod,
                preliminary,
                revision == null ? null : reason,
                revision);
    }
}
