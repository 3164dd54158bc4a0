package se.tertial.report;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Rewrites every text of a record, and of what is in it: names, units, identifiers, references to other rows. */
public final class EveryText {

    /** What means something to who composes: with another word there, no figure would be shown. */
    private static final Set<String> TERMS = Set.of("total", "women", "men", "IU", "-", "operations", "investments");

    /** Of a template's column, which period; the API takes no other words. */
    private static final String PERIOD = "(report|year)(-[1-6]y)?";

    private EveryText() {}

    @SuppressWarnings("unchecked") // a value of the same class comes back
    public static <T> T rewritten(T value, UnaryOperator<String> text) {
        if (value instanceof String word) {
            return (T) (TERMS.contains(word) || word.matches(PERIOD) ? word : text.apply(word));
        }
        if (value instanceof List<?> list) {
            return (T) list.stream().map(one -> rewritten(one, text)).toList();
        }
        return value instanceof Record record
                        && !record.getClass().getPackageName().startsWith("se.tertial.kit")
                ? (T) rewritten(record, text)
                : value;
    }

    private static Record rewritten(Record record, UnaryOperator<String> text) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        try {
            Object[] values = new Object[components.length];
            for (int index = 0; index < values.length; index++) {
                values[index] = rewritten(components[index].getAccessor().invoke(record), text);
            }
            Constructor<? extends Record> constructor = record.getClass()
                    .getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class[]::new));
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
