package se.tertial.report.composition;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import se.tertial.kit.period.ReportingPeriod;

/** Words for periods, and the labels of a template with the period filled in. Swedish. */
final class Labels {

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
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(year|span|month|short|day)(?:-([1-6])y)?}");

    private final ReportingPeriod period;

    Labels(ReportingPeriod period) {
        this.period = period;
    }

    /** A template's label with the report's period filled in. */
    String of(String label) {
        return PLACEHOLDER.matcher(label).replaceAll(match -> {
            ReportingPeriod meant =
                    match.group(2) == null ? period : period.plusYears(-Integer.parseInt(match.group(2)));
            return Matcher.quoteReplacement(
                    switch (match.group(1)) {
                        case "year" -> Integer.toString(meant.year());
                        case "span" -> span(meant);
                        case "short" -> month(meant).substring(0, 3) + ". " + meant.year();
                        case "month" -> capitalised(month(meant)) + " " + meant.year();
                        default -> day(meant);
                    });
        });
    }

    /** {@code jan–aug 2021}, or {@code helår 2021}. */
    static String span(ReportingPeriod period) {
        return period.isFullYear()
                ? "helår " + period.year()
                : "jan–" + month(period).substring(0, 3) + " " + period.year();
    }

    /** {@code 31 augusti 2021}. */
    static String day(ReportingPeriod period) {
        return period.lastDay().getDayOfMonth() + " " + month(period) + " " + period.year();
    }

    /** {@code Helår 2019} or {@code Augusti 2020}. */
    static String name(ReportingPeriod period) {
        return period.isFullYear() ? "Helår " + period.year() : capitalised(month(period)) + " " + period.year();
    }

    private static String month(ReportingPeriod period) {
        return MONTHS.get(period.lastDay().getMonthValue() - 1);
    }

    private static String capitalised(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
