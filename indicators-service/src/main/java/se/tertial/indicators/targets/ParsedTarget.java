package se.tertial.indicators.targets;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.indicators.targets.TargetExpression.Change;
import se.tertial.indicators.targets.TargetExpression.NoData;
import se.tertial.indicators.targets.TargetExpression.Operator;
import se.tertial.indicators.targets.TargetExpression.Range;
import se.tertial.indicators.targets.TargetExpression.Step;
import se.tertial.indicators.targets.TargetExpression.Threshold;

/** What an expression says, for readers that do not know Swedish target expressions. */
@Schema(name = "ParsedTarget", description = "What the expression says, for programs. Follows from the expression.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record ParsedTarget(
        @Schema(description = "What kind of target it is.", required = true) Kind kind,
        @Schema(description = "How the measured number must stand to the threshold; only with the kind THRESHOLD.")
                @Nullable
                Comparison operator,
        @Schema(
                        description = "The number to compare with, as it is written; only with the kind THRESHOLD.",
                        format = "decimal",
                        examples = "92")
                @Nullable
                String threshold,
        @Schema(
                        description = "The least number that meets the target; only with the kind RANGE.",
                        format = "decimal",
                        examples = "3.5")
                @Nullable
                String lowest,
        @Schema(
                        description = "The greatest number that meets the target; only with the kind RANGE.",
                        format = "decimal",
                        examples = "4.0")
                @Nullable
                String highest,
        @Schema(
                        description =
                                "How large the change must be at least; with the kinds INCREASE and DECREASE, where the target says.",
                        format = "decimal",
                        examples = "2")
                @Nullable
                String step,
        @Schema(
                        description =
                                "Whether the step is in per cent of the base year's number, or in the unit of the indicator; only with a step.",
                        examples = "true")
                @Nullable
                Boolean relative,
        @Schema(
                        description = "The year to compare with; only with the kinds INCREASE, DECREASE and UNCHANGED.",
                        examples = "2020")
                @Nullable
                Integer baseYear) {

    /** What kind of target it is. */
    @Schema(
            name = "TargetKind",
            description =
                    "THRESHOLD: a number to compare with; RANGE: two numbers to be between; INCREASE, DECREASE, UNCHANGED: since the "
                            + "base year; WORDS: words that name nothing to compare with; NO_DATA: there should be a target and none is set "
                            + "(IU); NONE: there is no target (-).")
    enum Kind {
        THRESHOLD,
        RANGE,
        INCREASE,
        DECREASE,
        UNCHANGED,
        WORDS,
        NO_DATA,
        NONE
    }

    /** How the measured number must stand to the threshold. */
    @Schema(
            name = "TargetOperator",
            description =
                    "GREATER_THAN, AT_LEAST, LESS_THAN, AT_MOST, EQUAL: as the words say; BY_DIRECTION: a bare number, which means "
                            + "at least, at most or equal as the direction of the indicator is HIGHER_IS_BETTER, LOWER_IS_BETTER or NEUTRAL.")
    enum Comparison {
        GREATER_THAN,
        AT_LEAST,
        LESS_THAN,
        AT_MOST,
        EQUAL,
        BY_DIRECTION;

        static Comparison of(Operator operator) {
            return switch (operator) {
                case GREATER_THAN -> GREATER_THAN;
                case AT_LEAST -> AT_LEAST;
                case LESS_THAN -> LESS_THAN;
                case AT_MOST -> AT_MOST;
                case EQUAL -> EQUAL;
                case BY_DIRECTION -> BY_DIRECTION;
            };
        }
    }

    static ParsedTarget of(TargetExpression expression, @Nullable Integer baseYear) {
        if (expression instanceof Threshold threshold) {
            return new ParsedTarget(
                    Kind.THRESHOLD,
                    Comparison.of(threshold.operator()),
                    threshold.value().toPlainString(),
                    null,
                    null,
                    null,
                    null,
                    null);
        }
        if (expression instanceof Range range) {
            return new ParsedTarget(
                    Kind.RANGE,
                    null,
                    null,
                    range.lowest().toPlainString(),
                    range.highest().toPlainString(),
                    null,
                    null,
                    null);
        }
        if (expression instanceof Change change) {
            Kind kind =
                    switch (change.trend()) {
                        case INCREASE -> Kind.INCREASE;
                        case DECREASE -> Kind.DECREASE;
                        case UNCHANGED -> Kind.UNCHANGED;
                    };
            Step step = change.step();
            return new ParsedTarget(
                    kind,
                    null,
                    null,
                    null,
                    null,
                    step == null ? null : step.size().toPlainString(),
                    step == null ? null : step.relative(),
                    baseYear);
        }
        Kind kind = expression instanceof NoData
                ? Kind.NO_DATA
                : expression instanceof TargetExpression.Words ? Kind.WORDS : Kind.NONE;
        return new ParsedTarget(kind, null, null, null, null, null, null, null);
    }
}
