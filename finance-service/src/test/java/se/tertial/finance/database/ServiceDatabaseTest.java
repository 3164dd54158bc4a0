package se.tertial.finance.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import se.tertial.devstack.TestStack;
import se.tertial.devstack.Wire;
import se.tertial.finance.Administration;
import se.tertial.kit.database.ServiceDatabase;

/** A connection beside the pool gives up a server that does not answer, and waits for notifications all the same. */
@QuarkusTest
@TestProfile(Wired.class)
class ServiceDatabaseTest {

    /** Far beyond what the driver is told to wait, and far below what TCP waits by itself. */
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Wire wire = TestStack.wireToDatabase();

    @Inject
    ServiceDatabase database;

    @AfterEach
    void mend() {
        wire.mend();
    }

    @Test
    void statementIsGivenUpWhenNoAnswerComesEvenAfterWaitingForNotifications() throws SQLException {
        try (Connection connection = database.open("test");
                Statement statement = connection.createStatement()) {
            statement.execute("listen something");
            PGConnection notifications = connection.unwrap(PGConnection.class);
            notifications.getNotifications(10);
            statement.execute("notify something, 'first'");
            assertEquals(1, notifications.getNotifications(10).length);

            wire.silence();

            SQLException given = assertTimeoutPreemptively(
                    SOON, () -> assertThrows(SQLException.class, () -> statement.execute("select 1")));
            assertTrue(given.getSQLState().startsWith("08"), given.toString());
        }
    }

    @Test
    void notificationsAreWaitedForLongerThanAnAnswerIs() throws SQLException {
        try (Connection connection = database.open("test");
                Statement statement = connection.createStatement()) {
            statement.execute("listen something");

            PGNotification[] heard =
                    connection.unwrap(PGConnection.class).getNotifications(Wired.SOCKET_TIMEOUT_MILLIS + 1_000);

            assertEquals(0, heard == null ? 0 : heard.length);
            statement.execute("select 1");
        }
    }

    @Test
    void connectionIsNotWaitedForWithoutEnd() {
        wire.silence();

        assertTimeoutPreemptively(SOON, () -> assertThrows(SQLException.class, () -> database.open("test")));
    }

    @Test
    void statementHasATimeAndOneProcessorAndTheConnectionAName() throws SQLException {
        try (Connection connection = database.open("a-name");
                Statement statement = connection.createStatement();
                ResultSet settings = statement.executeQuery(
                        "select current_setting('statement_timeout'), current_setting('application_name'),"
                                + " current_setting('max_parallel_workers_per_gather'), current_setting('jit')")) {
            settings.next();

            assertEquals("10s", settings.getString(1));
            assertEquals("a-name", settings.getString(2));
            assertEquals("0", settings.getString(3));
            assertEquals("off", settings.getString(4));
        }
    }

    @Test
    void requestAfterEveryConnectionOfThePoolWasCutIsServed() {
        var vss = Administration.registered("cut-while-idle");
        vss.put("units/lkdata", Administration.LKDATA).statusCode(201);
        vss.get("units").statusCode(200);

        wire.cut();
        wire.mend();

        vss.get("units").statusCode(200);
    }
}
