package se.tertial.indicators.measures;

import se.tertial.kit.change.Doubt;
import se.tertial.kit.elsewhere.Warning;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.language.Message;

/**
 * A value of a measure that counts from January, lower than one that ends earlier in the same year.
 *
 * @param number  what was measured to the end of the period
 * @param earlier the period before
 * @param before  what was measured to the end of that
 */
public record FallingCount(
        String indicatorId,
        String breakdown,
        ReportingPeriod period,
        String number,
        ReportingPeriod earlier,
        String before) {

    /** As it is told to whoever wrote one of the values, or that the measure counts from January. */
    public Doubt told(String pointer) {
        return new Doubt(
                Warning.Code.LOWER_THAN_BEFORE,
                pointer,
                Message.of(
                        "“{0}” ({1}) counts from January: up to {2} it is {3}, lower than up to {4} ({5}). Is one of them of its month alone?",
                        indicatorId, breakdown, period, number, earlier, before));
    }
}
