package se.tertial.indicators.targets;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.tertial.indicators.measures.IndicatorRow.Direction;
import se.tertial.language.Message;

/**
 * A target (målvärde) as Swedish steering documents write it: {@code >92}, {@code 95 % av eleverna}, {@code 3,5–4,0},
 * {@code Ska öka}, {@code Öka med 2 %}, {@code Stängt}, {@code IU}, {@code -}. It keeps its text verbatim. What names a number
 * or a change can be evaluated; other words are kept, and cannot.
 */
public sealed interface TargetExpression {

    /** What can be evaluated, for people who write targets. */
    String EVALUATED =
            "A target can be evaluated if it is a number, alone or after >, <, ≥, ≤, >=, <=, =, minst, högst, över, under, “öka till” or "
                    + "“minska till”, with or without a unit or words after it, such as “>92”, “9,4” or “95 % av eleverna”; a range such as "
                    + "“3,5–4,0”; or a change since a base year, such as “Ska öka”, “Oförändrad” or “Öka med 2 %”. “IU” is no data and “-” is none. "
                    + "Other words, such as “Stängt” or “ca 100”, are kept and cannot be assessed.";

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

    /**
     * A number to reach or to stay below.
     *
     * @param money the multiple of kronor that the number is written in, such as tkr; null if it is written in none
     */
    record Threshold(String source, Operator operator, BigDecimal value, @Nullable Kronor money)
            implements TargetExpression {

        /** The number in the unit of an indicator; empty if the target is money and the indicator is not. */
        Optional<BigDecimal> in(String unit) {
            return money == null ? Optional.of(value) : Kronor.of(unit).map(wanted -> money.convert(value, wanted));
        }
    }

    /** Numbers between which the measured one must be, both included. */
    record Range(String source, BigDecimal lowest, BigDecimal highest) implements TargetExpression {

        boolean holds(BigDecimal measured) {
            return measured.compareTo(lowest) >= 0 && measured.compareTo(highest) <= 0;
        }
    }

    /**
     * A change since a base year, which stands beside the expression.
     *
     * @param step how large the change must be at least; null if any change of that kind will do
     */
    record Change(String source, Trend trend, @Nullable Step step) implements TargetExpression {

        boolean holds(BigDecimal measured, BigDecimal base) {
            if (step == null) {
                return trend.holds(measured, base);
            }
            BigDecimal wanted = step.of(base);
            return trend == Trend.INCREASE
                    ? measured.compareTo(base.add(wanted)) >= 0
                    : measured.compareTo(base.subtract(wanted)) <= 0;
        }
    }

    /**
     * The size of a change.
     *
     * @param relative whether it is a share of the base year's number, in per cent, or a number in the indicator's unit
     */
    record Step(BigDecimal size, boolean relative) {

        BigDecimal of(BigDecimal base) {
            return relative ? base.abs().multiply(size).movePointLeft(2) : size;
        }
    }

    /** Words that name nothing to compare with. */
    record Words(String source) implements TargetExpression {}

    /** There should be a target, and none is set (ingen uppgift). */
    record NoData(String source) implements TargetExpression {}

    /** There is no target. */
    record None(String source) implements TargetExpression {}

    /**
     * Reads an expression. Upper and lower case, a comma or a point as decimal sign, and blanks between thousands do not
     * matter.
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
                return new Change(source, trend.getValue(), null);
            }
        }
        Matcher step = Grammar.STEP.matcher(text);
        if (step.matches()) {
            return new Change(
                    source,
                    step.group("verb").equals("öka") ? Trend.INCREASE : Trend.DECREASE,
                    new Step(Grammar.number(step.group("number")), Grammar.PER_CENT.contains(step.group("unit"))));
        }
        Matcher range = Grammar.RANGE.matcher(text);
        if (range.matches()) {
            BigDecimal lowest = Grammar.number(range.group("lowest"));
            BigDecimal highest = Grammar.number(range.group("highest"));
            return lowest.compareTo(highest) <= 0 ? new Range(source, lowest, highest) : new Words(source);
        }
        Matcher threshold = Grammar.THRESHOLD.matcher(text);
        if (threshold.matches()) {
            BigDecimal value = Grammar.number(threshold.group("number"));
            if (value.precision() <= Grammar.MOST_DIGITS) {
                return new Threshold(
                        source,
                        Grammar.operator(threshold.group("operator")),
                        value,
                        Kronor.of(Objects.requireNonNullElse(threshold.group("word"), ""))
                                .orElse(null));
            }
        }
        return new Words(source);
    }

    /** The number that a text is, if it is nothing but a number, as people write numbers. */
    static Optional<BigDecimal> number(String source) {
        String text = Grammar.BLANKS.matcher(source).replaceAll(" ").strip();
        return Grammar.ONLY_NUMBER.matcher(text).matches() ? Optional.of(Grammar.number(text)) : Optional.empty();
    }

    /** How expressions are written. */
    final class Grammar {

        private static final int MOST_DIGITS = 18;

        private static final Pattern BLANKS = Pattern.compile("[\\s\\u00a0\\u2007\\u2009\\u202f]+");
        private static final Pattern NONE = Pattern.compile("[-–—−]");
        private static final Pattern NO_DATA = Pattern.compile("iu|ingen uppgift");
        private static final Map<Pattern, Trend> TRENDS = Map.of(
                Pattern.compile("(ska )?(öka|ökas)|ökning"), Trend.INCREASE,
                Pattern.compile("(ska )?(minska|minskas)|minskning"), Trend.DECREASE,
                Pattern.compile("(ska vara )?oförändra(d|t|de)"), Trend.UNCHANGED);
        private static final Set<String> PER_CENT = Set.of("%", "procent");
        private static final String UNSIGNED = "([0-9]{1,3}( [0-9]{3}){1,5}|[0-9]{1,18})([.,][0-9]{1,6})?";
        private static final String NUMBER = "[-−]?" + UNSIGNED;
        private static final Pattern ONLY_NUMBER = Pattern.compile(NUMBER);
        private static final Pattern STEP = Pattern.compile("(ska )?(?<verb>öka|minska) med (minst )?(?<number>"
                + UNSIGNED + ") ?(?<unit>%|procent|procentenheter|)");
        private static final Pattern RANGE =
                Pattern.compile("(?<lowest>" + UNSIGNED + ") ?([-–—−]|till) ?(?<highest>" + UNSIGNED + ")( ?%)?");
        /** After the number there may be words without digits, and the whole that it is a part of: “3,0 av 4”. */
        private static final Pattern THRESHOLD = Pattern.compile(
                "(?<operator>>=|<=|=>|=<|[≥≤><=]|minst|högst|över|under|(ska )?(öka|minska) till|)" + " ?(?<number>"
                        + NUMBER + ")( ?%)?( ?(?<word>\\p{L}[^0-9 ]*+)( [^0-9 ]++)*+)?( av [0-9]{1,9})?");

        private Grammar() {}

        private static BigDecimal number(String text) {
            return new BigDecimal(text.replace(" ", "").replace(',', '.').replace('−', '-'));
        }

        private static Operator operator(String text) {
            return switch (text) {
                case ">", "över" -> Operator.GREATER_THAN;
                case "<", "under" -> Operator.LESS_THAN;
                case "≥", ">=", "=>", "minst", "öka till", "ska öka till" -> Operator.AT_LEAST;
                case "≤", "<=", "=<", "högst", "minska till", "ska minska till" -> Operator.AT_MOST;
                case "=" -> Operator.EQUAL;
                default -> Operator.BY_DIRECTION;
            };
        }
    }
}
