package se.tertial.kit.problem;

import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.MessageInterpolator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.hibernate.validator.engine.HibernateConstraintViolation;
import se.tertial.language.Message;

/**
 * What a broken constraint says. Validation itself is kept from interpreting its messages: neither expressions nor the words of
 * its own bundles, of which none is Swedish, are asked for.
 */
@Singleton
class Constraints implements MessageInterpolator {

    @Override
    public String interpolate(String template, Context context) {
        return template;
    }

    @Override
    public String interpolate(String template, Context context, Locale locale) {
        return template;
    }

    static Message message(ConstraintViolation<?> violation) {
        String template = violation.getMessageTemplate();
        return switch (template) {
            case "{jakarta.validation.constraints.NotNull.message}" -> Message.of("This must be given.");
            case "{jakarta.validation.constraints.NotEmpty.message}" -> Message.of("There must be at least one here.");
            case "{jakarta.validation.constraints.Size.message}" ->
                attribute(violation, "min").equals(0)
                        ? Message.of("There may be at most {0} here.", attribute(violation, "max"))
                        : Message.of(
                                "There must be between {0} and {1} here.",
                                attribute(violation, "min"), attribute(violation, "max"));
            case "{jakarta.validation.constraints.Min.message}" ->
                Message.of("This must be at least {0}.", attribute(violation, "value"));
            case "{jakarta.validation.constraints.Max.message}" ->
                Message.of("This must be at most {0}.", attribute(violation, "value"));
            default ->
                template.startsWith("{")
                        ? Message.of("This does not have the documented form.")
                        : Message.ofAnnotation(template, attributes(violation));
        };
    }

    /** What the annotation says, and what its check found. */
    private static Map<String, Object> attributes(ConstraintViolation<?> violation) {
        Map<String, Object> attributes =
                new HashMap<>(violation.getConstraintDescriptor().getAttributes());
        Map<?, ?> found = ((HibernateConstraintViolation<?>) violation.unwrap(HibernateConstraintViolation.class))
                .getDynamicPayload(Map.class);
        if (found != null) {
            found.forEach((name, value) -> attributes.put(String.valueOf(name), value));
        }
        return attributes;
    }

    private static Object attribute(ConstraintViolation<?> violation, String name) {
        return Objects.requireNonNull(
                violation.getConstraintDescriptor().getAttributes().get(name));
    }
}
