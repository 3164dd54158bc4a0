package se.tertial.report.replica;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static se.tertial.report.replica.Rebuilds.PATIENCE;
import static se.tertial.report.replica.Rebuilds.REBUILDS;
import static se.tertial.report.replica.Rebuilds.asOperator;
import static se.tertial.report.replica.Rebuilds.awaitState;
import static se.tertial.report.replica.Rebuilds.begun;
import static se.tertial.report.replica.Rebuilds.confirm;
import static se.tertial.report.replica.Tables.count;
import static se.tertial.report.replica.Tables.fact;
import static se.tertial.report.replica.Tables.sql;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.report.Vss;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class RebuildTest {

    @Inject
    Generations generations;

    @Inject
    ConsumedTopics topics;

    @AfterEach
    void endWhatWaits() {
        Rebuilds.endWhatWaits();
    }

    @Test
    void readModelIsRebuiltFromTheTopicsAlone() {
        Vss vss = new Vss().withReport().withUnit("lkdata", "LKDATA", 10).withActual("lkdata", "6113164.11", 40);
        vss.awaitShown(1, 0, "6\u202F113");

        Response begun = asOperator().post(REBUILDS);

        assertEquals(202, begun.statusCode());
        String address = begun.header("Location");
        awaitState(address, "SWITCHED")
                .body("startedBy", equalTo("operator"))
                .body("cause", equalTo("ASKED"))
                .body("current", equalTo(true));
        assertEquals("6\u202F113", vss.shown(1, 0));
        vss.withActual("lkdata", "7000000.00", 41).awaitShown(1, 0, "7\u202F000");
        asOperator().get(REBUILDS).then().body("items[0].number", equalTo(number(address)));
    }

    @Test
    void ofManyRebuildsAtOnceOneRunsAndNothingIsLost() {
        Vss vss = new Vss().withReport().withUnit("lkdata", "LKDATA", 10).withActual("lkdata", "5000.00", 40);
        vss.awaitShown(1, 0, "5");

        List<Response> answers = IntStream.range(0, 8)
                .mapToObj(caller ->
                        CompletableFuture.supplyAsync(() -> asOperator().post(REBUILDS)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        List<Response> begun =
                answers.stream().filter(answer -> answer.statusCode() == 202).toList();
        assertEquals(
                List.of(409),
                answers.stream()
                        .map(Response::statusCode)
                        .filter(status -> status != 202)
                        .distinct()
                        .toList());
        begun.forEach(one -> awaitState(one.header("Location"), "SWITCHED"));
        assertEquals(1, count("select count(*) from generation where state = 'CURRENT'"));
        assertEquals("5", vss.shown(1, 0));
        vss.withActual("lkdata", "6000.00", 41).awaitShown(1, 0, "6");
    }

    @Test
    void ofManyInstancesOneBuilds() {
        int generation = begun("elsewhere");
        sql("update generation set builder = null where generation = " + generation);

        List<Optional<Integer>> claims = Stream.of("a", "b", "c", "d")
                .map(instance -> CompletableFuture.supplyAsync(
                        () -> QuarkusTransaction.requiringNew().call(() -> generations.claim(instance))))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        // The running instance looks as well, and may have been the first.
        assertEquals(1, Math.max(1, claims.stream().filter(Optional::isPresent).count()));
        assertEquals(1, count("select count(builder) from generation where generation = " + generation));
        sql("update generation set state = 'ABANDONED' where state = 'BUILDING' and generation = " + generation);
    }

    @Test
    void whatIsNeitherTrueNorFalseIsNoTrial() {
        var refused = asOperator().post(REBUILDS + "?trial=yes").then();

        refused.statusCode(400).body("violations.field", contains("trial")).body("violations.in", contains("query"));
    }

    @Test
    void buildOfAKilledInstanceIsAbandonedAndDeleted() {
        int generation = begun("killed");
        fact(generation, new Vss(), "lkdata", "1.00");
        sql("update generation set beat_at = now() - interval '1 minute' where generation = " + generation);

        await().atMost(PATIENCE)
                .until(() ->
                        count("select count(*) from generation where emptied and generation = " + generation) == 1);

        asOperator().get(REBUILDS + "/" + generation).then().body("state", equalTo("ABANDONED"));
        assertEquals(0, count("select count(*) from fact where generation = " + generation));
        assertFalse(
                QuarkusTransaction.requiringNew().call(() -> generations.beat(generation, "killed", 1, 0)),
                "its builder, if it was only asleep, writes no more");
    }

    @Test
    void replacedGenerationsAreDeleted() {
        new Vss().withReport().withActual("lkdata", "5000.00", 40).awaitShown(0, 0, "5");

        awaitState(asOperator().post(REBUILDS).header("Location"), "SWITCHED");

        await().atMost(PATIENCE)
                .until(() -> count("select count(distinct generation) from fact") == 1
                        && count("select count(distinct generation) from consumed_partition") == 1);
    }

    @Test
    void releaseThatReadsMoreRebuildsByItself() {
        Vss vss = new Vss().withReport().withActual("lkdata", "5000.00", 40).awaitShown(0, 0, "5");
        long before = count("select generation from generation where state = 'CURRENT'");

        sql("update generation set reads = 0 where state = 'CURRENT'");

        await().atMost(PATIENCE)
                .until(() ->
                        count("select count(*) from generation where state = 'CURRENT' and cause = 'FIELDS_CHANGED'"
                                        + " and reads = " + Fact.VERSION + " and generation > " + before)
                                == 1);
        assertEquals("5", vss.shown(0, 0));
    }

    @Test
    void messageThatIsGoneKeepsNoRebuildWaiting() {
        // Only its beginning was kept, and where it lay there is nothing.
        sql(
                """
                insert into dead_letter (topic, topic_id, partition, message_offset, message_key, message_headers, truncated,
                                         reason, reads)
                values ('goals.plan.v1', '%s', 2, 0, '', '{}', true, 'too long', 0)
                """
                        .formatted(topics.present().get("goals.plan.v1").id()));

        String address = asOperator().post(REBUILDS).header("Location");

        awaitState(address, "SWITCHED");
        asOperator()
                .post("/read-model/dead-letters/attempts")
                .then()
                .statusCode(200)
                .body("resolved", equalTo(0));
        assertEquals(
                1,
                count(
                        "select count(*) from dead_letter where topic = 'goals.plan.v1' and state = 'OPEN' and attempts >= 1"
                                + " and reason like '%its topic does not have it any more'"));
        sql("delete from dead_letter where topic = 'goals.plan.v1'");
    }

    @Test
    void nothingIsPublishedFromAReadModelThatLacksFields() {
        Vss vss = new Vss().withReport().withActual("lkdata", "5000.00", 40).awaitShown(0, 0, "5");
        int waiting = begun("elsewhere");
        sql("update generation set state = 'UNCONFIRMED' where generation = " + waiting);
        sql("update generation set reads = 0 where state = 'CURRENT'");

        Vss.asController()
                .post(vss.path("reports/2021-08/publications" + Vss.AS_IT_IS))
                .then()
                .statusCode(503)
                .body("detail", containsString("read anew"));
    }

    @Test
    void newerReleaseTakesTheReadModelOver() {
        Vss vss = new Vss().withReport().withActual("lkdata", "5000.00", 40).awaitShown(0, 0, "5");
        sql("update generation set reads = " + (Fact.VERSION + 1) + " where state = 'CURRENT'");
        vss.withActual("lkdata", "6000.00", 41);
        await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(() -> vss.shown(0, 0)
                .equals("5"));

        sql("update generation set reads = " + Fact.VERSION + " where state = 'CURRENT'");

        vss.awaitShown(0, 0, "6");
    }

    @Test
    void thereIsNoRebuildOfAnyNumber() {
        asOperator().get(REBUILDS + "/999999").then().statusCode(404);
        confirm(REBUILDS + "/999999", "1.5").then().statusCode(404);
        asOperator().get(REBUILDS).then().body("items.state", hasItem("SWITCHED"));
        given().get(REBUILDS).then().statusCode(401);
    }

    private static int number(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf('/') + 1));
    }
}
