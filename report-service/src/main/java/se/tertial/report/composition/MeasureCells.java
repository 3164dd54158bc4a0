package se.tertial.report.composition;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.tertial.report.document.Cell;
import se.tertial.report.document.Source;
import se.tertial.report.money.Amount;
import se.tertial.report.replica.Fact;
import se.tertial.report.replica.Fact.Indicator;
import se.tertial.report.replica.Known;
import se.tertial.report.wording.Labels;
import se.tertial.report.wording.SwedishNumber;

/** What measures are, as cells: numbers exact within and rounded where they are shown, words as they were written. */
final class MeasureCells {

    /** A number after an operator. */
    private static final Pattern LIMIT = Pattern.compile("([<>≤≥=]=?\\s*)([^<>≤≥=]+)");

    private static final Pattern OPERATOR = Pattern.compile("^[<>≤≥]=?\\s*");
    private static final Set<String> NONE = Set.of("-", "–", "—", "−");
    private static final Set<String> NO_DATA = Set.of("iu", "ingen uppgift");
    private static final char NO_BREAK_SPACE = '\u00A0';

    private final boolean withUnit;

    /**
     * @param withUnit whether shares are shown with their sign
     */
    MeasureCells(boolean withUnit) {
        this.withUnit = withUnit;
    }

    /** How many decimals a number of a measure is shown with: those that it has, and at most the measure's. */
    private static int decimals(Indicator indicator, BigDecimal number) {
        int reported = Math.max(0, number.scale());
        return indicator.decimals() == null ? reported : Math.min(reported, indicator.decimals());
    }

    /** What was measured or is expected, with the sign of per cent where the table shows it, in every column. */
    Cell number(Indicator indicator, BigDecimal number, List<Source> sources) {
        return Cell.number(
                number, withSign(indicator, SwedishNumber.of(number, decimals(indicator, number))), null, sources);
    }

    /** What is expected, as a number or in words. */
    Cell forecast(Indicator indicator, Known<Fact.Forecast> known) {
        BigDecimal number = known.fact().number();
        List<Source> sources = List.of(Amount.source(known));
        return number == null
                ? words(indicator, Objects.requireNonNull(known.fact().text()), sources)
                : number(indicator, number, sources);
    }

    /** Says in words which other period a value is about, where no row above says so. */
    static Cell tellingPeriod(Cell cell) {
        return cell.period() == null ? cell : cell.shownAs(cell.display() + " (" + Labels.name(cell.period()) + ")");
    }

    /**
     * What is aimed at.
     *
     * @param known null if there is no target
     * @param plain whether it is shown without its operator
     */
    Cell target(Indicator indicator, @Nullable Known<Fact.Target> known, boolean plain) {
        if (known == null) {
            return Cell.notApplicable();
        }
        String expression = known.fact().expression().strip();
        return words(
                indicator,
                plain ? OPERATOR.matcher(expression).replaceFirst("") : expression,
                List.of(Amount.source(known)));
    }

    /** Words as they were written. A number among them is one, with all its decimals: whoever wrote it decided on them. */
    private Cell words(Indicator indicator, String written, List<Source> sources) {
        String words = written.strip();
        if (NONE.contains(words)) {
            return Cell.notApplicable();
        }
        if (NO_DATA.contains(words.toLowerCase(Locale.ROOT))) {
            return Cell.noData(sources);
        }
        BigDecimal number = SwedishNumber.read(words);
        if (number != null) {
            return Cell.number(number, withSign(indicator, SwedishNumber.of(number)), null, sources);
        }
        Matcher limit = LIMIT.matcher(words);
        BigDecimal bound = limit.matches() ? SwedishNumber.read(limit.group(2)) : null;
        return Cell.text(
                bound == null ? words : limit.group(1) + withSign(indicator, SwedishNumber.of(bound)), sources);
    }

    private String withSign(Indicator indicator, String shown) {
        return withUnit && indicator.unit().equals("%") ? shown + NO_BREAK_SPACE + "%" : shown;
    }
}
