package se.tertial.report.composition;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import se.tertial.report.document.Cell;
import se.tertial.report.document.Table;
import se.tertial.report.replica.Fact.Indicator;

/** Parts of measures that add up exactly, and as they are shown do not. */
final class MeasureRounding {

    static final String NOTE = "Delar och summor är avrundade var för sig. Därför kan de skilja sig åt.";

    /** At the beginning of a cell; the sign of per cent or a period may follow. */
    private static final Pattern NUMBER = Pattern.compile("^(\u2212?)(\\d[\\d\u202F]*(?:,\\d+)?)");

    private final List<Whole> wholes = new ArrayList<>();
    private final Map<String, Shown> shown = new HashMap<>();
    private final Map<String, Map<String, Shown>> ofWhich = new HashMap<>();

    private record Shown(Table.Row row) {

        @Nullable
        BigDecimal exact(int place) {
            Cell cell = row.cells().get(place);
            return cell.state() == Cell.State.NUMBER ? cell.value() : null;
        }

        /** The number as its cell shows it: a target has all its decimals, others the measure's. */
        BigDecimal rounded(int place) {
            String display = row.cells().get(place).display();
            Matcher number = NUMBER.matcher(display);
            if (!number.find()) {
                throw new IllegalStateException("a number is shown as " + display);
            }
            String digits = number.group(2).replace("\u202F", "").replace(',', '.');
            return new BigDecimal((number.group(1).isEmpty() ? "" : "-") + digits);
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

    /** A row of a measure, which others may be parts of and which may be a part (“varav”) of another's. */
    void measure(Indicator indicator, Table.Row row) {
        shown.put(indicator.indicatorId(), new Shown(row));
        if (indicator.ofWhich() && indicator.parentId() != null) {
            ofWhich.computeIfAbsent(indicator.parentId(), any -> new HashMap<>())
                    .put(indicator.indicatorId(), new Shown(row));
        }
    }

    /** The categories of a measure, or women and men. */
    void breakdown(Table.Row whole, List<Table.Row> parts) {
        wholes.add(new Whole(new Shown(whole), parts.stream().map(Shown::new).toList()));
    }

    /** Whether what is shown as parts and as their sum differs anywhere. */
    boolean parts() {
        List<Whole> all = new ArrayList<>(wholes);
        ofWhich.forEach((parentId, parts) -> {
            Shown sum = shown.get(parentId);
            if (sum != null) {
                all.add(new Whole(sum, List.copyOf(parts.values())));
            }
        });
        return all.stream()
                .anyMatch(whole ->
                        IntStream.range(0, whole.sum().row().cells().size()).anyMatch(whole::parts));
    }
}
