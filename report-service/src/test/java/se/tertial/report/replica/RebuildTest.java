package se.tertial.report.replica;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.report.Topics;
import se.tertial.report.Vss;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class RebuildTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** The revision of facts that no topic has. */
    private static final long LOST = 40_404;

    private static final String REBUILDS = "/read-model/rebuilds";

    @Inject
    EntityManager entityManager;

    @Inject
    Generations generations;

    @Inject
    Comparison comparison;

    @Inject
    ConsumedTopics topics;

    /** What a test left waiting must not hold up the next one. */
    @AfterEach
    void endWhatWaits() {
        sql("delete from fact where revision = " + LOST);
        sql("update generation set state = 'ABANDONED', ended_at = now() where state = 'UNCONFIRMED'");
        sql("update generation set reads = " + Fact.VERSION + " where state = 'CURRENT'");
        await().atMost(PATIENCE).until(() -> count("select count(*) from generation where state = 'BUILDING'") == 0);
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
    void whatIsNeitherTrueNorFalseIsNoTrial() {
        var refused = asOperator().post(REBUILDS + "?trial=yes").then();

        refused.statusCode(400).body("violations.field", contains("trial")).body("violations.in", contains("query"));
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
    void rowsThatWouldGoBackOrComeBackAreLackingToo() {
        int current = (int) count("select generation from generation where state = 'CURRENT'");
        int built = begun("elsewhere");
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
    void messageThatKafkaDoesNotSendKeepsNoRebuildWaiting() {
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
        assertEquals(1, count("select count(*) from dead_letter where state = 'OPEN' and attempts = 1 and reads = 0"));
        sql("delete from dead_letter where reads = 0");
    }

    @Test
    void nothingIsPublishedFromAReadModelThatLacksFields() {
        Vss vss = new Vss().withReport().withActual("lkdata", "5000.00", 40).awaitShown(0, 0, "5");
        int waiting = begun("elsewhere");
        sql("update generation set state = 'UNCONFIRMED' where generation = " + waiting);
        sql("update generation set reads = 0 where state = 'CURRENT'");

        Vss.asController()
                .post(vss.path("reports/2021-08/publications"))
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

    private static RequestSpecification asOperator() {
        return given().contentType("application/json").auth().oauth2(TestStack.token("operator", "administrator:*:*"));
    }

    private static Response confirm(String address, String fingerprint) {
        return asOperator().body("{\"fingerprint\": \"" + fingerprint + "\"}").post(address + "/confirmation");
    }

    private static int number(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf('/') + 1));
    }

    private static ValidatableResponse awaitState(String address, String state) {
        await().atMost(PATIENCE).until(() -> asOperator().get(address).path("state"), equalTo(state));
        return asOperator().get(address).then().statusCode(200);
    }

    /** A fact that no topic has any more. */
    private void lose(Vss vss, String unitId, String net) {
        fact((int) count("select generation from generation where state = 'CURRENT'"), vss, unitId, net);
        sql("update input_version set version = version + 1 where administration_id = '"
                + vss.key().substring(5) + "'");
    }

    private void fact(int generation, Vss vss, String unitId, String net) {
        sql(
                """
                insert into fact (generation, municipality_id, administration_id, topic, row_key, revision, deleted, period, body)
                values (%d, '0580', '%s', 'finance.operating-line.v1', '%s~actual~2021-08', %d, false, '2021-08',
                        '{"unitId": "%s", "scenario": "ACTUAL", "period": "2021-08", "net": "%s"}')
                """
                        .formatted(generation, vss.key().substring(5), unitId, LOST, unitId, net));
    }

    /** A build of another instance. */
    private int begun(String builder) {
        await().atMost(PATIENCE)
                .until(() -> count("select count(*) from generation where state in ('BUILDING', 'UNCONFIRMED')") == 0);
        sql(
                """
                insert into generation (generation, state, reads, builder)
                select max(generation) + 1, 'BUILDING', %d, '%s' from generation
                """
                        .formatted(Fact.VERSION, builder));
        return (int) count("select max(generation) from generation");
    }

    private void sql(String statement) {
        QuarkusTransaction.requiringNew()
                .run(() -> entityManager.createNativeQuery(statement).executeUpdate());
    }

    private long count(String query) {
        return QuarkusTransaction.requiringNew()
                .call(() -> ((Number) entityManager.createNativeQuery(query).getSingleResult()).longValue());
    }
}
