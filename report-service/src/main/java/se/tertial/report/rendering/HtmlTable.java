package se.tertial.report.rendering;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.tertial.report.document.Cell;
import se.tertial.report.document.Table;

/** A table of figures as HTML: heads with scope, rows in their groups, footnotes below. */
final class HtmlTable {

    /** More columns than this do not fit below a row's label on a telephone: such a table is moved sideways. */
    private static final int MOST_STACKED = 5;

    /** A table that is no longer stays on one page of paper. */
    private static final int MOST_TOGETHER = 14;

    private final Html html;
    private final Table table;
    private final String headingId;

    private HtmlTable(Html html, Table table, String headingId) {
        this.html = html;
        this.table = table;
        this.headingId = headingId;
    }

    /**
     * @param headingId the heading that the table stands below: two tables may have the same caption
     */
    static void write(Html html, Table table, String headingId) {
        new HtmlTable(html, table, headingId).write();
    }

    private void write() {
        String caption = "caption-" + table.id();
        boolean stacked = table.columns().size() <= MOST_STACKED;
        if (!stacked) {
            html.open("p").classes("hint").attribute("aria-hidden", "true");
            html.text("Dra tabellen i sidled för att se alla kolumner.").close().line();
        }
        html.open("div").classes(table.rows().size() > MOST_TOGETHER ? "scroll" : "scroll together");
        html.attribute("role", "group")
                .attribute("tabindex", 0)
                .labelledBy(headingId, caption)
                .line();
        html.open("table").id(table.id());
        html.classes(stacked ? "stacked columns-" + table.columns().size() : "wide")
                .line();
        html.open("caption").id(caption).open("span").words(table.caption());
        if (table.unit() != null && !table.caption().contains(table.unit())) {
            html.text(" ")
                    .open("span")
                    .classes("unit")
                    .text("(" + table.unit() + ")")
                    .close();
        }
        html.close().close().line();
        heads();
        body();
        html.close().line().close().line();
        for (String note : table.notes()) {
            html.open("p").classes("note").words(note).close().line();
        }
        if (!table.footnotes().isEmpty()) {
            html.open("ul").classes("footnotes").line();
            for (Table.Footnote footnote : table.footnotes()) {
                html.open("li")
                        .open("span")
                        .classes("mark")
                        .text(footnote.mark())
                        .close();
                html.text(" ").words(footnote.text()).close().line();
            }
            html.close().line();
        }
    }

    private void heads() {
        boolean grouped = table.columns().stream().anyMatch(column -> column.group() != null);
        html.open("thead").line().open("tr");
        head("label", grouped, String.join(" / ", table.rowHeaders()));
        List<Table.Column> columns = table.columns();
        List<Table.Column> below = new ArrayList<>();
        for (int index = 0; index < columns.size(); index++) {
            Table.Column column = columns.get(index);
            if (column.group() == null) {
                head("figure", grouped, column.label());
                continue;
            }
            int span = 1;
            while (index + span < columns.size()
                    && column.group().equals(columns.get(index + span).group())) {
                span++;
            }
            html.open("th").attribute("scope", "colgroup").classes("figure").attribute("colspan", span);
            html.words(column.group()).close();
            below.addAll(columns.subList(index, index + span));
            index += span - 1;
        }
        html.close().line();
        if (grouped) {
            html.open("tr");
            below.forEach(column -> head("figure", false, column.label()));
            html.close().line();
        }
        html.close().line();
    }

    private void head(String classes, boolean isOverTwoRows, String text) {
        html.open("th").attribute("scope", "col").classes(classes);
        if (isOverTwoRows) {
            html.attribute("rowspan", 2);
        }
        html.words(text).close();
    }

    /** A group is a body of its own, and its name a row of its own: a column for it leaves the figures no room. */
    private void body() {
        String group = null;
        html.open("tbody").line();
        for (Table.Row row : table.rows()) {
            if (row.group() != null && !row.group().equals(group)) {
                if (group != null) {
                    html.close().line().open("tbody").line();
                }
                html.open("tr").classes("group").open("th").attribute("scope", "rowgroup");
                html.attribute("colspan", table.columns().size() + 1)
                        .words(row.group())
                        .close()
                        .close()
                        .line();
            }
            group = row.group();
            row(row);
        }
        html.close().line();
    }

    private void row(Table.Row row) {
        boolean bare = row.cells().stream().allMatch(cell -> cell.state() == Cell.State.EMPTY);
        String role = row.role().name().toLowerCase(Locale.ROOT).replace('_', '-');
        html.open("tr").classes(bare ? role + " bare" : role);
        html.open("th").attribute("scope", "row").classes("label level-" + Math.min(row.level(), 4));
        html.words(row.label());
        mark(row.footnote());
        html.close();
        row.cells().forEach(this::cell);
        html.close().line();
    }

    private void cell(Cell cell) {
        html.open("td").classes(cell.state() == Cell.State.TEXT ? "text" : "figure");
        switch (cell.state()) {
            case NO_DATA -> abbreviation("Ingen uppgift", "IU");
            case NOT_APPLICABLE -> abbreviation("Ej tillämpligt", "-");
            case NOT_REPORTED -> abbreviation("Inte rapporterat ännu", cell.display());
            default -> html.text(cell.display());
        }
        if (Boolean.TRUE.equals(cell.preliminary())) {
            html.text(" ");
            abbreviation("Preliminärt", "prel.");
        }
        mark(cell.footnote());
        html.close();
    }

    private void abbreviation(String meaning, String text) {
        html.open("abbr").attribute("title", meaning).text(text).close();
    }

    private void mark(@Nullable String mark) {
        if (mark != null) {
            html.open("span").classes("mark").text(mark).close();
        }
    }
}
