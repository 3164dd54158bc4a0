package se.tertial.report.wording;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers as Swedish text: groups of three digits with a thin space that does not break, decimal comma, a real minus. */
public final class SwedishNumber {

    private static final char THIN_SPACE = '\u202F';
    private static final char MINUS = '\u2212';
    private static final Pattern WRITTEN = Pattern.compile(
            "([-\u2212]?)(\\d{1,18}(?:[,.]\\d{1,9})?|\\d{1,3}(?:[ \u00A0\u202F]\\d{3}){1,5}(?:[,.]\\d{1,9})?)");

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

    /** A number as people write it, such as {@code −2 500,5}; null if it is none. */
    public static @Nullable BigDecimal read(String text) {
        Matcher number = WRITTEN.matcher(text.strip());
        if (!number.matches()) {
            return null;
        }
        String digits = number.group(2).replaceAll("[ \u00A0\u202F]", "").replace(',', '.');
        return new BigDecimal((number.group(1).isEmpty() ? "" : "-") + digits);
    }

    /** With the decimals it was reported with. */
    public static String of(BigDecimal number) {
        return of(number, Math.max(0, number.scale()));
    }
}
