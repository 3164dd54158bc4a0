package se.tertial.k8s;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static se.tertial.k8s.Manifests.BASE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file says only what the cluster knows, and none is forgotten. */
class ManifestFilesTest {

    @ParameterizedTest
    @MethodSource("se.tertial.k8s.Manifests#files")
    void fileHasOnlyWhatTheClusterKnows(Path file) {
        List<String> faults = Manifest.read(file).stream()
                .flatMap(manifest -> (manifest.content().has("op")
                                ? operationFaults(manifest)
                                : StrictReading.faults(manifest))
                        .stream())
                .toList();

        assertEquals(List.of(), faults);
    }

    /** A mistake planted in a good file: the reading above is worth something only if it finds each. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gateway.yaml | revisionHistoryLimit: 3 | revisionHistoryLimits: 3",
                "gateway.yaml | revisionHistoryLimit: 3 | revisionHistoryLimit: \"3\"",
                "gateway.yaml | runAsNonRoot: true | runAsNonRoot: \"true\"",
                "gateway.yaml | runAsUser: 10001 | runAsUser: root",
                "gateway.yaml | periodSeconds: 5 | periodsSeconds: 5",
                "gateway.yaml | containerPort: 8080 | containerPort: \"8080\"",
                "gateway.yaml | name: tmp, mountPath: /tmp | name: tmp, mountpath: /tmp",
                "gateway.yaml | cpu: 250m | cpu: 1",
                "finance.yaml | key: password | keys: password",
                "network.yaml | podSelector: {} | podSelectors: {}",
                "network.yaml | policyTypes: [Egress] | policyTypes: Egress",
                "topics.yaml | partitions: 3 | partition: 3",
                "topics.yaml | replicas: 3 | replicas: \"3\"",
                "topics.yaml | cleanup.policy: compact | cleanup.polcy: compact",
                "topics.yaml | kafka.strimzi.io/v1 | kafka.strimzi.io/v2",
                "kafka.yaml | kraftMetadata: shared | kraftMetaData: shared",
                "kafka.yaml | tls: true | tls: \"true\"",
                "users.yaml | operations: [Read, Write] | operation: [Read, Write]",
                "users.yaml | patternType: prefix | pattern: prefix",
                "databases.yaml | ensure: present | ensured: present",
                "databases.yaml | max_connections: \"500\" | max_connections: 500",
                "kustomization.yaml | - network.yaml | - [network.yaml]",
                "kustomization.yaml | namespace: tertial | nameSpace: tertial"
            })
    void plantedMistakeIsFound(String file, String right, String wrong) throws IOException {
        String content = Files.readString(BASE.resolve(file));
        assertTrue(content.contains(right), right);

        List<String> faults = Manifest.parse(file, content.replaceFirst(Pattern.quote(right), wrong)).stream()
                .flatMap(manifest -> StrictReading.faults(manifest).stream())
                .toList();

        assertFalse(faults.isEmpty());
    }

    @Test
    void everyFileIsListedAndEveryListedFileExists() {
        Set<Path> listed = new TreeSet<>();
        for (Path file : Manifests.files()) {
            if (file.endsWith("kustomization.yaml")) {
                listed.add(file);
                Manifest kustomization = Manifest.read(file).get(0);
                Stream.concat(kustomization.at("resources/*"), kustomization.at("patches/*/path"))
                        .map(node -> file.resolveSibling(node.asText()).normalize())
                        .forEach(path ->
                                listed.add(Files.isDirectory(path) ? path.resolve("kustomization.yaml") : path));
            }
        }

        assertEquals(new TreeSet<>(Manifests.files()), listed);
    }

    /** A patch that is a list of operations is read as one document for each. */
    private static List<String> operationFaults(Manifest operation) {
        Set<String> fields = new TreeSet<>();
        operation.content().fieldNames().forEachRemaining(fields::add);
        boolean sound = fields.equals(Set.of("op", "path", "value"))
                && Set.of("add", "replace")
                        .contains(operation.content().path("op").asText())
                && operation.content().path("path").asText().startsWith("/");
        return sound ? List.of() : List.of(operation.origin() + ": " + operation.content());
    }
}
