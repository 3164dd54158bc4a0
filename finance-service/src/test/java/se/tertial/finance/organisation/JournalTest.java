package se.tertial.finance.organisation;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static se.tertial.finance.Administration.LKDATA;
import static se.tertial.finance.Administration.PROCUREMENT;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.Messages;
import se.tertial.devstack.TestStack;
import se.tertial.finance.Administration;

/** The journal: what systems follow, and what auditors read. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
class JournalTest {

    private static final String RENAMED = LKDATA.replace("\"LKDATA\"", "\"LK Data\"");

    @Inject
    AgroalDataSource database;

    @Test
    void followerGetsEveryChangeInOrderAndThenOnlyWhatIsNew() {
        var vss = Administration.registered("journal-follow");
        vss.has("units", LKDATA, PROCUREMENT);
        List<Integer> first = vss.get("changes").extract().path("items.revision");
        vss.put("units/lkdata", RENAMED);
        vss.delete("units/upphandling-och-inkop");

        var news = vss.get("changes?since=" + first.get(2));

        news.statusCode(200)
                .body("items.key", contains("lkdata", "upphandling-och-inkop"))
                .body("items.topic", contains("finance.unit.v1", "finance.unit.v1"))
                .body("items[0].state.name", equalTo("LK Data"))
                .body("items.deleted", contains(false, true))
                .body("items[1].state", nullValue())
                .body("items[0].recordedBy", nullValue());
        int last = news.extract().path("items[1].revision");
        vss.get("changes?since=" + last).body("items", empty());
        assertEquals(first.stream().sorted().toList(), first);
    }

    @Test
    void eachPageTellsHowManyEntriesThereAreByThen() {
        var vss = Administration.registered("journal-length");
        int before = vss.get("audit-entries?limit=1").extract().path("_meta.totalRecords");
        vss.has("units", LKDATA, PROCUREMENT);
        vss.get("audit-entries?limit=1").body("_meta.totalRecords", equalTo(before + 2));
        vss.put("units/lkdata", RENAMED);
        vss.delete("units/lkdata");

        vss.get("audit-entries?limit=1").body("_meta.totalRecords", equalTo(before + 4));
        vss.get("changes?limit=1").body("_meta.totalRecords", equalTo(before + 4));
        vss.get("audit-entries?limit=1&key=lkdata").body("_meta.totalRecords", equalTo(3));
    }

    @Test
    void auditTrailTellsWhoChangedWhatFromWhereAndWhatItWasBefore() {
        var vss = Administration.registered("journal-audit");
        vss.has("units", LKDATA);
        vss.put("units/lkdata", RENAMED);
        vss.delete("units/lkdata");

        var trail = vss.get("audit-entries?key=lkdata");

        trail.statusCode(200)
                .body("items", hasSize(3))
                .body("items.recordedBy", contains("controller", "controller", "controller"))
                .body("items[0].before.name", equalTo("LK Data"))
                .body("items[0].after", nullValue())
                .body("items[1].before.name", equalTo("LKDATA"))
                .body("items[1].after.name", equalTo("LK Data"))
                .body("items[2].before", nullValue())
                .body("items[2].digest", matchesPattern("[0-9a-f]{64}"));
        vss.get("audit-entries?recordedBy=someone-else").body("items", empty());
        vss.get("audit-entries?topic=finance.period.v1").body("items", empty());
    }

    @Test
    void auditTrailNamesTheApplication() {
        var vss = Administration.registered("journal-client");
        vss.has("units", LKDATA);

        var trail = vss.get("audit-entries?key=lkdata");

        trail.body("items.client", contains("tertial-local"));
    }

    @Test
    void trailThatNobodyTouchedIsIntactAndKafkaKnowsItsHead() {
        var vss = Administration.registered("journal-intact");
        vss.has("units", LKDATA, PROCUREMENT);
        vss.put("units/lkdata", RENAMED);

        var verified = vss.get("audit-verification");

        String head = vss.get("audit-entries?limit=1").extract().path("items[0].digest");
        verified.statusCode(200)
                .body("intact", equalTo(true))
                .body("entries", equalTo(4))
                .body("head", equalTo(head))
                .body("firstBroken", nullValue());
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertEquals(
                        head,
                        Messages.read(TestStack.kafka(), "finance.unit.v1", "0580/" + vss.id() + "/lkdata")
                                .get(1)
                                .headers()
                                .get("ce_digest")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set state = '{\"name\": \"Ett annat namn\"}'",
                "set recorded_by = 'someone-else'",
                "set recorded_at = recorded_at - interval '1 day'",
                "set reason = 'Ett skäl i efterhand'",
                "set client = 'another-application'",
                "set row_key = 'another-unit'"
            })
    void everyTamperingShows(String tampering) throws SQLException {
        var vss = Administration.registered("journal-tampered-" + Math.abs(tampering.hashCode()));
        vss.has("units", LKDATA, PROCUREMENT);
        vss.put("units/lkdata", RENAMED);
        int second = vss.get("changes").extract().path("items[1].revision");

        pastTheTrigger("update change %s where revision = %d".formatted(tampering, second));

        vss.get("audit-verification").body("intact", equalTo(false)).body("firstBroken", equalTo(second));
    }

    @Test
    void entryThatWasTakenOutShows() throws SQLException {
        var vss = Administration.registered("journal-removed");
        vss.has("units", LKDATA, PROCUREMENT);
        vss.put("units/lkdata", RENAMED);
        List<Integer> revisions = vss.get("changes").extract().path("items.revision");

        pastTheTrigger("delete from outbox where revision = %1$d; delete from change where revision = %1$d"
                .formatted(revisions.get(1)));

        vss.get("audit-verification").body("intact", equalTo(false)).body("firstBroken", equalTo(revisions.get(2)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"update change set recorded_by = 'nobody'", "delete from change", "truncate change cascade"})
    void databaseRefusesToChangeTheJournal(String statement) {
        var vss = Administration.registered("journal-refused");
        vss.has("units", LKDATA);

        SQLException refused = assertThrows(SQLException.class, () -> asOwner(statement));

        assertEquals(true, String.valueOf(refused.getMessage()).contains("append-only"));
        vss.get("audit-verification").body("intact", equalTo(true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update change set recorded_by = 'nobody'",
                "delete from change",
                "truncate change cascade",
                "delete from restore",
                "delete from flyway_schema_history",
                "alter table change disable trigger change_is_append_only",
                "alter table unit add column smuggled text",
                "drop trigger change_is_append_only on change",
                "drop table unit",
                "create table smuggled (name text)",
                "create temporary table smuggled (name text)",
                "set session_replication_role = replica"
            })
    void serviceItselfMayNotEvenTry(String statement) {
        SQLException refused = assertThrows(SQLException.class, () -> asService(statement));

        assertEquals("42501", refused.getSQLState(), refused.getMessage());
    }

    @Test
    void trailOfOthersIsNotSeen() {
        var ours = Administration.registered("journal-ours");
        var theirs = Administration.registered("journal-theirs");
        ours.has("units", LKDATA);
        theirs.has("units", PROCUREMENT);

        var trail = ours.get("audit-entries");

        trail.body("items.key", contains("lkdata", "administration"));
        ours.get("changes")
                .body("items.key", contains("administration", "lkdata"))
                .body("_links.self.href", containsString("journal-ours"));
    }

    @Test
    void pageOfWhatMayBeMillionsCountsOnlySoManyBeyondIt() throws SQLException {
        var vss = Administration.registered("journal-long");
        asOwner(
                """
                insert into change (revision, topic, municipality_id, administration_id, row_key, deleted, recorded_at, recorded_by,
                                    digest)
                select nextval('revision_seq'), 'finance.unit.v1', '0580', 'journal-long', 'many', true, now(), 'loader', 'none'
                from generate_series(1, 10050)
                """);

        for (String list :
                List.of("changes?topic=finance.unit.v1&", "audit-entries?key=many&", "units/many/revisions?")) {
            vss.get(list + "limit=10")
                    .body("_meta.totalRecords", equalTo(10_010))
                    .body("_links.next.href", containsString("page=2"));
            vss.get(list + "limit=10&page=5").body("_meta.totalRecords", equalTo(10_050));
            vss.get(list + "limit=1000&page=11")
                    .body("_meta.count", equalTo(50))
                    .body("_links.next", nullValue());
        }
        vss.get("changes").body("_meta.totalRecords", equalTo(10_051));
    }

    /** As somebody who owns the database would. */
    private static void pastTheTrigger(String statement) throws SQLException {
        asOwner(
                "alter table change disable trigger change_is_append_only",
                statement,
                "alter table change enable trigger change_is_append_only");
    }

    private static void asOwner(String... statements) throws SQLException {
        try (Connection connection = TestStack.asOwner("finance");
                Statement sql = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String statement : statements) {
                sql.execute(statement);
            }
            connection.commit();
        }
    }

    private void asService(String statement) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }
}
