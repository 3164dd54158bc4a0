package se.tertial.report.wording;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.period.ReportingPeriod;

/** Words for periods, and the labels of a template with the period filled in. Swedish. */
public final class Labels {

    private static final List<String> MONTHS = List.of(
            "januari",
            "februari",
            "mars",
            "april",
            "maj",
            "juni",
            "juli",
            "augusti",
            "september",
            "oktober",
            "november",
            "december");
    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\{(year|span|month|short|day)(?:-([1-6])y)?}|\\{organisation}");

    private final ReportingPeriod period;

    public Labels(ReportingPeriod period) {
        this.period = period;
    }

    /** A template's label with the report's period filled in. */
    public String of(String label) {
        return of(label, null);
    }

    /** The same, with the day of the organisation that figures are shown in, where one is stated. */
    public String of(String label, @Nullable LocalDate organisationAsOf) {
        return PLACEHOLDER.matcher(label).replaceAll(match -> {
            if (match.group(1) == null) {
                return Matcher.quoteReplacement(organisationAsOf == null ? match.group() : day(organisationAsOf));
            }
            ReportingPeriod meant =
                    match.group(2) == null ? period : period.plusYears(-Integer.parseInt(match.group(2)));
            return Matcher.quoteReplacement(
                    switch (match.group(1)) {
                        case "year" -> Integer.toString(meant.year());
                        case "span" -> span(meant);
                        case "short" -> month(meant).substring(0, 3) + ". " + meant.year();
                        case "month" -> capitalised(month(meant)) + " " + meant.year();
                        default -> day(meant.lastDay());
                    });
        });
    }

    /** {@code 31 augusti 2021}. */
    public static String day(LocalDate day) {
        return day.getDayOfMonth() + " " + MONTHS.get(day.getMonthValue() - 1) + " " + day.getYear();
    }

    /** {@code Helår 2019} or {@code Augusti 2020}. */
    public static String name(ReportingPeriod period) {
        return period.isFullYear() ? "Helår " + period.year() : capitalised(month(period)) + " " + period.year();
    }

    /** {@code jan–aug 2021}, or {@code helår 2021}. */
    private static String span(ReportingPeriod period) {
        return period.isFullYear()
                ? "helår " + period.year()
                : "jan–" + month(period).substring(0, 3) + " " + period.year();
    }

    private static String month(ReportingPeriod period) {
        return MONTHS.get(period.lastDay().getMonthValue() - 1);
    }

    private static String capitalised(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
