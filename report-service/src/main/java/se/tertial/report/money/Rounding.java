package se.tertial.report.money;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import se.tertial.report.document.Cell;
import se.tertial.report.document.Table;
import se.tertial.report.document.Table.Role;
import se.tertial.report.template.TemplateColumn;
import se.tertial.report.template.TemplateColumn.Content;

/** Amounts are exact, and each is rounded for itself where it is shown: then what is shown may not add up. */
final class Rounding {

    static final String NOTE = "Belopp och summor är avrundade var för sig. Därför kan de skilja sig åt.";

    private Rounding() {}

    /** Whether the rows as they are shown do not add up to the total as it is shown, or a variance does not to its parts. */
    static boolean parts(List<TemplateColumn> columns, List<Table.Row> rows, AmountCells cells) {
        Map<String, Integer> places = new HashMap<>();
        for (int place = 0; place < columns.size(); place++) {
            places.put(columns.get(place).columnId(), place);
        }
        for (int place = 0; place < columns.size(); place++) {
            if (rowsPart(place, rows, cells) || variancePart(columns.get(place), place, places, rows, cells)) {
                return true;
            }
        }
        return false;
    }

    private static boolean rowsPart(int place, List<Table.Row> rows, AmountCells cells) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Table.Row row : rows) {
            BigDecimal shown = shown(row, place, cells);
            if (row.role() == Role.TOTAL) {
                return shown != null && shown.compareTo(sum) != 0;
            }
            if (shown != null && (row.role() == Role.ITEM || row.role() == Role.ADDITIVE)) {
                sum = sum.add(shown);
            }
        }
        return false;
    }

    private static boolean variancePart(
            TemplateColumn column, int place, Map<String, Integer> places, List<Table.Row> rows, AmountCells cells) {
        if (column.content() != Content.VARIANCE) {
            return false;
        }
        int of = Objects.requireNonNull(places.get(column.of()));
        int against = Objects.requireNonNull(places.get(column.against()));
        return rows.stream().anyMatch(row -> {
            BigDecimal variance = shown(row, place, cells);
            BigDecimal left = shown(row, of, cells);
            BigDecimal right = shown(row, against, cells);
            return variance != null
                    && left != null
                    && right != null
                    && variance.abs().compareTo(left.subtract(right).abs()) != 0;
        });
    }

    private static @Nullable BigDecimal shown(Table.Row row, int place, AmountCells cells) {
        Cell cell = row.cells().get(place);
        return cell.state() == Cell.State.NUMBER ? cells.rounded(Objects.requireNonNull(cell.value())) : null;
    }
}
