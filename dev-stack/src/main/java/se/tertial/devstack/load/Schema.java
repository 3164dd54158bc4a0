package se.tertial.devstack.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A schema of an OpenAPI document: what fields there are and what a text becomes in them. */
final class Schema {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEEPEST = 20;
    private static final Pattern SEMICOLON = Pattern.compile(";");

    private final JsonNode document;
    private final JsonNode node;

    private Schema(JsonNode document, JsonNode node) {
        this.document = document;
        this.node = resolve(document, node, 0);
    }

    /** What is put there, if the document has such a path. */
    static Optional<Schema> ofPut(JsonNode document, String path) {
        String[] segments = path.split("/", -1);
        return document.path("paths")
                .propertyStream()
                .filter(entry -> matches(entry.getKey().split("/", -1), segments))
                .map(entry -> entry.getValue().at("/put/requestBody/content/application~1json/schema"))
                .filter(schema -> !schema.isMissingNode())
                .map(schema -> new Schema(document, schema))
                .findFirst();
    }

    private static boolean matches(String[] template, String[] segments) {
        if (template.length != segments.length) {
            return false;
        }
        for (int index = 0; index < template.length; index++) {
            if (!template[index].startsWith("{") && !template[index].equals(segments[index])) {
                return false;
            }
        }
        return true;
    }

    /** A reference's target, with what stands beside the reference; of alternatives, the one that is not null. */
    private static JsonNode resolve(JsonNode document, JsonNode schema, int depth) {
        if (depth > DEEPEST) {
            return schema;
        }
        String reference = schema.path("$ref").asText("");
        Stream<JsonNode> parts = Stream.of("allOf", "anyOf", "oneOf")
                .flatMap(word -> StreamSupport.stream(schema.path(word).spliterator(), false))
                .filter(part -> !part.path("type").asText().equals("null"));
        if (reference.startsWith("#")) {
            parts = Stream.concat(Stream.of(document.at(reference.substring(1))), parts);
        }
        ObjectNode merged = JSON.objectNode();
        parts.map(part -> resolve(document, part, depth + 1))
                .filter(JsonNode::isObject)
                .forEach(part -> merged.setAll((ObjectNode) part));
        schema.propertyStream().forEach(entry -> merged.set(entry.getKey(), entry.getValue()));
        return merged;
    }

    /** {@code object}, {@code array}, {@code string}, …; empty if the document does not say. */
    String type() {
        JsonNode type = node.path("type");
        if (type.isArray()) {
            return StreamSupport.stream(type.spliterator(), false)
                    .map(JsonNode::asText)
                    .filter(one -> !one.equals("null"))
                    .findFirst()
                    .orElse("");
        }
        return type.asText(node.has("properties") ? "object" : "");
    }

    /** Whether it is a number with decimals, which the APIs take as a string with a decimal point. */
    boolean isDecimal() {
        return type().equals("number") || node.path("format").asText().equals("decimal");
    }

    @Nullable
    Schema property(String name) {
        JsonNode property = node.path("properties").path(name);
        return property.isMissingNode() ? null : new Schema(document, property);
    }

    Schema items() {
        return new Schema(document, node.path("items"));
    }

    /** Whether it lists its fields, so that others are mistakes. */
    boolean isClosed() {
        return node.has("properties");
    }

    List<String> fields() {
        return node.path("properties")
                .propertyStream()
                .filter(entry -> !entry.getValue().path("readOnly").asBoolean())
                .map(Map.Entry::getKey)
                .toList();
    }

    List<String> required() {
        List<String> names = new ArrayList<>();
        node.path("required").forEach(name -> names.add(name.asText()));
        return names;
    }

    /**
     * What a text is in JSON here. In a list, “;” stands between the elements.
     *
     * @throws IllegalArgumentException with a sentence, if the text has not the form
     */
    JsonNode value(String text) {
        return switch (type()) {
            case "integer" -> integer(text);
            case "number" -> number(text);
            case "boolean" -> truth(text);
            case "array" -> list(text);
            case "object" ->
                throw new IllegalArgumentException("This has fields of its own: " + String.join(", ", fields()) + ".");
            default -> string(text);
        };
    }

    private static JsonNode integer(String text) {
        try {
            return JSON.numberNode(new BigInteger(text.strip()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("“" + Item.brief(text) + "” is not a whole number.", e);
        }
    }

    private static JsonNode number(String text) {
        try {
            return Objects.requireNonNull(JSON.numberNode(new BigDecimal(text.strip())));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("“" + Item.brief(text) + "” is not a number with a decimal point.", e);
        }
    }

    private static JsonNode truth(String text) {
        return switch (text.strip()) {
            case "true" -> JSON.booleanNode(true);
            case "false" -> JSON.booleanNode(false);
            default -> throw new IllegalArgumentException("“" + Item.brief(text) + "” is neither true nor false.");
        };
    }

    private JsonNode list(String text) {
        ArrayNode list = JSON.arrayNode();
        Schema element = items();
        SEMICOLON
                .splitAsStream(text)
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .forEach(one -> list.add(element.value(one)));
        return list;
    }

    private JsonNode string(String text) {
        List<String> allowed = new ArrayList<>();
        node.path("enum").forEach(one -> allowed.add(one.asText()));
        if (!allowed.isEmpty() && !allowed.contains(text)) {
            throw new IllegalArgumentException(
                    "“" + Item.brief(text) + "” is none of " + String.join(", ", allowed) + ".");
        }
        return JSON.textNode(text);
    }
}
