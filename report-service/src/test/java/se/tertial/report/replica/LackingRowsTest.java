package se.tertial.report.replica;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static se.tertial.report.replica.Rebuilds.PATIENCE;
import static se.tertial.report.replica.Rebuilds.REBUILDS;
import static se.tertial.report.replica.Rebuilds.asOperator;
import static se.tertial.report.replica.Rebuilds.awaitState;
import static se.tertial.report.replica.Rebuilds.begun;
import static se.tertial.report.replica.Rebuilds.confirm;
import static se.tertial.report.replica.Tables.LOST;
import static se.tertial.report.replica.Tables.count;
import static se.tertial.report.replica.Tables.fact;
import static se.tertial.report.replica.Tables.lose;
import static se.tertial.report.replica.Tables.sql;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.report.Topics;
import se.tertial.report.Vss;

/** Rows that the read model has and the topics have not: a rebuild would lose them, and does so only when a person has said so. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class LackingRowsTest {

    @Inject
    Comparison comparison;

    @AfterEach
    void endWhatWaits() {
        Rebuilds.endWhatWaits();
    }

    @Test
    void buildThatLacksRowsWaitsUntilExactlyTheseAreConfirmed() {
        Vss vss = new Vss().withReport().withUnit("lkdata", "LKDATA", 10).withActual("lkdata", "5000.00", 40);
        vss.awaitShown(1, 0, "5");
        lose(vss, "stadsarkiv", "7000.00");
        assertEquals("12", vss.shown(2, 0));

        String address = asOperator().post(REBUILDS).header("Location");

        ValidatableResponse waiting = awaitState(address, "NEEDS_CONFIRMATION")
                .body("lacking.total", equalTo(1))
                .body(
                        "lacking.rows",
                        equalTo(List.of("finance.operating-line.v1/" + vss.key() + "/stadsarkiv~actual~2021-08")));
        assertEquals("12", vss.shown(2, 0));
        String fingerprint = waiting.extract().path("lacking.fingerprint");
        asOperator().post(REBUILDS + "?trial=true").then().statusCode(409);
        confirm(address, "1.5").then().statusCode(409);
        assertEquals("12", vss.shown(2, 0));

        confirm(address, fingerprint).then().statusCode(202).header("Location", equalTo(address));

        awaitState(address, "SWITCHED").body("confirmedBy", equalTo("operator"));
        vss.awaitShown(1, 0, "5");
        confirm(address, fingerprint).then().statusCode(409);
    }

    @Test
    void confirmationIsOfTheRowsThatWereRead() {
        Vss vss = new Vss().withReport().withActual("lkdata", "5000.00", 40).awaitShown(0, 0, "5");
        lose(vss, "stadsarkiv", "7000.00");
        String address = asOperator().post(REBUILDS).header("Location");
        String fingerprint = awaitState(address, "NEEDS_CONFIRMATION").extract().path("lacking.fingerprint");
        lose(vss, "bibliotek", "1000.00");

        confirm(address, fingerprint).then().statusCode(202);

        await().atMost(PATIENCE).untilAsserted(() -> asOperator()
                .get(address)
                .then()
                .body("state", equalTo("NEEDS_CONFIRMATION"))
                .body("lacking.total", equalTo(2)));
        vss.awaitShown(3, 0, "13");
        confirm(address, asOperator().get(address).path("lacking.fingerprint"))
                .then()
                .statusCode(202);
        awaitState(address, "SWITCHED");
    }

    @Test
    void trialNamesWhatDiffersAndChangesNothing() {
        Vss vss = new Vss().withReport().withActual("lkdata", "5000.00", 40).withActual("bibliotek", "1000.00", 41);
        vss.awaitShown(2, 0, "6");
        String agreed = asOperator().post(REBUILDS + "?trial=true").header("Location");
        awaitState(agreed, "COMPARED")
                .body("trial", equalTo(true))
                .body("current", equalTo(false))
                .body("lacking.total", equalTo(0))
                .body("exceeding.total", equalTo(0));
        String lines = "finance.operating-line.v1/" + vss.key() + "/";
        lose(vss, "stadsarkiv", "7000.00");
        sql("delete from fact where row_key = 'lkdata~actual~2021-08' and administration_id = '"
                + vss.key().substring(5) + "'");
        sql("update fact set body = jsonb_set(body, '{net}', '\"2000.00\"') where row_key = 'bibliotek~actual~2021-08'"
                + " and administration_id = '" + vss.key().substring(5) + "'");

        String differing = asOperator().post(REBUILDS + "?trial=true").header("Location");

        awaitState(differing, "COMPARED")
                .body("lacking.rows", equalTo(List.of(lines + "stadsarkiv~actual~2021-08")))
                .body(
                        "exceeding.rows",
                        equalTo(List.of(lines + "bibliotek~actual~2021-08", lines + "lkdata~actual~2021-08")));
        assertEquals(
                7_000,
                count("select (body ->> 'net')::numeric from fact where revision = " + LOST
                        + " and generation = (select generation from generation where state = 'CURRENT')"));
        await().atMost(PATIENCE).until(() -> count("select count(distinct generation) from fact") == 1);
        sql("delete from fact where revision = " + LOST);
        awaitState(asOperator().post(REBUILDS).header("Location"), "SWITCHED");
        vss.awaitShown(2, 0, "6");
    }

    @Test
    void anotherRebuildReplacesOneThatWaits() {
        Vss vss = new Vss().withReport().withActual("lkdata", "5000.00", 40).awaitShown(0, 0, "5");
        lose(vss, "stadsarkiv", "7000.00");
        String waiting = asOperator().post(REBUILDS).header("Location");
        awaitState(waiting, "NEEDS_CONFIRMATION");
        Topics.send(
                "finance.operating-line.v1",
                vss.key() + "/stadsarkiv~actual~2021-08",
                LOST + 1,
                "{\"unitId\": \"stadsarkiv\", \"scenario\": \"ACTUAL\", \"period\": \"2021-08\", \"net\": \"7000.00\"}");

        String another = asOperator().post(REBUILDS).header("Location");

        awaitState(another, "SWITCHED");
        awaitState(waiting, "ABANDONED");
        assertEquals("12", vss.shown(2, 0));
    }

    @Test
    void rowsThatWouldGoBackOrComeBackAreLackingToo() {
        int current = (int) count("select generation from generation where state = 'CURRENT'");
        int built = begun("elsewhere");
        sql(
                """
                insert into fact (generation, municipality_id, administration_id, topic, row_key, epoch, revision, deleted, period, body)
                select %d, municipality_id, administration_id, topic, row_key, epoch, revision, deleted, period, body
                from fact where generation = %d
                """
                        .formatted(built, current));
        Vss vss = new Vss();
        fact(current, vss, "older", "1.00");
        fact(built, vss, "older", "1.00");
        sql("update fact set revision = revision - 1 where row_key like 'older~%' and generation = " + built);
        fact(current, vss, "deleted", "1.00");
        fact(built, vss, "deleted", "1.00");
        sql(
                "update fact set revision = revision + 1, deleted = true, body = null where row_key like 'deleted~%' and generation = "
                        + current);
        fact(current, vss, "restored", "1.00");
        fact(built, vss, "restored", "1.00");
        sql("update fact set revision = 3, epoch = 1 where row_key like 'restored~%' and generation = " + built);
        fact(current, vss, "forgotten", "1.00");
        sql("update fact set deleted = true, body = null where row_key like 'forgotten~%' and generation = " + current);

        Comparison.Lacking lacking = QuarkusTransaction.requiringNew().call(() -> comparison.lacking(built, current));

        List<String> ofVss = lacking.first().stream()
                .filter(row -> row.contains(vss.key() + "/"))
                .map(row -> row.substring(row.lastIndexOf('/') + 1))
                .toList();
        assertEquals(List.of("deleted~actual~2021-08", "older~actual~2021-08"), ofVss);
        sql("delete from fact where administration_id = '" + vss.key().substring(5) + "'");
        sql("update generation set state = 'ABANDONED' where generation = " + built);
    }
}
