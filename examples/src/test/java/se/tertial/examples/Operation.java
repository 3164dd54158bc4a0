package se.tertial.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An operation of a service as its OpenAPI document describes it, with a request made from that description alone.
 *
 * @param service  the first segment of its address
 * @param method   the HTTP method
 * @param path     the path of the document, with its parameters in braces
 * @param described what the document says of it
 * @param document the whole document
 */
record Operation(String service, String method, String path, JsonNode described, JsonNode document) {

    /** The example that the suite is started with. */
    private static final Map<String, String> EXAMPLE = Map.of("municipalityId", "0580", "administrationId", "vss");

    /** Properties that say which row it is, or which other. */
    private static final Pattern NAMING = Pattern.compile("scenario|round|breakdown|period|.*(Id|Period)");

    /** Every operation that a document names. */
    static Stream<Operation> all(String service, JsonNode document) {
        List<Operation> operations = new ArrayList<>();
        document.get("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(operation -> operations.add(new Operation(
                        service,
                        operation.getKey().toUpperCase(Locale.ROOT),
                        path.getKey(),
                        operation.getValue(),
                        document))));
        return operations.stream();
    }

    /** Whether the document says that it needs no token. */
    boolean isPublic() {
        List<JsonNode> security = elements(described.get("security"));
        return security.isEmpty() || security.stream().anyMatch(JsonNode::isEmpty);
    }

    boolean isRead() {
        return method.equals("GET");
    }

    boolean isIn(String parameter) {
        return path.contains("{" + parameter + "}");
    }

    /** The words of its path, of what an administration has only those after it; a history is no word of its own. */
    List<String> words() {
        List<String> within = words(path.substring(path.indexOf("{administrationId}") + 1));
        return within.isEmpty() ? words(path) : within;
    }

    private static List<String> words(String path) {
        return Arrays.stream(path.split("/"))
                .filter(segment -> segment.matches("[a-z-]+") && !segment.equals("revisions"))
                .toList();
    }

    /** Its address with the example's municipality and administration, and otherwise the document's examples. */
    String address() {
        String address = path;
        StringBuilder query = new StringBuilder();
        for (JsonNode parameter : elements(described.path("parameters"))) {
            if (parameter.path("required").asBoolean()) {
                String name = parameter.get("name").asText();
                String value =
                        EXAMPLE.getOrDefault(name, parameter.path("example").asText());
                if (value.isEmpty()) {
                    throw new AssertionError(this + ": the document has no example of " + name);
                }
                if (parameter.get("in").asText().equals("path")) {
                    address = address.replace("{" + name + "}", value);
                } else {
                    query.append(query.isEmpty() ? '?' : '&')
                            .append(name)
                            .append('=')
                            .append(value);
                }
            }
        }
        return "/" + service + "/v1" + address + query;
    }

    boolean hasQuery(String name) {
        return elements(described.path("parameters")).stream()
                .anyMatch(parameter -> parameter.path("in").asText().equals("query")
                        && parameter.get("name").asText().equals(name));
    }

    boolean hasBody() {
        return described.has("requestBody");
    }

    /** Whether what it answers goes on for as long as somebody listens. */
    boolean isStream() {
        return described.at("/responses/200/content").has("text/event-stream");
    }

    /** Whether it writes many rows, each as the list shows it. */
    boolean isBulk() {
        return hasBody() && bodySchema().path("properties").has("items");
    }

    /**
     * A body that changes what is stored, or writes something that is not.
     *
     * @param stored the row as it is read now; missing if there is none
     */
    JsonNode body(JsonNode stored) {
        JsonNode schema = rowSchema();
        JsonNode row = stored.isMissingNode() ? example(schema) : changed(schema, stored);
        if (!isBulk()) {
            return row;
        }
        ObjectNode bulk = JsonNodeFactory.instance.objectNode();
        bulk.putArray("items").add(row);
        return bulk;
    }

    /** The body that the document shows as an example; one of the caller's own, to change. */
    ObjectNode documentedBody() {
        return described
                .at("/requestBody/content/application~1json/examples/vss/value")
                .deepCopy();
    }

    /** The properties that a body may have; what only the service says is none of them. */
    List<String> properties() {
        return bodySchema().path("properties").properties().stream()
                .filter(property -> !property.getValue().path("readOnly").asBoolean())
                .map(Map.Entry::getKey)
                .toList();
    }

    boolean requires(String property) {
        return elements(bodySchema().path("required")).stream()
                .anyMatch(name -> name.asText().equals(property));
    }

    /** What a property must not be, by its schema. */
    List<JsonNode> wrong(String property) {
        JsonNode schema = resolve(bodySchema().path("properties").path(property));
        List<JsonNode> wrong = new ArrayList<>();
        switch (schema.path("type").asText()) {
            case "string" -> {
                wrong.add(JsonNodeFactory.instance.objectNode());
                if (schema.has("enum") || schema.has("pattern") || schema.has("format")) {
                    wrong.add(TextNode.valueOf("~ no such value ~"));
                }
                if (schema.has("maxLength")) {
                    wrong.add(
                            TextNode.valueOf("å".repeat(schema.get("maxLength").asInt() + 1)));
                }
            }
            case "integer" -> {
                wrong.add(TextNode.valueOf("many"));
                if (schema.has("minimum")) {
                    wrong.add(IntNode.valueOf(schema.get("minimum").asInt() - 1));
                }
                if (schema.has("maximum")) {
                    wrong.add(IntNode.valueOf(schema.get("maximum").asInt() + 1));
                }
            }
            case "boolean" -> wrong.add(TextNode.valueOf("perhaps"));
            case "array" -> wrong.add(JsonNodeFactory.instance.objectNode());
            default -> wrong.add(TextNode.valueOf("no object"));
        }
        return wrong;
    }

    /** The schema of what it writes, or of each if it writes many. */
    JsonNode rowSchema() {
        return isBulk() ? resolve(bodySchema().at("/properties/items/items")) : bodySchema();
    }

    JsonNode bodySchema() {
        return resolve(described.at("/requestBody/content/application~1json/schema"));
    }

    JsonNode resolve(JsonNode schema) {
        return schema.has("$ref")
                ? resolve(document.at(schema.get("$ref").asText().substring(1)))
                : schema;
    }

    /** What may be written of the row, with the first thing changed that names nothing and dates nothing. */
    private JsonNode changed(JsonNode schema, JsonNode stored) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        boolean changed = false;
        for (Map.Entry<String, JsonNode> property : schema.get("properties").properties()) {
            JsonNode value = stored.path(property.getKey());
            boolean written = !value.isMissingNode()
                    && !property.getValue().path("readOnly").asBoolean();
            boolean names = NAMING.matcher(property.getKey()).matches();
            if (written && !changed && !names && value.isValueNode()) {
                row.set(property.getKey(), other(resolve(property.getValue()), value));
                changed = true;
            } else if (written) {
                row.set(property.getKey(), value);
            }
        }
        if (!changed) {
            throw new AssertionError(this + ": nothing of it can be changed");
        }
        return row;
    }

    private static JsonNode other(JsonNode schema, JsonNode value) {
        for (JsonNode one : schema.path("enum")) {
            if (!one.equals(value)) {
                return one;
            }
        }
        if (value.isBoolean()) {
            return BooleanNode.valueOf(!value.asBoolean());
        }
        if (value.isNumber()) {
            return IntNode.valueOf(value.asInt() + 1);
        }
        String text = value.asText();
        boolean endsInDigit = Character.isDigit(text.charAt(text.length() - 1));
        return TextNode.valueOf(text.matches("[0-9.]+") ? "1" + text : text + (endsInDigit ? "0" : "!"));
    }

    /** What the document gives as an example: of what is required, and of nothing else. */
    private JsonNode example(JsonNode unresolved) {
        JsonNode schema = resolve(unresolved);
        JsonNode given =
                unresolved.at("/examples/0").isMissingNode() ? schema.at("/examples/0") : unresolved.at("/examples/0");
        if (!given.isMissingNode()) {
            return given;
        }
        if (schema.has("enum")) {
            return schema.at("/enum/0");
        }
        if (schema.path("type").asText().equals("array")) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            return array.add(example(schema.get("items")));
        }
        if (!schema.has("properties")) {
            throw new AssertionError(this + ": the document has no example of " + schema);
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (JsonNode name : schema.path("required")) {
            object.set(name.asText(), example(schema.get("properties").get(name.asText())));
        }
        return object;
    }

    private static List<JsonNode> elements(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return elements;
    }

    String id() {
        return described.get("operationId").asText();
    }

    @Override
    public String toString() {
        return service + " " + id();
    }
}
