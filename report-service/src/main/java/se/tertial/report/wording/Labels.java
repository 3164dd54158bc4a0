package se.tertial.report.wording;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.language.Message;

/** Words for periods, and the labels of a template with the period filled in. Swedish. */
public final class Labels {

    /** The placeholders there are, for people who write labels. */
    private static final String PLACEHOLDERS = "{year}, {span}, {month}, {short}, {day}, {year-1y}, …, {day-6y}";

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
    private static final List<String> SHORT =
            List.of("jan.", "feb.", "mars", "apr.", "maj", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec.");
    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\{(year|span|month|short|day)(?:-([1-6])y)?}|\\{organisation}");
    private static final Pattern ANY_PLACEHOLDER = Pattern.compile("\\{[^{}]*}");
    private static final Pattern BEFORE_A_SENTENCE =
            Pattern.compile("(?:.*(?:[!?]|\\p{L}{4}\\.)\\s+)?", Pattern.DOTALL);

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
                        case "short" -> SHORT.get(meant.lastDay().getMonthValue() - 1) + " " + meant.year();
                        case "month" -> monthInSentence(meant, label.substring(0, match.start()));
                        default -> day(meant.lastDay());
                    });
        });
    }

    /** What stands in braces as if it stood for something, and does not. */
    public static Optional<String> unknownPlaceholder(String label, boolean mayNameTheOrganisation) {
        return ANY_PLACEHOLDER
                .matcher(label)
                .results()
                .map(MatchResult::group)
                .filter(found -> !PLACEHOLDER.matcher(found).matches()
                        || (found.equals("{organisation}") && !mayNameTheOrganisation))
                .findFirst();
    }

    /** Says that there is no such placeholder, and which there are. */
    public static Message noPlaceholder(String unknown, boolean mayNameTheOrganisation) {
        return Message.of(
                "There is no placeholder “{0}” here. There are {1}.",
                unknown, mayNameTheOrganisation ? PLACEHOLDERS + ", {organisation}" : PLACEHOLDERS);
    }

    /** {@code Augusti 2021} where a sentence begins, else {@code augusti 2021}. */
    private static String monthInSentence(ReportingPeriod period, String before) {
        String words = month(period) + " " + period.year();
        return BEFORE_A_SENTENCE.matcher(before).matches() ? capitalised(words) : words;
    }

    /** {@code 31 augusti 2021}. */
    public static String day(LocalDate day) {
        return day.getDayOfMonth() + " " + MONTHS.get(day.getMonthValue() - 1) + " " + day.getYear();
    }

    /** {@code Helår 2019} or {@code Augusti 2020}. */
    public static String name(ReportingPeriod period) {
        return period.isFullYear() ? "Helår " + period.year() : capitalised(month(period)) + " " + period.year();
    }

    /** {@code jan–aug 2021}, {@code januari 2021}, or {@code helår 2021}. */
    private static String span(ReportingPeriod period) {
        if (period.isFullYear()) {
            return "helår " + period.year();
        }
        int month = period.lastDay().getMonthValue();
        return (month == 1 ? month(period) : "jan–" + SHORT.get(month - 1).replace(".", "")) + " " + period.year();
    }

    private static String month(ReportingPeriod period) {
        return MONTHS.get(period.lastDay().getMonthValue() - 1);
    }

    private static String capitalised(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
