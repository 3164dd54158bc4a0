package se.tertial.devstack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An OpenAPI document as a service publishes it, for tests that hold its examples and real answers against its schemas. */
public final class OpenApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    private final JsonNode document;
    private final Map<JsonNode, JsonSchema> compiled = new HashMap<>();

    private OpenApi(JsonNode document) {
        this.document = document;
    }

    /** Reads the published JSON. */
    public static OpenApi of(String json) throws JsonProcessingException {
        return of(JSON.readTree(json));
    }

    public static OpenApi of(JsonNode document) {
        return new OpenApi(document);
    }

    /**
     * What is wrong with the examples of bodies: those that there should be and are not, those that are not what their schema says, and
     * problems that are of another status than the answer that they stand for.
     */
    public List<String> wrongExamples() {
        List<String> wrong = new ArrayList<>();
        document.path("paths")
                .forEach(path -> path.forEach(operation -> {
                    String name = operation.path("operationId").asText();
                    check(name + " request", operation.path("requestBody"), wrong);
                    for (Map.Entry<String, JsonNode> response :
                            operation.path("responses").properties()) {
                        JsonNode answer = resolve(response.getValue());
                        check(name + " " + response.getKey(), answer, wrong);
                        checkStatus(name, response.getKey(), answer, wrong);
                    }
                }));
        return wrong;
    }

    private void check(String place, JsonNode body, List<String> wrong) {
        for (Map.Entry<String, JsonNode> media : body.path("content").properties()) {
            String where = place + " " + media.getKey();
            JsonNode examples = media.getValue().path("examples");
            if (examples.isEmpty() && !media.getValue().has("example")) {
                wrong.add(where + ": there is no example");
            }
            for (JsonNode example : examples) {
                differences(media.getValue().path("schema"), example.path("value"))
                        .forEach(difference -> wrong.add(where + ": " + difference));
            }
        }
    }

    private static void checkStatus(String operation, String status, JsonNode answer, List<String> wrong) {
        for (JsonNode example : answer.at("/content/application~1problem+json/examples")) {
            String shown = example.at("/value/status").asText();
            if (!status.equals("default") && !status.equals(shown)) {
                wrong.add(operation + " " + status + ": the example is of the status " + shown);
            }
        }
    }

    /** How a value differs from what a schema of this document says. */
    public List<String> differences(JsonNode schema, JsonNode value) {
        return compiled.computeIfAbsent(schema, this::compile).validate(value).stream()
                .map(message -> message.getInstanceLocation() + " " + message.getMessage())
                .toList();
    }

    private JsonSchema compile(JsonNode schema) {
        ObjectNode whole = JSON.createObjectNode();
        whole.set("components", document.path("components"));
        whole.putArray("allOf").add(schema);
        return SCHEMAS.getSchema(whole);
    }

    /** What a reference within the document refers to; what is no reference, itself. */
    public JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? resolve(document.at(node.get("$ref").asText().substring(1))) : node;
    }
}
