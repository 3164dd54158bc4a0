package se.tertial.finance.audit;

import static org.awaitility.Awaitility.await;
import static se.tertial.finance.Administration.LKDATA;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.restassured.response.ValidatableResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import se.tertial.devstack.Messages;
import se.tertial.devstack.Messages.Message;
import se.tertial.devstack.TestStack;
import se.tertial.finance.Administration;

/** Trails whose heads are anchored, and what is done to them. */
final class AnchoredTrails {

    static final String TOPIC = "finance.audit-anchor.v1";
    static final String RENAMED = LKDATA.replace("\"LKDATA\"", "\"LK Data\"");
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private AnchoredTrails() {}

    /** So that nobody waits ten minutes for an anchor. */
    public static final class Often implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("tertial.audit-anchors.every", "500MS");
        }
    }

    /** Until the newest anchor is of the last entry. */
    static ValidatableResponse awaitAnchored(Administration administration) {
        return await().atMost(PATIENCE)
                .until(
                        () -> administration.get("audit-verification"),
                        verified -> verified.extract().statusCode() == 200
                                && verified.extract().path("head") != null
                                && verified.extract()
                                        .<String>path("head")
                                        .equals(verified.extract().path("anchors.newest.head")));
    }

    static int last(Administration administration) {
        return administration.get("audit-entries?limit=1").extract().path("items[0].revision");
    }

    static List<Message> anchors(Administration administration) {
        return Messages.read(TestStack.kafka(), TOPIC, "0580/" + administration.id());
    }

    /** As somebody who owns the database would. */
    static void pastTheTrigger(String... statements) throws SQLException {
        try (Connection connection = TestStack.asOwner("finance");
                Statement sql = connection.createStatement()) {
            connection.setAutoCommit(false);
            sql.execute("alter table change disable trigger change_is_append_only");
            for (String statement : statements) {
                sql.execute(statement);
            }
            sql.execute("alter table change enable trigger change_is_append_only");
            connection.commit();
        }
    }

    /** Takes the newest change out of the trail and out of its unit, and does what else is said. */
    static void cut(Administration administration, int before, int newest, String... besides) throws SQLException {
        List<String> statements = new ArrayList<>(List.of(
                "delete from outbox where revision = " + newest,
                "delete from change where revision = " + newest,
                "update unit set name = 'LKDATA', revision = %d where administration_id = '%s' and row_key = 'lkdata'"
                        .formatted(before, administration.id())));
        statements.addAll(List.of(besides));
        pastTheTrigger(statements.toArray(String[]::new));
    }
}
