package se.tertial.report.money;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import se.tertial.report.template.TemplateColumn;
import se.tertial.report.template.TemplateColumn.Content;
import se.tertial.report.template.TemplateColumn.Measure;
import se.tertial.report.template.TemplateTable;

/**
 * The amounts of a row, by column.
 *
 * @param reported no entry where nothing is reported
 * @param lacking  by column those, by name, whose amount is not reported there though what it is compared with is
 */
record Amounts(Map<String, @Nullable Amount> reported, Map<String, Set<String>> lacking) {

    /** What there need not be; an outcome or a forecast that is not there is late. */
    private static final Set<Content> MAY_NOT_EXIST = Set.of(Content.BUDGET, Content.ANNUAL_ACCOUNTS);

    /**
     * Of a line of a table. Where only one of two amounts that a variance compares is reported, the other is lacking; a budget or
     * accounts of an earlier year are 0 if the table says that they do not exist.
     */
    static Amounts of(
            String name,
            Amount.Kind kind,
            TemplateTable.MissingAmount rule,
            List<TemplateColumn> columns,
            Function<TemplateColumn, @Nullable Amount> figure) {
        Map<String, @Nullable Amount> reported = new HashMap<>();
        for (TemplateColumn column : columns) {
            Amount amount = figure.apply(column);
            if (amount != null) {
                reported.put(column.columnId(), amount);
            }
        }
        Map<String, Set<String>> lacking = new HashMap<>();
        for (TemplateColumn column : columns) {
            if (column.content() == Content.VARIANCE) {
                String of = Objects.requireNonNull(column.of());
                String against = Objects.requireNonNull(column.against());
                if (reported.containsKey(of) != reported.containsKey(against)) {
                    lacking.put(reported.containsKey(of) ? against : of, Set.of(name));
                }
            }
        }
        if (rule == TemplateTable.MissingAmount.ZERO) {
            for (TemplateColumn column : columns) {
                if (MAY_NOT_EXIST.contains(column.content()) && lacking.remove(column.columnId()) != null) {
                    reported.put(column.columnId(), Amount.nothing(kind));
                }
            }
        }
        return new Amounts(reported, lacking);
    }

    /** The exact sums, and all that they lack. */
    static Amounts sum(Amount.Kind kind, Collection<Amounts> addends) {
        Map<String, List<Amount>> byColumn = new HashMap<>();
        Map<String, Set<String>> lacking = new HashMap<>();
        for (Amounts addend : addends) {
            addend.reported.forEach((column, amount) -> {
                if (amount != null) {
                    byColumn.computeIfAbsent(column, any -> new ArrayList<>()).add(amount);
                }
            });
            addend.lacking.forEach((column, names) ->
                    lacking.computeIfAbsent(column, any -> new TreeSet<>()).addAll(names));
        }
        Map<String, @Nullable Amount> sums = new HashMap<>();
        byColumn.forEach((column, amounts) -> sums.put(column, Amount.sum(kind, amounts)));
        return new Amounts(sums, lacking);
    }

    @Nullable
    Amount in(@Nullable String column) {
        return reported.get(column);
    }

    boolean lacksIn(@Nullable String column) {
        return lacking.containsKey(column);
    }

    /** Only one side of each; where that is not known of a part, it is lacking. */
    Amounts only(Measure side) {
        Map<String, @Nullable Amount> sides = new HashMap<>();
        Map<String, Set<String>> unknown = new HashMap<>(lacking);
        reported.forEach((column, amount) -> {
            Amount one = amount == null ? null : amount.only(side);
            if (one != null) {
                sides.put(column, one);
            } else {
                unknown.computeIfAbsent(column, any -> Set.of());
            }
        });
        return new Amounts(sides, unknown);
    }
}
