package se.tertial.kit.api;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An identifier that people choose and that stands in addresses: {@code kontakt-linkoping}. */
@Documented
@Constraint(validatedBy = {})
@Pattern(regexp = "(?=.{1,80}$)[a-z0-9]+(-[a-z0-9]+)*")
@ReportAsSingleViolation
@Target({
    ElementType.FIELD,
    ElementType.PARAMETER,
    ElementType.METHOD,
    ElementType.TYPE_USE,
    ElementType.RECORD_COMPONENT
})
@Retention(RetentionPolicy.RUNTIME)
public @interface Slug {

    String message() default "An identifier is 1–80 lower-case letters a–z, digits and single hyphens between them.";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
