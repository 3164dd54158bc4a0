package se.tertial.report.money;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.report.document.Allowance;
import se.tertial.report.document.Block;
import se.tertial.report.document.Cell;
import se.tertial.report.document.Table;
import se.tertial.report.document.Table.Role;
import se.tertial.report.replica.Fact;
import se.tertial.report.replica.Facts;
import se.tertial.report.replica.Known;
import se.tertial.report.template.TemplateChart;
import se.tertial.report.template.TemplateColumn;
import se.tertial.report.template.TemplateTable;
import se.tertial.report.wording.Columns;
import se.tertial.report.wording.Labels;
import se.tertial.report.wording.Missing;

/** The tables and charts of money: operations (driftsammandrag) and investments. */
public final class MoneyTables {

    private final Allowance allowance;
    private final Columns columns;
    private final Labels labels;
    private final Missing missing;
    private final Figures figures;
    private final UnitLines lines;
    private final List<Fact.InvestmentObject> objects;

    public MoneyTables(ReportingPeriod period, Facts facts, Missing missing, Allowance allowance) {
        this.allowance = allowance;
        this.columns = new Columns(period);
        this.labels = new Labels(period);
        this.missing = missing;
        this.figures = new Figures(period, facts);
        this.lines = new UnitLines(period.lastDay(), facts, figures, missing);
        this.objects = facts.all(Fact.InvestmentObject.class).stream()
                .map(Known::fact)
                .sorted(Comparator.comparing(Fact.InvestmentObject::order)
                        .thenComparing(Fact.InvestmentObject::objectId))
                .toList();
    }

    public Table table(String id, TemplateTable template) {
        AmountCells cells = new AmountCells(template.amountsIn(), allowance);
        List<Table.Row> rows =
                switch (template.rowsOf()) {
                    case UNITS -> unitRows(template, cells);
                    case INVESTMENTS -> investmentRows(template, cells);
                    case SUMMARY -> summaryRows(template, cells);
                    case VOLUME_MEASURES, MEASURES -> throw new IllegalArgumentException("no table of money");
                };
        return new Table(
                id,
                labels.of(template.caption(), template.organisationAsOf()),
                cells.unit(),
                template.organisationAsOf(),
                List.of(template.rowHeader()),
                columns.of(template.columns()),
                rows,
                List.of());
    }

    public Block.Chart chart(String id, TemplateChart template) {
        return NetChart.of(id, template, lines, labels, allowance);
    }

    private List<Table.Row> unitRows(TemplateTable template, AmountCells cells) {
        List<Table.Row> rows = new ArrayList<>();
        Addends addends = new Addends(Amount.Kind.OPERATIONS);
        for (UnitLines.Line line :
                lines.of(template.columns(), template.organisationAsOf(), template.hasShortNames())) {
            UnitTree.Place place = line.place();
            if (place.isAdditive()) {
                addends.add(line.amounts());
            }
            Role role = !place.isAdditive() ? Role.OF_WHICH : place.level() > 0 ? Role.ADDITIVE : Role.ITEM;
            rows.add(row(
                    place.unitId(), place.name(), role, place.level(), cells.row(template.columns(), line.amounts())));
        }
        addTotals(template, cells, rows, addends.totals());
        return rows;
    }

    private List<Table.Row> investmentRows(TemplateTable template, AmountCells cells) {
        List<Table.Row> rows = new ArrayList<>();
        Addends addends = new Addends(Amount.Kind.INVESTMENTS);
        UnitTree tree = lines.tree(template.organisationAsOf());
        objectsByUnit(template, tree).forEach((unitId, ofUnit) -> {
            List<Fact.InvestmentObject> shown = ofUnit.stream()
                    .filter(object -> template.columns().stream()
                            .anyMatch(column -> figures.investment(object.objectId(), column) != null))
                    .toList();
            if (shown.isEmpty()) {
                return;
            }
            rows.add(row(
                    "unit-" + unitId,
                    unitId.isEmpty() ? "Okänd enhet" : tree.name(unitId, template.hasShortNames()),
                    Role.HEADING,
                    0,
                    template.columns().stream().map(column -> Cell.empty()).toList()));
            for (Fact.InvestmentObject object : shown) {
                Map<String, @Nullable Amount> amounts =
                        amounts(template.columns(), object.objectId(), figures::investment);
                addends.add(amounts);
                rows.add(row(object.objectId(), object.name(), Role.ITEM, 1, cells.row(template.columns(), amounts)));
            }
        });
        addTotals(template, cells, rows, addends.totals());
        return rows;
    }

    private Map<String, List<Fact.InvestmentObject>> objectsByUnit(TemplateTable template, UnitTree tree) {
        LocalDate since = figures.since(template.columns());
        Map<String, List<Fact.InvestmentObject>> byUnit = new LinkedHashMap<>();
        for (Fact.InvestmentObject object : objects) {
            String heir = template.organisationAsOf() == null ? null : tree.heir(object.unitId(), since);
            byUnit.computeIfAbsent(Objects.requireNonNullElse(heir, object.unitId()), any -> new ArrayList<>())
                    .add(object);
        }
        Set<String> known =
                objects.stream().map(Fact.InvestmentObject::objectId).collect(Collectors.toSet());
        figures.investmentObjects().stream()
                .filter(object -> !known.contains(object))
                .forEach(object -> {
                    missing.investmentObject(object);
                    byUnit.computeIfAbsent("", any -> new ArrayList<>())
                            .add(new Fact.InvestmentObject(object, "", object, 0));
                });
        return byUnit;
    }

    private List<Table.Row> summaryRows(TemplateTable template, AmountCells cells) {
        List<Table.Row> rows = new ArrayList<>();
        for (TemplateTable.ChosenRow chosen : template.rows()) {
            boolean ofInvestments = chosen.of().equals("investments");
            Addends addends = new Addends(ofInvestments ? Amount.Kind.INVESTMENTS : Amount.Kind.OPERATIONS);
            if (ofInvestments) {
                figures.investmentObjects()
                        .forEach(object -> addends.add(amounts(template.columns(), object, figures::investment)));
            } else {
                lines.of(template.columns(), null, false).stream()
                        .filter(line -> line.place().isAdditive())
                        .forEach(line -> addends.add(line.amounts()));
            }
            rows.add(row(
                    chosen.of(),
                    chosen.label() == null ? chosen.of() : labels.of(chosen.label()),
                    Role.ITEM,
                    0,
                    cells.row(template.columns(), addends.totals())));
        }
        return rows;
    }

    private void addTotals(
            TemplateTable template, AmountCells cells, List<Table.Row> rows, Map<String, @Nullable Amount> totals) {
        if (template.totalLabel() == null) {
            return;
        }
        rows.add(row("total", labels.of(template.totalLabel()), Role.TOTAL, 0, cells.row(template.columns(), totals)));
        for (TemplateTable.Component component : template.components()) {
            Map<String, @Nullable Amount> sides = new HashMap<>();
            totals.forEach(
                    (column, total) -> sides.put(column, total == null ? null : total.only(component.measure())));
            rows.add(row(
                    "total-" + component.measure().name().toLowerCase(Locale.ROOT),
                    labels.of(component.label()),
                    Role.COMPONENT,
                    1,
                    cells.row(template.columns(), sides, component.measure())));
        }
    }

    private static Map<String, @Nullable Amount> amounts(
            List<TemplateColumn> ofColumns, String of, BiFunction<String, TemplateColumn, @Nullable Amount> figure) {
        Map<String, @Nullable Amount> amounts = new HashMap<>();
        for (TemplateColumn column : ofColumns) {
            amounts.put(column.columnId(), figure.apply(of, column));
        }
        return amounts;
    }

    private static Table.Row row(String id, String label, Role role, int level, List<Cell> cells) {
        return new Table.Row(id, null, label, role, level, null, null, cells);
    }

    /** What is added up in each column. */
    private static final class Addends {

        private final Amount.Kind kind;
        private final Map<String, List<Amount>> byColumn = new HashMap<>();

        Addends(Amount.Kind kind) {
            this.kind = kind;
        }

        void add(Map<String, @Nullable Amount> amounts) {
            amounts.forEach((column, amount) -> {
                if (amount != null) {
                    byColumn.computeIfAbsent(column, any -> new ArrayList<>()).add(amount);
                }
            });
        }

        Map<String, @Nullable Amount> totals() {
            Map<String, @Nullable Amount> totals = new HashMap<>();
            byColumn.forEach((column, amounts) -> totals.put(column, Amount.sum(kind, amounts)));
            return totals;
        }
    }
}
