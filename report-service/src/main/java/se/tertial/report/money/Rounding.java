package se.tertial.report.money;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import se.tertial.report.document.Cell;
import se.tertial.report.document.Table;
import se.tertial.report.document.Table.Role;
import se.tertial.report.template.TemplateColumn;
import se.tertial.report.template.TemplateColumn.Content;
import se.tertial.report.template.TemplateColumn.Measure;

/** Amounts are exact, and each is rounded for itself where it is shown: then what is shown may not add up. */
final class Rounding {

    static final String NOTE = "Belopp och summor är avrundade var för sig. Därför kan de skilja sig åt.";

    private final List<TemplateColumn> columns;
    private final List<Table.Row> rows;
    private final AmountCells cells;

    private Rounding(List<TemplateColumn> columns, List<Table.Row> rows, AmountCells cells) {
        this.columns = columns;
        this.rows = rows;
        this.cells = cells;
    }

    /** Whether something in the table is the sum or the difference of other amounts, and is not as they are shown. */
    static boolean parts(List<TemplateColumn> columns, List<Table.Row> rows, AmountCells cells) {
        Rounding rounding = new Rounding(columns, rows, cells);
        return IntStream.range(0, columns.size())
                .anyMatch(place -> rounding.rowsPart(place)
                        || rounding.componentsPart(place)
                        || rounding.variancePart(place)
                        || rounding.netParts(place));
    }

    private boolean rowsPart(int place) {
        List<BigDecimal> addends = new ArrayList<>();
        for (Table.Row row : rows) {
            BigDecimal shown = shown(row, place);
            if (row.role() == Role.TOTAL) {
                return shown != null && isOff(shown, addends);
            }
            if (shown != null && (row.role() == Role.ITEM || row.role() == Role.ADDITIVE)) {
                addends.add(shown);
            }
        }
        return false;
    }

    /** Income and cost below a total, where both are shown. */
    private boolean componentsPart(int place) {
        List<Table.Row> total =
                rows.stream().filter(row -> row.role() == Role.TOTAL).toList();
        List<BigDecimal> sides = rows.stream()
                .filter(row -> row.role() == Role.COMPONENT)
                .map(row -> shown(row, place))
                .filter(Objects::nonNull)
                .toList();
        BigDecimal whole = total.isEmpty() ? null : shown(total.get(0), place);
        return columns.get(place).side() == Measure.NET
                && columns.get(place).content() != Content.VARIANCE
                && whole != null
                && sides.size() == 2
                && isOff(
                        whole.abs(), List.of(sides.get(0).subtract(sides.get(1)).abs()));
    }

    private boolean variancePart(int place) {
        TemplateColumn column = columns.get(place);
        return column.content() == Content.VARIANCE && differs(place, placeOf(column.of()), placeOf(column.against()));
    }

    /** A net beside its two sides. */
    private boolean netParts(int place) {
        TemplateColumn column = columns.get(place);
        if (column.content() == Content.VARIANCE || column.side() != Measure.NET) {
            return false;
        }
        int[] sides = IntStream.range(0, columns.size())
                .filter(other -> columns.get(other).content() == column.content()
                        && Objects.equals(columns.get(other).period(), column.period())
                        && columns.get(other).side() != Measure.NET)
                .toArray();
        return sides.length == 2 && differs(place, sides[0], sides[1]);
    }

    /** Whether the difference of two columns is not, as they are shown, what a third shows. */
    private boolean differs(int difference, int one, int other) {
        return rows.stream().filter(row -> row.role() != Role.COMPONENT).anyMatch(row -> {
            BigDecimal shown = shown(row, difference);
            BigDecimal left = shown(row, one);
            BigDecimal right = shown(row, other);
            return shown != null
                    && left != null
                    && right != null
                    && isOff(shown.abs(), List.of(left.subtract(right).abs()));
        });
    }

    private static boolean isOff(BigDecimal sum, List<BigDecimal> addends) {
        return sum.compareTo(addends.stream().reduce(BigDecimal.ZERO, BigDecimal::add)) != 0;
    }

    private int placeOf(@Nullable String columnId) {
        return IntStream.range(0, columns.size())
                .filter(place -> columns.get(place).columnId().equals(columnId))
                .findFirst()
                .orElseThrow();
    }

    private @Nullable BigDecimal shown(Table.Row row, int place) {
        Cell cell = row.cells().get(place);
        return cell.state() == Cell.State.NUMBER ? cells.rounded(Objects.requireNonNull(cell.value())) : null;
    }
}
