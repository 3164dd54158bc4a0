package se.tertial.report.money;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import se.tertial.report.document.Allowance;
import se.tertial.report.document.Block;
import se.tertial.report.document.Cell;
import se.tertial.report.template.TemplateChart;
import se.tertial.report.template.TemplateTable;
import se.tertial.report.wording.Labels;

/** The chart of net per unit, in words too. */
final class NetChart {

    private NetChart() {}

    static Block.Chart of(String id, TemplateChart template, UnitLines lines, Labels labels, Allowance allowance) {
        AmountCells cells = new AmountCells(null, allowance);
        List<Block.Chart.Category> categories = lines
                .of(template.series(), template.organisationAsOf(), false, TemplateTable.MissingAmount.NOT_REPORTED)
                .stream()
                .map(line ->
                        new Block.Chart.Category(line.place().name(), cells.row(template.series(), line.amounts())))
                .toList();
        List<String> series = template.series().stream()
                .map(column -> labels.of(column.label()))
                .toList();
        String title = labels.of(template.title(), template.organisationAsOf());
        return new Block.Chart(
                id,
                title,
                alternative(title, cells.unit(), series, categories),
                cells.unit(),
                template.organisationAsOf(),
                series,
                categories,
                template.footnote() == null ? null : labels.of(template.footnote(), template.organisationAsOf()));
    }

    private static String alternative(
            String title, String unit, List<String> series, List<Block.Chart.Category> categories) {
        return "Stapeldiagram: " + title + ", " + unit + ". "
                + categories.stream()
                        .map(category -> {
                            List<String> values = new ArrayList<>();
                            for (int index = 0; index < series.size(); index++) {
                                Cell cell = category.values().get(index);
                                values.add(series.get(index) + " "
                                        + (cell.state() == Cell.State.NUMBER ? cell.display() : "saknas"));
                            }
                            return category.label() + ": " + String.join(", ", values) + ".";
                        })
                        .collect(Collectors.joining(" "));
    }
}
