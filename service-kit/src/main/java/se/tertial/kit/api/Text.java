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
import java.util.Map;
import org.hibernate.validator.constraintvalidation.HibernateConstraintValidatorContext;
import org.jspecify.annotations.Nullable;

/**
 * Text that a person wrote: not blank, not over its length, without control characters, unpaired surrogates and invisible
 * characters, such as those that change the direction of the text around them. The joiners of emoji are allowed. Null is left
 * to {@code @NotNull}.
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

        private static final int ZERO_WIDTH_JOINER = 0x200D;

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
            int[] characters = value.codePoints().toArray();
            for (int index = 0; index < characters.length; index++) {
                if (!allowed(characters[index]) && !joinsEmoji(characters, index)) {
                    context.unwrap(HibernateConstraintValidatorContext.class)
                            .withDynamicPayload(Map.of(
                                    "code",
                                    "U+%04X".formatted(characters[index]),
                                    "name",
                                    String.valueOf(Character.getName(characters[index])),
                                    "place",
                                    index + 1));
                    return refused(
                            context,
                            context.buildConstraintViolationWithTemplate(
                                    "Character {place} of the text is {code} ({name}), which shows nothing and may not stand in a text."));
                }
            }
            return true;
        }

        /** Whether it makes one picture of the two emoji beside it. */
        private static boolean joinsEmoji(int[] characters, int index) {
            return characters[index] == ZERO_WIDTH_JOINER
                    && index > 0
                    && index + 1 < characters.length
                    && isOfEmoji(characters[index - 1])
                    && isOfEmoji(characters[index + 1]);
        }

        /** A pictograph, its skin tone, or the sign that a character is meant as a pictograph. */
        private static boolean isOfEmoji(int codePoint) {
            int type = Character.getType(codePoint);
            return type == Character.OTHER_SYMBOL || type == Character.MODIFIER_SYMBOL || codePoint == 0xFE0F;
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
