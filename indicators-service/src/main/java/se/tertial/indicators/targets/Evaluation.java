package se.tertial.indicators.targets;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.indicators.measurements.MeasuredValue;
import se.tertial.indicators.measurements.MeasuredValue.Numeric;
import se.tertial.indicators.measurements.MeasurementRow;
import se.tertial.indicators.measures.IndicatorRow;
import se.tertial.indicators.targets.TargetExpression.Change;
import se.tertial.indicators.targets.TargetExpression.NoData;
import se.tertial.indicators.targets.TargetExpression.Operator;
import se.tertial.indicators.targets.TargetExpression.Range;
import se.tertial.indicators.targets.TargetExpression.Threshold;
import se.tertial.indicators.targets.TargetExpression.Words;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.language.Language;
import se.tertial.language.Message;

/**
 * Whether what was measured in a period meets a target.
 *
 * @param measured     the measured total as it is shown (IU for no data, - for not applicable); null if there is none
 * @param comparedWith what it was held against; null if there was nothing to hold it against
 */
@Schema(name = "TargetEvaluation", description = "Whether what was measured in a period meets the target, and why.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record Evaluation(
        @Schema(description = "The target.", required = true, examples = "svarsservice-kontakt-linkoping~2021")
                String targetId,
        @Schema(description = "The target as the steering document has it.", required = true, examples = ">92")
                String expression,
        @Schema(description = "The period that was evaluated.", required = true) ReportingPeriod period,
        @Schema(description = "Whether the target is met.", required = true) Outcome outcome,
        @Schema(
                        description =
                                "What was measured in total; IU for no data, - for not applicable, absent if there is no "
                                        + "measurement.",
                        examples = "96")
                @Nullable
                String measured,
        @Schema(
                        description =
                                "What it was compared with: the threshold with its sign, or the base year's value and its "
                                        + "period; absent if there was nothing to compare with.",
                        examples = ">92")
                @Nullable
                String comparedWith,
        @Schema(
                        description = "Why, in a sentence; in Swedish or English by Accept-Language.",
                        required = true,
                        examples = "96 is greater than 92, so the target is met.")
                String explanation) {

    /** Whether a target is met. */
    @Schema(
            name = "TargetOutcome",
            description =
                    "MET: the target is met; NOT_MET: it is not; NOT_ASSESSABLE: there is no target, no number, or no base.")
    enum Outcome {
        MET,
        NOT_MET,
        NOT_ASSESSABLE
    }

    /** The periods whose totals decide: the one evaluated, and those of the base year that it may be compared with. */
    static List<ReportingPeriod> periods(TargetRow target, ReportingPeriod period) {
        List<ReportingPeriod> periods = new ArrayList<>();
        periods.add(period);
        Integer baseYear = target.baseYear();
        if (baseYear != null) {
            periods.addAll(bases(baseYear, period));
        }
        return periods;
    }

    /**
     * Holds the total of a period against a target.
     *
     * @param totals the totals of {@link #periods}, as far as there are any
     */
    static Evaluation of(
            TargetRow target,
            IndicatorRow indicator,
            ReportingPeriod period,
            Map<ReportingPeriod, MeasurementRow> totals,
            Language language) {
        MeasurementRow total = totals.get(period);
        MeasuredValue measured = total == null ? null : total.value().measured();
        Asked asked = new Asked(target, period, measured, language);
        TargetExpression expression = target.understood();
        if (expression instanceof NoData) {
            return asked.notAssessable(Message.of("No target is set ({0}).", expression.source()));
        }
        if (expression instanceof TargetExpression.None) {
            return asked.notAssessable(Message.of("There is no target for this indicator."));
        }
        if (expression instanceof Words) {
            return asked.notAssessable(Message.of("“{0}” names no number to compare with.", expression.source()));
        }
        if (!(measured instanceof Numeric numeric)) {
            return asked.notAssessable(
                    measured == null
                            ? Message.of("Nothing has been measured for {0}.", period)
                            : Message.of("There is no number for {0}, but “{1}”.", period, measured));
        }
        if (expression instanceof Threshold threshold) {
            return asked.against(threshold, indicator, numeric.number());
        }
        if (expression instanceof Range range) {
            return asked.against(range, numeric.number());
        }
        Integer baseYear = target.baseYear();
        return baseYear == null
                ? asked.notAssessable(Message.of("“{0}” names no base year.", expression.source()))
                : asked.against((Change) expression, baseYear, numeric.number(), totals);
    }

    /** Like is compared with like where that can be done: the same months of the base year, or else its full year. */
    private static List<ReportingPeriod> bases(int baseYear, ReportingPeriod period) {
        ReportingPeriod same = new ReportingPeriod(baseYear, period.month());
        return period.isFullYear() ? List.of(same) : List.of(same, same.fullYear());
    }

    private record Asked(
            TargetRow target, ReportingPeriod period, @Nullable MeasuredValue measured, Language language) {

        Evaluation against(Threshold threshold, IndicatorRow indicator, BigDecimal number) {
            Operator operator = threshold.operator().directed(indicator.direction());
            Optional<BigDecimal> limit = threshold.in(indicator.unit());
            if (limit.isEmpty()) {
                return notAssessable(Message.of(
                        "“{0}” is an amount of money, and the indicator is measured in “{1}”.",
                        threshold.source(), indicator.unit()));
            }
            BigDecimal value = limit.get();
            boolean holds = operator.holds(number, value);
            return decided(
                    holds,
                    operator.sign() + value.toPlainString(),
                    holds
                            ? Message.of("{0} is {1} {2}, so the target is met.", number, operator.words(), value)
                            : Message.of(
                                    "{0} is not {1} {2}, so the target is not met.", number, operator.words(), value));
        }

        Evaluation against(Range range, BigDecimal number) {
            boolean holds = range.holds(number);
            return decided(
                    holds,
                    range.lowest().toPlainString() + "–" + range.highest().toPlainString(),
                    holds
                            ? Message.of(
                                    "{0} is between {1} and {2}, so the target is met.",
                                    number, range.lowest(), range.highest())
                            : Message.of(
                                    "{0} is not between {1} and {2}, so the target is not met.",
                                    number, range.lowest(), range.highest()));
        }

        Evaluation against(
                Change change, int baseYear, BigDecimal number, Map<ReportingPeriod, MeasurementRow> totals) {
            for (ReportingPeriod base : bases(baseYear, period)) {
                MeasurementRow total = totals.get(base);
                if (total != null && total.value().measured() instanceof Numeric numeric) {
                    boolean holds = change.holds(number, numeric.number());
                    return decided(holds, numeric + " (" + base + ")", why(change, numeric, base, number, holds));
                }
            }
            return notAssessable(
                    Message.of("There is no number for the base year {0}.", new ReportingPeriod(baseYear, null)));
        }

        private Message why(Change change, Numeric from, ReportingPeriod base, BigDecimal number, boolean holds) {
            if (change.step() != null) {
                return holds
                        ? Message.of(
                                "From {0} in {1} to {2} in {3} is the change that “{4}” asks for, so the target is met.",
                                from, base, number, period, change.source())
                        : Message.of(
                                "From {0} in {1} to {2} in {3} is not the change that “{4}” asks for, so the target is not met.",
                                from, base, number, period, change.source());
            }
            Message words = change.trend().words(holds);
            return holds
                    ? Message.of(
                            "From {0} in {1} to {2} in {3} is {4}, so the target is met.",
                            from, base, number, period, words)
                    : Message.of(
                            "From {0} in {1} to {2} in {3} is {4}, so the target is not met.",
                            from, base, number, period, words);
        }

        private Evaluation decided(boolean met, String comparedWith, Message why) {
            return new Evaluation(
                    target.key(),
                    target.expression(),
                    period,
                    met ? Outcome.MET : Outcome.NOT_MET,
                    measured == null ? null : measured.toString(),
                    comparedWith,
                    why.in(language));
        }

        Evaluation notAssessable(Message why) {
            return new Evaluation(
                    target.key(),
                    target.expression(),
                    period,
                    Outcome.NOT_ASSESSABLE,
                    measured == null ? null : measured.toString(),
                    null,
                    why.in(language));
        }
    }
}
