package se.tertial.indicators.measures;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static se.tertial.indicators.Administration.CALLS;
import static se.tertial.indicators.Administration.SERVICE_LEVEL;
import static se.tertial.indicators.Administration.SICK_LEAVE;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.Messages;
import se.tertial.devstack.TestStack;
import se.tertial.indicators.Administration;

/** What indicators name and other services have not registered is kept, and told in the answer. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "indicators"))
class NamedElsewhereTest {

    private static final String ADDRESS = "indicators/svarsservice-kontakt-linkoping";

    @Test
    void whatNobodyRegisteredIsKeptAndTold() {
        var vss = new Administration("elsewhere-unknown");
        vss.put(ADDRESS, SERVICE_LEVEL).statusCode(201);

        eventually(() -> vss.put(ADDRESS, SERVICE_LEVEL)
                .statusCode(200)
                .body("indicatorId", equalTo("svarsservice-kontakt-linkoping"))
                .body("warnings.code", contains("NOT_REGISTERED", "NOT_REGISTERED"))
                .body("warnings.register", contains("finance.administration.v1", "goals.goal.v1"))
                .body("warnings.in", contains("path", "body"))
                .body("warnings.field", contains("administrationId", "/goalId"))
                .body(
                        "warnings.message",
                        contains(
                                "As far as is known here, there is no “elsewhere-unknown” in finance-service.",
                                "As far as is known here, there is no “god-service” in goals-service.")));
        vss.get(ADDRESS).statusCode(200).body("$", not(hasKey("warnings")));
        vss.get(ADDRESS + "/revisions").body("items[0].state", not(hasKey("warnings")));
    }

    @Test
    void whatIsRegisteredIsNotToldOf() {
        var vss = new Administration("elsewhere-known");
        vss.has("indicators", SERVICE_LEVEL);
        eventually(() -> vss.put(ADDRESS, SERVICE_LEVEL).body("warnings.size()", equalTo(2)));

        register("finance.administration.v1", "0580/elsewhere-known/administration", "{}");
        register("goals.goal.v1", "0580/another/god-service", "{}");
        eventually(() -> vss.put(ADDRESS, SERVICE_LEVEL).body("warnings.field", contains("/goalId")));

        register("goals.goal.v1", "0580/elsewhere-known/god-service", "{}");
        eventually(() -> vss.put(ADDRESS, SERVICE_LEVEL).statusCode(200).body("$", not(hasKey("warnings"))));

        register("goals.goal.v1", "0580/elsewhere-known/god-service", null);
        eventually(() -> vss.put(ADDRESS, SERVICE_LEVEL).body("warnings.field", contains("/goalId")));
    }

    @Test
    void eachOfManyRowsIsToldOfWithItsPlace() {
        var vss = new Administration("elsewhere-many");
        register("finance.administration.v1", "0580/elsewhere-many/administration", "{}");
        register("goals.goal.v1", "0580/elsewhere-many/god-service", "{}");

        eventually(() -> vss.putAll("indicators?mode=TRY", CALLS, SERVICE_LEVEL, SICK_LEAVE)
                .statusCode(200)
                .body("created", equalTo(3))
                .body("warnings.field", contains("/items/2/goalId")));
        vss.putAll("indicators", CALLS, SERVICE_LEVEL, SICK_LEAVE)
                .statusCode(200)
                .body("created", equalTo(3))
                .body("warnings.field", contains("/items/2/goalId"));
    }

    @Test
    void aTopicThatLacksWhatWasNotReadYetIsReadAnew() throws Exception {
        var vss = new Administration("elsewhere-truncated");
        vss.has("indicators", SERVICE_LEVEL);
        register("goals.goal.v1", "0580/elsewhere-truncated/god-service", "{}");
        register("finance.administration.v1", "0580/elsewhere-truncated/administration", "{}");
        eventually(() -> vss.put(ADDRESS, SERVICE_LEVEL).body("$", not(hasKey("warnings"))));

        truncate("goals.goal.v1");
        asOwner("update read_elsewhere set next_offset = 0 where topic = 'goals.goal.v1'");
        asOwner(
                """
                insert into known_elsewhere (topic, municipality_id, administration_id, row_key)
                select 'goals.goal.v1', '0580', 'elsewhere-truncated', 'many-' || number from generate_series(1, 12000) as number
                """);
        for (int goal = 0; goal < 20; goal++) {
            register("goals.goal.v1", "0580/elsewhere-truncated/another-" + goal, "{}");
        }

        eventually(() -> vss.put(ADDRESS, SERVICE_LEVEL).body("warnings.field", contains("/goalId")));
    }

    /** Removes all that lies there. */
    private static void truncate(String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestStack.kafka()))) {
            set(admin, resource, "compact,delete");
            List<TopicPartition> partitions =
                    admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().stream()
                            .map(partition -> new TopicPartition(topic, partition.partition()))
                            .toList();
            admin.deleteRecords(partitions.stream()
                            .collect(Collectors.toMap(one -> one, one -> RecordsToDelete.beforeOffset(-1))))
                    .all()
                    .get();
            set(admin, resource, "compact");
        }
    }

    private static void set(Admin admin, ConfigResource topic, String cleanup) throws Exception {
        AlterConfigOp set = new AlterConfigOp(new ConfigEntry("cleanup.policy", cleanup), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(topic, List.of(set))).all().get();
    }

    @Test
    void whatWasAnsweredMayBeSentBack() {
        var vss = new Administration("elsewhere-back");
        vss.has("indicators", SERVICE_LEVEL);
        eventually(() -> vss.put(ADDRESS, SERVICE_LEVEL).body("warnings.size()", equalTo(2)));
        String answered =
                vss.put(ADDRESS, SERVICE_LEVEL).statusCode(200).extract().asString();

        vss.put(ADDRESS, answered.replace("Svarsservice", "Svar"))
                .statusCode(200)
                .body("name", equalTo("Svar Kontakt Linköping (andel inom 120 sekunder %)"));
    }

    @Test
    void itIsToldInTheLanguageThatIsAskedFor() {
        var vss = new Administration("elsewhere-swedish");
        register("goals.goal.v1", "0580/elsewhere-swedish/god-service", "{}");
        vss.has("indicators", SERVICE_LEVEL);

        eventually(() -> given().contentType("application/json")
                .auth()
                .oauth2(TestStack.token("controller", "controller:0580:*"))
                .header("Accept-Language", "sv")
                .header("If-Match", "*")
                .body(SERVICE_LEVEL)
                .put(vss.address(ADDRESS))
                .then()
                .body(
                        "warnings.message",
                        contains("Såvitt känt här finns ingen ”elsewhere-swedish” i finance-service.")));
    }

    @Test
    void whatCannotBeAKeyKeepsNothingElse() {
        var vss = new Administration("elsewhere-hostile");
        vss.has("indicators", SERVICE_LEVEL);
        eventually(() -> vss.put(ADDRESS, SERVICE_LEVEL).body("warnings.size()", equalTo(2)));

        register("goals.goal.v1", "nonsense", "{}");
        register("goals.goal.v1", "0580/elsewhere-hostile/\u0000", "{}");
        register("goals.goal.v1", "0580/elsewhere-hostile/" + "x".repeat(10_000), "{}");
        register("goals.goal.v1", "0580/elsewhere-hostile/god-service", "not even JSON");

        eventually(() -> vss.put(ADDRESS, SERVICE_LEVEL).body("warnings.field", contains("administrationId")));
    }

    @Test
    void whatComesTwiceOrAfterItsDeletionIsThere() {
        var vss = new Administration("elsewhere-again");
        vss.has("indicators", SERVICE_LEVEL);
        for (String state : Arrays.asList("{}", "{}", null, null, "{}")) {
            register("finance.administration.v1", "0580/elsewhere-again/administration", state);
        }

        eventually(() -> vss.put(ADDRESS, SERVICE_LEVEL).body("warnings.field", contains("/goalId")));
    }

    @Test
    void topicThatWasMadeAnewIsReadFromItsBeginning() throws SQLException {
        var vss = new Administration("elsewhere-anew");
        vss.has("indicators", SERVICE_LEVEL);
        eventually(() -> vss.put(ADDRESS, SERVICE_LEVEL).body("warnings.size()", equalTo(2)));
        asOwner(
                """
                insert into known_elsewhere (topic, municipality_id, administration_id, row_key)
                values ('goals.goal.v1', '0580', 'elsewhere-anew', 'god-service')
                """);
        vss.put(ADDRESS, SERVICE_LEVEL).body("warnings.field", contains("administrationId"));

        asOwner("update read_elsewhere set topic_id = 'of another topic' where topic = 'goals.goal.v1'");

        eventually(() -> vss.put(ADDRESS, SERVICE_LEVEL).body("warnings.size()", equalTo(2)));
    }

    @Test
    void registerThatNobodyFollowsTellsOfNothing() throws SQLException {
        var vss = new Administration("elsewhere-silent");
        vss.has("indicators", SERVICE_LEVEL);
        eventually(() -> vss.put(ADDRESS, SERVICE_LEVEL).body("warnings.size()", equalTo(2)));

        eventually(() -> {
            asOwner(
                    "update read_elsewhere set followed_at = now() - interval '6 minutes' where topic = 'goals.goal.v1'");
            vss.put(ADDRESS, SERVICE_LEVEL).body("warnings.field", contains("administrationId"));
        });

        eventually(() -> vss.put(ADDRESS, SERVICE_LEVEL).body("warnings.size()", equalTo(2)));
    }

    private static void asOwner(String statement) throws SQLException {
        try (Connection connection = TestStack.asOwner("indicators");
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    private static void register(String topic, String key, @Nullable String state) {
        Messages.send(TestStack.kafka(), topic, key, state);
    }

    private static void eventually(ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(assertion);
    }
}
