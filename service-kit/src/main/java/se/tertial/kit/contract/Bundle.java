package se.tertial.kit.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * An AsyncAPI document made whole: what it refers to in other files becomes part of it.
 *
 * <p>A schema file becomes a component named after it, once, however often it is referred to; an example stands where it is
 * referred to; a channel of another service's document stands there too, and brings the components it is made of.
 */
final class Bundle {

    private static final String SCHEMA = ".schema.json";
    private static final String EXAMPLE = ".example.json";

    private final URI root;
    private final Function<URI, JsonNode> files;
    private final Map<URI, JsonNode> read = new HashMap<>();
    private final Map<Component, JsonNode> takenOver = new LinkedHashMap<>();

    private record Component(String kind, String name) {

        String pointer() {
            return "/components/" + kind + "/" + name;
        }
    }

    private Bundle(URI root, Function<URI, JsonNode> files) {
        this.root = root;
        this.files = files;
    }

    /**
     * Makes a document whole.
     *
     * @param root  the path of the document, which its references are relative to
     * @param files reads the file at a path
     */
    static ObjectNode of(URI root, Function<URI, JsonNode> files) {
        return new Bundle(root, files).bundled();
    }

    private ObjectNode bundled() {
        ObjectNode document = (ObjectNode) rewritten(at(root, ""), root);
        Map<String, ObjectNode> kinds = new TreeMap<>();
        takenOver.forEach((component, content) -> {
            ObjectNode kind = kinds.computeIfAbsent(
                    component.kind(), name -> document.withObject("/components").withObject("/" + name));
            if (kind.has(component.name())) {
                throw new IllegalStateException("Two components are at " + component.pointer());
            }
            kind.set(component.name(), content);
        });
        return document;
    }

    private JsonNode rewritten(JsonNode node, URI file) {
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> copy.add(rewritten(element, file)));
            return copy;
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        if (object.path("$ref").isTextual()) {
            return referred(object, file);
        }
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(field -> copy.set(field.getKey(), rewritten(field.getValue(), file)));
        return copy;
    }

    private JsonNode referred(ObjectNode reference, URI file) {
        URI target = file.resolve(reference.get("$ref").asText());
        URI path = URI.create(target.getPath());
        String pointer = Objects.requireNonNullElse(target.getFragment(), "");
        if (path.equals(root)) {
            return reference.deepCopy().put("$ref", "#" + pointer);
        }
        if (path.getPath().endsWith(EXAMPLE) || pointer.startsWith("/channels/")) {
            return rewritten(at(path, pointer), path);
        }
        return reference.deepCopy().put("$ref", "#" + component(path, pointer));
    }

    /** Where in this document that of another file stands. */
    private String component(URI path, String pointer) {
        String[] folders = path.getPath().split("/", -1);
        String name = folders[folders.length - 1];
        if (name.endsWith(SCHEMA)) {
            Component schema = new Component("schemas", name.substring(0, name.length() - SCHEMA.length()));
            takeOver(schema, path, "");
            return schema.pointer() + pointer;
        }
        String[] parts = pointer.split("/", -1);
        if (parts.length != 4 || !parts[1].equals("components")) {
            throw new IllegalStateException("Neither a schema nor a component: " + path + "#" + pointer);
        }
        String service = folders[folders.length - 3].replace("-service", "");
        Component component = new Component(
                parts[2], service + parts[3].substring(0, 1).toUpperCase(Locale.ROOT) + parts[3].substring(1));
        takeOver(component, path, pointer);
        return component.pointer();
    }

    private void takeOver(Component component, URI path, String pointer) {
        if (takenOver.containsKey(component)) {
            return;
        }
        // It may refer to itself.
        takenOver.put(component, JsonNodeFactory.instance.nullNode());
        JsonNode content = rewritten(at(path, pointer), path);
        if (content instanceof ObjectNode schema) {
            // With an identity of its own its references would be relative to itself.
            schema.remove(List.of("$id", "$schema"));
        }
        takenOver.put(component, content);
    }

    private JsonNode at(URI path, String pointer) {
        JsonNode found = read.computeIfAbsent(path, files).at(pointer);
        if (found.isMissingNode()) {
            throw new IllegalStateException("There is nothing at " + path + "#" + pointer);
        }
        return found;
    }
}
