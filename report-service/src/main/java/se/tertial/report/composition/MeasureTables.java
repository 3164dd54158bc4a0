package se.tertial.report.composition;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.report.document.Allowance;
import se.tertial.report.document.Cell;
import se.tertial.report.document.Source;
import se.tertial.report.document.Table;
import se.tertial.report.document.Table.Role;
import se.tertial.report.money.Amount;
import se.tertial.report.replica.Fact;
import se.tertial.report.replica.Fact.Indicator;
import se.tertial.report.replica.Fact.Measurement;
import se.tertial.report.replica.Facts;
import se.tertial.report.replica.Known;
import se.tertial.report.template.Columns;
import se.tertial.report.template.TemplateColumn;
import se.tertial.report.template.TemplateColumn.Content;
import se.tertial.report.template.TemplateTable;
import se.tertial.report.wording.Labels;
import se.tertial.report.wording.Missing;
import se.tertial.report.wording.SwedishOrder;

/** The tables of measures: volumes, personnel and indicators. */
final class MeasureTables {

    private static final String TOTAL = "total";

    /** Bytes of a cell in a document, and of what stands around a row's. */
    private static final int CELL = 300;

    /** Women and men, in the order they are shown. */
    private static final List<Indicator.Category> GENDERS =
            List.of(new Indicator.Category("men", "Män"), new Indicator.Category("women", "Kvinnor"));

    private final ReportingPeriod period;
    private final Columns columns;
    private final Labels labels;
    private final Missing missing;
    private final Allowance allowance;
    private final Map<String, Indicator> indicators = new LinkedHashMap<>();
    private final Map<String, List<Indicator>> children = new HashMap<>();
    private final Map<MeasurementKey, Known<Measurement>> measurements = new HashMap<>();
    private final Map<String, List<Indicator>> rootsByGoal = new HashMap<>();
    private final Set<MeasuredPart> measured = new HashSet<>();

    /** Of measurements. */
    private final Set<String> unknownIndicators = new TreeSet<>();

    private final Map<String, ReportingPeriod> comparisons = new HashMap<>();
    private final Map<String, Known<Fact.Target>> targets = new HashMap<>();
    private final Map<String, Known<Fact.Forecast>> forecasts = new HashMap<>();

    private record MeasurementKey(String indicatorId, ReportingPeriod period, String breakdown) {}

    /** An indicator in a table; how many others of it stand above. */
    private record Placed(Indicator indicator, int level) {}

    private record MeasuredPart(String indicatorId, String breakdown) {}

    MeasureTables(ReportingPeriod period, Facts facts, Missing missing, Allowance allowance) {
        this.allowance = allowance;
        this.period = period;
        this.columns = new Columns(period);
        this.labels = new Labels(period);
        this.missing = missing;
        facts.all(Indicator.class).stream()
                .map(Known::fact)
                .sorted(Comparator.comparing(Indicator::order)
                        .thenComparing(Indicator::name, new SwedishOrder())
                        .thenComparing(Indicator::indicatorId))
                .forEach(indicator -> {
                    indicators.put(indicator.indicatorId(), indicator);
                    if (indicator.parentId() != null) {
                        children.computeIfAbsent(indicator.parentId(), any -> new ArrayList<>())
                                .add(indicator);
                    }
                });
        roots(indicator -> indicator.kind() != Indicator.Kind.VOLUME_MEASURE && indicator.goalId() != null)
                .forEach(indicator -> rootsByGoal
                        .computeIfAbsent(Objects.requireNonNull(indicator.goalId()), any -> new ArrayList<>())
                        .add(indicator));
        for (Known<Measurement> known : facts.all(Measurement.class)) {
            Measurement fact = known.fact();
            measurements.put(new MeasurementKey(fact.indicatorId(), fact.period(), fact.breakdown()), known);
            measured.add(new MeasuredPart(fact.indicatorId(), fact.breakdown()));
            if (fact.period().equals(period) && fact.comparisonPeriod() != null) {
                // If its parts say different periods, any of them stands for all, but always the same.
                comparisons.merge(
                        fact.indicatorId(),
                        fact.comparisonPeriod(),
                        (one, other) -> one.compareTo(other) <= 0 ? one : other);
            }
            if (!indicators.containsKey(fact.indicatorId())) {
                unknownIndicators.add(fact.indicatorId());
            }
        }
        for (Known<Fact.Target> known : facts.all(Fact.Target.class)) {
            targets.put(known.fact().indicatorId() + "~" + known.fact().period(), known);
        }
        for (Known<Fact.Forecast> known : facts.all(Fact.Forecast.class)) {
            if (known.fact().round().equals(period)) {
                forecasts.put(known.fact().indicatorId() + "~" + known.fact().period(), known);
            }
        }
    }

    /** Volume measures, or the measures that the template chooses. */
    Table table(String id, TemplateTable template) {
        unknownIndicators.forEach(missing::indicator);
        boolean withUnit = Boolean.TRUE.equals(template.withUnit());
        Body body = new Body(template.columns(), withUnit);
        if (template.rowsOf() == TemplateTable.Rows.VOLUME_MEASURES) {
            roots(indicator -> indicator.kind() == Indicator.Kind.VOLUME_MEASURE)
                    .forEach(indicator -> body.add(null, indicator));
        } else {
            for (TemplateTable.ChosenRow chosen : template.rows()) {
                Indicator indicator = indicators.get(chosen.of());
                if (indicator == null) {
                    missing.indicator(chosen.of());
                } else {
                    body.add(
                            null,
                            indicator,
                            chosen.label() == null ? indicator.name() : labels.of(chosen.label()),
                            0,
                            Boolean.TRUE.equals(chosen.plainTarget()),
                            !Boolean.FALSE.equals(chosen.withBreakdown()));
                }
            }
        }
        return body.table(id, labels.of(template.caption()), List.of(labels.of(template.rowHeader())));
    }

    /** The indicators of administration goals, grouped by goal; empty if there are none. */
    Optional<Table> byGoal(String id, String caption, List<Fact.Goal> goals, List<TemplateColumn> ofColumns) {
        Body body = new Body(ofColumns, false);
        for (Fact.Goal goal : goals) {
            rootsByGoal.getOrDefault(goal.goalId(), List.of()).forEach(indicator -> body.add(goal.name(), indicator));
        }
        return body.isEmpty()
                ? Optional.empty()
                : Optional.of(body.table(id, caption, List.of("Förvaltningsmål", "Indikator")));
    }

    /** What is measured of no known indicator, and indicators of no known goal, are told, not shown. */
    void tellWhatIsUnknown(Set<String> goalIds) {
        unknownIndicators.forEach(missing::indicator);
        indicators.values().stream()
                .filter(indicator -> indicator.goalId() != null && !goalIds.contains(indicator.goalId()))
                .sorted(Comparator.comparing(Indicator::indicatorId))
                .forEach(indicator -> missing.goal(
                        Objects.requireNonNull(indicator.goalId()), "indikatorn ”" + indicator.name() + "”"));
    }

    private List<Indicator> roots(Predicate<Indicator> chosen) {
        return indicators.values().stream()
                .filter(indicator -> indicator.parentId() == null || !indicators.containsKey(indicator.parentId()))
                .filter(chosen)
                .toList();
    }

    /** The rows of one table and its footnotes, as they are gathered. */
    private final class Body {

        private final List<TemplateColumn> ofColumns;
        private final MeasureCells cells;
        private final MeasureRounding rounding = new MeasureRounding();
        private final List<Table.Row> rows = new ArrayList<>();
        private final Footnotes footnotes = new Footnotes();

        Body(List<TemplateColumn> ofColumns, boolean withUnit) {
            this.ofColumns = ofColumns;
            this.cells = new MeasureCells(withUnit);
        }

        boolean isEmpty() {
            return rows.isEmpty();
        }

        Table table(String id, String caption, List<String> rowHeaders) {
            return new Table(
                    id,
                    caption,
                    null,
                    null,
                    rowHeaders,
                    columns.ofMeasures(ofColumns),
                    rows,
                    footnotes.all(),
                    rounding.parts() ? List.of(MeasureRounding.NOTE) : List.of());
        }

        /** The indicator, its breakdowns and all indicators below it. */
        void add(@Nullable String group, Indicator root) {
            Deque<Placed> ahead = new ArrayDeque<>();
            ahead.push(new Placed(root, 0));
            while (!ahead.isEmpty()) {
                Placed placed = ahead.pop();
                Indicator indicator = placed.indicator();
                add(group, indicator, indicator.name(), placed.level(), false, true);
                List<Indicator> below = children.getOrDefault(indicator.indicatorId(), List.of());
                for (int index = below.size() - 1; index >= 0; index--) {
                    ahead.push(new Placed(below.get(index), placed.level() + 1));
                }
            }
        }

        /** An indicator: its total, if it has one or no categories, and its breakdowns, so that nothing stored is left out. */
        void add(
                @Nullable String group,
                Indicator indicator,
                String label,
                int level,
                boolean plainTarget,
                boolean withBreakdown) {
            boolean onlyNames = withBreakdown && !indicator.categories().isEmpty() && !hasTotal(indicator);
            Table.Row whole = onlyNames
                    ? heading(group, indicator, label, level)
                    : total(group, indicator, label, level, plainTarget);
            rows.add(whole);
            rounding.measure(indicator, whole);
            if (withBreakdown) {
                List<Table.Row> categories = indicator.categories().stream()
                        .map(category -> row(group, indicator, category, level + 1, onlyNames))
                        .toList();
                List<Table.Row> genders = GENDERS.stream()
                        .filter(gender ->
                                measured.contains(new MeasuredPart(indicator.indicatorId(), gender.categoryId())))
                        .map(gender -> row(group, indicator, gender, level + 1, onlyNames))
                        .toList();
                rows.addAll(categories);
                rows.addAll(genders);
                rounding.breakdown(whole, categories);
                rounding.breakdown(whole, genders);
            }
        }

        /** Whether anything is stored of the whole that the columns show. */
        private boolean hasTotal(Indicator indicator) {
            return measured.contains(new MeasuredPart(indicator.indicatorId(), TOTAL))
                    || ofColumns.stream().anyMatch(column -> switch (column.content()) {
                        case TARGET -> target(indicator, column) != null;
                        case FORECAST, VOLUME_FORECAST ->
                            forecasts.containsKey(indicator.indicatorId() + "~" + columns.period(column));
                        default -> false;
                    });
        }

        private Table.Row total(
                @Nullable String group, Indicator indicator, String label, int level, boolean plainTarget) {
            spend(label);
            Role role = indicator.heading() ? Role.HEADING : indicator.ofWhich() ? Role.OF_WHICH : Role.ITEM;
            List<Cell> values = new ArrayList<>();
            for (TemplateColumn column : ofColumns) {
                values.add(
                        indicator.heading()
                                ? Cell.empty()
                                : column.content() == Content.TARGET
                                        ? cells.target(indicator, target(indicator, column), plainTarget)
                                        : MeasureCells.tellingPeriod(value(indicator, TOTAL, column)));
            }
            return new Table.Row(
                    indicator.indicatorId(),
                    group,
                    label,
                    role,
                    level,
                    indicator.heading() ? null : indicator.unit(),
                    rowMark(indicator, TOTAL),
                    values);
        }

        /** A row that only names the categories below it. */
        private Table.Row heading(@Nullable String group, Indicator indicator, String label, int level) {
            spend(label);
            List<Cell> heading = new ArrayList<>();
            for (TemplateColumn column : ofColumns) {
                ReportingPeriod other = columns.compares(column) ? comparisons.get(indicator.indicatorId()) : null;
                heading.add(
                        other == null
                                ? Cell.empty()
                                : Cell.text(Labels.name(other) + ":", List.of()).about(other));
            }
            return new Table.Row(
                    indicator.indicatorId(),
                    group,
                    label,
                    Role.HEADING,
                    level,
                    indicator.unit(),
                    indicator.categories().stream()
                            .map(category -> rowMark(indicator, category.categoryId()))
                            .filter(Objects::nonNull)
                            .findFirst()
                            .orElse(null),
                    heading);
        }

        private Table.Row row(
                @Nullable String group,
                Indicator indicator,
                Indicator.Category category,
                int level,
                boolean isBelowHeading) {
            spend(category.name());
            return new Table.Row(
                    indicator.indicatorId() + "." + category.categoryId(),
                    group,
                    category.name(),
                    Role.BREAKDOWN,
                    level,
                    indicator.unit(),
                    isBelowHeading ? null : rowMark(indicator, category.categoryId()),
                    ofColumns.stream()
                            .map(column -> value(indicator, category.categoryId(), column))
                            .map(cell -> isBelowHeading ? cell : MeasureCells.tellingPeriod(cell))
                            .toList());
        }

        /** Of the year that the column is about. */
        private @Nullable Known<Fact.Target> target(Indicator indicator, TemplateColumn column) {
            return targets.get(
                    indicator.indicatorId() + "~" + columns.period(column).fullYear());
        }

        private void spend(String label) {
            allowance.spend(label.length() + (long) CELL * (ofColumns.size() + 1));
        }

        private Cell value(Indicator indicator, String breakdown, TemplateColumn column) {
            return switch (column.content()) {
                case MEASUREMENT -> measured(indicator, breakdown, column);
                case FORECAST, VOLUME_FORECAST ->
                    breakdown.equals(TOTAL) ? forecast(indicator, column) : Cell.notApplicable();
                default -> Cell.notApplicable();
            };
        }

        private Cell measured(Indicator indicator, String breakdown, TemplateColumn column) {
            ReportingPeriod of = columns.period(column);
            ReportingPeriod other = columns.compares(column) ? comparisons.get(indicator.indicatorId()) : null;
            Known<Measurement> known = measurements.get(
                    new MeasurementKey(indicator.indicatorId(), other == null ? of : other, breakdown));
            if (known == null) {
                return Cell.empty();
            }
            Measurement measurement = known.fact();
            List<Source> sources = List.of(Amount.source(known));
            Cell cell =
                    switch (measurement.value().state()) {
                        case NUMBER -> {
                            var number =
                                    Objects.requireNonNull(measurement.value().number());
                            yield cells.number(indicator, number, sources);
                        }
                        case TEXT ->
                            Cell.text(Objects.requireNonNull(measurement.value().text()), sources);
                        case NO_DATA -> Cell.noData(sources);
                        case NOT_APPLICABLE -> Cell.notApplicable();
                    };
            return cell.about(other)
                    .marked(footnotes.mark(measurement.footnote()))
                    .preliminary(measurement.preliminary());
        }

        /** What was never forecast is an empty cell; of a volume a forecast is expected, so that it is late. */
        private Cell forecast(Indicator indicator, TemplateColumn column) {
            Known<Fact.Forecast> known = forecasts.get(indicator.indicatorId() + "~" + columns.period(column));
            if (known != null) {
                return cells.forecast(indicator, known);
            }
            if (indicator.kind() != Indicator.Kind.VOLUME_MEASURE) {
                return Cell.empty();
            }
            missing.forecast(indicator.name());
            return Cell.notReported();
        }

        private @Nullable String rowMark(Indicator indicator, String breakdown) {
            Known<Measurement> known = measurements.get(new MeasurementKey(indicator.indicatorId(), period, breakdown));
            return known == null ? null : footnotes.mark(known.fact().rowFootnote());
        }
    }
}
