package se.tertial.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Makes a row say as much as it may: each text as long as the contract permits, and as many in each list of texts, until the row takes
 * what can be kept of one. Texts are of characters that mean something in Markdown and in HTML.
 */
final class LargeRow {

    /** Of the 262 144 that a row may take: it is kept with its revision. */
    private static final int MOST_BYTES = 250_000;

    /** Shorter texts are names, units and expressions, which are made by rules of their own. */
    private static final int SHORTEST_TEXT = 100;

    /** Longer texts stand beside anything; shorter ones may exclude each other. */
    private static final int LONG_TEXT = 1_000;

    private static final String TEXT = "Mål & *mått* [åäö] <b>_1_ ";

    private final JsonNode contract;
    private final int percent;
    private int room;

    private LargeRow(JsonNode contract, int percent) {
        this.contract = contract;
        this.percent = percent;
    }

    /**
     * Fills a row.
     *
     * @param schema of the row
     * @param percent how much of what is permitted it says
     */
    static void fill(ObjectNode row, JsonNode schema, JsonNode contract, int percent) {
        LargeRow large = new LargeRow(contract, percent);
        large.room = MOST_BYTES * percent / 100 - bytes(row);
        large.fillTexts(row, large.resolve(schema));
        large.fillLists(row, large.resolve(schema));
    }

    static int bytes(JsonNode row) {
        return row.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private void fillTexts(ObjectNode row, JsonNode schema) {
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String name = property.getKey();
            JsonNode kind = resolve(property.getValue());
            int longest = longest(kind);
            if (longest >= LONG_TEXT
                    || (longest >= SHORTEST_TEXT && row.path(name).isTextual())) {
                String text = text(longest);
                room -= bytes(row.textNode(text)) - bytes(row.path(name));
                if (room > 0) {
                    row.put(name, text);
                }
            } else if (row.path(name) instanceof ObjectNode part) {
                fillTexts(part, kind);
            } else if (row.path(name) instanceof ArrayNode list) {
                list.forEach(item -> {
                    if (item instanceof ObjectNode part) {
                        fillTexts(part, resolve(kind.path("items")));
                    }
                });
            }
        }
    }

    private void fillLists(ObjectNode row, JsonNode schema) {
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            JsonNode kind = resolve(property.getValue());
            int longest = longest(resolve(kind.path("items")));
            int most = kind.path("maxItems").asInt() * percent / 100;
            if (longest >= SHORTEST_TEXT && most > 0) {
                ArrayNode list = row.putArray(property.getKey());
                String text = text(longest);
                int each = bytes(row.textNode(text)) + 1;
                while (list.size() < most && room > each) {
                    list.add(text);
                    room -= each;
                }
            }
        }
    }

    /** Of a text that may say anything; 0 for everything else. */
    private static int longest(JsonNode kind) {
        boolean isFree = !kind.has("pattern") && !kind.has("enum") && !kind.has("format");
        return isFree ? kind.path("maxLength").asInt() : 0;
    }

    private String text(int longest) {
        int length = longest * percent / 100;
        String text = TEXT.repeat(length / TEXT.length() + 1).substring(0, length - 1);
        return text + "x";
    }

    private JsonNode resolve(JsonNode schema) {
        JsonNode reference = schema.path("$ref");
        if (reference.isTextual()) {
            return resolve(contract.at(reference.asText().substring(1)));
        }
        for (String choice : new String[] {"allOf", "anyOf", "oneOf"}) {
            for (JsonNode one : schema.path(choice)) {
                if (one.has("$ref") || one.has("maxLength")) {
                    return resolve(one);
                }
            }
        }
        return schema;
    }
}
