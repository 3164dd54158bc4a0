package se.tertial.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One value of a body: the request, the rest of whose body is right, and what the document says of the value. */
record Slot(Operation operation, String pointer, JsonNode body, JsonNode schema) {

    /** Where in the body the other value is put. */
    private static final String MARK = "@@";

    /** Every value of an operation's body; within objects, where the documented body has them. */
    static List<Slot> of(Operation operation) {
        List<Slot> slots = new ArrayList<>();
        add(operation, "", operation.bodySchema(), operation.documentedBody(), slots);
        return slots;
    }

    /**
     * Adds, for each value that the schema describes, the right body with the mark in its place; within objects, where the right body
     * has them.
     */
    private static void add(
            Operation operation, String pointer, JsonNode unresolved, JsonNode right, List<Slot> slots) {
        JsonNode schema = operation.resolve(unresolved);
        List<Slot> inner = new ArrayList<>();
        if (schema.has("properties") && right.isObject()) {
            for (Map.Entry<String, JsonNode> property : schema.get("properties").properties()) {
                String name = property.getKey();
                if (!property.getValue().path("readOnly").asBoolean()) {
                    add(operation, pointer + "/" + name, property.getValue(), right.path(name), inner);
                    for (Slot slot : inner) {
                        ObjectNode body = right.deepCopy();
                        body.set(name, slot.body());
                        slots.add(new Slot(operation, slot.pointer(), body, slot.schema()));
                    }
                    inner.clear();
                }
            }
        } else if (schema.path("type").asText().equals("array")) {
            add(operation, pointer + "/0", schema.get("items"), right.path(0), inner);
            for (Slot slot : inner) {
                ArrayNode body = JsonNodeFactory.instance.arrayNode().add(slot.body());
                slots.add(new Slot(operation, slot.pointer(), body, slot.schema()));
            }
        } else if (!schema.has("properties")) {
            slots.add(new Slot(operation, pointer, TextNode.valueOf(MARK), schema));
        }
    }

    /** Whether it is prose, and not a name, a number or one of a few words. */
    boolean isText() {
        return isString() && schema.has("maxLength") && !schema.has("pattern") && !schema.has("format");
    }

    boolean isDecimal() {
        return schema.path("format").asText().equals("decimal");
    }

    boolean isPeriod() {
        return schema.path("pattern").asText().startsWith("^(19|20|21)");
    }

    boolean isId() {
        return schema.path("pattern").asText().contains("[a-z0-9]+");
    }

    boolean isDate() {
        return schema.path("format").asText().startsWith("date");
    }

    boolean isInteger() {
        return schema.path("type").asText().equals("integer");
    }

    boolean isEnum() {
        return schema.has("enum");
    }

    private boolean isString() {
        return schema.path("type").asText().equals("string") && !isEnum();
    }

    /** The body with this JSON in it, which need not be right. */
    String with(String json) {
        return body.toString().replace('"' + MARK + '"', json);
    }
}
