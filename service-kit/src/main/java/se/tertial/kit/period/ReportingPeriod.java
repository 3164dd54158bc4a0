package se.tertial.kit.period;

import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.time.format.TextStyle;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.tertial.language.Language;
import se.tertial.language.Worded;

/**
 * What a figure is about: January through a month of a year, cumulative ({@code 2021-08}), or the full year
 * ({@code 2021}). A count at a date, such as the number of employees, is counted on the last day.
 *
 * @param year  1900–2199
 * @param month the last month of January–month, or null for the full year
 */
public record ReportingPeriod(int year, @Nullable Integer month) implements Comparable<ReportingPeriod>, Worded {

    private static final Pattern TEXT = Pattern.compile("(19|20|21)[0-9]{2}(-(0[1-9]|1[0-2]))?");

    /**
     * Reads {@code 2021} or {@code 2021-08}.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static ReportingPeriod parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "A period is a year, such as \"2021\", or a year and a month, such as \"2021-08\".");
        }
        return new ReportingPeriod(
                Integer.parseInt(text.substring(0, 4)), text.length() == 4 ? null : Integer.valueOf(text.substring(5)));
    }

    public boolean isFullYear() {
        return month == null;
    }

    /** The same months, another year. */
    public ReportingPeriod plusYears(int years) {
        return new ReportingPeriod(year + years, month);
    }

    public ReportingPeriod fullYear() {
        return new ReportingPeriod(year, null);
    }

    public LocalDate lastDay() {
        return YearMonth.of(year, month == null ? 12 : month).atEndOfMonth();
    }

    @Override
    public int compareTo(ReportingPeriod other) {
        return lastDay().compareTo(other.lastDay());
    }

    /** {@code januari–augusti 2021} in Swedish; in English, the language of the API, as the API writes it. */
    @Override
    public String in(Language language) {
        if (language != Language.SWEDISH || month == null) {
            return toString();
        }
        String last = Month.of(month).getDisplayName(TextStyle.FULL, language.locale());
        return (month == 1 ? "" : "januari–") + last + " " + year;
    }

    /** As the API writes it. */
    @Override
    public String toString() {
        return month == null ? "%04d".formatted(year) : "%04d-%02d".formatted(year, month);
    }
}
