package se.tertial.report.delivery;

import static org.hamcrest.Matchers.containsString;
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

/** Answers are remembered for a week, of one caller a thousand, and of a municipality its share; the others go, not all at once. */
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

    @Test
    void oldestAnswersOfAMunicipalityWithTooManyAreForgottenWhoeverGotThem() throws SQLException {
        ofMunicipality(5_015, 2);

        publish("of-a-municipality-1");
        assertEquals(5_000, countOfMunicipality());
        assertEquals(0, count("caller-5015"), "the oldest");
        assertEquals(1, count("caller-1"));

        publish("of-a-municipality-2");
        assertEquals(5_000, countOfMunicipality());
    }

    @Test
    void answersOfAMunicipalityTakeOnlySoManyBytes() throws SQLException {
        ofMunicipality(40, 1024 * 1024);

        publish("bytes-of-one-1");
        assertEquals(21, countOfMunicipality());
        publish("bytes-of-one-2");
        assertEquals(17, countOfMunicipality());
        assertEquals(1, count("caller-15"));
        assertEquals(0, count("caller-16"));
    }

    @Test
    void whatAnotherInstanceIsAnsweringIsNotWaitedForWithAConnection() throws SQLException {
        Vss vss = new Vss().withReport();
        try (Connection other = connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute(
                    "select pg_advisory_xact_lock(hashtextextended(E'controller\\nat-the-other-instance', 2))");

            Vss.asController()
                    .header("Idempotency-Key", "at-the-other-instance")
                    .post(vss.path("reports/2021-08/publications" + Vss.AS_IT_IS))
                    .then()
                    .statusCode(503)
                    .header("Retry-After", "2")
                    .body("detail", containsString("same key"));
        }

        publish(vss, "at-the-other-instance");
    }

    /** As if so many callers of the municipality had been answered, the first of them last. */
    private static void ofMunicipality(int count, int bytes) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    delete from answered_request where municipality_id = '0580';
                    insert into answered_request (caller, key, fingerprint, status, body, answered_at, municipality_id)
                    select 'caller-' || number, 'remembered-' || number, '', 200, repeat('x', %d),
                           now() - number * interval '1 second', '0580'
                    from generate_series(1, %d) as number
                    """
                            .formatted(bytes, count));
        }
    }

    private static void publish(String key) {
        publish(new Vss().withReport(), key);
    }

    private static void publish(Vss vss, String key) {
        Vss.asController()
                .header("Idempotency-Key", key)
                .post(vss.path("reports/2021-08/publications" + Vss.AS_IT_IS))
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
        return countWhere("caller = '" + caller + "'");
    }

    private static int countOfMunicipality() throws SQLException {
        return countWhere("municipality_id = '0580'");
    }

    private static int countWhere(String condition) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from answered_request where " + condition)) {
            count.next();
            return count.getInt(1);
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(TestStack.database("report"), "report", "report");
    }
}
