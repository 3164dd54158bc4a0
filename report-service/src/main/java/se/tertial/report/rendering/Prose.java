package se.tertial.report.rendering;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Document;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.DefaultUrlSanitizer;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.UrlSanitizer;
import org.jspecify.annotations.Nullable;

/** Markdown as HTML. HTML in it is shown as text, unsafe addresses are dropped, images are replaced by their descriptions. */
final class Prose {

    private static final int LOWEST_HEADING = 6;

    /** Lists in quotes in lists: nobody reads what is nested more than this. It is shown as it was written. */
    private static final int DEEPEST = 50;

    private static final Parser PARSER =
            Parser.builder().inlineParserFactory(BoundedInlines::new).build();
    /** The library's own choice has {@code data:} too, which can be a whole page. */
    private static final UrlSanitizer ADDRESSES = new DefaultUrlSanitizer(List.of("http", "https", "mailto"));

    private static final HtmlRenderer RENDERER = renderer(false);
    private static final HtmlRenderer INLINE = renderer(true);

    private Prose() {}

    private static HtmlRenderer renderer(boolean withoutSingleParagraph) {
        return HtmlRenderer.builder()
                .escapeHtml(true)
                .sanitizeUrls(true)
                .urlSanitizer(ADDRESSES)
                .omitSingleParagraphP(withoutSingleParagraph)
                .build();
    }

    /**
     * Paragraphs and lists.
     *
     * @param above level of the heading that the text stands below
     */
    static Markup html(String markdown, int above) {
        return new Markup(RENDERER.render(parse(markdown, above)));
    }

    /** The same, as a part of the page of its own. */
    static void write(Html html, String markdown, int above) {
        html.open("div")
                .classes("prose")
                .line()
                .markup(html(markdown, above))
                .close()
                .line();
    }

    /** The same, without the tags of a paragraph if it is just one. */
    static Markup inline(String markdown, int above) {
        Node document = parse(markdown, above);
        boolean one =
                document.getFirstChild() instanceof Paragraph && document.getFirstChild() == document.getLastChild();
        return new Markup((one ? INLINE : RENDERER).render(document));
    }

    private static Node parse(String markdown, int above) {
        Node document = parse(markdown);
        document.accept(new Adaptation(above));
        return document;
    }

    private static Node parse(String markdown) {
        if (isNestedInALine(markdown)) {
            return asWritten(markdown);
        }
        try {
            Node document = PARSER.parse(markdown);
            return isTooDeep(document) ? asWritten(markdown) : document;
        } catch (StackOverflowError e) {
            // The parser calls itself for emphasis within emphasis, and cannot be told how often it may.
            return asWritten(markdown);
        }
    }

    /**
     * Whether a line begins more quotes and lists than are shown. The parser asks each of them about every line that follows, so
     * such a text is not given to it.
     */
    private static boolean isNestedInALine(String markdown) {
        return markdown.lines().anyMatch(line -> markers(line) > DEEPEST && !isRule(line));
    }

    private static int markers(String line) {
        int markers = 0;
        int index = 0;
        while (index < line.length()) {
            char character = line.charAt(index);
            int digits = index;
            while (digits < line.length() && Character.isDigit(line.charAt(digits))) {
                digits++;
            }
            boolean isNumber = digits > index && digits < line.length() && ".)".indexOf(line.charAt(digits)) >= 0;
            int end = isNumber ? digits + 1 : index + 1;
            boolean isItem = (isNumber || "-+*".indexOf(character) >= 0)
                    && (end == line.length() || Character.isWhitespace(line.charAt(end)));
            if (isItem || character == '>') {
                markers++;
            } else if (!Character.isWhitespace(character)) {
                return markers;
            }
            index = end;
        }
        return markers;
    }

    /** A line across the page, drawn with {@code - - -}. */
    private static boolean isRule(String line) {
        String drawn = line.replace(" ", "").replace("\t", "");
        return drawn.chars().allMatch(character -> character == '-')
                || drawn.chars().allMatch(character -> character == '*');
    }

    /** Looked at step by step: what is nested without end would end the stack of who visits it. */
    private static boolean isTooDeep(Node document) {
        int depth = 0;
        @Nullable Node node = document;
        while (node != null) {
            if (node.getFirstChild() != null) {
                node = node.getFirstChild();
                depth++;
            } else {
                while (node != null && node.getNext() == null) {
                    node = node.getParent();
                    depth--;
                }
                node = node == null ? null : node.getNext();
            }
            if (depth > DEEPEST) {
                return true;
            }
        }
        return false;
    }

    private static Node asWritten(String markdown) {
        Node paragraph = new Paragraph();
        paragraph.appendChild(new Text(markdown));
        Node document = new Document();
        document.appendChild(paragraph);
        return document;
    }

    /** Makes a text part of the page it stands in. */
    private static final class Adaptation extends AbstractVisitor {

        private final int above;
        /** The levels, as they were written, of the headings that the present place stands below. */
        private final Deque<Integer> written = new ArrayDeque<>();

        Adaptation(int above) {
            this.above = above;
        }

        /** Below the page's own heading, and no level is left out whatever the text leaves out. */
        @Override
        public void visit(Heading heading) {
            while (!written.isEmpty() && written.peek() >= heading.getLevel()) {
                written.pop();
            }
            written.push(heading.getLevel());
            heading.setLevel(Math.min(LOWEST_HEADING, above + written.size()));
            visitChildren(heading);
        }

        @Override
        public void visit(Text text) {
            text.setLiteral(LongWords.divisible(text.getLiteral()));
        }

        @Override
        public void visit(Image image) {
            visitChildren(image);
            Node child = image.getFirstChild();
            while (child != null) {
                Node next = child.getNext();
                image.insertBefore(child);
                child = next;
            }
            image.unlink();
        }
    }
}
