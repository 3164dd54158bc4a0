package se.tertial.devstack.load;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A YAML file: a list of rows, or one row. What the API wants as a string is taken as it is written, so that {@code 2021} and
 * {@code 4.0} stay what they are.
 */
final class YamlFile {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final String name;
    private final Schema schema;
    private final Mistakes mistakes;

    YamlFile(String name, Schema schema, Mistakes mistakes) {
        this.name = name;
        this.schema = schema;
        this.mistakes = mistakes;
    }

    List<Item> read(String text) {
        List<Item> items = new ArrayList<>();
        try (JsonParser parser = YAMLFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build()
                .createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_OBJECT) {
                items.add(item(parser, 1));
            } else if (first == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    if (parser.currentToken() == JsonToken.START_OBJECT) {
                        items.add(item(parser, items.size() + 1));
                    } else {
                        mistakes.add(name + " line " + line(parser), "Each item of the list must have fields.");
                        parser.skipChildren();
                    }
                }
            } else if (first != null) {
                mistakes.add(name + " line " + line(parser), "This is not a list of items.");
            }
            if (first != null && parser.nextToken() != null) {
                mistakes.add(name + " line " + line(parser), "There is more after the list.");
            }
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            mistakes.add(name + " line " + line, Dataset.brief(e.getOriginalMessage()));
        } catch (IOException e) {
            mistakes.add(name, Dataset.brief(e.getMessage()));
        }
        return items;
    }

    private Item item(JsonParser parser, int number) throws IOException {
        Map<String, Integer> lines = new HashMap<>();
        lines.put("", line(parser));
        ObjectNode json = object(parser, schema, "", lines);
        String id = json.isEmpty() ? "" : json.iterator().next().asText();
        String which = ", item " + number + (id.isEmpty() ? "" : " (" + id + ")");
        return new Item(
                json,
                pointer -> name
                        + " line "
                        + lineOf(pointer, lines)
                        + which
                        + (pointer.isEmpty() ? "" : ", " + Item.path(pointer)));
    }

    /** The line of the field, or of what it should have stood in. */
    private static int lineOf(String pointer, Map<String, Integer> lines) {
        String at = pointer;
        while (!lines.containsKey(at) && !at.isEmpty()) {
            at = at.substring(0, Math.max(0, at.lastIndexOf('/')));
        }
        return lines.getOrDefault(at, 0);
    }

    private ObjectNode object(JsonParser parser, @Nullable Schema schema, String pointer, Map<String, Integer> lines)
            throws IOException {
        ObjectNode object = JSON.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            int line = line(parser);
            parser.nextToken();
            String at = pointer + "/" + field;
            lines.put(at, line);
            Schema of = schema == null ? null : schema.property(field);
            if (schema != null && schema.isClosed() && of == null) {
                mistakes.add(name + " line " + line + ", " + Item.path(at), "There is no such field.");
                parser.skipChildren();
                continue;
            }
            JsonNode value = value(parser, of, at, lines);
            if (value != null) {
                object.set(field, value);
            }
        }
        return object;
    }

    private @Nullable JsonNode value(
            JsonParser parser, @Nullable Schema schema, String pointer, Map<String, Integer> lines) throws IOException {
        String wanted = schema == null ? "" : schema.type();
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token == JsonToken.START_OBJECT) {
            if (!wanted.isEmpty() && !wanted.equals("object")) {
                return mistaken(parser, pointer, "Must be a " + wanted + ", not fields.");
            }
            return object(parser, schema, pointer, lines);
        }
        if (token == JsonToken.START_ARRAY) {
            if (!wanted.isEmpty() && !wanted.equals("array")) {
                return mistaken(parser, pointer, "Must be a " + wanted + ", not a list.");
            }
            return array(parser, schema == null ? null : schema.items(), pointer, lines);
        }
        if (wanted.equals("array")) {
            return mistaken(parser, pointer, "Must be a list.");
        }
        if (schema == null || wanted.isEmpty()) {
            return JSON.textNode(parser.getText());
        }
        try {
            return schema.value(parser.getText());
        } catch (IllegalArgumentException e) {
            return mistaken(parser, pointer, String.valueOf(e.getMessage()));
        }
    }

    private ArrayNode array(JsonParser parser, @Nullable Schema element, String pointer, Map<String, Integer> lines)
            throws IOException {
        ArrayNode array = JSON.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String at = pointer + "/" + array.size();
            lines.put(at, line(parser));
            JsonNode value = value(parser, element, at, lines);
            array.add(value == null ? JSON.nullNode() : value);
        }
        return array;
    }

    /** Something stands there, so that it is not told to be missing too. */
    private JsonNode mistaken(JsonParser parser, String pointer, String message) throws IOException {
        mistakes.add(name + " line " + line(parser) + ", " + Item.path(pointer), message);
        parser.skipChildren();
        return JSON.nullNode();
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }
}
