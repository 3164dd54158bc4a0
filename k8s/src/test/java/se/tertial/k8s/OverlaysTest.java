package se.tertial.k8s;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static se.tertial.k8s.Manifests.OVERLAYS;
import static se.tertial.k8s.Manifests.numbers;
import static se.tertial.k8s.Manifests.owners;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code kubectl kustomize} makes of each overlay. */
class OverlaysTest {

    @ParameterizedTest
    @ValueSource(strings = {"local", "production"})
    void overlayRendersToWhatTheClusterKnows(String overlay) throws Exception {
        List<Manifest> rendered = render(overlay);

        assertEquals(
                List.of(),
                rendered.stream()
                        .flatMap(manifest -> StrictReading.faults(manifest).stream())
                        .toList());
        Hardening.assertHardened(rendered);
        References.assertResolve(rendered, Set.of());
        assertTrue(rendered.stream()
                .filter(manifest -> !manifest.kind().equals("Namespace"))
                .allMatch(manifest -> manifest.at("metadata/namespace")
                        .anyMatch(node -> node.asText().equals("tertial"))));
    }

    @Test
    void productionHasTwoOfEverythingAndLocalOne() throws Exception {
        List<Manifest> production = render("production");
        List<Manifest> local = render("local");

        Set<String> scaled = owners(production, "HorizontalPodAutoscaler", "spec/scaleTargetRef/name");
        assertEquals(Set.of("gateway", "report"), scaled);
        for (Manifest manifest : production) {
            switch (manifest.kind()) {
                case "Deployment" ->
                    assertEquals(
                            scaled.contains(manifest.name()) ? List.of() : List.of(2),
                            numbers(manifest, "spec/replicas"));
                case "HorizontalPodAutoscaler" -> assertEquals(List.of(2), numbers(manifest, "spec/minReplicas"));
                case "KafkaTopic", "KafkaNodePool" -> assertEquals(List.of(3), numbers(manifest, "spec/replicas"));
                case "Cluster" -> assertEquals(List.of(3), numbers(manifest, "spec/instances"));
                default -> {}
            }
        }
        for (Manifest manifest : local) {
            switch (manifest.kind()) {
                case "Deployment" -> assertEquals(List.of(), numbers(manifest, "spec/replicas"));
                case "KafkaTopic" -> {
                    assertEquals(List.of(1), numbers(manifest, "spec/replicas"));
                    assertEquals(List.of(1), numbers(manifest, "spec/config/min.insync.replicas"));
                }
                case "KafkaNodePool" -> assertEquals(List.of(1), numbers(manifest, "spec/replicas"));
                case "Kafka" ->
                    Stream.of(
                                    "default.replication.factor",
                                    "min.insync.replicas",
                                    "offsets.topic.replication.factor",
                                    "transaction.state.log.replication.factor",
                                    "transaction.state.log.min.isr")
                            .forEach(name -> assertEquals(List.of(1), numbers(manifest, "spec/kafka/config/" + name)));
                case "Cluster" -> assertEquals(List.of(1), numbers(manifest, "spec/instances"));
                default -> {}
            }
        }
    }

    private static List<Manifest> render(String overlay) throws Exception {
        requireKubectl();
        Process process = new ProcessBuilder(
                        "kubectl", "kustomize", OVERLAYS.resolve(overlay).toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String yaml = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(1, TimeUnit.MINUTES));
        assertEquals(0, process.exitValue());
        return Manifest.parse(overlay, yaml);
    }

    private static void requireKubectl() {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        boolean installed = Stream.of(path.split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "kubectl")));
        String message = "The overlays were not rendered: there is no kubectl on the PATH.";
        if (System.getenv("CI") != null) {
            assertTrue(installed, message);
        }
        assumeTrue(installed, message);
    }
}
