package se.tertial.k8s;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesManifestsTest {

    static final Path BASE = Path.of("base");
    static final Path OVERLAYS = Path.of("overlays");

    /** What an operator creates beforehand, because it is not for a repository: see the README. */
    static final Set<String> EXTERNAL_SECRET_KEYS = Set.of(
            "finance-database/jdbc-url",
            "finance-database/username",
            "finance-database/password",
            "finance-database-owner/username",
            "finance-database-owner/password",
            "finance-audit-anchors/private-key",
            "finance-audit-anchors/public-keys",
            "indicators-database/jdbc-url",
            "indicators-database/username",
            "indicators-database/password",
            "indicators-database-owner/username",
            "indicators-database-owner/password",
            "indicators-audit-anchors/private-key",
            "indicators-audit-anchors/public-keys",
            "goals-database/jdbc-url",
            "goals-database/username",
            "goals-database/password",
            "goals-database-owner/username",
            "goals-database-owner/password",
            "goals-audit-anchors/private-key",
            "goals-audit-anchors/public-keys",
            "report-database/jdbc-url",
            "report-database/username",
            "report-database/password",
            "report-database-owner/username",
            "report-database-owner/password",
            "report-audit-anchors/private-key",
            "report-audit-anchors/public-keys",
            "gateway-tls/tls.crt",
            "gateway-tls/tls.key");

    static final Set<String> SERVICES = Set.of("finance", "indicators", "goals", "report");

    private static final int HALF_AN_HOUR = 30 * 60;
    private static final Set<String> APPLICATIONS = Set.of("finance", "indicators", "goals", "report", "gateway");

    static List<Path> files() {
        try (Stream<Path> base = Files.walk(BASE);
                Stream<Path> overlays = Files.walk(OVERLAYS)) {
            return Stream.concat(base, overlays)
                    .filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
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

        List<String> faults =
                Manifest.parse(file, content.replaceFirst(java.util.regex.Pattern.quote(right), wrong)).stream()
                        .flatMap(manifest -> StrictReading.faults(manifest).stream())
                        .toList();

        assertFalse(faults.isEmpty());
    }

    @Test
    void everyFileIsListedAndEveryListedFileExists() {
        Set<Path> listed = new TreeSet<>();
        for (Path file : files()) {
            if (file.endsWith("kustomization.yaml")) {
                listed.add(file);
                Manifest kustomization = Manifest.read(file).get(0);
                Stream.concat(kustomization.at("resources/*"), kustomization.at("patches/*/path"))
                        .map(node -> file.resolveSibling(node.asText()).normalize())
                        .forEach(path ->
                                listed.add(Files.isDirectory(path) ? path.resolve("kustomization.yaml") : path));
            }
        }

        assertEquals(new TreeSet<>(files()), listed);
    }

    @Test
    void everyApplicationIsHardenedAndProbed() {
        List<Manifest> base = resources(BASE);

        assertHardened(base);
        assertReferencesResolve(base, generated(List.of(BASE.resolve("kustomization.yaml"))));
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

    @ParameterizedTest
    @ValueSource(strings = {"local", "production"})
    void overlayRendersToWhatTheClusterKnows(String overlay) throws Exception {
        List<Manifest> rendered = render(overlay);

        assertEquals(
                List.of(),
                rendered.stream()
                        .flatMap(manifest -> StrictReading.faults(manifest).stream())
                        .toList());
        assertHardened(rendered);
        assertReferencesResolve(rendered, Set.of());
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

    private static void assertHardened(List<Manifest> manifests) {
        List<Deployment> deployments = typed(manifests, Deployment.class);
        assertEquals(
                APPLICATIONS,
                deployments.stream()
                        .map(deployment -> deployment.getMetadata().getName())
                        .collect(toSet()));
        for (Deployment deployment : deployments) {
            String name = deployment.getMetadata().getName();
            PodSpec pod = deployment.getSpec().getTemplate().getSpec();
            assertEquals(false, pod.getAutomountServiceAccountToken(), name);
            assertEquals(true, pod.getSecurityContext().getRunAsNonRoot(), name);
            assertEquals(
                    "RuntimeDefault",
                    pod.getSecurityContext().getSeccompProfile().getType(),
                    name);
            for (Container container : pod.getContainers()) {
                assertHardened(name, container);
                assertProbed(name, container);
            }
            for (Container container : pod.getInitContainers()) {
                assertHardened(name, container);
            }
            assertTrue(
                    pod.getVolumes().stream()
                            .allMatch(volume -> volume.getSecret() != null
                                    || volume.getEmptyDir().getSizeLimit() != null),
                    name);
        }
    }

    private static void assertHardened(String name, Container container) {
        assertEquals(true, container.getSecurityContext().getReadOnlyRootFilesystem(), name);
        assertEquals(false, container.getSecurityContext().getAllowPrivilegeEscalation(), name);
        assertEquals(
                List.of("ALL"), container.getSecurityContext().getCapabilities().getDrop(), name);
        assertEquals(
                Set.of("cpu", "memory"), container.getResources().getRequests().keySet(), name);
        assertEquals(
                Set.of("cpu", "memory"), container.getResources().getLimits().keySet(), name);
    }

    private static void assertProbed(String name, Container container) {
        assertEquals(
                List.of("/q/health/started", "/q/health/live", "/q/health/ready"),
                Stream.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe())
                        .map(probe -> probe.getHttpGet().getPath())
                        .toList(),
                name);
        assertTrue(
                Stream.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe())
                        .allMatch(probe ->
                                "management".equals(probe.getHttpGet().getPort().getStrVal())),
                name);
        int seconds = container.getStartupProbe().getPeriodSeconds()
                * container.getStartupProbe().getFailureThreshold();
        assertEquals(HALF_AN_HOUR, seconds, name + " has that long to start, however slow the machine is");
    }

    private static List<Container> containers(PodSpec pod) {
        return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream())
                .toList();
    }

    private static void assertReferencesResolve(List<Manifest> manifests, Set<String> generatedMaps) {
        Set<String> maps = new TreeSet<>(generatedMaps);
        manifests.stream()
                .filter(manifest -> manifest.kind().equals("ConfigMap"))
                .map(Manifest::name)
                .forEach(maps::add);
        Set<String> services = new TreeSet<>();
        Set<String> secretKeys = secretKeys(manifests);
        List<Deployment> deployments = typed(manifests, Deployment.class);
        for (Deployment deployment : deployments) {
            assertVolumesResolve(deployment.getSpec().getTemplate().getSpec(), secretKeys);
            for (Container container :
                    containers(deployment.getSpec().getTemplate().getSpec())) {
                container
                        .getEnvFrom()
                        .forEach(source -> assertTrue(
                                maps.contains(source.getConfigMapRef().getName()), source.toString()));
                for (EnvVar variable : container.getEnv()) {
                    SecretKeySelector key = variable.getValueFrom().getSecretKeyRef();
                    assertTrue(secretKeys.contains(key.getName() + "/" + key.getKey()), key.toString());
                }
            }
        }
        for (Service service : typed(manifests, Service.class)) {
            services.add(service.getMetadata().getName());
            Deployment target = deployments.stream()
                    .filter(deployment -> deployment
                            .getSpec()
                            .getTemplate()
                            .getMetadata()
                            .getLabels()
                            .entrySet()
                            .containsAll(service.getSpec().getSelector().entrySet()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(service));
            List<String> ports = target.getSpec().getTemplate().getSpec().getContainers().stream()
                    .flatMap(container -> container.getPorts().stream())
                    .map(ContainerPort::getName)
                    .toList();
            service.getSpec()
                    .getPorts()
                    .forEach(port ->
                            assertTrue(ports.contains(port.getTargetPort().getStrVal()), port.toString()));
        }
        for (Ingress ingress : typed(manifests, Ingress.class)) {
            ingress.getSpec().getTls().forEach(tls -> {
                assertTrue(EXTERNAL_SECRET_KEYS.contains(tls.getSecretName() + "/tls.crt"), tls.toString());
                assertTrue(EXTERNAL_SECRET_KEYS.contains(tls.getSecretName() + "/tls.key"), tls.toString());
            });
            ingress.getSpec().getRules().stream()
                    .flatMap(rule -> rule.getHttp().getPaths().stream())
                    .forEach(path -> assertTrue(
                            services.contains(path.getBackend().getService().getName()), path.toString()));
        }
        for (Manifest budget : manifests) {
            if (budget.kind().equals("PodDisruptionBudget") || budget.kind().equals("HorizontalPodAutoscaler")) {
                assertTrue(APPLICATIONS.contains(budget.name()), budget.toString());
            }
        }
    }

    private static void assertVolumesResolve(PodSpec pod, Set<String> secretKeys) {
        pod.getVolumes().stream()
                .map(Volume::getSecret)
                .filter(Objects::nonNull)
                .forEach(secret -> secret.getItems()
                        .forEach(item -> assertTrue(
                                secretKeys.contains(secret.getSecretName() + "/" + item.getKey()), item.toString())));
    }

    /** What an operator creates, and what Strimzi does for a cluster and for each of its users. */
    private static Set<String> secretKeys(List<Manifest> manifests) {
        Set<String> keys = new TreeSet<>(EXTERNAL_SECRET_KEYS);
        for (Manifest manifest : manifests) {
            if (manifest.kind().equals("KafkaUser")) {
                keys.add(manifest.name() + "/sasl.jaas.config");
            } else if (manifest.kind().equals("Kafka")) {
                keys.add(manifest.name() + "-cluster-ca-cert/ca.crt");
            }
        }
        return keys;
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

    private static Set<String> generated(List<Path> kustomizations) {
        return kustomizations.stream()
                .flatMap(file -> Manifest.read(file).get(0).at("configMapGenerator/*/name"))
                .map(JsonNode::asText)
                .collect(toCollection(TreeSet::new));
    }

    static List<Manifest> resources(Path directory) {
        return Manifest.read(directory.resolve("kustomization.yaml"))
                .get(0)
                .at("resources/*")
                .flatMap(file -> Manifest.read(directory.resolve(file.asText())).stream())
                .toList();
    }

    static <T> List<T> typed(List<Manifest> manifests, Class<T> type) {
        return manifests.stream()
                .filter(manifest -> manifest.kind().equals(type.getSimpleName()))
                .flatMap(manifest -> manifest.typed().stream())
                .map(type::cast)
                .toList();
    }

    static Set<String> owners(List<Manifest> manifests, String kind, String path) {
        return manifests.stream()
                .filter(manifest -> manifest.kind().equals(kind))
                .flatMap(manifest -> manifest.at(path))
                .map(JsonNode::asText)
                .collect(toSet());
    }

    static List<Integer> numbers(Manifest manifest, String path) {
        return manifest.at(path).map(JsonNode::asInt).toList();
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
        boolean installed = Stream.of(path.split(java.io.File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "kubectl")));
        String message = "The overlays were not rendered: there is no kubectl on the PATH.";
        if (System.getenv("CI") != null) {
            assertTrue(installed, message);
        }
        assumeTrue(installed, message);
    }
}
