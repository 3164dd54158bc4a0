package se.tertial.report.rendering;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import se.tertial.report.document.Allowance;

/**
 * Writes HTML, element by element. Whatever is given as a text is escaped for where it stands: between tags, in an attribute, as
 * the identifier of an element or a link to one. Nothing else comes into a page, except {@link Markup}.
 */
final class Html {

    /** A word that ends in a hyphen and a number: {@code Covid-19}. Looked for at the beginnings of words only, so in linear time. */
    private static final Pattern NUMBERED = Pattern.compile("(?<![\\p{L}\\p{N}])[\\p{L}\\p{N}]++-\\p{N}++");

    /** HTML's own elements without an end; those of SVG are ended with a slash. */
    private static final Set<String> VOID = Set.of("br", "meta");

    private final Allowance allowance;
    private final StringBuilder html = new StringBuilder(100_000);
    private final Deque<String> open = new ArrayDeque<>();
    private Tag tag = Tag.NONE;
    private int spent;

    /** The tag that attributes may be added to. */
    private enum Tag {
        NONE,
        START,
        VOID,
        SELF_CLOSING
    }

    Html(Allowance allowance) {
        this.allowance = allowance;
    }

    /** Begins a page. */
    Html doctype() {
        html.append("<!DOCTYPE html>\n");
        return this;
    }

    /** Begins an element. */
    Html open(String element) {
        endTag();
        html.append('<').append(element);
        open.push(element);
        tag = Tag.START;
        return this;
    }

    /** An element without content. */
    Html empty(String element) {
        endTag();
        html.append('<').append(element);
        tag = VOID.contains(element) ? Tag.VOID : Tag.SELF_CLOSING;
        return this;
    }

    /** An attribute of the element that was just begun. */
    Html attribute(String name, String value) {
        if (tag == Tag.NONE) {
            throw new IllegalStateException("There is no tag to add " + name + " to.");
        }
        html.append(' ').append(name).append("=\"");
        escape(value);
        html.append('"');
        return this;
    }

    Html attribute(String name, int value) {
        return attribute(name, Integer.toString(value));
    }

    Html classes(String names) {
        return attribute("class", names);
    }

    /** The identifier of the element that was just begun. */
    Html id(String id) {
        return attribute("id", identifier(id));
    }

    /** Where the link leads that was just begun: to an element of the page. */
    Html linkTo(String id) {
        return attribute("href", "#" + identifier(id));
    }

    /** The elements that name the one that was just begun. */
    Html labelledBy(String... ids) {
        StringBuilder identifiers = new StringBuilder();
        for (String id : ids) {
            identifiers.append(identifiers.isEmpty() ? "" : " ").append(identifier(id));
        }
        return attribute("aria-labelledby", identifiers.toString());
    }

    /** Ends the element that was begun last. */
    Html close() {
        endTag();
        html.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element that contains just a text. */
    Html element(String element, String text) {
        return open(element).text(text).close();
    }

    /** A text as it is. */
    Html text(String text) {
        endTag();
        escape(text);
        return this;
    }

    /** A text that must fit where there is little room: long words may be divided, but not before a number. */
    Html words(String text) {
        endTag();
        String divisible = LongWords.divisible(text);
        Matcher numbered = NUMBERED.matcher(divisible);
        int from = 0;
        while (numbered.find()) {
            escape(divisible.substring(from, numbered.start()));
            open("span").classes("whole").text(numbered.group()).close();
            from = numbered.end();
        }
        escape(divisible.substring(from));
        return this;
    }

    Html markup(Markup markup) {
        endTag();
        html.append(markup.html());
        return this;
    }

    /** A new line, for those who read the source. */
    Html line() {
        endTag();
        html.append('\n');
        return this;
    }

    /** All that was written, once every element is ended. */
    String page() {
        endTag();
        if (!open.isEmpty()) {
            throw new IllegalStateException("Not ended: " + open);
        }
        return html.toString();
    }

    private void endTag() {
        allowance.spend(html.length() - spent);
        spent = html.length();
        html.append(
                switch (tag) {
                    case NONE -> "";
                    case START, VOID -> ">";
                    case SELF_CLOSING -> "/>";
                });
        tag = Tag.NONE;
    }

    /**
     * An identifier without what ends it in a list of identifiers or means something in an address. What our identifiers consist
     * of stays as it is.
     */
    private static String identifier(String id) {
        StringBuilder identifier = new StringBuilder(id.length());
        id.codePoints().forEach(character -> {
            if (Character.isLetterOrDigit(character) || "-_.~".indexOf(character) >= 0) {
                identifier.appendCodePoint(character);
            } else {
                identifier.append('_').append(Integer.toHexString(character)).append('_');
            }
        });
        return identifier.toString();
    }

    private void escape(String text) {
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            switch (character) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.append(character);
            }
        }
    }
}
