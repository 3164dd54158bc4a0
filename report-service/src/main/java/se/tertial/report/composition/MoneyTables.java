package se.tertial.report.composition;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.money.Money;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.report.document.Block;
import se.tertial.report.document.Cell;
import se.tertial.report.document.Cell.Formula;
import se.tertial.report.document.Source;
import se.tertial.report.document.Table;
import se.tertial.report.document.Table.Role;
import se.tertial.report.replica.Fact;
import se.tertial.report.replica.Fact.Scenario;
import se.tertial.report.replica.Facts;
import se.tertial.report.replica.Known;
import se.tertial.report.template.TemplateChart;
import se.tertial.report.template.TemplateColumn;
import se.tertial.report.template.TemplateColumn.Content;
import se.tertial.report.template.TemplateColumn.Measure;
import se.tertial.report.template.TemplateTable;
import se.tertial.report.template.TemplateTable.AmountsIn;

/** The tables and charts of money: operations (driftsammandrag) and investments. */
final class MoneyTables {

    private final ReportingPeriod period;
    private final Columns columns;
    private final Labels labels;
    private final UnitTree units;
    private final Missing missing;
    private final Map<Figure, Amount> operations = new HashMap<>();
    private final Map<Figure, Amount> investments = new HashMap<>();
    private final List<Fact.InvestmentObject> objects;

    /** What a figure is about: a unit or an investment object, in a scenario of a period. */
    private record Figure(String of, Scenario scenario, ReportingPeriod period) {}

    MoneyTables(ReportingPeriod period, Facts facts, UnitTree units, Missing missing) {
        this.period = period;
        this.columns = new Columns(period);
        this.labels = new Labels(period);
        this.units = units;
        this.missing = missing;
        for (Known<Fact.OperatingLine> known : facts.all(Fact.OperatingLine.class)) {
            Fact.OperatingLine line = known.fact();
            if (ofThisRound(line.round())) {
                operations.put(new Figure(line.unitId(), line.scenario(), line.period()), Amount.of(known));
            }
        }
        for (Known<Fact.InvestmentLine> known : facts.all(Fact.InvestmentLine.class)) {
            Fact.InvestmentLine line = known.fact();
            if (ofThisRound(line.round())) {
                investments.put(
                        new Figure(line.objectId(), line.scenario(), line.period()), Amount.ofInvestment(known));
            }
        }
        objects = facts.all(Fact.InvestmentObject.class).stream()
                .map(Known::fact)
                .sorted(Comparator.comparing(Fact.InvestmentObject::order)
                        .thenComparing(Fact.InvestmentObject::objectId))
                .toList();
    }

    /** Forecasts of other rounds are another report's. */
    private boolean ofThisRound(@Nullable ReportingPeriod round) {
        return round == null || round.equals(period);
    }

    Table table(String id, TemplateTable template) {
        List<Table.Row> rows =
                switch (template.rowsOf()) {
                    case UNITS -> unitRows(template);
                    case INVESTMENTS -> investmentRows(template);
                    case SUMMARY -> summaryRows(template);
                    case VOLUME_MEASURES, MEASURES -> throw new IllegalArgumentException("no table of money");
                };
        return new Table(
                id,
                labels.of(template.caption()),
                unitName(template.amountsIn()),
                List.of(template.rowHeader()),
                columns.of(template.columns()),
                rows,
                List.of());
    }

    Block.Chart chart(String id, TemplateChart template) {
        List<Block.Chart.Category> categories = new ArrayList<>();
        for (UnitTree.Place place : places(template.series())) {
            categories.add(new Block.Chart.Category(
                    place.name(),
                    template.series().stream()
                            .map(column -> cell(operation(place.unitId(), column), column, AmountsIn.KSEK, null))
                            .toList()));
        }
        List<String> series = template.series().stream()
                .map(column -> labels.of(column.label()))
                .toList();
        String title = labels.of(template.title());
        return new Block.Chart(
                id,
                title,
                alternative(title, series, categories),
                unitName(AmountsIn.KSEK),
                series,
                categories,
                template.footnote() == null ? null : labels.of(template.footnote()));
    }

    private static String alternative(String title, List<String> series, List<Block.Chart.Category> categories) {
        return "Stapeldiagram: " + title + ", tkr. "
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

    private List<Table.Row> unitRows(TemplateTable template) {
        List<Table.Row> rows = new ArrayList<>();
        Map<String, List<Amount>> addends = new HashMap<>();
        for (UnitTree.Place place : places(template.columns())) {
            Map<String, @Nullable Amount> amounts = new HashMap<>();
            for (TemplateColumn column : template.columns()) {
                Amount amount = operation(place.unitId(), column);
                amounts.put(column.columnId(), amount);
                if (amount != null && place.isAdditive()) {
                    addends.computeIfAbsent(column.columnId(), any -> new ArrayList<>())
                            .add(amount);
                }
            }
            Role role = !place.isAdditive() ? Role.OF_WHICH : place.level() > 0 ? Role.ADDITIVE : Role.ITEM;
            rows.add(new Table.Row(
                    place.unitId(),
                    null,
                    place.name(),
                    role,
                    place.level(),
                    null,
                    null,
                    cells(template, amounts, null)));
        }
        addTotals(template, rows, totals(Amount.Kind.OPERATIONS, addends));
        return rows;
    }

    private List<Table.Row> investmentRows(TemplateTable template) {
        List<Table.Row> rows = new ArrayList<>();
        Map<String, List<Amount>> addends = new HashMap<>();
        Map<String, List<Fact.InvestmentObject>> byUnit = new LinkedHashMap<>();
        Set<String> known =
                objects.stream().map(Fact.InvestmentObject::objectId).collect(Collectors.toSet());
        objects.forEach(object -> byUnit.computeIfAbsent(object.unitId(), any -> new ArrayList<>())
                .add(object));
        investments.keySet().stream()
                .map(Figure::of)
                .filter(object -> !known.contains(object))
                .collect(Collectors.toCollection(TreeSet::new))
                .forEach(object -> {
                    missing.investmentObject(object);
                    byUnit.computeIfAbsent("", any -> new ArrayList<>())
                            .add(new Fact.InvestmentObject(object, "", object, 0));
                });
        byUnit.forEach((unitId, ofUnit) -> {
            List<Fact.InvestmentObject> shown = ofUnit.stream()
                    .filter(object -> template.columns().stream()
                            .anyMatch(column -> investment(object.objectId(), column) != null))
                    .toList();
            if (shown.isEmpty()) {
                return;
            }
            rows.add(new Table.Row(
                    "unit-" + unitId,
                    null,
                    unitId.isEmpty() ? "Okänd enhet" : units.name(unitId),
                    Role.HEADING,
                    0,
                    null,
                    null,
                    template.columns().stream().map(column -> Cell.empty()).toList()));
            for (Fact.InvestmentObject object : shown) {
                Map<String, @Nullable Amount> amounts = new HashMap<>();
                for (TemplateColumn column : template.columns()) {
                    Amount amount = investment(object.objectId(), column);
                    amounts.put(column.columnId(), amount);
                    if (amount != null) {
                        addends.computeIfAbsent(column.columnId(), any -> new ArrayList<>())
                                .add(amount);
                    }
                }
                rows.add(new Table.Row(
                        object.objectId(),
                        null,
                        object.name(),
                        Role.ITEM,
                        1,
                        null,
                        null,
                        cells(template, amounts, null)));
            }
        });
        addTotals(template, rows, totals(Amount.Kind.INVESTMENTS, addends));
        return rows;
    }

    private List<Table.Row> summaryRows(TemplateTable template) {
        List<Table.Row> rows = new ArrayList<>();
        for (TemplateTable.ChosenRow chosen : template.rows()) {
            boolean ofInvestments = chosen.of().equals("investments");
            Map<String, List<Amount>> addends = new HashMap<>();
            for (TemplateColumn column : template.columns()) {
                List<Amount> amounts = ofInvestments
                        ? investments.keySet().stream()
                                .map(Figure::of)
                                .distinct()
                                .sorted()
                                .map(object -> investment(object, column))
                                .filter(Objects::nonNull)
                                .toList()
                        : places(template.columns()).stream()
                                .filter(UnitTree.Place::isAdditive)
                                .map(place -> operation(place.unitId(), column))
                                .filter(Objects::nonNull)
                                .toList();
                if (!amounts.isEmpty()) {
                    addends.put(column.columnId(), amounts);
                }
            }
            rows.add(new Table.Row(
                    chosen.of(),
                    null,
                    chosen.label() == null ? chosen.of() : labels.of(chosen.label()),
                    Role.ITEM,
                    0,
                    null,
                    null,
                    cells(
                            template,
                            totals(ofInvestments ? Amount.Kind.INVESTMENTS : Amount.Kind.OPERATIONS, addends),
                            Formula.SUM)));
        }
        return rows;
    }

    private static Map<String, @Nullable Amount> totals(Amount.Kind kind, Map<String, List<Amount>> addends) {
        Map<String, @Nullable Amount> totals = new HashMap<>();
        addends.forEach((column, amounts) -> totals.put(column, Amount.sum(kind, amounts)));
        return totals;
    }

    private void addTotals(TemplateTable template, List<Table.Row> rows, Map<String, @Nullable Amount> totals) {
        if (template.totalLabel() == null) {
            return;
        }
        rows.add(new Table.Row(
                "total",
                null,
                labels.of(template.totalLabel()),
                Role.TOTAL,
                0,
                null,
                null,
                cells(template, totals, Formula.SUM)));
        for (TemplateTable.Component component : template.components()) {
            Map<String, @Nullable Amount> sides = new HashMap<>();
            totals.forEach(
                    (column, total) -> sides.put(column, total == null ? null : total.only(component.measure())));
            List<Cell> cells = new ArrayList<>();
            for (TemplateColumn column : template.columns()) {
                cells.add(
                        column.content() == Content.VARIANCE
                                ? variance(
                                        sides.get(column.of()),
                                        sides.get(column.against()),
                                        component.measure(),
                                        template.amountsIn())
                                : cell(sides.get(column.columnId()), column, template.amountsIn(), Formula.SUM));
            }
            rows.add(new Table.Row(
                    "total-" + component.measure().name().toLowerCase(java.util.Locale.ROOT),
                    null,
                    labels.of(component.label()),
                    Role.COMPONENT,
                    1,
                    null,
                    null,
                    cells));
        }
    }

    private List<Cell> cells(TemplateTable template, Map<String, @Nullable Amount> amounts, @Nullable Formula formula) {
        List<Cell> cells = new ArrayList<>();
        for (TemplateColumn column : template.columns()) {
            cells.add(
                    column.content() == Content.VARIANCE
                            ? variance(
                                    amounts.get(column.of()),
                                    amounts.get(column.against()),
                                    column.side(),
                                    template.amountsIn())
                            : cell(amounts.get(column.columnId()), column, template.amountsIn(), formula));
        }
        return cells;
    }

    private static Cell variance(
            @Nullable Amount of, @Nullable Amount against, Measure measure, @Nullable AmountsIn amountsIn) {
        if (of == null || against == null) {
            return Cell.notApplicable();
        }
        Money left = of.side(measure);
        Money right = against.side(measure);
        if (left == null || right == null) {
            return Cell.notApplicable();
        }
        List<Source> sources = new ArrayList<>(of.sources());
        sources.addAll(against.sources());
        return shown(Amount.variance(of.kind(), measure, left, right), amountsIn, Formula.VARIANCE, sources);
    }

    private static Cell cell(
            @Nullable Amount amount, TemplateColumn column, @Nullable AmountsIn amountsIn, @Nullable Formula formula) {
        if (amount == null) {
            return Cell.notApplicable();
        }
        Money side = amount.side(column.side());
        if (side == null) {
            return Cell.noData(amount.sources());
        }
        boolean computed = column.side() == Measure.NET && amount.income() != null;
        return shown(side, amountsIn, formula != null ? formula : computed ? Formula.NET : null, amount.sources());
    }

    private static Cell shown(
            Money money, @Nullable AmountsIn amountsIn, @Nullable Formula formula, List<Source> sources) {
        BigDecimal kronor = money.amount();
        String display =
                switch (Objects.requireNonNullElse(amountsIn, AmountsIn.KSEK)) {
                    case SEK -> SwedishNumber.of(kronor, 0);
                    case KSEK -> SwedishNumber.of(kronor.movePointLeft(3), 0);
                    case MSEK -> SwedishNumber.of(kronor.movePointLeft(6), 1);
                };
        return Cell.number(kronor, display, formula, sources);
    }

    private static String unitName(@Nullable AmountsIn amountsIn) {
        return switch (Objects.requireNonNullElse(amountsIn, AmountsIn.KSEK)) {
            case SEK -> "kr";
            case KSEK -> "tkr";
            case MSEK -> "mnkr";
        };
    }

    /** The units that have a figure in any of the columns, in the order of the tree. */
    private List<UnitTree.Place> places(List<TemplateColumn> ofColumns) {
        Set<String> withFigures = operations.keySet().stream()
                .map(Figure::of)
                .filter(unit -> ofColumns.stream().anyMatch(column -> operation(unit, column) != null))
                .collect(Collectors.toCollection(TreeSet::new));
        return units.places(withFigures);
    }

    private @Nullable Amount operation(String unitId, TemplateColumn column) {
        return figure(operations, unitId, column);
    }

    private @Nullable Amount investment(String objectId, TemplateColumn column) {
        return figure(investments, objectId, column);
    }

    private @Nullable Amount figure(Map<Figure, Amount> figures, String of, TemplateColumn column) {
        Scenario scenario =
                switch (column.content()) {
                    case ACTUAL -> Scenario.ACTUAL;
                    case BUDGET -> Scenario.BUDGET;
                    case FORECAST -> Scenario.FORECAST;
                    case ANNUAL_ACCOUNTS -> Scenario.ANNUAL_ACCOUNTS;
                    case MEASUREMENT, VOLUME_FORECAST, TARGET, VARIANCE -> null;
                };
        return scenario == null ? null : figures.get(new Figure(of, scenario, columns.period(column)));
    }
}
