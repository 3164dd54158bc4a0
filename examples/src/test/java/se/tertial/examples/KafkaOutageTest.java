package se.tertial.examples;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.tertial.devstack.Broker;
import se.tertial.devstack.Database;
import se.tertial.devstack.Issuer;

/** Kafka goes away while figures are written, report-service is killed meanwhile, and nothing is lost or doubled. */
class KafkaOutageTest {

    private static final String VSS = "/municipalities/0580/administrations/vss/";
    private static final int UNITS = 40;

    @TempDir
    Path directory;

    @Test
    void reportEndsUpRightAndNothingIsDoubled() throws IOException, SQLException, InterruptedException {
        List<AutoCloseable> running = new ArrayList<>();
        try (Database database = Database.start(directory.resolve("postgresql"));
                Issuer issuer = Issuer.start()) {
            database.prepare("finance");
            database.prepare("report");
            int kafkaPort = RunningExample.freePort();
            Broker broker = Broker.start(directory.resolve("kafka"), kafkaPort);
            String token = issuer.token("controller");
            int financePort = RunningExample.freePort();
            int reportPort = RunningExample.freePort();
            Process finance = service("finance", financePort, database, kafkaPort, issuer);
            Process report = service("report", reportPort, database, kafkaPort, issuer);
            running.add(finance::destroyForcibly);
            awaitReady(financePort);
            awaitReady(reportPort);
            prepareReport(token, reportPort);
            write(token, financePort, "1000.00");
            awaitSum(token, reportPort, "40");

            broker.close();
            write(token, financePort, "2000.00");
            report.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            write(token, financePort, "3000.00");
            report = service("report", reportPort, database, kafkaPort, issuer);
            running.add(report::destroyForcibly);
            broker = Broker.start(directory.resolve("kafka"), kafkaPort);
            awaitReady(reportPort);

            awaitSum(token, reportPort, "120");
            assertEquals(
                    UNITS,
                    count(database, "report", "select count(*) from fact where topic = 'finance.operating-line.v1'"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> count(database, "finance", "select count(*) from outbox") == 0);
            assertEquals(3 * UNITS, count(database, "finance", "select count(*) from change"));
            stop(running);
            broker.close();
        } finally {
            stop(running);
        }
    }

    private static void stop(List<AutoCloseable> running) {
        for (AutoCloseable one : running) {
            try {
                one.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        running.clear();
    }

    private Process service(String name, int port, Database database, int kafkaPort, Issuer issuer) throws IOException {
        Map<String, String> settings = Map.of(
                "quarkus.http.host",
                "127.0.0.1",
                "quarkus.http.port",
                Integer.toString(port),
                "quarkus.datasource.jdbc.url",
                database.url(name),
                "quarkus.datasource.username",
                name,
                "quarkus.datasource.password",
                name,
                "kafka.bootstrap.servers",
                "localhost:" + kafkaPort,
                "quarkus.oidc.auth-server-url",
                issuer.url());
        List<String> command = new ArrayList<>(
                List.of(ProcessHandle.current().info().command().orElse("java"), "-Xmx192m", "-XX:+UseSerialGC"));
        settings.forEach((setting, value) -> command.add("-D" + setting + "=" + value));
        command.addAll(List.of("-jar", "../" + name + "-service/target/quarkus-app/quarkus-run.jar"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve(name + ".log").toFile()))
                .start();
    }

    private static void awaitReady(int port) {
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> given().get("http://localhost:" + port + "/q/health/started")
                                .statusCode()
                        == 200);
    }

    private static void prepareReport(String token, int port) {
        as(token)
                .body(
                        """
                        {"templateId": "small", "name": "Liten", "sections": [{"sectionId": "result", "heading": "Resultat", "kind": "table",
                          "table": {"caption": "Netto", "rowHeader": "Verksamhet", "rowsOf": "units", "totalLabel": "Summa", "columns": [
                            {"columnId": "actual", "label": "Redovisat", "content": "actual", "period": "report"}]}}]}
                        """)
                .put("http://localhost:" + port + "/report/v1" + VSS + "templates/small")
                .then()
                .statusCode(201);
        as(token)
                .body("{\"period\": \"2021-08\", \"templateId\": \"small\", \"title\": \"Delårsrapport\"}")
                .put("http://localhost:" + port + "/report/v1" + VSS + "reports/2021-08")
                .then()
                .statusCode(201);
    }

    private static void write(String token, int port, String net) {
        String items = IntStream.range(0, UNITS)
                .mapToObj(
                        "{\"unitId\": \"unit-%d\", \"scenario\": \"actual\", \"period\": \"2021-08\", \"net\": \"%%s\"}"
                                ::formatted)
                .map(item -> item.formatted(net))
                .collect(Collectors.joining(","));
        as(token)
                .body("{\"items\": [" + items + "]}")
                .put("http://localhost:" + port + "/finance/v1" + VSS + "operating-lines")
                .then()
                .statusCode(200);
    }

    private static void awaitSum(String token, int port, String shown) {
        await().atMost(Duration.ofSeconds(90))
                .ignoreExceptions()
                .until(() -> shown.equals(as(token)
                        .get("http://localhost:" + port + "/report/v1" + VSS + "reports/2021-08/document?format=json")
                        .path("sections[0].blocks[0].rows[%d].cells[0].display".formatted(UNITS))));
    }

    private static RequestSpecification as(String token) {
        return given().contentType("application/json").auth().oauth2(token);
    }

    private static long count(Database database, String service, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(service), service, service);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
