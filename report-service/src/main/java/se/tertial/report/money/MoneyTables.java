package se.tertial.report.money;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.report.document.Allowance;
import se.tertial.report.document.Block;
import se.tertial.report.document.Cell;
import se.tertial.report.document.Table;
import se.tertial.report.document.Table.Role;
import se.tertial.report.replica.Fact;
import se.tertial.report.replica.Facts;
import se.tertial.report.replica.Known;
import se.tertial.report.template.Columns;
import se.tertial.report.template.TemplateChart;
import se.tertial.report.template.TemplateColumn;
import se.tertial.report.template.TemplateTable;
import se.tertial.report.wording.Labels;
import se.tertial.report.wording.Missing;
import se.tertial.report.wording.SwedishOrder;

/** The tables and charts of money: operations (driftsammandrag) and investments. */
public final class MoneyTables {

    private final Allowance allowance;
    private final Columns columns;
    private final Labels labels;
    private final Missing missing;
    private final Figures figures;
    private final UnitLines lines;
    private final List<Fact.InvestmentObject> objects;
    private final Map<String, String> names;

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
                        .thenComparing(Fact.InvestmentObject::name, new SwedishOrder())
                        .thenComparing(Fact.InvestmentObject::objectId))
                .toList();
        this.names = objects.stream()
                .collect(Collectors.toMap(Fact.InvestmentObject::objectId, Fact.InvestmentObject::name));
    }

    public Table table(String id, TemplateTable template) {
        return new MoneyTable(template).table(id);
    }

    public Block.Chart chart(String id, TemplateChart template) {
        return new NetChart(lines, columns, labels, missing, allowance).of(id, template);
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

    /** One table, as its rows are gathered. */
    private final class MoneyTable {

        private final TemplateTable template;
        private final String caption;
        private final AmountCells cells;
        private final List<Table.Row> rows = new ArrayList<>();
        private final List<Amounts> addends = new ArrayList<>();

        /** By column those whose amount is not reported. */
        private final Map<String, Set<String>> lacking = new LinkedHashMap<>();

        MoneyTable(TemplateTable template) {
            this.template = template;
            this.caption = labels.of(template.caption(), template.organisationAsOf());
            this.cells = new AmountCells(template.amountsIn(), allowance);
        }

        Table table(String id) {
            switch (template.rowsOf()) {
                case UNITS -> addUnits();
                case INVESTMENTS -> addInvestments();
                case SUMMARY -> addSummaries();
                case VOLUME_MEASURES, MEASURES -> throw new IllegalArgumentException("no table of money");
            }
            lacking.forEach((column, names) -> missing.amounts(Missing.Place.TABLE, caption, column, names));
            return new Table(
                    id,
                    caption,
                    cells.unit(),
                    template.organisationAsOf(),
                    List.of(labels.of(template.rowHeader())),
                    columns.of(template.columns()),
                    rows,
                    List.of(),
                    Rounding.parts(template.columns(), rows, cells) ? List.of(Rounding.NOTE) : List.of());
        }

        private void addUnits() {
            for (UnitLines.Line line : lines.of(
                    template.columns(),
                    template.organisationAsOf(),
                    template.hasShortNames(),
                    template.missingAmountRule())) {
                UnitTree.Place place = line.place();
                if (place.isAdditive()) {
                    addends.add(line.amounts());
                }
                add(place.unitId(), place.name(), line.role(), place.level(), line.amounts());
            }
            addTotals(Amount.Kind.OPERATIONS);
        }

        private void addInvestments() {
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
                    Amounts amounts = investment(object.objectId(), object.name());
                    addends.add(amounts);
                    add(object.objectId(), object.name(), Role.ITEM, 1, amounts);
                }
            });
            addTotals(Amount.Kind.INVESTMENTS);
        }

        private Amounts investment(String objectId, String name) {
            return Amounts.of(
                    Amount.Kind.INVESTMENTS,
                    template.missingAmountRule(),
                    template.columns(),
                    column -> figures.investment(objectId, column),
                    column -> figures.investment(objectId, column) == null && figures.hasInvestment(objectId, column)
                            ? Map.of(objectId, name)
                            : Map.of());
        }

        private void addSummaries() {
            for (TemplateTable.ChosenRow chosen : template.rows()) {
                Amounts sum = chosen.of().equals("investments")
                        ? Amounts.sum(
                                Amount.Kind.INVESTMENTS,
                                figures.investmentObjects().stream()
                                        .map(object -> investment(object, names.getOrDefault(object, object)))
                                        .toList())
                        : Amounts.sum(
                                Amount.Kind.OPERATIONS,
                                lines.of(template.columns(), null, false, template.missingAmountRule()).stream()
                                        .filter(line -> line.place().isAdditive())
                                        .map(UnitLines.Line::amounts)
                                        .toList());
                add(chosen.of(), chosen.label() == null ? chosen.of() : labels.of(chosen.label()), Role.ITEM, 0, sum);
            }
        }

        private void addTotals(Amount.Kind kind) {
            if (template.totalLabel() == null) {
                return;
            }
            Amounts totals = Amounts.sum(kind, addends);
            rows.add(row(
                    "total", labels.of(template.totalLabel()), Role.TOTAL, 0, cells.row(template.columns(), totals)));
            for (TemplateTable.Component component : template.components()) {
                rows.add(row(
                        "total-" + component.measure().name().toLowerCase(Locale.ROOT),
                        labels.of(component.label()),
                        Role.COMPONENT,
                        1,
                        cells.row(template.columns(), totals.only(component.measure()), component.measure())));
            }
        }

        private boolean needsSides(TemplateColumn column) {
            return column.side() != TemplateColumn.Measure.NET
                    || !template.components().isEmpty();
        }

        private void add(String id, String label, Role role, int level, Amounts amounts) {
            for (TemplateColumn column : template.columns()) {
                if (column.content() != TemplateColumn.Content.VARIANCE && amounts.lacksIn(column.columnId())) {
                    lacking.computeIfAbsent(labels.of(column.label()), any -> new LinkedHashSet<>())
                            .addAll(amounts.lacking().getOrDefault(column.columnId(), Set.of()));
                }
                Amount amount = amounts.in(column.columnId());
                if (amount != null && needsSides(column) && amount.income() == null) {
                    missing.sides(Missing.Place.TABLE, caption, labels.of(column.label()), label);
                }
            }
            rows.add(row(id, label, role, level, cells.row(template.columns(), amounts)));
        }
    }

    private static Table.Row row(String id, String label, Role role, int level, List<Cell> cells) {
        return new Table.Row(id, null, label, role, level, null, null, cells);
    }
}
