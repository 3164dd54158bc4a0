package se.tertial.report.replica;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static se.tertial.report.replica.Rebuilds.PATIENCE;
import static se.tertial.report.replica.Rebuilds.REBUILDS;
import static se.tertial.report.replica.Rebuilds.asOperator;
import static se.tertial.report.replica.Rebuilds.awaitState;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.report.Topics;
import se.tertial.report.Vss;

/** What readers notice of a rebuild: nothing. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class WhileRebuildingTest {

    private Connection administration;

    @BeforeEach
    void connect() throws SQLException {
        administration = DriverManager.getConnection(TestStack.database("report"), "postgres", "");
    }

    @AfterEach
    void disconnect() throws SQLException {
        administration.close();
    }

    @Test
    void figuresMove() throws SQLException {
        Vss vss = new Vss().withReport().withUnit("lkdata", "LKDATA", 10).withActual("lkdata", "5000.00", 40);
        vss.awaitShown(1, 0, "5");
        int current = number("select generation from generation where state = 'CURRENT'");
        execute(
                """
                create function held_up() returns trigger language plpgsql as
                $$ begin perform pg_advisory_xact_lock_shared(4711); return new; end $$
                """);
        execute("create trigger held_up before insert on fact for each row when (new.generation > " + current
                + ") execute function held_up()");
        execute("select pg_advisory_lock(4711)");

        String address = asOperator().post(REBUILDS).header("Location");
        await().atMost(PATIENCE)
                .until(() -> number("select count(*) from pg_locks where locktype = 'advisory' and not granted"
                                + " and objid = 4711")
                        == 1);
        vss.withActual("lkdata", "6000.00", 41).awaitShown(1, 0, "6");

        assertEquals("RUNNING", asOperator().get(address).path("state"));
        execute("select pg_advisory_unlock(4711)");
        execute("drop function held_up cascade");
        awaitState(address, "SWITCHED");
        assertEquals("6", vss.shown(1, 0));
    }

    /** Kafka keeps of each row the newest message only: of a row that was deleted long ago not even that. */
    @Test
    void whatWasConsumedOnceStaysConsumed() throws SQLException {
        Vss vss = new Vss().withReport().withActual("lkdata", "5000.00", 40);
        vss.awaitShown(0, 0, "5");
        execute("update consumed_revision set revision = 4000 where administration_id = '"
                + vss.key().substring(5) + "' and topic = 'finance.operating-line.v1'");

        String address = asOperator().post(REBUILDS).header("Location");

        awaitState(address, "SWITCHED");
        Vss.asController()
                .get(vss.path("reports/2021-08"))
                .then()
                .body("readModel.'finance.operating-line.v1'", equalTo(4000));
        vss.withActual("lkdata", "6000.00", 41).awaitShown(0, 0, "6");
        Vss.asController()
                .get(vss.path("reports/2021-08"))
                .then()
                .body("readModel.'finance.operating-line.v1'", equalTo(4000));
    }

    /** The consumers go on behind what the rebuild has read. */
    @Test
    void whatOnlyTheRebuildCouldNotReadIsPutAside() throws SQLException {
        Vss vss = new Vss().withReport().withActual("lkdata", "5000.00", 40);
        vss.awaitShown(0, 0, "5");
        int current = number("select generation from generation where state = 'CURRENT'");
        execute(
                """
                create function stuck() returns trigger language plpgsql as
                $$ begin raise exception 'the consumers are stuck' using errcode = '40001'; end $$
                """);
        execute("create trigger stuck before update on consumed_partition for each row when (new.generation = "
                + current + " and new.next_offset > old.next_offset) execute function stuck()");
        Topics.send("finance.operating-line.v1", vss.key() + "/lkdata~actual~2021-08", 41, "{\"words\": \"none\"}");

        awaitState(asOperator().post(REBUILDS).header("Location"), "SWITCHED");

        execute("drop function stuck cascade");
        Vss.asController()
                .get(vss.path("reports/2021-08"))
                .then()
                .body("putAside.topic", equalTo(List.of("finance.operating-line.v1")));
        vss.document().body("incomplete.kind", hasItem("put-aside"));
        vss.withActual("lkdata", "6000.00", 42).awaitShown(0, 0, "6");
        vss.document().body("incomplete.kind", not(hasItem("put-aside")));
    }

    @Test
    void whatTheDatabaseDoesNotTakeStopsNoRebuild() throws SQLException {
        Vss vss = new Vss().withReport().withUnit("lkdata", "LKDATA", 10).withActual("lkdata", "5000.00", 40);
        vss.awaitShown(1, 0, "5");
        execute(
                """
                create function too_much() returns trigger language plpgsql as
                $$ begin raise exception 'too much' using errcode = '54000'; end $$
                """);
        execute("create trigger too_much before insert on fact for each row when (new.body->>'name' = 'too much')"
                + " execute function too_much()");
        vss.withUnit("other", "too much", 20);
        await().atMost(PATIENCE).untilAsserted(() -> Vss.asController()
                .get(vss.path("reports/2021-08"))
                .then()
                .body("putAside.reason", hasItem(startsWith("the database does not take it"))));

        awaitState(asOperator().post(REBUILDS).header("Location"), "SWITCHED");

        execute("drop function too_much cascade");
        vss.document().body("incomplete.kind", hasItem("put-aside"));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = administration.createStatement()) {
            statement.execute(sql);
        }
    }

    private int number(String sql) throws SQLException {
        try (Statement statement = administration.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }
}
