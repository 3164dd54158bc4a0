package se.tertial.devstack.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One row to be written, and where it was read.
 *
 * @param place from a JSON Pointer within the row, {@code /value/number}, to where that stands in the file, for people
 * @param toldMissing JSON Pointers of required fields that the whole file lacks, which was told once
 */
record Item(ObjectNode json, Function<String, String> place, Set<String> toldMissing) {

    private static final int LONGEST_QUOTED = 60;

    Item(ObjectNode json, Function<String, String> place) {
        this(json, place, Set.of());
    }

    /** Where something stands within a row, from a JSON Pointer: {@code sections 4 › heading}, elements counted from one. */
    static String path(String pointer) {
        StringBuilder path = new StringBuilder();
        for (String step : pointer.split("/", -1)) {
            if (step.isEmpty()) {
                continue;
            }
            if (step.matches("[0-9]{1,9}")) {
                path.append(' ').append(Integer.parseInt(step) + 1);
            } else {
                path.append(path.isEmpty() ? "" : " › ").append(step);
            }
        }
        return path.toString();
    }

    /** The text or number at a JSON Pointer, if there is one. */
    Optional<String> value(String pointer) {
        JsonNode value = json.at(pointer);
        return value.isValueNode() && !value.isNull() ? Optional.of(value.asText()) : Optional.empty();
    }

    /** The beginning of a text, to quote. */
    static String brief(String text) {
        return text.length() <= LONGEST_QUOTED ? text : text.substring(0, LONGEST_QUOTED) + "…";
    }

    /** Tells of fields that must be there and are not. */
    void requireAll(Schema schema, Mistakes mistakes) {
        requireAll(json, schema, "", mistakes);
    }

    private void requireAll(ObjectNode object, Schema schema, String pointer, Mistakes mistakes) {
        for (String name : schema.required()) {
            if (!object.has(name) && !toldMissing.contains(pointer + "/" + name)) {
                mistakes.add(place.apply(pointer + "/" + name), "is missing.");
            }
        }
        List<String> fields = object.propertyStream().map(Map.Entry::getKey).toList();
        for (String name : fields) {
            Schema field = schema.property(name);
            if (field == null) {
                continue;
            }
            if (object.get(name) instanceof ObjectNode nested) {
                requireAll(nested, field, pointer + "/" + name, mistakes);
            } else if (object.get(name).isArray()) {
                for (int index = 0; index < object.get(name).size(); index++) {
                    if (object.get(name).get(index) instanceof ObjectNode nested) {
                        requireAll(nested, field.items(), pointer + "/" + name + "/" + index, mistakes);
                    }
                }
            }
        }
    }
}
