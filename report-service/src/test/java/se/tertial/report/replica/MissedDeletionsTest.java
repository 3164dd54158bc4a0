package se.tertial.report.replica;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static se.tertial.report.replica.Rebuilds.REBUILDS;
import static se.tertial.report.replica.Rebuilds.asOperator;
import static se.tertial.report.replica.Tables.count;
import static se.tertial.report.replica.Tables.sql;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.Messages;
import se.tertial.devstack.TestStack;
import se.tertial.report.Topics;
import se.tertial.report.Vss;

/** What topics forget, and what becomes of topics, while nobody consumes. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class MissedDeletionsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String LINES = "finance.operating-line.v1";
    private static final String FOLLOW_UPS = "goals.plan-follow-up.v1";
    private static final String CONTROL_POINTS = "goals.control-point.v1";
    private static final String NEWEST = REBUILDS + "?limit=1";
    private static final String DATA = "checks.find { it.name == 'read-model' }.data.";

    @TestHTTPResource(value = "/health/ready", management = true)
    URL readiness;

    @Inject
    FactConsumer consumer;

    @Inject
    ConsumedTopics topics;

    @Test
    void deletionThatWasForgottenBeforeItWasReadIsNoticed() throws Exception {
        Vss vss = new Vss().withReport().withActual("lkdata", "5000.00", 40).withActual("stadsarkiv", "2000.00", 41);
        vss.awaitShown(2, 0, "7");
        String row = vss.key() + "/stadsarkiv~actual~2021-08";
        sql("update generation set reads = " + (Fact.VERSION + 1) + " where state = 'CURRENT'");
        await().atMost(PATIENCE).until(() -> given().get(readiness).path(DATA + "consumes"), equalTo(false));
        Topics.send(LINES, row, 42, null);
        // Rows of other tests, of which what cannot be read came last: compaction keeps only that.
        sql("delete from fact where topic = '" + LINES + "' and administration_id <> '"
                + vss.key().substring(5) + "'");
        forgetDeletions(row);
        away(LINES, "8 days");

        sql("update generation set reads = " + Fact.VERSION + " where state = 'CURRENT'");

        await().atMost(PATIENCE)
                .until(() -> asOperator().get(NEWEST).path("items[0].state"), equalTo("NEEDS_CONFIRMATION"));
        String fingerprint = asOperator()
                .get(NEWEST)
                .then()
                .body("items[0].cause", equalTo("DELETIONS_MISSED"))
                .body("items[0].startedBy", equalTo("report-service"))
                .body("items[0].lacking.rows", equalTo(List.of(LINES + "/" + row)))
                .extract()
                .path("items[0].lacking.fingerprint");
        await().atMost(PATIENCE).untilAsserted(() -> given().get(readiness)
                .then()
                .body(DATA + "whole", equalTo(false))
                .body(DATA + "notWholeFor", equalTo("DELETIONS_MISSED")));
        Vss.asController()
                .post(vss.path("reports/2021-08/publications" + Vss.AS_IT_IS))
                .then()
                .statusCode(503);
        int first = asOperator().get(NEWEST).path("items[0].number");
        sql("update generation set beat_at = now() - interval '61 minutes' where state = 'UNCONFIRMED'");
        await().atMost(PATIENCE).untilAsserted(() -> asOperator()
                .get(NEWEST)
                .then()
                .body("items[0].number", equalTo(first + 1))
                .body("items[0].state", equalTo("NEEDS_CONFIRMATION"))
                .body("items[0].lacking.fingerprint", equalTo(fingerprint)));
        sql("update consumed_partition set topic_id = 'of a topic that was there before' where generation = "
                + (first + 1) + " and topic = '" + CONTROL_POINTS + "'");
        await().atMost(PATIENCE).untilAsserted(() -> asOperator()
                .get(NEWEST)
                .then()
                .body("items[0].number", equalTo(first + 2))
                .body("items[0].state", equalTo("NEEDS_CONFIRMATION")));
        asOperator().get(REBUILDS + "/" + (first + 1)).then().body("failure", equalTo("the topics are others by now"));
        int number = first + 2;

        asOperator()
                .body("{\"fingerprint\": \"" + fingerprint + "\"}")
                .post(REBUILDS + "/" + number + "/confirmation")
                .then()
                .statusCode(202);

        await().atMost(PATIENCE).until(() -> asOperator().get(NEWEST).path("items[0].state"), equalTo("SWITCHED"));
        vss.awaitShown(1, 0, "5");
        Vss.asController()
                .post(vss.path("reports/2021-08/publications" + Vss.AS_IT_IS))
                .then()
                .statusCode(201);
        await().atMost(PATIENCE).until(() -> given().get(readiness).path(DATA + "whole"), equalTo(true));
    }

    @Test
    void absenceThatIsShorterThanDeletionsAreKeptIsNone() {
        int newest = asOperator().get(NEWEST).path("items[0].number");

        away(FOLLOW_UPS, "6 days");

        await().atMost(PATIENCE)
                .until(() -> count("select count(*) from consumed_partition where topic = '" + FOLLOW_UPS
                                + "' and seen_at < now() - interval '1 day'"
                                + " and generation = (select generation from generation where state = 'CURRENT')")
                        == 0);
        asOperator().get(NEWEST).then().body("items[0].number", equalTo(newest));
    }

    @Test
    void messagesThatWereRemovedBeforeTheyWereReadAreNoticed() throws Exception {
        Vss vss = new Vss();
        for (int revision = 50; revision < 54; revision++) {
            Topics.send(FOLLOW_UPS, vss.key() + "/plan~" + revision, revision, null);
        }
        String position = "select next_offset from consumed_partition where topic = '" + FOLLOW_UPS
                + "' and partition = 0 and generation = (select generation from generation where state = 'CURRENT')";
        await().atMost(PATIENCE).until(() -> count(position) >= 4);
        configure(FOLLOW_UPS, Map.of("cleanup.policy", "delete"));
        try (Admin admin = admin()) {
            admin.deleteRecords(Map.of(new TopicPartition(FOLLOW_UPS, 0), RecordsToDelete.beforeOffset(4)))
                    .all()
                    .get();
        }
        configure(FOLLOW_UPS, Map.of("cleanup.policy", "compact"));

        sql("update consumed_partition set next_offset = 2 where topic = '" + FOLLOW_UPS + "' and partition = 0");
        sql("delete from fact where topic = '" + FOLLOW_UPS + "'"); // what other tests sent there is removed too
        consumer.startOver();

        await().atMost(PATIENCE).untilAsserted(() -> asOperator()
                .get(NEWEST)
                .then()
                .body("items[0].cause", equalTo("DELETIONS_MISSED"))
                .body("items[0].state", equalTo("SWITCHED")));
    }

    @Test
    void topicThatGotOtherPartitionsIsNotReadUntilItIsMadeAnew() throws Exception {
        try (Admin admin = admin()) {
            admin.createPartitions(Map.of(CONTROL_POINTS, NewPartitions.increaseTo(5)))
                    .all()
                    .get();
        }

        await().atMost(PATIENCE).untilAsserted(() -> given().get(readiness)
                .then()
                .body(DATA + "'refused " + CONTROL_POINTS + "'", containsString("has 5 partitions, and had 3")));
        new Vss().withReport().withActual("lkdata", "5000.00", 40).awaitShown(0, 0, "5");
        String rebuild = asOperator().post(REBUILDS).header("Location");
        await().atMost(PATIENCE).until(() -> asOperator().get(rebuild).path("state"), equalTo("FAILED"));
        asOperator().get(rebuild).then().body("failure", containsString("has 5 partitions, and had 3"));

        try (Admin admin = admin()) {
            admin.deleteTopics(List.of(CONTROL_POINTS)).all().get();
            sql("delete from fact where topic = '" + CONTROL_POINTS + "'"); // nobody publishes it anew
            await().atMost(PATIENCE)
                    .until(() -> !admin.listTopics().names().get().contains(CONTROL_POINTS));
            String without = asOperator().post(REBUILDS).header("Location");
            await().atMost(PATIENCE).until(() -> asOperator().get(without).path("state"), equalTo("FAILED"));
            asOperator().get(without).then().body("failure", containsString("missing, or closed"));
            admin.createTopics(List.of(new NewTopic(CONTROL_POINTS, 5, (short) 1)))
                    .all()
                    .get();
        }

        await().atMost(PATIENCE).untilAsserted(() -> given().get(readiness)
                .then()
                .body(DATA + "consumes", equalTo(true))
                .body(DATA + "'refused " + CONTROL_POINTS + "'", nullValue()));
        Vss vss = new Vss();
        Topics.send(CONTROL_POINTS, vss.key() + "/brandskydd", 60, null);
        await().atMost(PATIENCE)
                .until(() -> count("select count(*) from fact where topic = '" + CONTROL_POINTS
                                + "' and administration_id = '" + vss.key().substring(5) + "'")
                        == 1);
        sql("update generation set state = 'ABANDONED' where state = 'FAILED'");
        assertEquals(
                5,
                count("select count(*) from consumed_partition where topic = '" + CONTROL_POINTS
                        + "' and generation = (select generation from generation where state = 'CURRENT')"));
    }

    @Test
    void partitionThatNobodyLeadsHidesNoOther() {
        TopicPartition led = new TopicPartition(LINES, 0);
        TopicPartition other = new TopicPartition(LINES, 99);

        assertEquals(Set.of(led), topics.ends(List.of(led, other)).keySet());
        assertEquals(Set.of(led), topics.beginnings(List.of(led, other)).keySet());
    }

    /** As if nobody had read the topic to its end for so long. */
    private void away(String topic, String since) {
        sql("update consumed_partition set seen_at = now() - interval '" + since + "' where topic = '" + topic + "'");
    }

    /** Lets Kafka compact the topic until nothing tells of the row any more. */
    private static void forgetDeletions(String row) throws Exception {
        configure(
                LINES,
                Map.of(
                        "min.compaction.lag.ms", "0",
                        "delete.retention.ms", "100",
                        "segment.ms", "100",
                        "min.cleanable.dirty.ratio", "0.0"));
        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> {
            Topics.send(LINES, "0580/nobody/nothing~actual~2021-08", 1, null); // so that segments are closed
            return Messages.read(TestStack.kafka(), LINES, row).isEmpty();
        });
        configure(
                LINES,
                Map.of(
                        "min.compaction.lag.ms", "3600000",
                        "delete.retention.ms", "604800000",
                        "segment.ms", "604800000",
                        "min.cleanable.dirty.ratio", "0.5"));
    }

    private static void configure(String topic, Map<String, String> settings) throws Exception {
        try (Admin admin = admin()) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, topic),
                            settings.entrySet().stream()
                                    .map(one -> new AlterConfigOp(
                                            new ConfigEntry(one.getKey(), one.getValue()), AlterConfigOp.OpType.SET))
                                    .toList()))
                    .all()
                    .get();
        }
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", TestStack.kafka()));
    }
}
