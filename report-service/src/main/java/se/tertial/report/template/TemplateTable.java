package se.tertial.report.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.api.Slug;
import se.tertial.kit.api.Text;

/**
 * A table of a template: where its rows are from, and its columns.
 *
 * @param amountsIn        what amounts are shown in; KSEK if absent
 * @param organisationAsOf the day whose organisation figures are shown in; null for the report's last day, each unit for itself
 * @param shortNames       whether units are called by their short names
 * @param totalLabel       label of the total row; no total if absent
 * @param components       “varav” rows below the total
 * @param rows             which rows, where they are chosen one by one
 * @param withUnit         whether percentages are shown with their sign
 * @param missingAmount    what a lacking amount means; not reported yet if absent
 */
@Schema(name = "TemplateTable", description = "A table of a template: where its rows are from, and its columns.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TemplateTable(
        @Schema(description = "Caption.", examples = "Driftsammandrag, netto tkr") @NotNull @Text(max = 200)
                String caption,
        @Schema(description = "Head of the column that names the rows.", examples = "Verksamhet")
                @NotNull
                @Text(max = 100)
                String rowHeader,
        @Schema(description = "Where its rows are from.") @NotNull Rows rowsOf,
        @Schema(description = "What amounts are shown in; KSEK if absent.") @Nullable AmountsIn amountsIn,
        @Schema(
                        description =
                                "The day whose organisation the figures are shown in, in tables of units and investments: those of"
                                        + " earlier and later units are grouped by the units of that day. Absent: the report's last"
                                        + " day, each unit for itself.",
                        examples = "2021-10-01")
                @Nullable
                LocalDate organisationAsOf,
        @Schema(description = "Whether units are called by their short names.") @Nullable Boolean shortNames,
        @Schema(description = "Label of the total row; no total if absent.", examples = "Summa")
                @Text(max = 100)
                @Nullable
                String totalLabel,
        @Schema(description = "“Varav” rows below the total.") @Size(max = 4)
                List<@NotNull @Valid Component> components,
        @Schema(description = "Which rows, where they are chosen one by one.") @Size(max = 200)
                List<@NotNull @Valid ChosenRow> rows,
        @Schema(description = "Whether shares are shown with their unit, in every column.") @Nullable Boolean withUnit,
        @Schema(
                        description = "What it means that only one of two amounts that a variance compares is reported;"
                                + " NOT_REPORTED if absent.")
                @Nullable
                MissingAmount missingAmount,
        @Schema(description = "The columns.") @NotEmpty @Size(max = 12) List<@NotNull @Valid TemplateColumn> columns) {

    public TemplateTable {
        components = components == null ? List.of() : components;
        rows = rows == null ? List.of() : rows;
        columns = columns == null ? List.of() : columns;
    }

    public boolean hasShortNames() {
        return Boolean.TRUE.equals(shortNames);
    }

    public MissingAmount missingAmountRule() {
        return Objects.requireNonNullElse(missingAmount, MissingAmount.NOT_REPORTED);
    }

    /** What it means that only one of two amounts that are compared is there. */
    @Schema(
            name = "MissingAmount",
            description =
                    "NOT_REPORTED: the other is not reported yet, so neither the row nor the total has a variance; "
                            + "ZERO: a budget or accounts of an earlier year that are not there do not exist and count as 0.")
    public enum MissingAmount {
        NOT_REPORTED,
        ZERO
    }

    /** Where a table's rows are from. */
    @Schema(
            name = "TableRows",
            description =
                    "UNITS: a row per unit; INVESTMENTS: a row per investment object, below its unit; VOLUME_MEASURES: a row per volume measure; "
                            + "MEASURES: the indicators chosen; SUMMARY: totals of operations or investments, chosen.")
    public enum Rows {
        UNITS,
        INVESTMENTS,
        VOLUME_MEASURES,
        MEASURES,
        SUMMARY
    }

    /** What amounts are shown in. */
    @Schema(
            name = "AmountsIn",
            description = "SEK: kronor; KSEK: thousands (tkr); MSEK: millions with one decimal (mnkr).")
    public enum AmountsIn {
        SEK,
        KSEK,
        MSEK
    }

    @Schema(name = "TemplateComponent", description = "A “varav” row below the total.")
    public record Component(
            @Schema(description = "Label.", examples = "varav kostnader") @NotNull @Text(max = 100) String label,
            @Schema(description = "Which side of the total.") @NotNull TemplateColumn.Measure measure) {}

    /**
     * A row that the template chooses.
     *
     * @param of an indicator; in a summary {@code operations} or {@code investments}
     */
    @Schema(name = "ChosenRow", description = "A row that the template chooses.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ChosenRow(
            @Schema(
                            description = "An indicator; in a summary “operations” or “investments”.",
                            examples = "total-sjukfranvaro")
                    @NotNull
                    @Slug
                    String of,
            @Schema(
                            description = "Label, if it is another than the indicator's name.",
                            examples = "Investeringar, netto")
                    @Text(max = 200)
                    @Nullable
                    String label,
            @Schema(description = "Whether a target is shown without its operator: 3,5 for <3,5.") @Nullable
                    Boolean plainTarget,
            @Schema(description = "Whether its categories, women and men have rows of their own; so if absent.")
                    @Nullable
                    Boolean withBreakdown) {}
}
