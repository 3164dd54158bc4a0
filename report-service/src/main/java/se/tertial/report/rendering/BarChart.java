package se.tertial.report.rendering;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import se.tertial.report.document.Block;
import se.tertial.report.document.Cell;

/**
 * A chart of bars as inline SVG, with its values written out and the whole in words for those who do not see it. It is drawn
 * twice, and the page shows the drawing that fits: scaled down to a telephone, the wide one could not be read.
 */
final class BarChart {

    private static final int BAR = 13;
    private static final int PITCH = BAR + 2;
    private static final int VALUE_ROOM = 62;
    private static final int LINE = 15;

    private final Block.Chart chart;
    private final Form form;
    private final int labelHeight;
    private final int categoryHeight;
    private final StringBuilder svg = new StringBuilder();

    /**
     * How it is drawn.
     *
     * @param width       of the drawing
     * @param labels      width of the column of labels; 0 if they stand above their bars
     * @param longestLine of a label, in characters
     * @param gap         between two categories
     */
    private record Form(String name, int width, int labels, int longestLine, int gap) {

        static final Form WIDE = new Form("wide", 760, 190, 24, 12);
        static final Form NARROW = new Form("narrow", 320, 0, 40, 14);

        boolean isBeside() {
            return labels > 0;
        }
    }

    private BarChart(Block.Chart chart, Form form) {
        this.chart = chart;
        this.form = form;
        this.labelHeight = LINE
                * chart.categories().stream()
                        .mapToInt(category -> lines(category.label()).size())
                        .max()
                        .orElse(1);
        int bars = chart.series().size() * PITCH;
        this.categoryHeight = (form.isBeside() ? Math.max(bars, labelHeight) : bars + labelHeight + 3) + form.gap();
    }

    static String render(Block.Chart chart) {
        StringBuilder html = new StringBuilder("<figure class=\"chart\" id=\"" + chart.id() + "\">\n");
        html.append(new BarChart(chart, Form.WIDE).drawing());
        html.append(new BarChart(chart, Form.NARROW).drawing());
        html.append("<figcaption>")
                .append(Html.text(chart.title()))
                .append(", ")
                .append(chart.unit());
        if (chart.footnote() != null) {
            html.append("<span class=\"mark\">*</span><br><span class=\"mark\">*</span> ")
                    .append(Html.text(chart.footnote()));
        }
        return html.append("</figcaption>\n</figure>\n").toString();
    }

    private StringBuilder drawing() {
        String id = chart.id() + "-" + form.name();
        StringBuilder legend = new StringBuilder();
        int top = legend(legend) + 12;
        int height = top + chart.categories().size() * categoryHeight + 4;
        Scale scale = new Scale(form, extreme(true), extreme(false));
        svg.append("<svg role=\"img\" class=\"%s\" viewBox=\"0 0 %d %d\" aria-labelledby=\"%s-title %s-desc\">\n"
                .formatted(form.name(), form.width(), height, id, id));
        svg.append("<title id=\"%s-title\">%s</title>\n".formatted(id, Html.escape(chart.title())));
        svg.append("<desc id=\"%s-desc\">%s</desc>\n".formatted(id, Html.escape(chart.alternative())));
        svg.append(legend);
        int y = top;
        for (Block.Chart.Category category : chart.categories()) {
            label(category, y);
            axis(
                    scale,
                    form.isBeside() ? y - 4 : barsBelow(y) - 2,
                    form.isBeside() ? y + categoryHeight - 4 : y + categoryHeight - form.gap());
            for (int series = 0; series < category.values().size(); series++) {
                bar(scale, category.values().get(series), series, barsBelow(y) + series * PITCH);
            }
            y += categoryHeight;
        }
        return svg.append("</svg>\n");
    }

    private int barsBelow(int y) {
        int bars = chart.series().size() * PITCH;
        return form.isBeside() ? y + (categoryHeight - form.gap() - bars) / 2 : y + labelHeight + 3;
    }

    private void label(Block.Chart.Category category, int y) {
        List<String> lines = lines(category.label());
        int x = form.isBeside() ? form.labels() - 12 : 0;
        int first = form.isBeside() ? y + (categoryHeight - form.gap() - lines.size() * LINE) / 2 + BAR - 2 : y + BAR;
        svg.append("<text class=\"%s\">".formatted(form.isBeside() ? "beside" : "above"));
        for (int line = 0; line < lines.size(); line++) {
            svg.append("<tspan x=\"%d\" y=\"%d\">%s</tspan>"
                    .formatted(x, first + line * LINE, Html.escape(lines.get(line))));
        }
        svg.append("</text>\n");
    }

    /** A label in lines that fit; a word that does not fit is left whole. */
    private List<String> lines(String label) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : label.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > form.longestLine()) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** The line of nought; it would cross labels that stand above their bars. */
    private void axis(Scale scale, int from, int to) {
        BigDecimal x = scale.at(BigDecimal.ZERO);
        svg.append("<line class=\"axis\" x1=\"%s\" x2=\"%s\" y1=\"%d\" y2=\"%d\"/>\n".formatted(x, x, from, to));
    }

    /** Draws what each kind of bar means, in as many lines as it takes, and tells where it ends. */
    private int legend(StringBuilder legend) {
        List<String> series = chart.series();
        int x = form.labels();
        int y = 6;
        for (int index = 0; index < series.size(); index++) {
            int room = 40 + series.get(index).length() * 8;
            if (x > form.labels() && x + room > form.width()) {
                x = form.labels();
                y += PITCH + 6;
            }
            legend.append("<rect class=\"series-%d\" x=\"%d\" y=\"%d\" width=\"14\" height=\"%d\"/>"
                    .formatted(index, x, y, BAR));
            legend.append(
                    "<text x=\"%d\" y=\"%d\">%s</text>\n".formatted(x + 20, y + 11, Html.escape(series.get(index))));
            x += room;
        }
        return y + PITCH;
    }

    private void bar(Scale scale, Cell cell, int series, int y) {
        BigDecimal value = cell.value();
        if (value == null) {
            svg.append("<text class=\"value\" x=\"%s\" y=\"%d\">saknas</text>\n"
                    .formatted(scale.at(BigDecimal.ZERO).add(BigDecimal.valueOf(5)), y + 11));
            return;
        }
        BigDecimal from = scale.at(value.min(BigDecimal.ZERO));
        BigDecimal to = scale.at(value.max(BigDecimal.ZERO));
        svg.append("<rect class=\"series-%d\" x=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\"/>"
                .formatted(series, from, y, to.subtract(from).max(BigDecimal.ONE), BAR));
        boolean negative = value.signum() < 0;
        svg.append("<text class=\"value%s\" x=\"%s\" y=\"%d\">%s</text>\n"
                .formatted(
                        negative ? " before" : "",
                        negative ? from.subtract(BigDecimal.valueOf(5)) : to.add(BigDecimal.valueOf(5)),
                        y + 11,
                        Html.escape(cell.display())));
    }

    private BigDecimal extreme(boolean lowest) {
        return chart.categories().stream()
                .flatMap(category -> category.values().stream())
                .map(Cell::value)
                .filter(value -> value != null)
                .reduce(BigDecimal.ZERO, (one, other) -> lowest ? one.min(other) : one.max(other));
    }

    /** Where a value lies across the drawing. */
    private record Scale(Form form, BigDecimal lowest, BigDecimal highest) {

        BigDecimal at(BigDecimal value) {
            BigDecimal span = highest.subtract(lowest).max(BigDecimal.ONE);
            BigDecimal room = BigDecimal.valueOf(form.width() - form.labels() - 2L * VALUE_ROOM);
            return value.subtract(lowest)
                    .multiply(room)
                    .divide(span, MathContext.DECIMAL64)
                    .add(BigDecimal.valueOf((long) form.labels() + VALUE_ROOM))
                    .setScale(1, RoundingMode.HALF_UP);
        }
    }
}
