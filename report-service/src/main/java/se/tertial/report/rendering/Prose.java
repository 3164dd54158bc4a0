package se.tertial.report.rendering;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Markdown as HTML. HTML in it is shown as text, unsafe addresses are dropped, images are replaced by their descriptions. */
final class Prose {

    private static final int HIGHEST_HEADING = 5;
    private static final Parser PARSER = Parser.builder().build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .escapeHtml(true)
            .sanitizeUrls(true)
            .omitSingleParagraphP(false)
            .build();
    private static final HtmlRenderer INLINE = HtmlRenderer.builder()
            .escapeHtml(true)
            .sanitizeUrls(true)
            .omitSingleParagraphP(true)
            .build();

    private Prose() {}

    /** Paragraphs and lists. */
    static String html(String markdown) {
        return RENDERER.render(parse(markdown));
    }

    /** The same, without the tags of a paragraph if it is just one. */
    static String inline(String markdown) {
        Node document = parse(markdown);
        boolean one =
                document.getFirstChild() instanceof Paragraph && document.getFirstChild() == document.getLastChild();
        return (one ? INLINE : RENDERER).render(document);
    }

    private static Node parse(String markdown) {
        Node document = PARSER.parse(markdown);
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                // The report's own headings stand above those in a text.
                heading.setLevel(Math.min(6, heading.getLevel() + HIGHEST_HEADING - 1));
                visitChildren(heading);
            }

            @Override
            public void visit(Image image) {
                Node child = image.getFirstChild();
                while (child != null) {
                    Node next = child.getNext();
                    image.insertBefore(child);
                    child = next;
                }
                image.unlink();
            }
        });
        return document;
    }
}
