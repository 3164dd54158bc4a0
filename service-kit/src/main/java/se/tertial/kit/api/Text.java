package se.tertial.kit.api;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/**
 * Text that a person wrote: not blank, not over its length, without control characters, unpaired surrogates or characters
 * that change the direction of what stands around them. Null is left to {@code @NotNull}.
 */
@Documented
@Constraint(validatedBy = Text.Check.class)
@Target({
    ElementType.FIELD,
    ElementType.PARAMETER,
    ElementType.METHOD,
    ElementType.TYPE_USE,
    ElementType.RECORD_COMPONENT
})
@Retention(RetentionPolicy.RUNTIME)
public @interface Text {

    int max();

    /** Whether line breaks and tabs may stand in it. */
    boolean lines() default false;

    String message() default "This is not text of the allowed length and characters.";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The check. */
    class Check implements ConstraintValidator<Text, String> {

        private int max;
        private boolean lines;

        @Override
        public void initialize(Text text) {
            max = text.max();
            lines = text.lines();
        }

        @Override
        public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
            if (value == null) {
                return true;
            }
            if (value.codePoints().allMatch(Check::isBlank)) {
                return refused(context, context.buildConstraintViolationWithTemplate("The text is blank."));
            }
            if (value.codePointCount(0, value.length()) > max) {
                return refused(
                        context,
                        context.buildConstraintViolationWithTemplate("The text is longer than {max} characters."));
            }
            return value.codePoints().allMatch(this::allowed)
                    || refused(
                            context,
                            context.buildConstraintViolationWithTemplate(
                                    "The text has a control character, an unpaired surrogate or a character that changes text direction."));
        }

        /** Whether it shows nothing, as all spaces do and the fillers of braille and Hangul. */
        private static boolean isBlank(int codePoint) {
            return switch (codePoint) {
                case 0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0 -> true;
                default -> Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
            };
        }

        private static boolean refused(
                ConstraintValidatorContext context, ConstraintValidatorContext.ConstraintViolationBuilder instead) {
            context.disableDefaultConstraintViolation();
            instead.addConstraintViolation();
            return false;
        }

        private boolean allowed(int codePoint) {
            if (codePoint == '\n' || codePoint == '\t') {
                return lines;
            }
            return switch (Character.getType(codePoint)) {
                case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                    false;
                case Character.FORMAT -> codePoint == 0xAD; // soft hyphen
                default -> true;
            };
        }
    }
}
