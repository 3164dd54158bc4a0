package se.tertial.examples;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import se.tertial.devstack.Broker;
import se.tertial.devstack.Database;
import se.tertial.devstack.Failure;
import se.tertial.devstack.Issuer;
import se.tertial.devstack.StandIns;
import se.tertial.devstack.Topics;

/**
 * Some services, mostly finance and report, with servers of their own, each of which a test may stop and start again; of
 * indicators-service and goals-service only their watermarks.
 */
final class SmallSuite implements AutoCloseable {

    static final String VSS = "/municipalities/0580/administrations/vss/";

    private final Path directory;
    private final Database database;
    private final Issuer issuer;
    private final int kafkaPort;
    private final SecuredBroker secured;
    private final List<Process> processes = new ArrayList<>();
    private final Set<String> prepared = new HashSet<>();
    private Broker broker;
    private StandIns others;

    SmallSuite(Path directory) throws IOException, SQLException, Failure {
        this(directory, null);
        this.broker = startBroker();
        Topics.create(broker.bootstrapServers());
        this.others = StandIns.start(
                broker.bootstrapServers(), Duration.ofMillis(200), List.of("indicators-service", "goals-service"));
    }

    /** With a Kafka of the caller's, unless that is null. */
    SmallSuite(Path directory, SecuredBroker secured) throws IOException, SQLException {
        this.directory = directory;
        this.secured = secured;
        this.database = Database.start(directory.resolve("postgresql"));
        this.issuer = Issuer.start();
        this.kafkaPort = RunningExample.freePort();
    }

    /** Topics are made by those who run it, as in a cluster: none comes back by being written to. */
    private Broker startBroker() throws IOException {
        return Broker.start(directory.resolve("kafka"), kafkaPort, Map.of("auto.create.topics.enable", "false"));
    }

    String kafka() {
        return "localhost:" + kafkaPort;
    }

    void stopKafka() {
        broker.close();
    }

    void startKafka() throws IOException {
        broker = startBroker();
    }

    /** A service as a process of its own, on the data that all of its kind share. */
    record Service(Process process, int port, int managementPort, Path log) {

        String url(String path) {
            return "http://localhost:" + port + path;
        }

        void awaitReady() {
            await().atMost(Duration.ofMinutes(10))
                    .ignoreExceptions()
                    .until(() -> !process.isAlive()
                            || given().get("http://localhost:" + managementPort + "/q/health/started")
                                            .statusCode()
                                    == 200);
            if (!process.isAlive()) {
                throw new IllegalStateException("A service ended by itself: " + end());
            }
        }

        private String end() {
            try {
                String all = Files.readString(log);
                return all.substring(Math.max(0, all.length() - 4_000));
            } catch (IOException e) {
                return e.toString();
            }
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    Service start(String name) throws IOException, SQLException {
        return start(name, RunningExample.freePort());
    }

    Service start(String name, int port) throws IOException, SQLException {
        if (prepared.add(name)) {
            database.prepare(name);
        }
        int managementPort = RunningExample.freePort();
        Map<String, String> settings = new HashMap<>(Map.of(
                "quarkus.http.host",
                "127.0.0.1",
                "quarkus.http.port",
                Integer.toString(port),
                "quarkus.management.host",
                "127.0.0.1",
                "quarkus.management.port",
                Integer.toString(managementPort),
                "quarkus.datasource.jdbc.url",
                database.url(name),
                "quarkus.datasource.username",
                name,
                "quarkus.datasource.password",
                name,
                "quarkus.oidc.auth-server-url",
                issuer.url()));
        settings.put("quarkus.flyway.username", Database.owner(name));
        settings.put("quarkus.flyway.password", Database.owner(name));
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=96m"));
        settings.forEach((setting, value) -> command.add("-D" + setting + "=" + value));
        command.addAll(List.of("-jar", "../" + name + "-service/target/quarkus-app/quarkus-run.jar"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(name).toFile()));
        builder.environment()
                .putAll(
                        secured == null
                                ? Map.of("KAFKA_BOOTSTRAP_SERVERS", "localhost:" + kafkaPort)
                                : secured.environment(name + "-service"));
        Process process = builder.start();
        processes.add(process);
        return new Service(process, port, managementPort, log(name));
    }

    /** What the services of a kind have said. */
    Path log(String name) {
        return directory.resolve(name + ".log");
    }

    RequestSpecification asEverybody() {
        return given().contentType("application/json").auth().oauth2(issuer.token("loader"));
    }

    /** A report of one table: the net of every unit, and their sum. */
    void prepareReport(Service report) {
        asEverybody()
                .body(
                        """
                        {"templateId": "small", "name": "Liten", "sections": [{"sectionId": "result", "heading": "Resultat", "kind": "TABLE",
                          "table": {"caption": "Netto", "rowHeader": "Verksamhet", "rowsOf": "UNITS", "totalLabel": "Summa", "columns": [
                            {"columnId": "actual", "label": "Redovisat", "content": "ACTUAL", "period": "report"}]}}]}
                        """)
                .put(report.url("/report/v1" + VSS + "templates/small"))
                .then()
                .statusCode(201);
        asEverybody()
                .body("{\"period\": \"2021-08\", \"templateId\": \"small\", \"title\": \"Delårsrapport\"}")
                .put(report.url("/report/v1" + VSS + "reports/2021-08"))
                .then()
                .statusCode(201);
    }

    /** Puts an administration of Linköping into the register, and units of it. */
    void register(Service finance, String administration, List<String> units) {
        String municipality = finance.url("/finance/v1/municipalities/0580");
        String address = municipality + "/administrations/" + administration;
        String rows = units.stream()
                .map(unit ->
                        """
                                {"unitId": "%1$s", "name": "%1$s", "order": 10, "contribution": "ADDITIVE",
                                 "placements": [{"validFrom": "2020-01-01"}]}
                                """
                                .formatted(unit))
                .collect(Collectors.joining(","));
        put(municipality, "{\"municipalityId\": \"0580\", \"name\": \"Linköpings kommun\"}");
        put(
                address,
                "{\"administrationId\": \"%1$s\", \"name\": \"%1$s\", \"shortName\": \"%1$s\"}"
                        .formatted(administration));
        put(address + "/units", "{\"items\": [" + rows + "]}");
    }

    private void put(String address, String body) {
        asEverybody().body(body).put(address).then().statusCode(oneOf(200, 201));
    }

    /** The same net for so many units, which are in the register then. */
    void writeActual(Service finance, int units, String net) {
        register(
                finance,
                "vss",
                IntStream.range(0, units).mapToObj(unit -> "unit-" + unit).toList());
        String items = IntStream.range(0, units)
                .mapToObj(unit ->
                        """
                                {"unitId": "unit-%d", "scenario": "ACTUAL", "period": "2021-08", "net": "%s"}
                                """
                                .formatted(unit, net))
                .collect(Collectors.joining(","));
        asEverybody()
                .body("{\"items\": [" + items + "]}")
                .put(finance.url("/finance/v1" + VSS + "operating-lines"))
                .then()
                .statusCode(200);
    }

    /** What the draft shows in a row of its table, counted from nought. */
    String shown(Service report, int row) {
        return asEverybody()
                .get(report.url("/report/v1" + VSS + "reports/2021-08/document?format=json"))
                .then()
                .statusCode(200)
                .extract()
                .path("sections[0].blocks[0].rows[%d].cells[0].display".formatted(row));
    }

    void publish(Service report) {
        assertEquals(201, publish(report, "reason=Prov").statusCode());
    }

    /** Takes back what was published. */
    void withdraw(Service report, int number) {
        asEverybody()
                .contentType("application/json")
                .body("{\"reason\": \"Fel.\"}")
                .post(report.url("/report/v1" + VSS + "reports/2021-08/publications/" + number + "/withdrawal"))
                .then()
                .statusCode(200);
    }

    /** Asks to publish what there is, for a reason that stands in the query. */
    Response publish(Service report, String query) {
        return asEverybody()
                .post(report.url("/report/v1" + VSS + "reports/2021-08/publications?ifIncomplete=PUBLISH&" + query));
    }

    /** What the draft says that it lacks: of each the kind. */
    List<String> incomplete(Service report) {
        return asEverybody()
                .get(report.url("/report/v1" + VSS + "reports/2021-08/document?format=json"))
                .then()
                .statusCode(200)
                .extract()
                .path("incomplete.kind");
    }

    /** What the published report shows to anybody. */
    String published(Service report, int row) {
        return given().get(report.url("/report/v1" + VSS + "reports/2021-08/document?format=json"))
                .then()
                .statusCode(200)
                .extract()
                .path("sections[0].blocks[0].rows[%d].cells[0].display".formatted(row));
    }

    void awaitShown(Service report, int row, String shown) {
        await().atMost(Duration.ofSeconds(90)).ignoreExceptions().until(() -> shown.equals(shown(report, row)));
    }

    void executeAsOwner(String service, String command) throws SQLException {
        String owner = Database.owner(service);
        try (Connection connection = DriverManager.getConnection(database.url(service), owner, owner);
                Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    long count(String service, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(service), service, service);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public void close() throws IOException {
        processes.forEach(Process::destroyForcibly);
        if (others != null) {
            others.close();
        }
        if (broker != null) {
            broker.close();
        }
        issuer.close();
        database.close();
    }
}
