package se.tertial.report.rendering;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Long Swedish compounds get soft hyphens where their parts are joined by an s: förvaltnings·indikatorer. Browsers that know no
 * Swedish hyphenation would else break them anywhere.
 */
final class LongWords {

    private static final String SOFT_HYPHEN = "\u00AD";
    private static final Pattern LONG = Pattern.compile("\\p{L}{13,}");
    private static final Pattern JOINT =
            Pattern.compile("(?<=\\p{L}{2}(?:ings|ions|hets|tets|skaps|bets))(?=\\p{L}{4})");

    private LongWords() {}

    static String divisible(String text) {
        return LONG.matcher(text)
                .replaceAll(word ->
                        Matcher.quoteReplacement(JOINT.matcher(word.group()).replaceAll(SOFT_HYPHEN)));
    }
}
