package se.tertial.report.replica;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.matchesPattern;
import static se.tertial.report.replica.Rebuilds.PATIENCE;
import static se.tertial.report.replica.Rebuilds.asOperator;
import static se.tertial.report.replica.Tables.sql;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.report.Topics;
import se.tertial.report.Vss;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class ReadModelHealthTest {

    private static final String READ_MODEL = "checks.find { it.name == 'read-model' }.";
    private static final String DATA = READ_MODEL + "data.";

    /** No other test has it. */
    private static final int REVISION = 77_007;

    @TestHTTPResource(value = "/health/ready", management = true)
    URL readiness;

    @TestHTTPResource(value = "/metrics", management = true)
    URL metrics;

    @Test
    void whatIsConsumedIsTold() {
        Vss vss = new Vss().withReport().withActual("lkdata", "5000.00", REVISION);
        vss.awaitShown(0, 0, "5");

        awaitTold(() -> given().get(readiness)
                .then()
                .statusCode(200)
                .body(READ_MODEL + "status", equalTo("UP"))
                .body(DATA + "consumes", equalTo(true))
                .body(DATA + "partitions", greaterThanOrEqualTo(Fact.TOPICS.size()))
                .body(DATA + "lag", equalTo(0))
                .body(DATA + "behindSeconds", equalTo(0))
                .body(DATA + "lastAppliedTopic", equalTo("finance.operating-line.v1"))
                .body(DATA + "lastAppliedRevision", equalTo(REVISION))
                .body(DATA + "whole", equalTo(true)));
        given().get(metrics)
                .then()
                .body(containsString("tertial_read_model_consumes 1.0"))
                .body(containsString("tertial_read_model_lag{topic=\"finance.unit.v1\"} 0.0"))
                .body(containsString("tertial_read_model_behind_seconds 0.0"))
                .body(containsString("tertial_read_model_last_applied_age_seconds "))
                .body(containsString("tertial_read_model_refused_topics 0.0"))
                .body(containsString("tertial_read_model_whole 1.0"))
                .body(matchesPattern("(?s).*tertial_read_model_age_seconds [0-9].*"))
                .body(matchesPattern("(?s).*tertial_read_model_messages_total [1-9].*"));
    }

    @Test
    void whatWasPutAsideIsTold() {
        Vss vss = new Vss();
        String key = vss.key() + "/lkdata~budget~2021-08";

        Topics.send("finance.operating-line.v1", key, 30, "{\"scenario\": \"hope\"}");

        awaitTold(() ->
                given().get(readiness).then().statusCode(200).body(DATA + "deadLetters", greaterThanOrEqualTo(1)));
        given().get(metrics).then().body(matchesPattern("(?s).*tertial_read_model_dead_letters [1-9].*"));
    }

    @Test
    void rebuildThatWaitsForAPersonOrFailedIsTold() {
        Vss vss = new Vss().withReport().withActual("lkdata", "5000.00", 40).awaitShown(0, 0, "5");
        sql(
                """
                insert into fact (generation, municipality_id, administration_id, topic, row_key, revision, deleted, period, body)
                select generation, '0580', '%s', 'finance.operating-line.v1', 'lost~actual~2021-08', 1, false, '2021-08', '{}'
                from generation where state = 'CURRENT'
                """
                        .formatted(vss.key().substring(5)));

        String rebuild = asOperator().post(Rebuilds.REBUILDS).header("Location");

        awaitTold(() -> given().get(readiness)
                .then()
                .statusCode(200)
                .body(DATA + "newestRebuildState", equalTo("NEEDS_CONFIRMATION"))
                .body(DATA + "newestRebuildLacking", equalTo(1)));
        given().get(metrics)
                .then()
                .body(containsString("tertial_read_model_rebuild{state=\"needs_confirmation\"} 1.0"))
                .body(containsString("tertial_read_model_rebuild{state=\"failed\"} 0.0"));
        sql("update generation set state = 'FAILED', ended_at = now(), failure = 'Kafka was away' where generation = "
                + rebuild.substring(rebuild.lastIndexOf('/') + 1));
        awaitTold(() -> given().get(readiness)
                .then()
                .statusCode(200)
                .body(DATA + "newestRebuildState", equalTo("FAILED"))
                .body(DATA + "newestRebuildFailure", equalTo("Kafka was away")));
        sql("update generation set state = 'ABANDONED' where state = 'FAILED'");
        sql("delete from fact where row_key = 'lost~actual~2021-08'");
    }

    @Test
    void instanceThatCannotConsumeSaysWhy() {
        sql("update generation set reads = " + (Fact.VERSION + 1) + " where state = 'CURRENT'");
        new Vss().withActual("lkdata", "6000.00", 41);

        awaitTold(() -> given().get(readiness)
                .then()
                .statusCode(200)
                .body(DATA + "consumes", equalTo(false))
                .body(DATA + "paused", containsString("a newer release")));
        given().get(metrics).then().body(containsString("tertial_read_model_consumes 0.0"));

        sql("update generation set reads = " + Fact.VERSION + " where state = 'CURRENT'");
        awaitTold(() -> given().get(readiness).then().body(DATA + "consumes", equalTo(true)));
    }

    private static void awaitTold(ThrowingRunnable told) {
        await().atMost(PATIENCE).untilAsserted(told);
    }
}
