package se.tertial.indicators.targets;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.indicators.targets.TargetExpression.Change;
import se.tertial.indicators.targets.TargetExpression.NoData;
import se.tertial.indicators.targets.TargetExpression.Operator;
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
                        description = "The number to compare with; only with the kind THRESHOLD.",
                        format = "decimal",
                        examples = "92")
                @Nullable
                String threshold,
        @Schema(
                        description = "The year to compare with; only with the kinds INCREASE, DECREASE and UNCHANGED.",
                        examples = "2020")
                @Nullable
                Integer baseYear) {

    /** What kind of target it is. */
    @Schema(
            name = "TargetKind",
            description =
                    "THRESHOLD: a number to compare with; INCREASE, DECREASE, UNCHANGED: since the base year; NO_DATA: there "
                            + "should be a target and none is set (IU); NONE: there is no target (-).")
    enum Kind {
        THRESHOLD,
        INCREASE,
        DECREASE,
        UNCHANGED,
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
                    null);
        }
        if (expression instanceof Change change) {
            Kind kind =
                    switch (change.trend()) {
                        case INCREASE -> Kind.INCREASE;
                        case DECREASE -> Kind.DECREASE;
                        case UNCHANGED -> Kind.UNCHANGED;
                    };
            return new ParsedTarget(kind, null, null, baseYear);
        }
        return new ParsedTarget(expression instanceof NoData ? Kind.NO_DATA : Kind.NONE, null, null, null);
    }
}
