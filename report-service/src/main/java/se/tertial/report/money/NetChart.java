package se.tertial.report.money;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import se.tertial.report.document.Allowance;
import se.tertial.report.document.Block;
import se.tertial.report.document.Cell;
import se.tertial.report.document.Table;
import se.tertial.report.template.Columns;
import se.tertial.report.template.TemplateChart;
import se.tertial.report.template.TemplateColumn;
import se.tertial.report.template.TemplateTable;
import se.tertial.report.wording.Labels;
import se.tertial.report.wording.Missing;

/**
 * The chart of net per unit, in words too. Of many units the largest have bars, and the others one that is their exact sum; then a
 * table has all of them.
 */
final class NetChart {

    /** More categories than this nobody tells apart. */
    private static final int MOST = 30;

    private final UnitLines lines;
    private final Columns columns;
    private final Labels labels;
    private final Missing missing;
    private final AmountCells cells;

    /** A unit with what is shown of it. */
    private record Shown(UnitLines.Line line, List<Cell> cells) {

        String unitId() {
            return line.place().unitId();
        }

        Block.Chart.Category category() {
            return new Block.Chart.Category(line.place().name(), cells);
        }

        /** What it has in a sum of others. */
        Amounts addend(List<TemplateColumn> series) {
            return line.amounts().ofKnownSides(line.place().name(), series);
        }

        /** The largest of its amounts, whichever way it goes. */
        BigDecimal size() {
            return cells.stream()
                    .map(Cell::value)
                    .filter(Objects::nonNull)
                    .map(BigDecimal::abs)
                    .reduce(BigDecimal.ZERO, BigDecimal::max);
        }
    }

    NetChart(UnitLines lines, Columns columns, Labels labels, Missing missing, Allowance allowance) {
        this.lines = lines;
        this.columns = columns;
        this.labels = labels;
        this.missing = missing;
        this.cells = new AmountCells(null, allowance);
    }

    Block.Chart of(String id, TemplateChart template) {
        List<TemplateColumn> columnsOfSeries = template.series();
        List<String> series = columnsOfSeries.stream()
                .map(column -> labels.of(column.label()))
                .toList();
        String title = labels.of(template.title(), template.organisationAsOf());
        List<Shown> all = lines
                .of(columnsOfSeries, template.organisationAsOf(), false, TemplateTable.MissingAmount.NOT_REPORTED)
                .stream()
                .map(line -> new Shown(line, cells.row(columnsOfSeries, line.amounts())))
                .toList();
        tellWhatIsMissing(title, columnsOfSeries, all);
        List<Block.Chart.Category> categories;
        List<String> notes = new ArrayList<>();
        if (all.size() <= MOST) {
            categories = all.stream().map(Shown::category).toList();
        } else {
            categories = largest(columnsOfSeries, all, notes);
        }
        return new Block.Chart(
                id,
                title,
                alternative(title, series, categories, notes),
                cells.unit(),
                template.organisationAsOf(),
                series,
                categories,
                template.footnote() == null ? null : labels.of(template.footnote(), template.organisationAsOf()),
                notes,
                all.size() <= MOST ? null : table(id + "-table", title, template, all));
    }

    /** The largest in the order of all, and the sum of the others. What stands within another's figures would count twice. */
    private List<Block.Chart.Category> largest(List<TemplateColumn> series, List<Shown> all, List<String> notes) {
        List<Shown> additive =
                all.stream().filter(one -> one.line().place().isAdditive()).toList();
        Set<String> drawn = additive.stream()
                .sorted(Comparator.comparing(Shown::size).reversed())
                .limit(additive.size() <= MOST ? MOST : MOST - 1)
                .map(Shown::unitId)
                .collect(Collectors.toSet());
        List<Shown> others =
                additive.stream().filter(one -> !drawn.contains(one.unitId())).toList();
        List<Block.Chart.Category> categories = new ArrayList<>();
        additive.stream()
                .filter(one -> drawn.contains(one.unitId()))
                .map(Shown::category)
                .forEach(categories::add);
        if (!others.isEmpty()) {
            Amounts sum = Amounts.sum(
                    Amount.Kind.OPERATIONS,
                    others.stream().map(one -> one.addend(series)).toList());
            categories.add(new Block.Chart.Category("Övriga (" + others.size() + ")", cells.row(series, sum)));
            notes.add("Staplarna visar de " + drawn.size() + " enheter som har störst belopp, och summan av de övriga "
                    + others.size() + ". Tabellen visar alla.");
            for (TemplateColumn column : series) {
                int lacking = others.stream()
                        .mapToInt(one -> lackingIn(column, one.addend(series)).size())
                        .sum();
                if (lacking > 0) {
                    notes.add("Av de övriga saknar " + lacking + " belopp för ”" + labels.of(column.label())
                            + "”. De ingår inte i den summan.");
                }
            }
        }
        if (additive.size() < all.size()) {
            notes.add("Enheter som ingår i en annan enhets belopp visas bara i tabellen.");
        }
        return categories;
    }

    private static Set<String> lackingIn(TemplateColumn column, Amounts amounts) {
        return amounts.lacking().getOrDefault(column.columnId(), Set.of());
    }

    private void tellWhatIsMissing(String title, List<TemplateColumn> series, Collection<Shown> all) {
        for (TemplateColumn column : series) {
            Set<String> names = all.stream()
                    .flatMap(one -> lackingIn(column, one.line().amounts()).stream())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            if (!names.isEmpty()) {
                missing.amounts(Missing.Place.CHART, title, labels.of(column.label()), names);
            }
            all.stream()
                    .filter(one -> !one.line().amounts().knowsSideIn(column))
                    .forEach(one -> missing.sides(
                            Missing.Place.CHART,
                            title,
                            labels.of(column.label()),
                            one.line().place().name()));
        }
    }

    private Table table(String id, String title, TemplateChart template, List<Shown> all) {
        return new Table(
                id,
                title,
                cells.unit(),
                template.organisationAsOf(),
                List.of("Enhet"),
                columns.of(template.series()),
                all.stream()
                        .map(one -> new Table.Row(
                                one.unitId(),
                                null,
                                one.line().place().name(),
                                one.line().role(),
                                one.line().place().level(),
                                null,
                                null,
                                one.cells()))
                        .toList(),
                List.of(),
                List.of());
    }

    private String alternative(
            String title, List<String> series, List<Block.Chart.Category> categories, List<String> notes) {
        String bars = categories.stream()
                .map(category -> {
                    List<String> values = new ArrayList<>();
                    for (int index = 0; index < series.size(); index++) {
                        values.add(series.get(index) + " "
                                + spoken(category.values().get(index)));
                    }
                    return category.label() + ": " + String.join(", ", values) + ".";
                })
                .collect(Collectors.joining(" "));
        return "Stapeldiagram: " + title + ", " + cells.unit() + ". " + bars
                + notes.stream().map(note -> " " + note).collect(Collectors.joining());
    }

    private static String spoken(Cell cell) {
        return cell.state() == Cell.State.NOT_APPLICABLE ? "ej tillämpligt" : cell.display();
    }
}
