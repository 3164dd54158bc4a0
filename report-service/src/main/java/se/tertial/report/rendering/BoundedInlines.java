package se.tertial.report.rendering;

import org.commonmark.internal.InlineParserImpl;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.InlineParser;
import org.commonmark.parser.InlineParserContext;
import org.commonmark.parser.SourceLine;
import org.commonmark.parser.SourceLines;

/**
 * Reads emphasis, links and code of one text, as long as that is cheap. The library looks for the end of whatever may begin
 * something, up to the end of the paragraph: 50 000 of {@code <} take it many seconds. Here a text has an allowance of characters
 * to look at. A text written by a person needs a fraction of it; what exceeds it is shown as it was written.
 */
final class BoundedInlines implements InlineParser {

    private static final long ALLOWANCE = 4_000_000;
    private static final String OPENERS = "<[]!*_`&\\";

    private final InlineParser inlines;
    private long spent;

    BoundedInlines(InlineParserContext context) {
        this.inlines = new InlineParserImpl(context);
    }

    @Override
    public void parse(SourceLines lines, Node block) {
        long cost = cost(lines);
        if (spent + cost > ALLOWANCE) {
            asWritten(lines, block);
        } else {
            spent += cost;
            inlines.parse(lines, block);
        }
    }

    /** At worst each character that may begin something makes the parser look at all of the paragraph. */
    private static long cost(SourceLines lines) {
        long length = 0;
        long openers = 0;
        for (SourceLine line : lines.getLines()) {
            CharSequence content = line.getContent();
            length += content.length();
            for (int index = 0; index < content.length(); index++) {
                if (OPENERS.indexOf(content.charAt(index)) >= 0) {
                    openers++;
                }
            }
        }
        return length * openers;
    }

    private static void asWritten(SourceLines lines, Node block) {
        for (SourceLine line : lines.getLines()) {
            if (block.getFirstChild() != null) {
                block.appendChild(new SoftLineBreak());
            }
            block.appendChild(new Text(line.getContent().toString()));
        }
    }
}
