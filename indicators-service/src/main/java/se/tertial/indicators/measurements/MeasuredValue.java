package se.tertial.indicators.measurements;

import java.math.BigDecimal;
import se.tertial.language.Language;
import se.tertial.language.Worded;

/** What was measured, or why there is nothing: “IU” is a value, not an absence, a null or a zero. */
public sealed interface MeasuredValue extends Worded {

    @Override
    default String in(Language language) {
        return this instanceof Numeric numeric ? language.number(numeric.number()) : toString();
    }

    /** A number, with exactly the decimals reported. */
    record Numeric(BigDecimal number) implements MeasuredValue {

        @Override
        public String toString() {
            return number.toPlainString();
        }
    }

    /** An answer that is no number, such as “Ja” or “Stängt”. */
    record Textual(String text) implements MeasuredValue {

        @Override
        public String toString() {
            return text;
        }
    }

    /** There should be a value and there is none (ingen uppgift). */
    record NoData() implements MeasuredValue {

        @Override
        public String toString() {
            return "IU";
        }
    }

    /** There is nothing to measure. */
    record NotApplicable() implements MeasuredValue {

        @Override
        public String toString() {
            return "-";
        }
    }

    /**
     * Whether a value for one gender can stand beside this total: beside a number a number or no data; beside anything else
     * the same kind, no data or not applicable, and never a number.
     */
    default boolean admits(MeasuredValue part) {
        if (part instanceof NoData) {
            return true;
        }
        if (this instanceof Numeric) {
            return part instanceof Numeric;
        }
        return part instanceof NotApplicable || part.getClass().equals(getClass());
    }
}
