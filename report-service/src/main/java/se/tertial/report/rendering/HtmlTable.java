package se.tertial.report.rendering;

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

    private final Table table;
    private final String headingId;
    private final StringBuilder html = new StringBuilder();

    private HtmlTable(Table table, String headingId) {
        this.table = table;
        this.headingId = headingId;
    }

    /**
     * @param headingId the heading that the table stands below: two tables may have the same caption
     */
    static String render(Table table, String headingId) {
        return new HtmlTable(table, headingId).html();
    }

    private String html() {
        String caption = "caption-" + table.id();
        boolean stacked = table.columns().size() <= MOST_STACKED;
        if (!stacked) {
            html.append("<p class=\"hint\" aria-hidden=\"true\">Dra tabellen i sidled för att se alla kolumner.</p>\n");
        }
        html.append("<div class=\"scroll")
                .append(table.rows().size() > MOST_TOGETHER ? "" : " together")
                .append("\" role=\"group\" tabindex=\"0\" aria-labelledby=\"")
                .append(headingId)
                .append(' ')
                .append(caption)
                .append("\">\n");
        html.append("<table id=\"").append(table.id()).append("\" class=\"");
        html.append(stacked ? "stacked columns-" + table.columns().size() : "wide");
        html.append("\">\n<caption id=\"").append(caption).append("\"><span>");
        html.append(Html.text(table.caption()));
        if (table.unit() != null && !table.caption().contains(table.unit())) {
            html.append(" <span class=\"unit\">(")
                    .append(Html.escape(table.unit()))
                    .append(")</span>");
        }
        html.append("</span></caption>\n");
        heads();
        body();
        html.append("</table>\n</div>\n");
        if (!table.footnotes().isEmpty()) {
            html.append("<ul class=\"footnotes\">\n");
            for (Table.Footnote footnote : table.footnotes()) {
                html.append("<li><span class=\"mark\">").append(footnote.mark()).append("</span> ");
                html.append(Html.text(footnote.text())).append("</li>\n");
            }
            html.append("</ul>\n");
        }
        return html.toString();
    }

    private void heads() {
        boolean grouped = table.columns().stream().anyMatch(column -> column.group() != null);
        html.append("<thead>\n<tr>");
        html.append("<th scope=\"col\" class=\"label\"").append(grouped ? " rowspan=\"2\">" : ">");
        html.append(Html.text(String.join(" / ", table.rowHeaders()))).append("</th>");
        List<Table.Column> columns = table.columns();
        StringBuilder below = new StringBuilder();
        for (int index = 0; index < columns.size(); index++) {
            Table.Column column = columns.get(index);
            if (!grouped || column.group() == null) {
                html.append("<th scope=\"col\" class=\"figure\"").append(grouped ? " rowspan=\"2\">" : ">");
                html.append(Html.text(column.label())).append("</th>");
                continue;
            }
            int span = 1;
            while (index + span < columns.size()
                    && column.group().equals(columns.get(index + span).group())) {
                span++;
            }
            html.append("<th scope=\"colgroup\" class=\"figure\" colspan=\"")
                    .append(span)
                    .append("\">");
            html.append(Html.text(column.group())).append("</th>");
            for (int member = index; member < index + span; member++) {
                below.append("<th scope=\"col\" class=\"figure\">");
                below.append(Html.text(columns.get(member).label())).append("</th>");
            }
            index += span - 1;
        }
        html.append("</tr>\n");
        if (grouped) {
            html.append("<tr>").append(below).append("</tr>\n");
        }
        html.append("</thead>\n");
    }

    /** A group is a body of its own, and its name a row of its own: a column for it leaves the figures no room. */
    private void body() {
        String group = null;
        html.append("<tbody>\n");
        for (Table.Row row : table.rows()) {
            if (row.group() != null && !row.group().equals(group)) {
                html.append(group == null ? "" : "</tbody>\n<tbody>\n");
                html.append("<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"")
                        .append(table.columns().size() + 1)
                        .append("\">");
                html.append(Html.text(row.group())).append("</th></tr>\n");
            }
            group = row.group();
            row(row);
        }
        html.append("</tbody>\n");
    }

    private void row(Table.Row row) {
        boolean bare = row.cells().stream().allMatch(cell -> cell.state() == Cell.State.EMPTY);
        html.append("<tr class=\"")
                .append(row.role().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .append(bare ? " bare" : "")
                .append("\">");
        html.append("<th scope=\"row\" class=\"label level-")
                .append(Math.min(row.level(), 4))
                .append("\">");
        html.append(Html.text(row.label()));
        mark(row.footnote());
        html.append("</th>");
        row.cells().forEach(this::cell);
        html.append("</tr>\n");
    }

    private void cell(Cell cell) {
        html.append("<td class=\"")
                .append(cell.state() == Cell.State.TEXT ? "text" : "figure")
                .append("\">");
        switch (cell.state()) {
            case NO_DATA -> html.append("<abbr title=\"Ingen uppgift\">IU</abbr>");
            case NOT_APPLICABLE -> html.append("<abbr title=\"Ej tillämpligt\">-</abbr>");
            default -> html.append(Html.escape(cell.display()));
        }
        if (Boolean.TRUE.equals(cell.preliminary())) {
            html.append(" <abbr title=\"Preliminärt\">prel.</abbr>");
        }
        mark(cell.footnote());
        html.append("</td>");
    }

    private void mark(@Nullable String mark) {
        if (mark != null) {
            html.append("<span class=\"mark\">").append(mark).append("</span>");
        }
    }
}
