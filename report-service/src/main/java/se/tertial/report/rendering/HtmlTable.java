package se.tertial.report.rendering;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import se.tertial.report.document.Cell;
import se.tertial.report.document.Table;

/** A table of figures as HTML: heads with scope, rows in their groups, footnotes below. */
final class HtmlTable {

    private final Table table;
    private final StringBuilder html = new StringBuilder();

    private HtmlTable(Table table) {
        this.table = table;
    }

    static String render(Table table) {
        return new HtmlTable(table).html();
    }

    private String html() {
        String caption = "caption-" + table.id();
        html.append("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"")
                .append(caption)
                .append("\">\n");
        html.append("<table id=\"")
                .append(table.id())
                .append("\">\n<caption id=\"")
                .append(caption)
                .append("\">");
        html.append(Html.escape(table.caption()));
        if (table.unit() != null && !table.caption().contains(table.unit())) {
            html.append(" <span class=\"unit\">(")
                    .append(Html.escape(table.unit()))
                    .append(")</span>");
        }
        html.append("</caption>\n");
        heads();
        body();
        html.append("</table>\n</div>\n");
        if (!table.footnotes().isEmpty()) {
            html.append("<ul class=\"footnotes\">\n");
            for (Table.Footnote footnote : table.footnotes()) {
                html.append("<li><span class=\"mark\">").append(footnote.mark()).append("</span> ");
                html.append(Html.escape(footnote.text())).append("</li>\n");
            }
            html.append("</ul>\n");
        }
        return html.toString();
    }

    private void heads() {
        boolean grouped = table.columns().stream().anyMatch(column -> column.group() != null);
        html.append("<thead>\n<tr>");
        for (String head : table.rowHeaders()) {
            html.append("<th scope=\"col\" class=\"label\"").append(grouped ? " rowspan=\"2\">" : ">");
            html.append(Html.escape(head)).append("</th>");
        }
        List<Table.Column> columns = table.columns();
        StringBuilder below = new StringBuilder();
        for (int index = 0; index < columns.size(); index++) {
            Table.Column column = columns.get(index);
            if (!grouped || column.group() == null) {
                html.append("<th scope=\"col\" class=\"figure\"").append(grouped ? " rowspan=\"2\">" : ">");
                html.append(Html.escape(column.label())).append("</th>");
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
            html.append(Html.escape(column.group())).append("</th>");
            for (int member = index; member < index + span; member++) {
                below.append("<th scope=\"col\" class=\"figure\">");
                below.append(Html.escape(columns.get(member).label())).append("</th>");
            }
            index += span - 1;
        }
        html.append("</tr>\n");
        if (grouped) {
            html.append("<tr>").append(below).append("</tr>\n");
        }
        html.append("</thead>\n");
    }

    private void body() {
        List<Table.Row> rows = table.rows();
        int index = 0;
        html.append("<tbody>\n");
        while (index < rows.size()) {
            String group = rows.get(index).group();
            int size = 1;
            while (group != null
                    && index + size < rows.size()
                    && Objects.equals(group, rows.get(index + size).group())) {
                size++;
            }
            if (group != null && index > 0) {
                html.append("</tbody>\n<tbody>\n");
            }
            for (int member = index; member < index + size; member++) {
                row(rows.get(member), member == index ? group : null, size);
            }
            index += size;
        }
        html.append("</tbody>\n");
    }

    private void row(Table.Row row, @Nullable String group, int size) {
        html.append("<tr class=\"")
                .append(row.role().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .append("\">");
        if (group != null) {
            html.append("<th scope=\"rowgroup\" class=\"group\" rowspan=\"")
                    .append(size)
                    .append("\">");
            html.append(Html.escape(group)).append("</th>");
        }
        html.append("<th scope=\"row\" class=\"label level-")
                .append(Math.min(row.level(), 4))
                .append("\">");
        html.append(Html.escape(row.label()));
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
