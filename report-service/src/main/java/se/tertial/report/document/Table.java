package se.tertial.report.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.period.ReportingPeriod;

/**
 * A table of figures.
 *
 * @param unit       what its amounts are shown in; null if each row has its own unit
 * @param rowHeaders heads of the columns that name the rows: one, or a group and a row
 */
@Schema(name = "Table", description = "A table: columns that say period and scenario, rows with a role, typed cells.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Table(
        String id,
        @Schema(description = "Caption.", examples = "Driftsammandrag, netto tkr") String caption,
        @Schema(description = "What its amounts are shown in; absent if each row has its own.", examples = "tkr")
                @Nullable
                String unit,
        @Schema(description = "Heads of the columns that name the rows.", examples = "[\"Verksamhet\"]")
                List<String> rowHeaders,
        List<Column> columns,
        List<Row> rows,
        List<Footnote> footnotes)
        implements Block {

    /** What a column's figures are about. */
    @Schema(name = "Column", description = "What a column's figures are about.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Column(
            String id,
            @Schema(description = "Head.", examples = "Avvikelse") String label,
            @Schema(description = "Head above several columns.", examples = "Prognos 2021") @Nullable String group,
            @Schema(
                            description = "actual, budget, forecast, annualAccounts, measurement, target or variance.",
                            examples = "variance")
                    String scenario,
            @Schema(description = "The period its figures are about.") ReportingPeriod period,
            @Schema(description = "net, income, cost, expenditure or value.", examples = "net") String measure) {}

    /** A row's part in the table. */
    @Schema(
            name = "RowRole",
            description =
                    "item: a figure of its own; additive: below another row but an addend of its own; ofWhich: inside the row above; "
                            + "breakdown: women, men or a category; heading: names the rows below; total: sum of the additive rows; "
                            + "component: “varav” of the total.")
    public enum Role {
        @JsonProperty("item")
        ITEM,
        @JsonProperty("additive")
        ADDITIVE,
        @JsonProperty("ofWhich")
        OF_WHICH,
        @JsonProperty("breakdown")
        BREAKDOWN,
        @JsonProperty("heading")
        HEADING,
        @JsonProperty("total")
        TOTAL,
        @JsonProperty("component")
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
            String id,
            @Schema(description = "The group it stands in, where rows are grouped.", examples = "God service") @Nullable
                    String group,
            @Schema(description = "Label.", examples = "Kontakt Linköping") String label,
            Role role,
            @Schema(description = "How far it is indented.", minimum = "0") int level,
            @Schema(description = "Unit of measure, where each row has its own.", examples = "%") @Nullable String unit,
            @Schema(description = "Mark of its label's footnote.", examples = "*") @Nullable String footnote,
            List<Cell> cells) {}

    @Schema(name = "Footnote", description = "A mark and what it says.")
    public record Footnote(String mark, String text) {}
}
