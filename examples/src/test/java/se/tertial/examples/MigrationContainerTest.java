package se.tertial.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.Database;

/**
 * What the container {@code migrate} of each pod does, with its command, its environment and nothing else: there is no Kafka, no issuer and
 * no setting that only the container which serves requests has.
 */
class MigrationContainerTest {

    private static final Path BASE = Path.of("..", "k8s", "base");
    private static final YAMLMapper YAML = new YAMLMapper();

    @TempDir
    static Path directory;

    private static Database database;

    @BeforeAll
    static void start() throws IOException {
        database = Database.start(directory.resolve("postgresql"));
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"finance", "indicators", "goals", "report"})
    void migrationMakesTheTablesAsTheirOwnerAndEnds(String service) throws Exception {
        database.prepare(service);
        Map<String, String> environment = environment(service);
        assertFalse(environment.keySet().stream().anyMatch(name -> name.startsWith("KAFKA")), environment.toString());
        Path log = directory.resolve(service + ".log");

        int code = run(service, environment, log);

        assertEquals(0, code, () -> tail(log));
        assertEquals(
                List.of(Database.owner(service)),
                query(service, "select distinct tableowner from pg_tables where schemaname = 'public'"));
        assertEquals(
                List.of("t"), query(service, "select every(success) from flyway_schema_history having count(*) > 1"));
        assertEquals(
                List.of("t"),
                query(
                        service,
                        "select has_table_privilege('change', 'insert') and has_table_privilege('change', 'select')"));
        assertEquals(List.of("f"), query(service, "select has_table_privilege('change', 'update, delete')"));
        assertEquals(List.of("t"), query(service, "select has_sequence_privilege('revision_seq', 'usage')"));
        assertEquals(List.of("f"), query(service, "select has_schema_privilege('public', 'create')"));
    }

    /** What Kubernetes gives the container: the literals of its maps, and of each secret what it is here. */
    private static Map<String, String> environment(String service) throws IOException {
        Map<String, String> secrets = Map.of(
                service + "-database/jdbc-url", database.url(service),
                service + "-database/username", service,
                service + "-database-owner/username", Database.owner(service),
                service + "-database-owner/password", Database.owner(service));
        Map<String, String> environment = new TreeMap<>();
        JsonNode container = migrate(service);
        for (JsonNode map : container.path("envFrom")) {
            literals(map.at("/configMapRef/name").asText()).forEach(literal -> {
                String[] parts = literal.split("=", 2);
                environment.put(parts[0], parts[1]);
            });
        }
        for (JsonNode variable : container.path("env")) {
            JsonNode reference = variable.at("/valueFrom/secretKeyRef");
            String secret = reference.path("name").asText() + "/"
                    + reference.path("key").asText();
            assertTrue(secrets.containsKey(secret), secret);
            environment.put(variable.path("name").asText(), secrets.get(secret));
        }
        return environment;
    }

    private static JsonNode migrate(String service) throws IOException {
        try (MappingIterator<JsonNode> resources = YAML.readerFor(JsonNode.class)
                .readValues(BASE.resolve(service + ".yaml").toFile())) {
            while (resources.hasNext()) {
                JsonNode resource = resources.next();
                for (JsonNode container : resource.at("/spec/template/spec/initContainers")) {
                    if (container.path("name").asText().equals("migrate")) {
                        return container;
                    }
                }
            }
        }
        throw new IOException("There is no container migrate for " + service);
    }

    private static List<String> literals(String map) throws IOException {
        List<String> literals = new ArrayList<>();
        for (JsonNode one :
                YAML.readTree(BASE.resolve("kustomization.yaml").toFile()).path("configMapGenerator")) {
            if (one.path("name").asText().equals(map)) {
                one.path("literals").forEach(literal -> literals.add(literal.asText()));
            }
        }
        assertFalse(literals.isEmpty(), map);
        return literals;
    }

    /** As the image starts it. */
    private static int run(String service, Map<String, String> environment, Path log) throws Exception {
        List<String> command = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("..", "Dockerfile"))) {
            if (line.startsWith("ENTRYPOINT ")) {
                YAML.readTree(line.substring("ENTRYPOINT ".length())).forEach(part -> command.add(part.asText()));
            }
        }
        assertEquals("java", command.get(0));
        command.set(0, ProcessHandle.current().info().command().orElse("java"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Path.of("..", service + "-service", "target", "quarkus-app")
                        .toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().put("LANG", "C.UTF-8");
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(5, TimeUnit.MINUTES), () -> "It does not end: " + tail(log));
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private static String tail(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** As the role that serves requests. */
    private static List<String> query(String service, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(service), service, service);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }
}
