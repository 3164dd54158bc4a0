package se.tertial.finance;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;

/** A statement or a transaction that takes too long is given up, and says so. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
@TestProfile(OverloadTest.Impatient.class)
class OverloadTest {

    /** A transaction has three seconds, and a statement four. */
    public static final class Impatient implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.datasource.jdbc.new-connection-sql", "set statement_timeout = '4s'",
                    "quarkus.transaction-manager.default-transaction-timeout", "3S");
        }
    }

    @Test
    void writeThatWaitsTooLongForItsTurnIsToldToComeBackAndChangesNothing() throws SQLException {
        var vss = Administration.registered("overload");
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

        vss.get("units").body("items", hasSize(0));
        vss.put("units/lkdata", Administration.LKDATA).statusCode(201);
    }

    @Test
    void writeThatGetsItsTurnTooLateIsToldToComeBackAndChangesNothing() throws Exception {
        var vss = Administration.registered("overload-late");
        try (Connection other = connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(hashtextextended('0580/overload-late', 0))");
            CompletableFuture<Void> release = CompletableFuture.runAsync(
                    () -> rollback(other), CompletableFuture.delayedExecutor(3_500, TimeUnit.MILLISECONDS));

            vss.put("units/lkdata", Administration.LKDATA).statusCode(503).header("Retry-After", "2");
            release.get();
        }

        vss.get("units").body("items", hasSize(0));
        vss.put("units/lkdata", Administration.LKDATA).statusCode(201);
    }

    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection connect() throws SQLException {
        Config config = ConfigProvider.getConfig();
        return DriverManager.getConnection(
                config.getValue("quarkus.datasource.jdbc.url", String.class),
                config.getValue("quarkus.datasource.username", String.class),
                config.getValue("quarkus.datasource.password", String.class));
    }
}
