package se.tertial.report.composition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.tertial.report.document.Table;

/** The footnotes of one table, as they are gathered: the same words have the same mark. */
final class Footnotes {

    /** More stars than this nobody tells apart; the footnotes that follow are numbered. */
    private static final int MOST_STARS = 5;

    private final List<Table.Footnote> all = new ArrayList<>();
    private final Map<String, String> marks = new HashMap<>();

    List<Table.Footnote> all() {
        return all;
    }

    /** The mark of a footnote; null if there is none. */
    @Nullable
    String mark(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return marks.computeIfAbsent(text, footnote -> {
            int number = all.size() + 1;
            String mark = number <= MOST_STARS ? "*".repeat(number) : number + ")";
            all.add(new Table.Footnote(mark, footnote));
            return mark;
        });
    }
}
