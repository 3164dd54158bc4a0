package se.tertial.k8s;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One document of a YAML stream, and where it stands. */
record Manifest(String origin, JsonNode content) {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final KubernetesSerialization MODEL = new KubernetesSerialization(MAPPER, true);

    static List<Manifest> read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Manifest> parse(String origin, String yaml) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(yaml)) {
            List<Manifest> manifests = new ArrayList<>();
            while (documents.hasNextValue()) {
                manifests.add(new Manifest(origin, documents.nextValue()));
            }
            return manifests;
        } catch (IOException e) {
            throw new UncheckedIOException(origin, e);
        }
    }

    String apiVersion() {
        return content.path("apiVersion").asText();
    }

    String kind() {
        return content.path("kind").asText();
    }

    String name() {
        return content.path("metadata").path("name").asText();
    }

    /** The typed resource, if its kind belongs to Kubernetes itself. */
    Optional<HasMetadata> typed() {
        return Optional.ofNullable(MODEL.getRegisteredKubernetesResource(apiVersion(), kind()))
                .filter(HasMetadata.class::isAssignableFrom)
                .map(type -> (HasMetadata) MAPPER.convertValue(content, type));
    }

    static JsonNode tree(Object resource) {
        return MAPPER.valueToTree(resource);
    }

    /** The nodes at a path, with {@code *} for every element. */
    Stream<JsonNode> at(String path) {
        Stream<JsonNode> nodes = Stream.of(content);
        for (String step : path.split("/", -1)) {
            nodes = step.equals("*")
                    ? nodes.flatMap(node ->
                            Stream.iterate(0, i -> i + 1).limit(node.size()).map(node::path))
                    : nodes.map(node -> node.path(step));
        }
        return nodes.filter(node -> !node.isMissingNode());
    }

    @Override
    public String toString() {
        return origin + " " + kind() + "/" + name();
    }
}
