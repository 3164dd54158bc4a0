package se.tertial.report.money;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
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
     * @param late those, by id with their names, whose amount is expected in a column and not reported: none, or some of those whose
     *     amounts are added up
     */
    static Amounts of(
            Amount.Kind kind,
            TemplateTable.MissingAmount rule,
            List<TemplateColumn> columns,
            Function<TemplateColumn, @Nullable Amount> figure,
            Function<TemplateColumn, Map<String, String>> late) {
        Map<String, @Nullable Amount> reported = new HashMap<>();
        Map<String, Map<String, String>> lacking = new HashMap<>();
        Set<String> nonexistent = new HashSet<>();
        for (TemplateColumn column : columns) {
            if (column.content() == Content.VARIANCE) {
                continue;
            }
            Amount amount = figure.apply(column);
            if (amount != null) {
                reported.put(column.columnId(), amount);
            }
            if (rule != TemplateTable.MissingAmount.ZERO || !MAY_NOT_EXIST.contains(column.content())) {
                lacking.put(column.columnId(), late.apply(column));
            } else if (amount == null) {
                nonexistent.add(column.columnId());
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
                }
                if (reported.containsKey(of) || reported.containsKey(against)) {
                    lacking.put(
                            column.columnId(),
                            inOneOf(lacking.getOrDefault(of, Map.of()), lacking.getOrDefault(against, Map.of())));
                }
            }
        }
        Map<String, Set<String>> names = new HashMap<>();
        lacking.forEach((column, ofColumn) -> {
            if (!ofColumn.isEmpty()) {
                names.put(column, new LinkedHashSet<>(ofColumn.values()));
            }
        });
        return new Amounts(reported, names);
    }

    /** What lacks both of two amounts leaves their difference as it is. */
    private static Map<String, String> inOneOf(Map<String, String> left, Map<String, String> right) {
        Map<String, String> either = new TreeMap<>(left);
        either.putAll(right);
        either.keySet().removeIf(id -> left.containsKey(id) && right.containsKey(id));
        return either;
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

    /** Whether the side that a column shows is known of what there is; of a variance, of both amounts. */
    boolean knowsSideIn(TemplateColumn column) {
        return (column.content() == Content.VARIANCE
                        ? Stream.of(column.of(), column.against())
                        : Stream.of(column.columnId()))
                .map(reported::get)
                .allMatch(amount -> amount == null || amount.side(column.side()) != null);
    }

    /** For a sum by the sides that columns show: an amount whose side is not known is lacking, and so is its variance. */
    Amounts ofKnownSides(String name, List<TemplateColumn> columns) {
        Map<String, @Nullable Amount> known = new HashMap<>(reported);
        Map<String, Set<String>> unknown = new HashMap<>(lacking);
        columns.stream().filter(column -> !knowsSideIn(column)).forEach(column -> {
            known.remove(column.columnId());
            unknown.put(column.columnId(), Set.of(name));
        });
        columns.stream()
                .filter(column -> column.content() == Content.VARIANCE)
                .filter(column -> Stream.of(column.of(), column.against())
                        .anyMatch(of -> reported.containsKey(of) && !known.containsKey(of)))
                .forEach(column -> unknown.put(column.columnId(), Set.of(name)));
        return new Amounts(known, unknown);
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
