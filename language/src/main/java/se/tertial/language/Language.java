package se.tertial.language;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A language that messages are in. */
public enum Language {
    ENGLISH("en"),
    SWEDISH("sv");

    /** More than anybody reads, and few enough that a hostile header costs nothing. */
    private static final int MOST_RANGES = 20;

    private static final List<Locale> LOCALES =
            Arrays.stream(values()).map(Language::locale).toList();

    private final Locale locale;

    Language(String tag) {
        locale = Locale.forLanguageTag(tag);
    }

    /**
     * The language that a client asks for; English if it asks for none, for none of these, or in a way that cannot be read.
     * Where only a part of a header cannot be read, the rest counts.
     *
     * @param acceptLanguage {@code Accept-Language}, several of them joined by commas; {@code sv-SE} and {@code sv-FI} are
     *                       Swedish
     */
    public static Language asked(@Nullable String acceptLanguage) {
        if (acceptLanguage == null) {
            return ENGLISH;
        }
        List<LanguageRange> ranges = new ArrayList<>();
        for (String part : acceptLanguage.split(",", MOST_RANGES + 1)) {
            if (ranges.size() < MOST_RANGES) {
                ranges.addAll(parse(part.strip()));
            }
        }
        ranges.sort(Comparator.comparing(LanguageRange::getWeight).reversed());
        Locale found = Locale.lookup(ranges, LOCALES);
        return found != null && found.equals(SWEDISH.locale) ? SWEDISH : ENGLISH;
    }

    /** The value of {@code Content-Language}. */
    public String tag() {
        return locale.toLanguageTag();
    }

    public Locale locale() {
        return locale;
    }

    /** A number as a sentence has it, with exactly the decimals that it has. */
    public String number(Number number) {
        NumberFormat format = NumberFormat.getInstance(locale);
        int decimals = number instanceof BigDecimal exact ? Math.max(0, exact.scale()) : 0;
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        return format.format(number);
    }

    /** Words of the wire, as a sentence quotes them. */
    String quoted(Collection<?> words) {
        String opening = this == SWEDISH ? "”" : "“";
        return words.stream().map(word -> opening + word + "”").collect(Collectors.joining(", "));
    }

    private static List<LanguageRange> parse(String part) {
        try {
            return LanguageRange.parse(part);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) { // the latter for a lone hyphen
            return List.of();
        }
    }
}
