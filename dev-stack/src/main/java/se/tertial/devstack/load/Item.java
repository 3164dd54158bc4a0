package se.tertial.devstack.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;

/**
 * One row to be written, and where it was read.
 *
 * @param place from a JSON Pointer within the row, {@code /value/number}, to where that stands in the file, for people
 */
record Item(ObjectNode json, Function<String, String> place) {

    /** Tells of fields that must be there and are not. */
    void requireAll(Schema schema, Mistakes mistakes) {
        requireAll(json, schema, "", mistakes);
    }

    private void requireAll(ObjectNode object, Schema schema, String pointer, Mistakes mistakes) {
        for (String name : schema.required()) {
            if (!object.has(name)) {
                mistakes.add(place.apply(pointer + "/" + name), "is missing.");
            }
        }
        List<String> fields =
                object.propertyStream().map(java.util.Map.Entry::getKey).toList();
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
