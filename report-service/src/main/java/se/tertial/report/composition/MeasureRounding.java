package se.tertial.report.composition;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import se.tertial.report.document.Cell;
import se.tertial.report.document.Table;
import se.tertial.report.replica.Fact.Indicator;

/** Parts of measures that add up exactly, and as they are shown do not. */
final class MeasureRounding {

    static final String NOTE = "Delar och summor är avrundade var för sig. Därför kan de skilja sig åt.";

    private final List<Whole> wholes = new ArrayList<>();
    private final Map<String, Shown> shown = new HashMap<>();
    private final Map<String, List<Shown>> ofWhich = new HashMap<>();

    private record Shown(Indicator indicator, Table.Row row) {

        @Nullable
        BigDecimal exact(int place) {
            Cell cell = row.cells().get(place);
            return cell.state() == Cell.State.NUMBER ? cell.value() : null;
        }

        BigDecimal rounded(int place) {
            BigDecimal exact = Objects.requireNonNull(exact(place));
            return exact.setScale(MeasureCells.decimals(indicator, exact), RoundingMode.HALF_UP);
        }
    }

    private record Whole(Shown sum, List<Shown> parts) {

        /** Parts that do not add up exactly, such as means or some “varav” of many, are no parts of a sum. */
        boolean parts(int place) {
            BigDecimal exact = sum.exact(place);
            if (exact == null || parts.isEmpty() || parts.stream().anyMatch(part -> part.exact(place) == null)) {
                return false;
            }
            BigDecimal ofParts = parts.stream()
                    .map(part -> Objects.requireNonNull(part.exact(place)))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal asShown =
                    parts.stream().map(part -> part.rounded(place)).reduce(BigDecimal.ZERO, BigDecimal::add);
            return ofParts.compareTo(exact) == 0 && asShown.compareTo(sum.rounded(place)) != 0;
        }
    }

    /** A row that others may be parts of. */
    void whole(Indicator indicator, Table.Row row) {
        shown.put(indicator.indicatorId(), new Shown(indicator, row));
    }

    /** A row that is a part (“varav”) of another measure's. */
    void part(String parentId, Indicator indicator, Table.Row row) {
        ofWhich.computeIfAbsent(parentId, any -> new ArrayList<>()).add(new Shown(indicator, row));
    }

    /** The categories of a measure, or women and men. */
    void breakdown(Indicator indicator, Table.Row whole, List<Table.Row> parts) {
        wholes.add(new Whole(
                new Shown(indicator, whole),
                parts.stream().map(row -> new Shown(indicator, row)).toList()));
    }

    /** Whether what is shown as parts and as their sum differs anywhere. */
    boolean parts() {
        List<Whole> all = new ArrayList<>(wholes);
        ofWhich.forEach((parentId, parts) -> {
            Shown sum = shown.get(parentId);
            if (sum != null) {
                all.add(new Whole(sum, parts));
            }
        });
        return all.stream()
                .anyMatch(whole ->
                        IntStream.range(0, whole.sum().row().cells().size()).anyMatch(whole::parts));
    }
}
