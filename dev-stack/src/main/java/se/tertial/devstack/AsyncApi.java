package se.tertial.devstack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import se.tertial.devstack.Messages.Message;

/** An AsyncAPI document as a service publishes it, for tests that hold it against the committed one and against messages. */
public final class AsyncApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new YAMLMapper();
    private static final String SCHEMA = ".schema.json";

    private final ObjectNode document;
    private final Map<JsonNode, JsonSchema> schemas = new HashMap<>();

    private AsyncApi(ObjectNode document) {
        this.document = document;
    }

    /** Reads the published JSON. */
    public static AsyncApi of(String json) throws JsonProcessingException {
        return new AsyncApi((ObjectNode) JSON.readTree(json));
    }

    /** The topics of a service's operations: those it sends, or those it receives. */
    public Set<String> topics(String action) {
        Set<String> topics = new TreeSet<>();
        for (JsonNode operation : document.path("operations")) {
            if (operation.path("action").asText().equals(action)) {
                topics.add(resolved(operation.path("channel")).path("address").asText());
            }
        }
        return topics;
    }

    /**
     * How what the document says of its topics differs from the topics that are made, where the suite is deployed and where it
     * is tested: partitions, and how long what is kept.
     */
    public List<String> differencesFromTopics() throws IOException {
        Map<String, JsonNode> made = new TreeMap<>();
        try (MappingIterator<JsonNode> resources = YAML.readerFor(JsonNode.class)
                .readValues(Path.of("..", "k8s", "base", "topics.yaml").toFile())) {
            resources.forEachRemaining(
                    resource -> made.put(resource.at("/metadata/name").asText(), resource.path("spec")));
        }
        List<String> differences = new ArrayList<>();
        for (JsonNode channel : document.path("channels")) {
            String topic = channel.path("address").asText();
            JsonNode spec = made.getOrDefault(topic, MissingNode.getInstance());
            JsonNode kafka = resolved(channel.path("bindings")).path("kafka");
            equal(spec.path("partitions"), kafka.path("partitions"), topic + " partitions", differences);
            JsonNode policy = spec.at("/config/cleanup.policy");
            equal(policy, kafka.at("/topicConfiguration/cleanup.policy/0"), topic + " cleanup.policy", differences);
            String time = policy.asText().equals("compact") ? "delete.retention.ms" : "retention.ms";
            equal(
                    spec.path("config").path(time),
                    kafka.path("topicConfiguration").path(time),
                    topic + " " + time,
                    differences);
        }
        return differences;
    }

    /** How a message that lies on a topic differs from what the document says of it: key, headers and body. */
    public List<String> violations(String topic, Message message) {
        List<JsonNode> described = described(topic, message.body() == null);
        if (described.size() != 1) {
            return List.of(topic + " has " + described.size() + " descriptions of such a message");
        }
        List<String> violations = new ArrayList<>();
        try {
            check("key", described.get(0).at("/bindings/kafka/key"), TextNode.valueOf(message.key()), violations);
            JsonNode body = message.body() == null ? JSON.nullNode() : JSON.readTree(message.body());
            check("body", described.get(0).path("payload"), body, violations);
        } catch (JsonProcessingException e) {
            violations.add("body: " + e.getOriginalMessage());
        }
        JsonNode headers = JSON.valueToTree(message.headers());
        List<JsonNode> schemas = Stream.concat(
                        Stream.of(described.get(0)),
                        elements(described.get(0).path("traits")).map(this::resolved))
                .map(part -> part.path("headers"))
                .filter(schema -> !schema.isMissingNode())
                .toList();
        if (schemas.isEmpty()) {
            violations.add("headers: not described");
        }
        schemas.forEach(schema -> check("headers", schema, headers, violations));
        return violations;
    }

    /** The messages that a channel lists, either with a body or without. */
    private List<JsonNode> described(String topic, boolean tombstone) {
        return elements(document.path("channels"))
                .filter(channel -> channel.path("address").asText().equals(topic))
                .flatMap(channel -> elements(channel.path("messages")))
                .map(this::resolved)
                .filter(message -> tombstone
                        == resolved(message.path("payload"))
                                .path("type")
                                .asText()
                                .equals("null"))
                .toList();
    }

    private void check(String what, JsonNode schema, JsonNode value, List<String> violations) {
        if (schema.isMissingNode()) {
            violations.add(what + ": not described");
            return;
        }
        schemas.computeIfAbsent(schema, this::compiled)
                .validate(value)
                .forEach(violation -> violations.add(what + violation.getMessage()));
    }

    private JsonSchema compiled(JsonNode schema) {
        ObjectNode whole = document.deepCopy();
        whole.put("$schema", "http://json-schema.org/draft-07/schema#");
        whole.set("x-checked", schema);
        whole.putArray("allOf").addObject().put("$ref", "#/x-checked");
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(whole);
    }

    private JsonNode resolved(JsonNode node) {
        JsonNode found = node;
        while (found.path("$ref").isTextual()) {
            found = document.at(found.get("$ref").asText().substring(1));
        }
        return found;
    }

    /**
     * How the published document differs from the committed one, apart from containing what that refers to in the service's
     * other files. What it takes from other services' contracts is not looked at.
     */
    public List<String> differencesFromCommitted() throws IOException {
        JsonNode committed = YAML.readTree(Path.of("contract", "asyncapi.yaml").toFile());
        List<String> differences = new ArrayList<>();
        compare(committed, document, "", differences);
        return differences;
    }

    private void compare(JsonNode committed, JsonNode published, String at, List<String> differences)
            throws IOException {
        String reference = committed.path("$ref").asText("#");
        String file = reference.substring(reference.lastIndexOf('/') + 1);
        if (reference.startsWith("../")) {
            if (published.path("$ref").asText("#").startsWith("../")) {
                differences.add(at + " still refers to " + reference);
            }
        } else if (file.endsWith(SCHEMA)) {
            String pointer = "/components/schemas/" + file.substring(0, file.length() - SCHEMA.length());
            ObjectNode schema = (ObjectNode)
                    JSON.readTree(Contract.read(file).replace("\"$ref\": \"#/", "\"$ref\": \"#" + pointer + "/"));
            schema.remove(List.of("$id", "$schema"));
            equal("#" + pointer, published.path("$ref").asText(), at, differences);
            equal(schema, document.at(pointer), pointer, differences);
        } else if (!reference.startsWith("#")) {
            equal(JSON.readTree(Contract.read(file)), published, at, differences);
        } else if (committed.isObject()) {
            for (Map.Entry<String, JsonNode> field : committed.properties()) {
                compare(field.getValue(), published.path(field.getKey()), at + "/" + field.getKey(), differences);
            }
            if (!at.startsWith("/components")
                    || at.chars().filter(slash -> slash == '/').count() > 2) {
                equal(names(committed), names(published), at, differences);
            }
        } else if (committed.isArray()) {
            equal(committed.size(), published.size(), at, differences);
            for (int index = 0; index < committed.size(); index++) {
                compare(committed.get(index), published.path(index), at + "/" + index, differences);
            }
        } else {
            equal(committed, published, at, differences);
        }
    }

    private static void equal(Object committed, Object published, String at, List<String> differences) {
        if (!committed.equals(published)) {
            differences.add(at + " is " + committed + ", published as " + published);
        }
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Stream<JsonNode> elements(JsonNode node) {
        Iterator<JsonNode> elements = node.elements();
        return StreamSupport.stream(((Iterable<JsonNode>) () -> elements).spliterator(), false);
    }
}
