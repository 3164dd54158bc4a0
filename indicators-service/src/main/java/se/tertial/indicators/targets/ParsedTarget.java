package se.tertial.indicators.targets;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
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
        @Schema(description = "How the measured number must stand to the threshold; only with the kind threshold.")
                @Nullable
                Comparison operator,
        @Schema(
                        description = "The number to compare with; only with the kind threshold.",
                        format = "decimal",
                        examples = "92")
                @Nullable
                String threshold,
        @Schema(
                        description = "The year to compare with; only with the kinds increase, decrease and unchanged.",
                        examples = "2020")
                @Nullable
                Integer baseYear) {

    /** What kind of target it is. */
    @Schema(
            name = "TargetKind",
            description =
                    "threshold: a number to compare with; increase, decrease, unchanged: since the base year; noData: there "
                            + "should be a target and none is set (IU); none: there is no target (-).")
    enum Kind {
        @JsonProperty("threshold")
        THRESHOLD,
        @JsonProperty("increase")
        INCREASE,
        @JsonProperty("decrease")
        DECREASE,
        @JsonProperty("unchanged")
        UNCHANGED,
        @JsonProperty("noData")
        NO_DATA,
        @JsonProperty("none")
        NONE
    }

    /** How the measured number must stand to the threshold. */
    @Schema(
            name = "TargetOperator",
            description =
                    "greaterThan, atLeast, lessThan, atMost, equal: as the words say; byDirection: a bare number, which means "
                            + "at least, at most or equal as the direction of the indicator is higherIsBetter, lowerIsBetter or neutral.")
    enum Comparison {
        @JsonProperty("greaterThan")
        GREATER_THAN,
        @JsonProperty("atLeast")
        AT_LEAST,
        @JsonProperty("lessThan")
        LESS_THAN,
        @JsonProperty("atMost")
        AT_MOST,
        @JsonProperty("equal")
        EQUAL,
        @JsonProperty("byDirection")
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
