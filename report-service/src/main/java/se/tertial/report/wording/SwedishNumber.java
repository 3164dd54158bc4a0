package se.tertial.report.wording;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as Swedish text: groups of three digits with a thin space that does not break, decimal comma, a real minus. */
public final class SwedishNumber {

    private static final char THIN_SPACE = '\u202F';
    private static final char MINUS = '\u2212';

    private SwedishNumber() {}

    /** Rounds half away from zero to the decimals shown. */
    public static String of(BigDecimal number, int decimals) {
        BigDecimal rounded = number.setScale(decimals, RoundingMode.HALF_UP);
        String digits = rounded.abs().toPlainString();
        int point = decimals == 0 ? digits.length() : digits.indexOf('.');
        StringBuilder text = new StringBuilder();
        if (rounded.signum() < 0) {
            text.append(MINUS);
        }
        for (int index = 0; index < point; index++) {
            if (index > 0 && (point - index) % 3 == 0) {
                text.append(THIN_SPACE);
            }
            text.append(digits.charAt(index));
        }
        return decimals == 0
                ? text.toString()
                : text.append(',').append(digits, point + 1, digits.length()).toString();
    }

    /** With the decimals it was reported with. */
    public static String of(BigDecimal number) {
        return of(number, Math.max(0, number.scale()));
    }
}
