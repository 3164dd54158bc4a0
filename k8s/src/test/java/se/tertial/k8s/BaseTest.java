package se.tertial.k8s;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static se.tertial.k8s.Manifests.BASE;
import static se.tertial.k8s.Manifests.numbers;
import static se.tertial.k8s.Manifests.resources;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every installation has, whatever its overlay. */
class BaseTest {

    @Test
    void everyApplicationIsHardenedAndProbed() {
        List<Manifest> base = resources(BASE);

        Hardening.assertHardened(base);
        References.assertResolve(base, generated());
    }

    @Test
    void everyTopicIsDeclared() {
        List<Manifest> topics = resources(BASE).stream()
                .filter(manifest -> manifest.kind().equals("KafkaTopic"))
                .toList();

        Set<String> compacted = topics.stream()
                .filter(topic -> topic.at("spec/config/cleanup.policy")
                        .allMatch(node -> node.asText().equals("compact")))
                .map(Manifest::name)
                .collect(toSet());
        Set<String> others = topics.stream().map(Manifest::name).collect(toSet());
        others.removeAll(compacted);

        assertEquals(published(), compacted);
        assertEquals(Set.of("report.dead-letter.v1", "report.hearing.v1"), others);
        for (Manifest topic : topics) {
            assertEquals(
                    "tertial",
                    topic.content().at("/metadata/labels/strimzi.io~1cluster").asText());
            assertEquals(List.of(3), numbers(topic, "spec/replicas"));
            assertEquals(List.of(2), numbers(topic, "spec/config/min.insync.replicas"), topic.name());
            // More than a producer sends at most: see KafkaClients.
            assertEquals(List.of(1_048_588), numbers(topic, "spec/config/max.message.bytes"), topic.name());
        }
        assertEquals(
                1,
                topics.stream()
                        .filter(topic -> topic.name().equals("report.dead-letter.v1"))
                        .flatMap(topic -> topic.at("spec/config/retention.ms"))
                        .count());
    }

    /** The topics that the services publish, as their contracts have them. */
    private static Set<String> published() {
        try (Stream<Path> files = Files.find(Path.of(".."), 3, (path, attributes) -> path.toString()
                .matches("\\.\\./[a-z]+-service/contract/[a-z.0-9-]+\\.schema\\.json"))) {
            return files.map(path -> path.getFileName().toString().replace(".schema.json", ""))
                    .collect(toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> generated() {
        return Manifest.read(BASE.resolve("kustomization.yaml"))
                .get(0)
                .at("configMapGenerator/*/name")
                .map(JsonNode::asText)
                .collect(toCollection(TreeSet::new));
    }
}
