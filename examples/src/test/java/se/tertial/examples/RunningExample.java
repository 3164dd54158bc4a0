package se.tertial.examples;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import se.tertial.devstack.Ports;

/** The suite, started by the command of the README: with the example it is one for all tests, which it ends with. */
final class RunningExample implements AutoCloseable {

    /** How far topics were read, and what was heard of the other services, is noted while nobody asks for anything. */
    private static final String TABLES = "select tablename from pg_tables where schemaname = 'public'"
            + " and tablename not in ('consumed_partition', 'service_heard', 'read_elsewhere') order by 1";

    private static final String DIGEST =
            "select count(*) || ' rows, ' || md5(coalesce(string_agg(t::text, ' ' order by t::text), '')) from %s t";

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** The services, by the first segment of their addresses. */
    private static final List<String> SERVICES = List.of("finance", "indicators", "goals", "report");

    private static RunningExample shared;

    private final Process process;
    private final int port;

    private RunningExample(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** The one that runs; started by who asks first. */
    static synchronized RunningExample shared() throws IOException {
        if (shared == null) {
            // All tests send from one address, and many of them tokens that are none. And none waits ten minutes for an
            // anchor.
            shared = start(
                    Map.of("TERTIAL_GATEWAY_RATE_LIMIT_FAILURES", "1000000", "TERTIAL_AUDIT_ANCHORS_EVERY", "PT10S"));
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close, "suite-end"));
        }
        return shared;
    }

    /** One of its own, while no other runs. */
    static RunningExample start(Map<String, String> environment, String... options) throws IOException {
        int port = freePort();
        List<String> command =
                new ArrayList<>(List.of(ROOT.resolve("run").toString(), "--port", Integer.toString(port)));
        command.addAll(List.of(options));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(ROOT.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        RunningExample example = new RunningExample(process, port);
        example.awaitReady();
        return example;
    }

    private void awaitReady() throws IOException {
        BufferedReader output =
                new BufferedReader(new java.io.InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        List<String> said = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.add(line);
            if (line.contains("Ctrl-C")) {
                drain(output);
                return;
            }
        }
        close();
        throw new IllegalStateException("The suite did not start:\n" + String.join("\n", said));
    }

    private static void drain(BufferedReader output) {
        Thread reader = new Thread(() -> output.lines().forEach(line -> {}), "suite-output");
        reader.setDaemon(true);
        reader.start();
    }

    String url(String path) {
        return "http://localhost:" + port + path;
    }

    /** The services' own addresses, as who goes around the gateway finds them. */
    Map<String, String> services() {
        Map<String, String> services = new LinkedHashMap<>();
        description()
                .get("services")
                .properties()
                .forEach(service ->
                        services.put(service.getKey(), service.getValue().asText()));
        return services;
    }

    /** Every operation of the services, as their documents have it. */
    Stream<Operation> operations() {
        return SERVICES.stream().flatMap(service -> Operation.all(service, openApi(service)));
    }

    /** The OpenAPI document that a service publishes. */
    JsonNode openApi(String service) {
        return json(given().get(url("/" + service + "/v1/openapi?format=json")));
    }

    /** What was answered, read as JSON. */
    static JsonNode json(Response response) {
        try {
            return new ObjectMapper().readTree(response.asByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String issuer() {
        return description().get("issuer").asText();
    }

    String kafka() {
        return description().get("kafka").asText();
    }

    /** What the issuer has signed, though as a token it may be wrong. */
    String signed(String claims) {
        return given().body(claims)
                .post(issuer() + "/sign")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    String token(String user) throws IOException {
        Process asked = new ProcessBuilder(ROOT.resolve("run").toString(), "token", user)
                .directory(ROOT.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    /**
     * What the loader says of a folder that it loads.
     *
     * @throws AssertionError if it does not load it
     */
    String load(Path folder, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ROOT.resolve("run").toString(), "load", folder.toAbsolutePath().toString()));
        command.addAll(List.of(options));
        Process asked = new ProcessBuilder(command)
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (asked.onExit().join().exitValue() != 0) {
            throw new AssertionError(said);
        }
        return said;
    }

    /** A token of anybody with any grants, from the issuer itself. */
    String issued(String user, List<String> grants) {
        return given().queryParam("user", user)
                .queryParam("grant", grants)
                .get(issuer() + "/token")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    /** All that the services have stored: of each table, a digest of its rows. */
    Map<String, String> stored() {
        Map<String, String> stored = new HashMap<>();
        try {
            for (String url :
                    Files.readAllLines(Path.of(description().get("data").asText(), "databases"))) {
                try (Connection connection = DriverManager.getConnection(url);
                        Statement statement = connection.createStatement()) {
                    for (String name : texts(statement, TABLES)) {
                        stored.put(
                                url.substring(0, url.indexOf('?')) + " " + name,
                                texts(statement, DIGEST.formatted(name)).get(0));
                    }
                }
            }
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
        return stored;
    }

    private static List<String> texts(Statement statement, String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    /** What the launcher has written down of itself. */
    private static JsonNode description() {
        try {
            return new ObjectMapper()
                    .readTree(ROOT.resolve(".run").resolve("suite.json").toFile());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static int freePort() {
        return Ports.free(1).get(0);
    }
}
