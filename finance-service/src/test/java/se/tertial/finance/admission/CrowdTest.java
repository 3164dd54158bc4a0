package se.tertial.finance.admission;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.finance.Administration;

/** Writers who wait for each other do not take the connections that others need. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
class CrowdTest {

    private static final int WRITERS = 24;
    /** Half of the pool, or one for each processor; two anyway. */
    private static final int CONNECTIONS_OF_ONE =
            Math.min(8, Math.max(2, Runtime.getRuntime().availableProcessors()));

    private final ExecutorService writers = Executors.newFixedThreadPool(WRITERS);

    @BeforeEach
    void registerTheStranger() {
        Administration.register("1283", "quiet");
    }

    @AfterEach
    void end() {
        writers.shutdownNow();
    }

    @Test
    void ofTheWritersOfOneAdministrationOneWaitsInTheDatabaseAndAStrangerIsServed() throws SQLException {
        var crowd = Administration.registered("crowd");
        crowd.put("units/lkdata", Administration.LKDATA).statusCode(201);
        List<CompletableFuture<Integer>> writes = new ArrayList<>();
        try (Connection holder = connect();
                Connection observer = connect()) {
            hold(holder, "0580/crowd");
            for (int number = 0; number < WRITERS; number++) {
                writes.add(write(crowd, "unit-" + number));
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> waiting(observer) == 1);

            for (int time = 0; time < 20; time++) {
                assertStrangerIsServed(time);
                assertTrue(waiting(observer) <= 1);
            }
        }

        for (CompletableFuture<Integer> write : writes) {
            assertTrue(List.of(201, 503).contains(write.join()));
        }
        crowd.put("units/last", unit("last")).statusCode(201);
    }

    @Test
    void ofOneMunicipalityOnlySoManyWaitInTheDatabaseAndAStrangerIsServed() throws SQLException {
        List<Administration> crowds = IntStream.range(0, WRITERS)
                .mapToObj(number -> Administration.registered("crowd-" + number))
                .toList();
        List<CompletableFuture<Integer>> writes = new ArrayList<>();
        try (Connection holder = connect();
                Connection observer = connect()) {
            for (Administration crowd : crowds) {
                hold(holder, "0580/" + crowd.id());
                writes.add(write(crowd, "lkdata"));
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> waiting(observer) == CONNECTIONS_OF_ONE);

            for (int time = 0; time < 20; time++) {
                assertStrangerIsServed(100 + time);
                assertTrue(waiting(observer) <= CONNECTIONS_OF_ONE);
            }
        }

        for (CompletableFuture<Integer> write : writes) {
            assertTrue(List.of(201, 503).contains(write.join()));
        }
    }

    /** While all who wait may still wait: so the stranger waits for none of them. */
    private static void assertStrangerIsServed(int number) {
        stranger()
                .get("/municipalities/1283/administrations/quiet/units")
                .then()
                .statusCode(200);
        stranger()
                .body(unit("unit-" + number))
                .put("/municipalities/1283/administrations/quiet/units/unit-" + number)
                .then()
                .statusCode(anyOf(is(200), is(201)));
    }

    private CompletableFuture<Integer> write(Administration administration, String unitId) {
        return CompletableFuture.supplyAsync(
                () -> administration
                        .as()
                        .body(unit(unitId))
                        .put(administration.address("units/" + unitId))
                        .statusCode(),
                writers);
    }

    private static String unit(String unitId) {
        return Administration.LKDATA.replace("\"lkdata\"", "\"" + unitId + "\"");
    }

    private static RequestSpecification stranger() {
        return given().contentType("application/json")
                .auth()
                .oauth2(TestStack.token("stranger", "administrator:1283:*", "controller:1283:*"));
    }

    private static void hold(Connection connection, String administration) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_xact_lock(hashtextextended('" + administration + "', 0))");
        }
    }

    private static int waiting(Connection observer) throws SQLException {
        try (Statement statement = observer.createStatement();
                ResultSet count = statement.executeQuery(
                        "select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'advisory'")) {
            count.next();
            return count.getInt(1);
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(TestStack.database("finance"), "finance", "finance");
    }
}
