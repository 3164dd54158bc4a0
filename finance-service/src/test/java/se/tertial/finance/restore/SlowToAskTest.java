package se.tertial.finance.restore;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static se.tertial.finance.Administration.LKDATA;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.finance.Administration;

/** Two instances that find a database anew, one of them later. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
class SlowToAskTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TestHTTPResource(value = "/metrics", management = true)
    URL metrics;

    /** One that looked before, and compares after another instance has found nothing missing, written and sent. */
    @Test
    void instanceThatIsSlowToAskKafkaDoesNotTakeWhatAnotherWroteForLost() throws Exception {
        var vss = Administration.registered("slow-to-ask");
        vss.has("units", LKDATA);
        await().atMost(PATIENCE).until(() -> own("select count(*) from outbox").equals("0"));
        try (Connection holder = TestStack.asOwner("finance");
                Statement hold = holder.createStatement();
                Lines lines = new Lines("se.tertial.kit.restore.ContinuityCheck")) {
            hold.execute("select pg_advisory_lock(4711)");
            // What it asks between its first look and Kafka waits.
            hold.execute(
                    """
                    create function held() returns boolean language plpgsql as $$
                    begin
                      if current_query() like 'select distinct topic from change%' then
                        perform pg_advisory_xact_lock(4711);
                      end if;
                      return true;
                    end $$
                    """);
            hold.execute("create policy held on change using (held())");
            hold.execute("alter table change enable row level security");
            String incarnation =
                    own("update continuity set incarnation = 'another' || incarnation returning incarnation")
                            .substring("another".length());
            await().atMost(PATIENCE)
                    .until(() -> !own("select count(*) from pg_locks where objid = 4711 and not granted")
                            .equals("0"));

            send("0580/slow-to-ask/another", own(changeOf("another")));
            own("update continuity set incarnation = '" + incarnation + "' returning incarnation");
            hold.execute("select pg_advisory_unlock(4711)");

            await().atMost(PATIENCE)
                    .until(() -> given().get(metrics).asString().contains("tertial_database_continuous 1.0"));
            assertEquals(List.of(), lines.heard());
        }
    }

    @AfterEach
    void letGo() throws SQLException {
        try (Connection owner = TestStack.asOwner("finance");
                Statement statement = owner.createStatement()) {
            statement.execute("alter table change disable row level security");
            statement.execute("drop policy if exists held on change");
            statement.execute("drop function if exists held()");
        }
    }

    /** A change as another instance writes it. */
    private static String changeOf(String unit) {
        return """
                insert into change (revision, topic, municipality_id, administration_id, row_key, deleted, recorded_at, recorded_by,
                                    digest)
                values (nextval('revision_seq'), 'finance.unit.v1', '0580', 'slow-to-ask', '%s', true, now(), 'another instance',
                        'none')
                returning revision
                """
                .formatted(unit);
    }

    private static String own(String sql) throws SQLException {
        try (Connection connection = TestStack.asOwner("finance");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void send(String key, String revision) throws Exception {
        ProducerRecord<String, String> message = new ProducerRecord<>("finance.unit.v1", key, "{}");
        Map.of("ce_epoch", own("select coalesce(max(epoch), 0) from restore"), "ce_revision", revision)
                .forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestStack.kafka()), new StringSerializer(), new StringSerializer())) {
            producer.send(message).get();
        }
    }
}
