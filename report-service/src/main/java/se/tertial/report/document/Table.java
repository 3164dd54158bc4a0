package se.tertial.report.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.period.ReportingPeriod;

/**
 * A table of figures.
 *
 * @param unit             what its amounts are shown in; null if each row has its own unit
 * @param organisationAsOf the day whose organisation the rows follow; null if that is the report's last day
 * @param rowHeaders       heads of the columns that name the rows: one, or a group and a row
 * @param notes            what is to be known of the whole of it, in Swedish
 */
@Schema(name = "Table", description = "A table: columns that say period and scenario, rows with a role, typed cells.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Table(
        @Schema(description = "Identifier within the report.", examples = "operating-result") String id,
        @Schema(description = "Caption.", examples = "Driftsammandrag, netto tkr") String caption,
        @Schema(description = "What its amounts are shown in; absent if each row has its own.", examples = "tkr")
                @Nullable
                String unit,
        @Schema(
                        description =
                                "The day whose organisation the rows follow; absent if that is the report's last day.",
                        examples = "2021-10-01")
                @Nullable
                LocalDate organisationAsOf,
        @Schema(description = "Heads of the columns that name the rows.", examples = "[\"Verksamhet\"]")
                List<String> rowHeaders,
        @Schema(description = "The columns, in order.") List<Column> columns,
        @Schema(description = "The rows, in order.") List<Row> rows,
        @Schema(description = "What the marks in it say; empty if there are none.") List<Footnote> footnotes,
        @Schema(description = "What is to be known of the whole table; empty if nothing is.") List<String> notes)
        implements Block {

    @Override
    public void accept(Visitor visitor) {
        visitor.table(this);
    }

    /** What a column's figures are about. */
    @Schema(name = "Column", description = "What a column's figures are about.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Column(
            @Schema(description = "Identifier within the table.", examples = "actual") String id,
            @Schema(description = "Head.", examples = "Avvikelse") String label,
            @Schema(description = "Head above several columns.", examples = "Prognos 2021") @Nullable String group,
            @Schema(description = "What its figures are.") Scenario scenario,
            @Schema(description = "The period its figures are about.") ReportingPeriod period,
            @Schema(description = "Which side of them.") Side measure) {

        /** What a column's figures are. */
        @Schema(
                name = "ColumnScenario",
                description =
                        "ACTUAL: booked; BUDGET; FORECAST: foreseen; ANNUAL_ACCOUNTS: a closed year's outcome; "
                                + "MEASUREMENT: measured; TARGET: aimed at; VARIANCE: between two columns, favourable is positive.")
        public enum Scenario {
            ACTUAL,
            BUDGET,
            FORECAST,
            ANNUAL_ACCOUNTS,
            MEASUREMENT,
            TARGET,
            VARIANCE
        }

        /** Which side of an amount a column shows, or the value of a measure. */
        @Schema(
                name = "ColumnMeasure",
                description = "NET: both sides; INCOME; COST; EXPENDITURE: of an investment; VALUE: of an indicator.")
        public enum Side {
            NET,
            INCOME,
            COST,
            EXPENDITURE,
            VALUE
        }
    }

    /** A row's part in the table. */
    @Schema(
            name = "RowRole",
            description =
                    "ITEM: a figure of its own; ADDITIVE: below another row but an addend of its own; OF_WHICH: inside the row above; "
                            + "BREAKDOWN: women, men or a category; HEADING: names the rows below; TOTAL: sum of the additive rows; "
                            + "COMPONENT: “varav” of the total.")
    public enum Role {
        ITEM,
        ADDITIVE,
        OF_WHICH,
        BREAKDOWN,
        HEADING,
        TOTAL,
        COMPONENT
    }

    /**
     * A row.
     *
     * @param group the group it stands in, where the table has two columns of row heads
     * @param level how far it is indented
     */
    @Schema(
            name = "Row",
            description = "A row: its label, its part in the table, its cells in the order of the columns.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Row(
            @Schema(description = "Identifier within the table.", examples = "lkdata") String id,
            @Schema(description = "The group it stands in, where rows are grouped.", examples = "God service") @Nullable
                    String group,
            @Schema(description = "Label.", examples = "Kontakt Linköping") String label,
            @Schema(description = "Its part in the table.") Role role,
            @Schema(description = "How far it is indented.", minimum = "0") int level,
            @Schema(description = "Unit of measure, where each row has its own.", examples = "%") @Nullable String unit,
            @Schema(description = "Mark of its label's footnote.", examples = "*") @Nullable String footnote,
            @Schema(description = "Its cells, in the order of the columns.") List<Cell> cells) {}

    @Schema(name = "Footnote", description = "A mark and what it says.")
    public record Footnote(
            @Schema(description = "The mark.", examples = "*") String mark,
            @Schema(description = "What it says.", examples = "Preliminärt värde.") String text) {}
}
