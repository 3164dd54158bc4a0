package se.tertial.indicators.measures;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A number as text, exact and with exactly the decimals reported: {@code 4.0} is not {@code 4}. A zero has no sign, since a
 * decimal number cannot keep it.
 */
@Documented
@Constraint(validatedBy = {})
@Pattern(regexp = Figure.FORM)
@ReportAsSingleViolation
@Target({
    ElementType.FIELD,
    ElementType.PARAMETER,
    ElementType.METHOD,
    ElementType.TYPE_USE,
    ElementType.RECORD_COMPONENT
})
@Retention(RetentionPolicy.RUNTIME)
public @interface Figure {

    /** A double-precision number of another system fits with all its digits. */
    String FORM = "^(?!-0(\\.0+)?$)-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,18})?$";

    String message() default
            "A number has a decimal point, with at most 18 digits before it and at most 18 after it, such as “64.7”.";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
