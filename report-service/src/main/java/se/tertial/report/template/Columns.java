package se.tertial.report.template;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.report.document.Table;
import se.tertial.report.document.Table.Column.Scenario;
import se.tertial.report.document.Table.Column.Side;
import se.tertial.report.template.TemplateColumn.Content;
import se.tertial.report.wording.Labels;

/** A template's columns, with the report's period filled in. */
public final class Columns {

    private final ReportingPeriod report;
    private final Labels labels;

    public Columns(ReportingPeriod report) {
        this.report = report;
        this.labels = new Labels(report);
    }

    /** Columns of amounts of money, each of which shows a side of them. */
    public List<Table.Column> of(List<TemplateColumn> columns) {
        return of(columns, column -> Side.valueOf(column.side().name()));
    }

    /** Columns of what measures are. */
    public List<Table.Column> ofMeasures(List<TemplateColumn> columns) {
        return of(columns, column -> Side.VALUE);
    }

    private List<Table.Column> of(List<TemplateColumn> columns, Function<TemplateColumn, Side> side) {
        Map<String, TemplateColumn> byId =
                columns.stream().collect(Collectors.toMap(TemplateColumn::columnId, Function.identity()));
        return columns.stream()
                .map(column -> new Table.Column(
                        column.columnId(),
                        labels.of(column.label()),
                        column.group() == null ? null : labels.of(column.group()),
                        scenario(column.content()),
                        period(
                                column.content() == Content.VARIANCE
                                        ? Objects.requireNonNull(byId.get(column.of()))
                                        : column),
                        side.apply(column)))
                .toList();
    }

    /** The period that a column is about. */
    public ReportingPeriod period(TemplateColumn column) {
        String period = Objects.requireNonNullElse(column.period(), "report");
        ReportingPeriod base = period.startsWith("year") ? report.fullYear() : report;
        int dash = period.indexOf('-');
        return dash < 0 ? base : base.plusYears(-Character.digit(period.charAt(dash + 1), 10));
    }

    /** Whether a column compares with an earlier period to the same date, so that a value's own comparison period counts. */
    public boolean compares(TemplateColumn column) {
        return column.period() != null && column.period().startsWith("report-");
    }

    private static Scenario scenario(Content content) {
        return switch (content) {
            case ACTUAL -> Scenario.ACTUAL;
            case BUDGET -> Scenario.BUDGET;
            case FORECAST, VOLUME_FORECAST -> Scenario.FORECAST;
            case ANNUAL_ACCOUNTS -> Scenario.ANNUAL_ACCOUNTS;
            case MEASUREMENT -> Scenario.MEASUREMENT;
            case TARGET -> Scenario.TARGET;
            case VARIANCE -> Scenario.VARIANCE;
        };
    }
}
