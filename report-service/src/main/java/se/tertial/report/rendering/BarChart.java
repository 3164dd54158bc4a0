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

    private final Html html;
    private final Block.Chart chart;
    private final Form form;
    private final int labelHeight;
    private final int categoryHeight;

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

    private BarChart(Html html, Block.Chart chart, Form form) {
        this.html = html;
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

    static void write(Html html, Block.Chart chart) {
        html.open("figure").classes("chart").id(chart.id()).line();
        new BarChart(html, chart, Form.WIDE).drawing();
        new BarChart(html, chart, Form.NARROW).drawing();
        html.open("figcaption").words(chart.title()).text(", ").text(chart.unit());
        if (chart.footnote() != null) {
            html.open("span").classes("mark").text("*").close().empty("br");
            html.open("span").classes("mark").text("*").close().text(" ").words(chart.footnote());
        }
        for (String note : chart.notes()) {
            html.empty("br").words(note);
        }
        html.close().line().close().line();
    }

    private void drawing() {
        String id = chart.id() + "-" + form.name();
        int top = legend(false) + 12;
        int height = top + chart.categories().size() * categoryHeight + 4;
        Scale scale = new Scale(form, extreme(true), extreme(false));
        html.open("svg").attribute("role", "img").classes(form.name());
        html.attribute("viewBox", "0 0 %d %d".formatted(form.width(), height));
        html.labelledBy(id + "-title", id + "-desc").line();
        html.open("title").id(id + "-title").text(chart.title()).close().line();
        html.open("desc").id(id + "-desc").text(chart.alternative()).close().line();
        legend(true);
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
        html.close().line();
    }

    private int barsBelow(int y) {
        int bars = chart.series().size() * PITCH;
        return form.isBeside() ? y + (categoryHeight - form.gap() - bars) / 2 : y + labelHeight + 3;
    }

    private void label(Block.Chart.Category category, int y) {
        List<String> lines = lines(category.label());
        int x = form.isBeside() ? form.labels() - 12 : 0;
        int first = form.isBeside() ? y + (categoryHeight - form.gap() - lines.size() * LINE) / 2 + BAR - 2 : y + BAR;
        html.open("text").classes(form.isBeside() ? "beside" : "above");
        for (int line = 0; line < lines.size(); line++) {
            html.open("tspan").attribute("x", x).attribute("y", first + line * LINE);
            html.text(lines.get(line)).close();
        }
        html.close().line();
    }

    /** A label in lines that fit; a word that does not fit is left whole. */
    private List<String> lines(String label) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : label.split(" ", -1)) {
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
        html.empty("line").classes("axis").attribute("x1", x.toString()).attribute("x2", x.toString());
        html.attribute("y1", from).attribute("y2", to).line();
    }

    /**
     * What each kind of bar means, in as many lines as it takes.
     *
     * @param isDrawn whether it is drawn, or only measured
     * @return where it ends
     */
    private int legend(boolean isDrawn) {
        List<String> series = chart.series();
        int x = form.labels();
        int y = 6;
        for (int index = 0; index < series.size(); index++) {
            int room = 40 + series.get(index).length() * 8;
            if (x > form.labels() && x + room > form.width()) {
                x = form.labels();
                y += PITCH + 6;
            }
            if (isDrawn) {
                html.empty("rect").classes("series-" + index).attribute("x", x).attribute("y", y);
                html.attribute("width", 14).attribute("height", BAR);
                html.open("text").attribute("x", x + 20).attribute("y", y + 11);
                html.text(series.get(index)).close().line();
            }
            x += room;
        }
        return y + PITCH;
    }

    private void bar(Scale scale, Cell cell, int series, int y) {
        BigDecimal value = cell.value();
        if (value == null) {
            BigDecimal x = scale.at(BigDecimal.ZERO).add(BigDecimal.valueOf(5));
            html.open("text").classes("value").attribute("x", x.toString()).attribute("y", y + 11);
            html.text(cell.display()).close().line();
            return;
        }
        BigDecimal from = scale.at(value.min(BigDecimal.ZERO));
        BigDecimal to = scale.at(value.max(BigDecimal.ZERO));
        html.empty("rect")
                .classes("series-" + series)
                .attribute("x", from.toString())
                .attribute("y", y);
        html.attribute("width", to.subtract(from).max(BigDecimal.ONE).toString())
                .attribute("height", BAR);
        boolean negative = value.signum() < 0;
        BigDecimal x = negative ? from.subtract(BigDecimal.valueOf(5)) : to.add(BigDecimal.valueOf(5));
        html.open("text").classes(negative ? "value before" : "value").attribute("x", x.toString());
        html.attribute("y", y + 11).text(cell.display()).close().line();
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
