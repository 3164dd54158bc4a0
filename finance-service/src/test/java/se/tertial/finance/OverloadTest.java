package se.tertial.finance;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;

/** A statement or a transaction that takes too long is given up, and says so. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
@TestProfile(OverloadTest.Impatient.class)
class OverloadTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A transaction has three seconds, and a statement eight. */
    public static final class Impatient implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.datasource.jdbc.new-connection-sql", "set statement_timeout = '8s'",
                    "quarkus.transaction-manager.default-transaction-timeout", "3S");
        }
    }

    @Test
    void writeThatWaitsTooLongForItsTurnIsToldToComeBackAndChangesNothing() throws SQLException {
        var vss = registered("overload");
        try (Connection other = connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(hashtextextended('0580/overload', 0))");

            vss.put("units/lkdata", Administration.LKDATA)
                    .statusCode(503)
                    .contentType("application/problem+json")
                    .header("Retry-After", "2")
                    .body("type", equalTo("https://tertial.se/problems/unavailable"));
        }

        unlessBusy(() -> vss.get("units")).statusCode(200).body("items", hasSize(0));
        unlessBusy(() -> vss.put("units/lkdata", Administration.LKDATA)).statusCode(201);
    }

    @Test
    void writeThatGetsItsTurnTooLateIsToldToComeBackAndChangesNothing() throws Exception {
        var vss = registered("overload-late");
        try (Connection other = connect();
                Connection observer = connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(hashtextextended('0580/overload-late', 0))");
            CompletableFuture<ValidatableResponse> write =
                    CompletableFuture.supplyAsync(() -> vss.put("units/lkdata", Administration.LKDATA));
            await().atMost(PATIENCE).until(() -> write.isDone() || isOverdue(observer));

            other.rollback();

            write.join().statusCode(503).header("Retry-After", "2");
        }

        unlessBusy(() -> vss.get("units")).statusCode(200).body("items", hasSize(0));
        unlessBusy(() -> vss.put("units/lkdata", Administration.LKDATA)).statusCode(201);
    }

    /** Whether the write has waited so long that its transaction must have been given up, and yet not its statement. */
    private static boolean isOverdue(Connection observer) throws SQLException {
        try (Statement statement = observer.createStatement();
                ResultSet waiting = statement.executeQuery(
                        "select from pg_locks join pg_stat_activity using (pid)"
                                + " where locktype = 'advisory' and not granted and clock_timestamp() - xact_start > interval '5 s'")) {
            return waiting.next();
        }
    }

    /** The administration, registered within however many transactions of three seconds. */
    private static Administration registered(String id) {
        await().atMost(PATIENCE).untilAsserted(() -> Administration.registered(id));
        return new Administration(id);
    }

    /** What is asked for beside the subject: where the machine is so busy that three seconds are too few, it is asked again. */
    private static ValidatableResponse unlessBusy(Supplier<ValidatableResponse> request) {
        return await().atMost(PATIENCE)
                .until(request::get, answer -> answer.extract().statusCode() != 503);
    }

    private static Connection connect() throws SQLException {
        Config config = ConfigProvider.getConfig();
        return DriverManager.getConnection(
                config.getValue("quarkus.datasource.jdbc.url", String.class),
                config.getValue("quarkus.datasource.username", String.class),
                config.getValue("quarkus.datasource.password", String.class));
    }
}
