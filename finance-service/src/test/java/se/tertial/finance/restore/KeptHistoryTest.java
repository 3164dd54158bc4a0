package se.tertial.finance.restore;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;

/** What is told of comparisons and republications does not grow for ever: the oldest go, a few at a time. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
class KeptHistoryTest {

    @AfterEach
    void clean() throws SQLException {
        run("delete from comparison where number < 0; delete from republication where number < 0");
    }

    @Test
    void oldestComparisonsAreForgotten() throws SQLException {
        run(
                """
                insert into comparison (number, started_at, started_by, state, finished_at)
                select -number, now(), 'operator', 'DONE', now() from generate_series(1, 1100) as number
                """);

        start("comparisons", "");

        assertEquals(0, count("comparison where number < -1080"));
        assertEquals(1080, count("comparison where number < 0"));
    }

    @Test
    void oldestRepublicationsAreForgotten() throws SQLException {
        run(
                """
                insert into republication (number, epoch, reason, started_at, started_by, state, done_to, rows, deletions, finished_at)
                select -number, 0, '', now(), 'operator', 'DONE', 0, 0, 0, now() from generate_series(1, 1100) as number
                """);

        start("republications", "{\"reason\": \"Ett ämne gick förlorat\"}");

        assertEquals(0, count("republication where number < -1080"));
        assertEquals(1080, count("republication where number < 0"));
    }

    private static void start(String what, String body) {
        given().contentType("application/json")
                .auth()
                .oauth2(TestStack.token("operator", "administrator:*:*"))
                .body(body)
                .post("/" + what)
                .then()
                .statusCode(anyOf(is(200), is(201)));
    }

    private static void run(String sql) throws SQLException {
        try (Connection connection = TestStack.asOwner("finance");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int count(String from) throws SQLException {
        try (Connection connection = TestStack.asOwner("finance");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from " + from)) {
            row.next();
            return row.getInt(1);
        }
    }
}
