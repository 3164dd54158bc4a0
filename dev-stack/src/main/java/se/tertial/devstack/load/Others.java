package se.tertial.devstack.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import se.tertial.devstack.Failure;

/** What others have written since the last load from here: told with who, when and what, and not replaced unseen. */
final class Others {

    private static final int MOST_LOOKED_UP = 20;
    private static final int MOST_FIELDS = 3;

    private final Api api;

    Others(Api api) {
        this.api = api;
    }

    /**
     * Refuses to load over what others have changed, unless that is wished.
     *
     * @param consequence what was not loaded
     */
    void refuse(List<Trial> trials, Wishes wishes, String consequence) throws Failure {
        if (wishes.overwrite()) {
            return;
        }
        Mistakes mistakes = new Mistakes();
        int lookedUp = 0;
        for (Trial trial : trials) {
            for (Trial.Row row : trial.changedByOthers()) {
                mistakes.add(
                        row.item().place().apply(""),
                        lookedUp++ < MOST_LOOKED_UP ? change(trial.load(), row) : "“" + row.key() + "” was changed.");
            }
        }
        mistakes.throwIfAny(consequence + "These rows were changed by others since the last load from here; take over"
                + " what is right into the files, or replace them with --overwrite:");
    }

    /** Who changed a row, when, and what is different from the file. */
    private String change(Load load, Trial.Row row) throws Failure {
        String address = load.isOne() ? load.target().address() : address(load, row.key());
        JsonNode last = api.get(address + "/revisions?limit=1").body().at("/items/0");
        boolean deleted = row.effect() == Trial.Effect.CREATED;
        String by = last.path("recordedBy").asText("");
        String at = last.path("recordedAt").asText("");
        String different = deleted || !last.path("state").isObject()
                ? ""
                : differences(row.item().json(), last.path("state"));
        return "“" + row.key() + "” was "
                + (deleted ? "deleted" : "changed")
                + (at.isEmpty() ? "" : " at " + at)
                + (by.isEmpty() ? "" : " by " + by)
                + (different.isEmpty() ? "." : ": " + different + ".");
    }

    /** The address of one of a file's rows. */
    static String address(Load load, String key) {
        return load.target().address() + "/"
                + URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** What a service answers of a row, without what only it says. */
    static ObjectNode content(JsonNode answered) {
        ObjectNode content = answered.deepCopy();
        content.remove("revision");
        content.properties()
                .removeIf(field ->
                        field.getKey().startsWith("_") || field.getValue().isNull());
        return content;
    }

    private static String differences(ObjectNode ours, JsonNode theirs) {
        Map<String, String> here = new TreeMap<>();
        Map<String, String> there = new TreeMap<>();
        flatten(ours, "", here);
        flatten(theirs, "", there);
        there.remove("revision");
        List<String> different = new ArrayList<>();
        TreeSet<String> fields = new TreeSet<>(here.keySet());
        fields.addAll(there.keySet());
        for (String field : fields) {
            if (!isSame(here.get(field), there.get(field)) && different.size() < MOST_FIELDS) {
                different.add(field + " is " + quoted(there.get(field)) + " there and " + quoted(here.get(field))
                        + " in the file");
            }
        }
        return String.join("; ", different);
    }

    /** The values of a row by their dotted names; a list is one value. */
    static void flatten(JsonNode node, String name, Map<String, String> into) {
        node.propertyStream().forEach(field -> {
            String of = name.isEmpty() ? field.getKey() : name + "." + field.getKey();
            if (field.getValue().isObject()) {
                flatten(field.getValue(), of, into);
            } else if (!field.getValue().isNull()) {
                into.put(
                        of,
                        field.getValue().isValueNode()
                                ? field.getValue().asText()
                                : field.getValue().toString());
            }
        });
    }

    private static boolean isSame(@Nullable String one, @Nullable String other) {
        if (one == null || other == null) {
            return Objects.equals(one, other);
        }
        try {
            return one.equals(other) || new BigDecimal(one).compareTo(new BigDecimal(other)) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String quoted(@Nullable String value) {
        return value == null ? "empty" : "“" + Item.brief(value) + "”";
    }
}
