package se.tertial.kit.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * An amount (belopp) in Swedish kronor, exact to the öre.
 *
 * <p>Sums and differences are exact. Rounding happens only when an amount is shown ({@link #inThousands()}), never when it
 * is kept.
 *
 * @param amount kronor, always with two decimals
 */
public record Money(BigDecimal amount) implements Comparable<Money> {

    public static final Money ZERO = new Money(BigDecimal.ZERO);

    private static final Pattern TEXT = Pattern.compile("-?(0|[1-9][0-9]{0,12})(\\.[0-9]{1,2})?");

    /**
     * @throws IllegalArgumentException if the amount has more than two decimals or more than 15 digits
     */
    public Money {
        Objects.requireNonNull(amount, "amount");
        if (amount.stripTrailingZeros().scale() > 2) {
            throw new IllegalArgumentException("An amount has at most two decimals.");
        }
        amount = amount.setScale(2, RoundingMode.UNNECESSARY);
        if (amount.precision() > 15) {
            throw new IllegalArgumentException("An amount has at most 15 digits, öre included.");
        }
    }

    /**
     * Reads kronor with a decimal point and at most two decimals, such as {@code -1234.50}.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static Money parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "An amount is kronor with a decimal point, at most two decimals and at most 15 digits, such as \"-1234.50\".");
        }
        return new Money(new BigDecimal(text));
    }

    /** The exact sum; zero if there are none. */
    public static Money sum(Collection<Money> amounts) {
        return new Money(amounts.stream().map(Money::amount).reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    public Money plus(Money other) {
        return new Money(amount.add(other.amount));
    }

    public Money minus(Money other) {
        return new Money(amount.subtract(other.amount));
    }

    public Money negated() {
        return new Money(amount.negate());
    }

    /** Thousands of kronor (tkr), rounded half away from zero: for showing only. */
    public BigDecimal inThousands() {
        return amount.movePointLeft(3).setScale(0, RoundingMode.HALF_UP);
    }

    @Override
    public int compareTo(Money other) {
        return amount.compareTo(other.amount);
    }

    /** Kronor with a decimal point and two decimals: the form on the wire. */
    @Override
    public String toString() {
        return amount.toPlainString();
    }
}
