package se.tertial.report.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.report.Vss;

/** Answers are remembered for a week, and of one caller a thousand; the others go, not all at once. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class AnsweredRequestsTest {

    @Test
    void oldestAnswersOfACallerWithTooManyAreForgottenLittleByLittle() throws SQLException {
        remembered("controller", 1_015, "now()");

        publish("little-by-little-1");
        assertEquals(1_000, count("controller"));

        publish("little-by-little-2");
        assertEquals(1_000, count("controller"));
    }

    @Test
    void whatIsTooOldIsForgottenInPieces() throws SQLException {
        remembered("somebody", 30, "now() - interval '8 days'");

        publish("in-pieces-1");
        assertEquals(10, count("somebody"));

        publish("in-pieces-2");
        assertEquals(0, count("somebody"));
    }

    private static void publish(String key) {
        Vss.asController()
                .header("Idempotency-Key", key)
                .post(new Vss().withReport().path("reports/2021-08/publications"))
                .then()
                .statusCode(201);
    }

    private static void remembered(String caller, int count, String at) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    delete from answered_request where caller = '%1$s';
                    insert into answered_request (caller, key, fingerprint, status, body, answered_at)
                    select '%1$s', 'remembered-' || number, '', 200, '{}', %2$s - number * interval '1 second'
                    from generate_series(1, %3$d) as number
                    """
                            .formatted(caller, at, count));
        }
    }

    private static int count(String caller) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery(
                        "select count(*) from answered_request where caller = '" + caller + "'")) {
            count.next();
            return count.getInt(1);
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(TestStack.database("report"), "report", "report");
    }
}
