package se.tertial.report.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.period.ReportingPeriod;

/**
 * A cell of a table.
 *
 * @param value    the exact number; only in state NUMBER
 * @param display  how it is shown, in Swedish
 * @param period   the period it is about, where that is another than its column's
 * @param formula  how it was computed; null if it is as it was reported
 * @param sources  what it is from; of a computed figure all that went into it
 */
@Schema(name = "Cell", description = "A cell: what it holds, how it is shown, and where it is from.")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Cell(
        @Schema(description = "What it holds.") State state,
        @Schema(
                        description = "The exact number; present only in state NUMBER.",
                        type = SchemaType.STRING,
                        format = "decimal",
                        examples = "56123.40")
                @Nullable
                BigDecimal value,
        @Schema(description = "How it is shown.", examples = "56") String display,
        @Schema(description = "The period it is about, where that is another than its column's.") @Nullable
                ReportingPeriod period,
        @Schema(description = "Mark of its footnote.", examples = "*") @Nullable String footnote,
        @Schema(description = "Whether the value is preliminary.") @Nullable Boolean preliminary,
        @Schema(description = "How it was computed; absent if it is as it was reported.", examples = "SUM") @Nullable
                Formula formula,
        @Schema(description = "What it is from.") List<Source> sources) {

    /** What a cell holds. */
    @Schema(
            name = "CellState",
            description =
                    "NUMBER; TEXT; NO_DATA: whoever reports says that there is no value (IU); NOT_APPLICABLE: there can be none (-); "
                            + "NOT_REPORTED: there should be a value and nobody has reported it yet; EMPTY: nothing was reported.")
    public enum State {
        NUMBER,
        TEXT,
        NO_DATA,
        NOT_APPLICABLE,
        NOT_REPORTED,
        EMPTY
    }

    /** How a figure was computed from exact amounts. */
    @Schema(
            name = "Formula",
            description =
                    "SUM: of the additive rows; NET: income less cost, or expenditure less income; VARIANCE: favourable is positive.")
    public enum Formula {
        SUM,
        NET,
        VARIANCE
    }

    public static Cell empty() {
        return new Cell(State.EMPTY, null, "", null, null, null, null, List.of());
    }

    public static Cell notApplicable() {
        return new Cell(State.NOT_APPLICABLE, null, "-", null, null, null, null, List.of());
    }

    public static Cell notReported() {
        return new Cell(State.NOT_REPORTED, null, "saknas", null, null, null, null, List.of());
    }

    public static Cell noData(List<Source> sources) {
        return new Cell(State.NO_DATA, null, "IU", null, null, null, null, sources);
    }

    public static Cell text(String text, List<Source> sources) {
        return new Cell(State.TEXT, null, text, null, null, null, null, sources);
    }

    public static Cell number(BigDecimal value, String display, @Nullable Formula formula, List<Source> sources) {
        return new Cell(State.NUMBER, value, display, null, null, null, formula, sources);
    }

    public Cell about(@Nullable ReportingPeriod other) {
        return new Cell(state, value, display, other, footnote, preliminary, formula, sources);
    }

    /** The same, shown in other words. */
    public Cell shownAs(String words) {
        return new Cell(state, value, words, period, footnote, preliminary, formula, sources);
    }

    public Cell marked(@Nullable String mark) {
        return new Cell(state, value, display, period, mark, preliminary, formula, sources);
    }

    public Cell preliminary(boolean isPreliminary) {
        return new Cell(state, value, display, period, footnote, isPreliminary ? true : null, formula, sources);
    }
}
