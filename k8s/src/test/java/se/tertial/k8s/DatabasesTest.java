package se.tertial.k8s;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static se.tertial.k8s.Manifests.BASE;
import static se.tertial.k8s.Manifests.EXTERNAL_SECRET_KEYS;
import static se.tertial.k8s.Manifests.OVERLAYS;
import static se.tertial.k8s.Manifests.SERVICES;
import static se.tertial.k8s.Manifests.numbers;
import static se.tertial.k8s.Manifests.owners;
import static se.tertial.k8s.Manifests.resources;
import static se.tertial.k8s.Manifests.typed;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each service has a database of its own, which its owner makes, and room for all its connections. */
class DatabasesTest {

    /** Beside the pool: the relay, the anchors, what listens, and one to spare. */
    private static final int CONNECTIONS_BESIDE_THE_POOL = 4;

    /** What the server and its operator keep for themselves. */
    private static final int CONNECTIONS_OF_OTHERS = 30;

    @Test
    void everyServiceHasADatabaseARoleThatUsesItAndOneThatOwnsIt() {
        List<Manifest> base = resources(BASE);
        Set<String> owners =
                SERVICES.stream().map(service -> service + "_owner").collect(toSet());

        assertEquals(owners, owners(base, "Database", "spec/owner"));
        assertEquals(SERVICES, owners(base, "Database", "spec/name"));
        assertEquals(
                Stream.concat(SERVICES.stream(), owners.stream()).collect(toSet()),
                owners(base, "Cluster", "spec/managed/roles/*/name"));
        for (String secret : owners(base, "Cluster", "spec/managed/roles/*/passwordSecret/name")) {
            assertTrue(EXTERNAL_SECRET_KEYS.contains(secret + "/password"), secret);
        }
    }

    @Test
    void noRoleOfTheDatabaseIsMoreThanItself() {
        for (Manifest cluster : resources(BASE)) {
            cluster.at("spec/managed/roles/*").forEach(role -> {
                Set<String> fields = new TreeSet<>();
                role.fieldNames().forEachRemaining(fields::add);
                assertEquals(Set.of("name", "ensure", "login", "connectionLimit", "passwordSecret"), fields);
            });
            assertFalse(
                    cluster.at("spec/enableSuperuserAccess").anyMatch(JsonNode::asBoolean),
                    "The administrator has no password.");
        }
    }

    /** What serves requests could not give away the password of who owns the tables: its pod's first container has it, and ends. */
    @Test
    void onlyTheMigrationHasTheOwnersPassword() {
        List<Manifest> base = resources(BASE);
        Map<String, List<String>> settings = new TreeMap<>();
        Manifest.read(BASE.resolve("kustomization.yaml"))
                .get(0)
                .at("configMapGenerator/*")
                .forEach(map -> map.path("literals").forEach(literal -> settings.computeIfAbsent(
                                map.path("name").asText(), any -> new java.util.ArrayList<>())
                        .add(literal.asText())));

        for (Deployment deployment : typed(base, Deployment.class)) {
            String name = deployment.getMetadata().getName();
            PodSpec pod = deployment.getSpec().getTemplate().getSpec();
            Container serving = pod.getContainers().get(0);
            assertFalse(secrets(serving).stream().anyMatch(secret -> secret.contains("-owner/")), name);
            if (!SERVICES.contains(name)) {
                assertEquals(List.of(), pod.getInitContainers());
                continue;
            }
            assertEquals(1, pod.getInitContainers().size(), name);
            Container migration = pod.getInitContainers().get(0);
            assertEquals(serving.getImage(), migration.getImage());
            assertEquals(
                    Set.of(
                            name + "-database/jdbc-url",
                            name + "-database/username",
                            name + "-database-owner/username",
                            name + "-database-owner/password"),
                    secrets(migration));
            assertEquals(Set.of("suite", "migration"), maps(migration));
            assertEquals(Set.of("suite", "services"), maps(serving));
            assertEquals(List.of("migration-tmp"), mounts(migration));
            assertFalse(mounts(serving).contains("migration-tmp"), name);
        }
        assertTrue(settings.getOrDefault("migration", List.of()).contains("QUARKUS_INIT_AND_EXIT=true"));
        assertTrue(settings.getOrDefault("services", List.of())
                .containsAll(
                        List.of("QUARKUS_FLYWAY_MIGRATE_AT_START=false", "QUARKUS_FLYWAY_VALIDATE_AT_START=true")));
    }

    private static Set<String> secrets(Container container) {
        return container.getEnv().stream()
                .map(variable -> variable.getValueFrom().getSecretKeyRef())
                .map(key -> key.getName() + "/" + key.getKey())
                .collect(toSet());
    }

    private static Set<String> maps(Container container) {
        return container.getEnvFrom().stream()
                .map(source -> source.getConfigMapRef().getName())
                .collect(toSet());
    }

    private static List<String> mounts(Container container) {
        return container.getVolumeMounts().stream()
                .map(mount -> mount.getName())
                .toList();
    }

    /** As many instances as there ever are, one more while they are replaced, each with its pool full. */
    @Test
    void databaseHasConnectionsForTheLargestNumberOfInstances() throws IOException {
        Properties kit = new Properties();
        try (Reader reader = Files.newBufferedReader(
                Path.of("../service-kit/src/main/resources/META-INF/microprofile-config.properties"))) {
            kit.load(reader);
        }
        int each = Integer.parseInt(kit.getProperty("quarkus.datasource.jdbc.max-size")) + CONNECTIONS_BESIDE_THE_POOL;
        Map<String, Integer> limits = new TreeMap<>();
        int most = 0;
        for (Manifest cluster : resources(BASE)) {
            if (cluster.kind().equals("Cluster")) {
                cluster.at("spec/managed/roles/*")
                        .forEach(role -> limits.put(
                                role.path("name").asText(),
                                role.path("connectionLimit").asInt()));
                most = cluster.at("spec/postgresql/parameters/max_connections")
                        .mapToInt(JsonNode::asInt)
                        .sum();
            }
        }
        Map<String, Integer> instances = new TreeMap<>();
        Path production = OVERLAYS.resolve("production");
        Manifest.read(production.resolve("kustomization.yaml"))
                .get(0)
                .at("replicas/*")
                .forEach(one -> instances.put(
                        one.path("name").asText(), one.path("count").asInt()));
        Manifest.read(production.resolve("scaling.yaml"))
                .forEach(scaled -> instances.put(
                        scaled.name(), numbers(scaled, "spec/maxReplicas").get(0)));

        for (String service : SERVICES) {
            int needed = (instances.getOrDefault(service, 1) + 1) * each;
            assertTrue(limits.get(service) >= needed, service + " needs " + needed + " of " + limits);
        }
        int together = limits.values().stream().mapToInt(Integer::intValue).sum() + CONNECTIONS_OF_OTHERS;
        assertTrue(most >= together, together + " of " + most);
    }
}
