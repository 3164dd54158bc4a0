package se.tertial.report.money;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.money.Money;
import se.tertial.report.document.Source;
import se.tertial.report.replica.Fact;
import se.tertial.report.replica.Known;
import se.tertial.report.template.TemplateColumn.Measure;

/**
 * An exact amount with its sides.
 *
 * @param kind    what it is of, which gives the rules of signs
 * @param income  income (intäkter, inkomster); null where only the net is known
 * @param outlay  cost (kostnader) or expenditure (utgifter); null where only the net is known
 * @param net     of operations income − cost, of investments expenditure − income
 * @param isSum   whether it was added up of others
 */
public record Amount(
        Kind kind, @Nullable Money income, @Nullable Money outlay, Money net, boolean isSum, List<Source> sources) {

    /** What an amount is of. */
    public enum Kind {
        OPERATIONS,
        INVESTMENTS
    }

    static Amount of(Known<Fact.OperatingLine> known) {
        Fact.OperatingLine line = known.fact();
        return new Amount(Kind.OPERATIONS, line.income(), line.cost(), line.result(), false, List.of(source(known)));
    }

    static Amount ofInvestment(Known<Fact.InvestmentLine> known) {
        Fact.InvestmentLine line = known.fact();
        return new Amount(
                Kind.INVESTMENTS,
                line.income(),
                line.expenditure(),
                line.expenditure().minus(line.income()),
                false,
                List.of(source(known)));
    }

    public static Source source(Known<?> known) {
        return new Source(known.topic(), known.key(), known.revision());
    }

    /** The exact sum; its sides are known if all of them are. */
    static Amount sum(Kind kind, Collection<Amount> amounts) {
        List<Source> sources = new ArrayList<>();
        amounts.forEach(amount -> sources.addAll(amount.sources()));
        boolean split = amounts.stream().allMatch(amount -> amount.income() != null && amount.outlay() != null);
        return new Amount(
                kind,
                split
                        ? Money.sum(amounts.stream()
                                .map(amount -> Objects.requireNonNull(amount.income()))
                                .toList())
                        : null,
                split
                        ? Money.sum(amounts.stream()
                                .map(amount -> Objects.requireNonNull(amount.outlay()))
                                .toList())
                        : null,
                Money.sum(amounts.stream().map(Amount::net).toList()),
                true,
                sources);
    }

    /** Nothing, where no amount exists. */
    static Amount nothing(Kind kind) {
        return new Amount(kind, Money.ZERO, Money.ZERO, Money.ZERO, false, List.of());
    }

    /** One side of it, or null where that is not known. */
    @Nullable
    Money side(Measure measure) {
        return switch (measure) {
            case NET -> net;
            case INCOME -> income;
            case COST, EXPENDITURE -> outlay;
        };
    }

    /**
     * Only one side of it, the other being nothing: what a “varav” row below a total is of. The net of such a row is shown as
     * the side itself, positive.
     */
    @Nullable
    Amount only(Measure measure) {
        Money side = side(measure);
        if (side == null) {
            return null;
        }
        return measure == Measure.INCOME
                ? new Amount(kind, side, Money.ZERO, side, isSum, sources)
                : new Amount(kind, Money.ZERO, side, side, isSum, sources);
    }

    /**
     * Variance (avvikelse): positive is favourable, always. The one place that knows the rule of signs: a result or an income
     * is favourable when it is higher than what it is compared with, a cost or an expenditure when it is lower.
     */
    static Money variance(Kind kind, Measure measure, Money of, Money against) {
        boolean higherIsFavourable = measure == Measure.INCOME || (measure == Measure.NET && kind == Kind.OPERATIONS);
        return higherIsFavourable ? of.minus(against) : against.minus(of);
    }
}
