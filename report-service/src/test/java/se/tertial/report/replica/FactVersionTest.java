package se.tertial.report.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A release that reads other fields of events says so, or old facts would lack them for ever. */
class FactVersionTest {

    /** What {@link Fact#VERSION} reads. Whoever changes this raises the version. */
    private static final int VERSION = 2;

    private static final int FIELDS = -1_711_945_373;

    @Test
    void whatIsReadOfEventsIsWhatTheVersionSays() {
        Set<String> fields = new TreeSet<>();
        Fact.TOPICS.forEach((topic, type) -> read(topic, type, fields));

        assertEquals(
                List.of(VERSION, FIELDS),
                List.of(Fact.VERSION, fields.hashCode()),
                () -> "Raise Fact.VERSION, and note it here with the fields:\n" + String.join("\n", fields));
    }

    private static void read(String place, Class<?> type, Set<String> fields) {
        if (type.isEnum()) {
            fields.add(place + " "
                    + Arrays.stream(type.getEnumConstants())
                            .map(Object::toString)
                            .collect(Collectors.joining("|")));
        } else if (type.isRecord() && type.getName().startsWith(Fact.class.getName())) {
            for (RecordComponent field : type.getRecordComponents()) {
                String at = place + "/" + field.getName()
                        + (field.getAnnotatedType().isAnnotationPresent(Nullable.class) ? "?" : "");
                Class<?> element = field.getAnnotatedType() instanceof AnnotatedParameterizedType list
                                && list.getAnnotatedActualTypeArguments()[0].getType() instanceof Class<?> one
                        ? one
                        : field.getType();
                read(at, element, fields);
            }
        } else {
            fields.add(place + " " + type.getSimpleName());
        }
    }
}
