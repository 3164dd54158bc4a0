package se.tertial.report.rendering;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import se.tertial.report.document.Block;
import se.tertial.report.document.Cell;

/** A chart of bars as inline SVG, with its values written out and the whole in words for those who do not see it. */
final class BarChart {

    private static final int WIDTH = 760;
    private static final int LABELS = 190;
    private static final int RIGHT = 20;
    private static final int BAR = 13;
    private static final int GAP = 12;
    private static final int VALUE_ROOM = 62;

    private BarChart() {}

    static String render(Block.Chart chart) {
        int perCategory = chart.series().size() * (BAR + 2) + GAP;
        int top = 34;
        int height = top + chart.categories().size() * perCategory + 10;
        BigDecimal lowest = extreme(chart, true);
        BigDecimal highest = extreme(chart, false);
        Scale scale = new Scale(lowest, highest);
        StringBuilder svg = new StringBuilder();
        svg.append("<figure class=\"chart\" id=\"")
                .append(chart.id())
                .append("\">\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" ");
        svg.append("aria-labelledby=\"").append(chart.id()).append("-title\">\n");
        svg.append("<svg role=\"img\" viewBox=\"0 0 %d %d\" aria-labelledby=\"%s-title %s-desc\">\n"
                .formatted(WIDTH, height, chart.id(), chart.id()));
        svg.append("<title id=\"")
                .append(chart.id())
                .append("-title\">")
                .append(Html.escape(chart.title()))
                .append("</title>\n");
        svg.append("<desc id=\"")
                .append(chart.id())
                .append("-desc\">")
                .append(Html.escape(chart.alternative()))
                .append("</desc>\n");
        legend(svg, chart.series());
        svg.append("<line class=\"axis\" x1=\"%s\" x2=\"%s\" y1=\"%d\" y2=\"%d\"/>\n"
                .formatted(scale.at(BigDecimal.ZERO), scale.at(BigDecimal.ZERO), top - 4, height - 6));
        int y = top;
        for (Block.Chart.Category category : chart.categories()) {
            svg.append("<text class=\"category\" x=\"%d\" y=\"%d\">%s</text>\n"
                    .formatted(LABELS - 12, y + (perCategory - GAP) / 2 + 4, Html.escape(category.label())));
            for (int series = 0; series < category.values().size(); series++) {
                bar(svg, scale, category.values().get(series), series, y + series * (BAR + 2));
            }
            y += perCategory;
        }
        svg.append("</svg>\n</div>\n<figcaption>")
                .append(Html.escape(chart.title()))
                .append(", ")
                .append(chart.unit());
        if (chart.footnote() != null) {
            svg.append("<span class=\"mark\">*</span><br><span class=\"mark\">*</span> ")
                    .append(Html.escape(chart.footnote()));
        }
        return svg.append("</figcaption>\n</figure>\n").toString();
    }

    private static void legend(StringBuilder svg, List<String> series) {
        int x = LABELS;
        for (int index = 0; index < series.size(); index++) {
            svg.append(
                    "<rect class=\"series-%d\" x=\"%d\" y=\"6\" width=\"14\" height=\"%d\"/>".formatted(index, x, BAR));
            svg.append("<text x=\"%d\" y=\"17\">%s</text>\n".formatted(x + 20, Html.escape(series.get(index))));
            x += 40 + series.get(index).length() * 8;
        }
    }

    private static void bar(StringBuilder svg, Scale scale, Cell cell, int series, int y) {
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

    private static BigDecimal extreme(Block.Chart chart, boolean lowest) {
        return chart.categories().stream()
                .flatMap(category -> category.values().stream())
                .map(Cell::value)
                .filter(value -> value != null)
                .reduce(BigDecimal.ZERO, (one, other) -> lowest ? one.min(other) : one.max(other));
    }

    /** Where a value lies across the page. */
    private record Scale(BigDecimal lowest, BigDecimal highest) {

        BigDecimal at(BigDecimal value) {
            BigDecimal span = highest.subtract(lowest).max(BigDecimal.ONE);
            BigDecimal room = BigDecimal.valueOf(WIDTH - LABELS - RIGHT - 2L * VALUE_ROOM);
            return value.subtract(lowest)
                    .multiply(room)
                    .divide(span, MathContext.DECIMAL64)
                    .add(BigDecimal.valueOf((long) LABELS + VALUE_ROOM))
                    .setScale(1, RoundingMode.HALF_UP);
        }
    }
}
