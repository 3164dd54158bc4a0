package se.tertial.report.rendering;

import java.util.regex.Pattern;

/** Text made safe for where it stands in a page. */
final class Html {

    /** A word that ends in a hyphen and a number: {@code Covid-19}. */
    private static final Pattern NUMBERED = Pattern.compile("[\\p{L}\\p{N}]+-\\p{N}+");

    private Html() {}

    /** For text between tags and for attribute values in double quotes. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(character);
            }
        }
        return escaped.toString();
    }

    /** For text between tags that must fit where there is little room: long words may be divided, but not before a number. */
    static String text(String text) {
        return NUMBERED.matcher(LongWords.divisible(escape(text))).replaceAll("<span class=\"whole\">$0</span>");
    }
}
