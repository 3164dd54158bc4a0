package se.tertial.indicators.targets;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.tertial.indicators.measures.IndicatorRow.Direction;
import se.tertial.language.Message;

/**
 * A target (målvärde) as Swedish steering documents write it: {@code >92}, {@code <5}, {@code 9,4}, {@code 92 %},
 * {@code Ska öka}, {@code IU}, {@code -}. It keeps its text verbatim.
 */
public sealed interface TargetExpression {

    /** What is understood, for people who wrote something else. */
    String UNDERSTOOD =
            "A target is a number, alone or after >, <, ≥, ≤, >=, <=, =, minst, högst, över or under, with or without %, such as "
                    + "“>92”, “9,4” or “92 %”; or “Ska öka”, “Ska minska” or “Oförändrad”; or “IU” for no data; or “-” for none.";

    /** The text as it was written. */
    String source();

    /** How a measured number must stand to the threshold. */
    enum Operator {
        GREATER_THAN(">", Message.of("greater than")),
        AT_LEAST("≥", Message.of("at least")),
        LESS_THAN("<", Message.of("less than")),
        AT_MOST("≤", Message.of("at most")),
        EQUAL("=", Message.of("equal to")),
        /** A bare number: the direction of the indicator tells how it is meant. */
        BY_DIRECTION("", null);

        private final String sign;
        private final @Nullable Message words;

        Operator(String sign, @Nullable Message words) {
            this.sign = sign;
            this.words = words;
        }

        String sign() {
            return sign;
        }

        /**
         * As in “96 is greater than 92”.
         *
         * @throws NullPointerException for a bare number
         */
        Message words() {
            return Objects.requireNonNull(words, "a bare number needs a direction");
        }

        /** The same, where a bare number has become at least (higher is better), at most (lower is better) or equal. */
        Operator directed(Direction direction) {
            if (this != BY_DIRECTION) {
                return this;
            }
            return switch (direction) {
                case HIGHER_IS_BETTER -> AT_LEAST;
                case LOWER_IS_BETTER -> AT_MOST;
                case NEUTRAL -> EQUAL;
            };
        }

        /**
         * Whether it holds.
         *
         * @throws IllegalStateException for a bare number
         */
        boolean holds(BigDecimal measured, BigDecimal threshold) {
            int difference = measured.compareTo(threshold);
            return switch (this) {
                case GREATER_THAN -> difference > 0;
                case AT_LEAST -> difference >= 0;
                case LESS_THAN -> difference < 0;
                case AT_MOST -> difference <= 0;
                case EQUAL -> difference == 0;
                case BY_DIRECTION -> throw new IllegalStateException("a bare number needs a direction");
            };
        }
    }

    /** How a measured number must stand to that of the base year. */
    enum Trend {
        INCREASE(Message.of("an increase"), Message.of("no increase"), Operator.GREATER_THAN),
        DECREASE(Message.of("a decrease"), Message.of("no decrease"), Operator.LESS_THAN),
        UNCHANGED(Message.of("no change"), Message.of("a change"), Operator.EQUAL);

        private final Message met;
        private final Message missed;
        private final Operator operator;

        Trend(Message met, Message missed, Operator operator) {
            this.met = met;
            this.missed = missed;
            this.operator = operator;
        }

        /** What a change is called that holds, or that does not. */
        Message words(boolean holds) {
            return holds ? met : missed;
        }

        boolean holds(BigDecimal measured, BigDecimal base) {
            return operator.holds(measured, base);
        }
    }

    /** A number to reach or to stay below. */
    record Threshold(String source, Operator operator, BigDecimal value) implements TargetExpression {}

    /** A change since a base year, which stands beside the expression. */
    record Change(String source, Trend trend) implements TargetExpression {}

    /** There should be a target, and none is set (ingen uppgift). */
    record NoData(String source) implements TargetExpression {}

    /** There is no target. */
    record None(String source) implements TargetExpression {}

    /**
     * Reads an expression. Upper and lower case, a comma or a point as decimal sign, and blanks between thousands do not
     * matter.
     *
     * @throws IllegalArgumentException if it is none, with {@link #UNDERSTOOD}
     */
    static TargetExpression parse(String source) {
        String text = Grammar.BLANKS.matcher(source).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
        if (Grammar.NONE.matcher(text).matches()) {
            return new None(source);
        }
        if (Grammar.NO_DATA.matcher(text).matches()) {
            return new NoData(source);
        }
        for (Map.Entry<Pattern, Trend> trend : Grammar.TRENDS.entrySet()) {
            if (trend.getKey().matcher(text).matches()) {
                return new Change(source, trend.getValue());
            }
        }
        Matcher threshold = Grammar.THRESHOLD.matcher(text);
        if (threshold.matches()) {
            BigDecimal value = Grammar.number(threshold.group("number"));
            if (value.scale() <= Grammar.MOST_DECIMALS && value.precision() <= Grammar.MOST_DIGITS) {
                return new Threshold(source, Grammar.operator(threshold.group("operator")), value);
            }
        }
        throw new IllegalArgumentException(UNDERSTOOD);
    }

    /** How expressions are written. */
    final class Grammar {

        private static final int MOST_DECIMALS = 6;
        private static final int MOST_DIGITS = 18;

        private static final Pattern BLANKS = Pattern.compile("[\\s\\u00a0\\u2007\\u2009\\u202f]+");
        private static final Pattern NONE = Pattern.compile("[-–—−]");
        private static final Pattern NO_DATA = Pattern.compile("iu|ingen uppgift");
        private static final Map<Pattern, Trend> TRENDS = Map.of(
                Pattern.compile("(ska )?(öka|ökas)|ökning"), Trend.INCREASE,
                Pattern.compile("(ska )?(minska|minskas)|minskning"), Trend.DECREASE,
                Pattern.compile("(ska vara )?oförändra(d|t|de)"), Trend.UNCHANGED);
        private static final Pattern THRESHOLD =
                Pattern.compile("(?<operator>>=|<=|=>|=<|[≥≤><=]|minst|högst|över|under|)"
                        + " ?(?<number>[-−]?([0-9]{1,3}( [0-9]{3})+|[0-9]{1,18})([.,][0-9]{1,6})?)( ?%)?");

        private Grammar() {}

        private static BigDecimal number(String text) {
            return new BigDecimal(text.replace(" ", "").replace(',', '.').replace('−', '-'));
        }

        private static Operator operator(String text) {
            return switch (text) {
                case ">", "över" -> Operator.GREATER_THAN;
                case "<", "under" -> Operator.LESS_THAN;
                case "≥", ">=", "=>", "minst" -> Operator.AT_LEAST;
                case "≤", "<=", "=<", "högst" -> Operator.AT_MOST;
                case "=" -> Operator.EQUAL;
                default -> Operator.BY_DIRECTION;
            };
        }
    }
}
