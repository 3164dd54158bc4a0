package se.tertial.finance.audit;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static se.tertial.finance.Administration.LKDATA;
import static se.tertial.finance.Administration.PROCUREMENT;
import static se.tertial.finance.audit.AnchoredTrails.PATIENCE;
import static se.tertial.finance.audit.AnchoredTrails.RENAMED;
import static se.tertial.finance.audit.AnchoredTrails.TOPIC;
import static se.tertial.finance.audit.AnchoredTrails.anchors;
import static se.tertial.finance.audit.AnchoredTrails.awaitAnchored;
import static se.tertial.finance.audit.AnchoredTrails.cut;
import static se.tertial.finance.audit.AnchoredTrails.last;
import static se.tertial.finance.audit.AnchoredTrails.pastTheTrigger;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.AsyncApi;
import se.tertial.devstack.Messages.Message;
import se.tertial.devstack.TestStack;
import se.tertial.devstack.Topics;
import se.tertial.finance.Administration;

/** A trail is held against what it was when its head was signed and kept outside the database. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
@TestProfile(AnchoredTrails.Often.class)
class AuditAnchorsTest {

    @TestHTTPResource(value = "/health/ready", management = true)
    String readiness;

    @Test
    void trailIsComparedWithItsNewestAnchor() throws Exception {
        var vss = Administration.registered("anchored");
        vss.has("units", LKDATA, PROCUREMENT);

        ValidatableResponse verified = awaitAnchored(vss);

        verified.body("intact", equalTo(true))
                .body("anchors.state", equalTo("COMPARED"))
                .body("anchors.newest.head", equalTo(verified.extract().path("head")))
                .body("anchors.newest.entries", equalTo(3))
                .body("anchors.newest.epoch", equalTo(epoch()))
                .body("anchors.contradictions", empty())
                .body("anchors.restores", empty());
        AsyncApi documented = AsyncApi.of(given().get("/asyncapi?format=json").asString());
        assertEquals(List.of(), documented.violations(TOPIC, anchors(vss).get(0)));
    }

    @Test
    void trailThatDoesNotChangeIsNotAnchoredAgain() {
        var idle = Administration.registered("anchored-idle");
        idle.has("units", LKDATA);
        awaitAnchored(idle);
        int before = anchors(idle).size();
        var busy = Administration.registered("anchored-busy");
        busy.has("units", LKDATA);
        awaitAnchored(busy);
        busy.put("units/lkdata", RENAMED).statusCode(200);

        awaitAnchored(busy);

        assertEquals(before, anchors(idle).size());
    }

    @Test
    void trailThatWasCutConsistentlyWithItsRowsIsNamedAndStaysSo() throws SQLException {
        var vss = Administration.registered("anchored-cut");
        vss.has("units", LKDATA);
        int first = last(vss);
        vss.put("units/lkdata", RENAMED).statusCode(200);
        int cut = last(vss);
        awaitAnchored(vss);

        cut(vss, first, cut);

        vss.get("audit-verification")
                .body("intact", equalTo(false))
                .body("firstBroken", nullValue())
                .body("differences", empty())
                .body("anchors.contradictions.kind", contains("CUT"))
                .body("anchors.contradictions.revision", contains(cut));
        vss.put("units/lkdata", RENAMED).statusCode(200);
        var other = Administration.registered("anchored-after-cut");
        other.has("units", LKDATA);
        awaitAnchored(other);
        vss.get("audit-verification")
                .body("intact", equalTo(false))
                .body("anchors.newest.revision", equalTo(cut))
                .body("anchors.contradictions.kind", contains("CUT"));
    }

    @Test
    void trailThatWasDeletedWithItsRowsIsNamed() throws SQLException {
        var vss = Administration.registered("anchored-deleted");
        vss.has("units", LKDATA);
        awaitAnchored(vss);
        String all = " where administration_id = '" + vss.id() + "'";

        pastTheTrigger(
                "delete from outbox where revision in (select revision from change" + all + ")",
                "delete from change" + all,
                "delete from unit" + all,
                "delete from administration" + all);

        vss.get("audit-verification")
                .body("entries", equalTo(0))
                .body("intact", equalTo(false))
                .body("anchors.contradictions.kind", everyItem(equalTo("CUT")))
                .body("anchors.contradictions.kind", hasItem("CUT"));
    }

    @Test
    void trailThatWasRewrittenWithRightDigestsIsNamed() throws Exception {
        var vss = Administration.registered("anchored-rewritten");
        vss.has("units", LKDATA, PROCUREMENT);
        int last = last(vss);
        awaitAnchored(vss);

        rewrite(vss, "update change set recorded_by = 'somebody-else' where administration_id = '%s'");

        vss.get("audit-verification")
                .body("firstBroken", nullValue())
                .body("differences", empty())
                .body("intact", equalTo(false))
                .body("anchors.contradictions.kind", everyItem(equalTo("REWRITTEN")))
                .body("anchors.contradictions.revision", hasItem(last));
    }

    @Test
    void anchorThatSomebodyElseWroteIsNamedAndNotBelieved() throws Exception {
        var vss = Administration.registered("anchored-forged");
        vss.has("units", LKDATA);
        awaitAnchored(vss);
        List<Message> own = anchors(vss);
        Message newest = own.get(own.size() - 1);

        forge(newest, String.valueOf(newest.body()).replace("\"entries\":2", "\"entries\":7"));

        vss.get("audit-verification")
                .body("intact", equalTo(false))
                .body("anchors.newest.entries", equalTo(2))
                .body("anchors.contradictions.kind", contains("FORGED"))
                .body("anchors.contradictions.revision", contains(nullValue()));
    }

    @Test
    void anchorOfAnotherTrailIsNone() throws Exception {
        var vss = Administration.registered("anchored-borrowed");
        var other = Administration.registered("anchored-lender");
        vss.has("units", LKDATA);
        other.has("units", LKDATA, PROCUREMENT);
        awaitAnchored(vss);
        awaitAnchored(other);
        Message foreign = anchors(other).get(0);

        forge(new Message("0580/" + vss.id(), foreign.body(), foreign.headers()), String.valueOf(foreign.body()));

        vss.get("audit-verification").body("anchors.contradictions.kind", contains("FORGED"));
    }

    @Test
    void copiesOnATopicThatWasMadeAnewDoNotMakeItTheOldOne() throws Exception {
        var vss = Administration.registered("anchored-copied");
        vss.has("units", LKDATA);
        String since = awaitAnchored(vss).extract().path("anchors.newest.anchoredSince");
        Message own = anchors(vss).get(0);
        deleteTopic();
        Topics.create(TestStack.kafka());
        for (int copy = 0; copy < 100; copy++) {
            forge(own, String.valueOf(own.body()));
        }

        await().atMost(PATIENCE)
                .until(
                        () -> vss.get("audit-verification").extract(),
                        answer -> answer.statusCode() == 200
                                && "COMPARED".equals(answer.path("anchors.state"))
                                && Instant.parse(answer.path("anchors.newest.anchoredSince"))
                                        .isAfter(Instant.parse(since)));
    }

    @Test
    void contradictedTrailIsNamedInReadiness() throws SQLException {
        var vss = Administration.registered("anchored-named");
        vss.has("units", LKDATA);
        awaitAnchored(vss);

        pastTheTrigger(
                "delete from outbox where revision = " + last(vss), "delete from change where revision = " + last(vss));

        await().atMost(PATIENCE).until(() -> given().get(readiness).asString().contains("0580/anchored-named"));
    }

    @Test
    void topicThatIsMissingIsToldAndAnchorsBeginAnew() throws Exception {
        var vss = Administration.registered("anchored-lost");
        vss.has("units", LKDATA);
        String since = awaitAnchored(vss).extract().path("anchors.newest.anchoredSince");
        deleteTopic();

        vss.get("audit-verification")
                .body("intact", equalTo(false))
                .body("anchors.state", equalTo("UNKNOWN"))
                .body("anchors.contradictions", empty());
        Topics.create(TestStack.kafka());
        String anew = awaitAnchored(vss).extract().path("anchors.newest.anchoredSince");
        assertTrue(Instant.parse(anew).isAfter(Instant.parse(since)), anew);
    }

    private static void deleteTopic() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestStack.kafka()))) {
            admin.deleteTopics(List.of(TOPIC)).all().get();
            await().atMost(PATIENCE)
                    .until(() -> !admin.listTopics().names().get().contains(TOPIC));
        }
    }

    private static int epoch() {
        Integer newest = given().auth()
                .oauth2(TestStack.token("operator", "administrator:*:*"))
                .get("/restores?limit=1")
                .then()
                .extract()
                .path("items[0].epoch");
        return newest == null ? 0 : newest;
    }

    /** What was signed, with another content. */
    private static void forge(Message anchor, String body) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestStack.kafka()), new StringSerializer(), new StringSerializer())) {
            ProducerRecord<String, String> message = new ProducerRecord<>(TOPIC, anchor.key(), body);
            anchor.headers()
                    .forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
            producer.send(message).get();
        }
    }

    /** Changes a trail, and computes every digest anew, as somebody could who has read how that is done. */
    private static void rewrite(Administration administration, String change) throws Exception {
        List<String> statements = new ArrayList<>(List.of(change.formatted(administration.id())));
        try (Connection connection = TestStack.asOwner("finance");
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(
                        """
                        select revision, topic, municipality_id, administration_id, row_key, state::text, reason, recorded_at,
                               'somebody-else', client
                        from change where administration_id = '%s' order by revision
                        """
                                .formatted(administration.id()))) {
            String previous = "";
            while (rows.next()) {
                StringBuilder text = new StringBuilder(previous.length() + ":" + previous + ";");
                for (int column = 1; column <= 10; column++) {
                    String part = column == 8
                            ? rows.getObject(column, OffsetDateTime.class)
                                    .toInstant()
                                    .toString()
                            : rows.getString(column);
                    text.append(part == null ? "-" : part.length() + ":" + part).append(';');
                }
                previous = HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256")
                                .digest(text.toString().getBytes(StandardCharsets.UTF_8)));
                statements.add("update change set digest = '%s' where revision = %d"
                        .formatted(previous, rows.getLong("revision")));
            }
        }
        pastTheTrigger(statements.toArray(String[]::new));
    }
}
