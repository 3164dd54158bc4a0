package se.tertial.report.money;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import se.tertial.report.template.TemplateColumn;
import se.tertial.report.template.TemplateColumn.Content;
import se.tertial.report.template.TemplateColumn.Measure;
import se.tertial.report.template.TemplateTable;

/**
 * The amounts of a row, by column.
 *
 * @param reported no entry where nothing is reported
 * @param lacking  by column those, by name, whose amount is expected there and not reported; by column of a variance those of which
 *     only one of the two amounts is reported. Where there is neither an amount nor anything lacking, there can be none.
 */
record Amounts(Map<String, @Nullable Amount> reported, Map<String, Set<String>> lacking) {

    /** What there need not be; an outcome or a forecast that is not there is late. */
    private static final Set<Content> MAY_NOT_EXIST = Set.of(Content.BUDGET, Content.ANNUAL_ACCOUNTS);

    /**
     * Of a line of a table. Where an amount is expected and not reported, it is lacking; a budget or accounts of an earlier year
     * do not exist if the table says so, and are 0 where they are compared.
     *
     * @param expected whether there should be an amount in a column
     */
    static Amounts of(
            String name,
            Amount.Kind kind,
            TemplateTable.MissingAmount rule,
            List<TemplateColumn> columns,
            Function<TemplateColumn, @Nullable Amount> figure,
            Predicate<TemplateColumn> expected) {
        Map<String, @Nullable Amount> reported = new HashMap<>();
        Map<String, Set<String>> lacking = new HashMap<>();
        Set<String> nonexistent = new HashSet<>();
        for (TemplateColumn column : columns) {
            if (column.content() == Content.VARIANCE) {
                continue;
            }
            Amount amount = figure.apply(column);
            if (amount != null) {
                reported.put(column.columnId(), amount);
            } else if (rule == TemplateTable.MissingAmount.ZERO && MAY_NOT_EXIST.contains(column.content())) {
                nonexistent.add(column.columnId());
            } else if (expected.test(column)) {
                lacking.put(column.columnId(), Set.of(name));
            }
        }
        for (TemplateColumn column : columns) {
            if (column.content() == Content.VARIANCE) {
                String of = Objects.requireNonNull(column.of());
                String against = Objects.requireNonNull(column.against());
                if (reported.containsKey(of) && nonexistent.contains(against)) {
                    reported.put(against, Amount.nothing(kind));
                } else if (reported.containsKey(against) && nonexistent.contains(of)) {
                    reported.put(of, Amount.nothing(kind));
                } else if ((reported.containsKey(of) && lacking.containsKey(against))
                        || (reported.containsKey(against) && lacking.containsKey(of))) {
                    lacking.put(column.columnId(), Set.of(name));
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
