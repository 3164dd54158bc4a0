package se.tertial.report.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.money.Money;
import se.tertial.report.document.Allowance;
import se.tertial.report.document.Cell;
import se.tertial.report.document.Cell.Formula;
import se.tertial.report.document.Source;
import se.tertial.report.template.TemplateColumn;
import se.tertial.report.template.TemplateColumn.Content;
import se.tertial.report.template.TemplateColumn.Measure;
import se.tertial.report.template.TemplateTable.AmountsIn;
import se.tertial.report.wording.SwedishNumber;

/** Amounts as cells: exact within, rounded where they are shown. */
final class AmountCells {

    /** Bytes of a cell in a document, and of one of its sources. */
    private static final long CELL = 200;

    private static final long SOURCE = 150;

    private final AmountsIn amountsIn;
    private final Allowance allowance;

    AmountCells(@Nullable AmountsIn amountsIn, Allowance allowance) {
        this.allowance = allowance;
        this.amountsIn = Objects.requireNonNullElse(amountsIn, AmountsIn.KSEK);
    }

    /** What the amounts are shown in, in words. */
    String unit() {
        return switch (amountsIn) {
            case SEK -> "kr";
            case KSEK -> "tkr";
            case MSEK -> "mnkr";
        };
    }

    /** A row's cells, the variances computed. */
    List<Cell> row(List<TemplateColumn> columns, Amounts amounts) {
        return row(columns, amounts, null);
    }

    /** The same for a row of one side only, so that its variances are those of that side. */
    List<Cell> row(List<TemplateColumn> columns, Amounts amounts, @Nullable Measure side) {
        List<Cell> cells = columns.stream()
                .map(column -> column.content() == Content.VARIANCE
                        ? variance(amounts, column, Objects.requireNonNullElse(side, column.side()))
                        : cell(amounts, column))
                .toList();
        cells.forEach(cell -> allowance.spend(CELL + SOURCE * cell.sources().size()));
        return cells;
    }

    /** Of what there can be none counts as nothing beside what is reported; what is lacking leaves no variance. */
    private Cell variance(Amounts amounts, TemplateColumn column, Measure measure) {
        Amount of = amounts.in(column.of());
        Amount against = amounts.in(column.against());
        if (amounts.lacksIn(column.columnId())
                || (of == null && amounts.lacksIn(column.of()))
                || (against == null && amounts.lacksIn(column.against()))) {
            return Cell.notReported();
        }
        Amount one = of == null ? against : of;
        if (one == null) {
            return Cell.notApplicable();
        }
        Amount left = of == null ? Amount.nothing(one.kind()) : of;
        Amount right = against == null ? Amount.nothing(one.kind()) : against;
        Money ofLeft = left.side(measure);
        Money ofRight = right.side(measure);
        if (ofLeft == null || ofRight == null) {
            return Cell.notReported();
        }
        List<Source> sources = new ArrayList<>(left.sources());
        sources.addAll(right.sources());
        return shown(Amount.variance(one.kind(), measure, ofLeft, ofRight), Formula.VARIANCE, sources);
    }

    private Cell cell(Amounts amounts, TemplateColumn column) {
        Amount amount = amounts.in(column.columnId());
        if (amount == null) {
            return amounts.lacksIn(column.columnId()) ? Cell.notReported() : Cell.notApplicable();
        }
        Money side = amount.side(column.side());
        if (side == null) {
            return Cell.notReported();
        }
        boolean computed = column.side() == Measure.NET && amount.income() != null;
        return shown(side, amount.isSum() ? Formula.SUM : computed ? Formula.NET : null, amount.sources());
    }

    /** An exact amount as far as it is shown. */
    BigDecimal rounded(BigDecimal kronor) {
        return switch (amountsIn) {
            case SEK -> kronor.setScale(0, RoundingMode.HALF_UP);
            case KSEK -> kronor.movePointLeft(3).setScale(0, RoundingMode.HALF_UP);
            case MSEK -> kronor.movePointLeft(6).setScale(1, RoundingMode.HALF_UP);
        };
    }

    private Cell shown(Money money, @Nullable Formula formula, List<Source> sources) {
        BigDecimal rounded = rounded(money.amount());
        return Cell.number(money.amount(), SwedishNumber.of(rounded), formula, sources);
    }
}
