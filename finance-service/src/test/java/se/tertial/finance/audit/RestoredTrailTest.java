package se.tertial.finance.audit;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static se.tertial.finance.Administration.LKDATA;
import static se.tertial.finance.audit.AnchoredTrails.PATIENCE;
import static se.tertial.finance.audit.AnchoredTrails.RENAMED;
import static se.tertial.finance.audit.AnchoredTrails.awaitAnchored;
import static se.tertial.finance.audit.AnchoredTrails.cut;
import static se.tertial.finance.audit.AnchoredTrails.last;
import static se.tertial.finance.audit.AnchoredTrails.pastTheTrigger;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.finance.Administration;

/** A restored database lacks what its trails had: a restore that was declared explains that, and nothing more. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
@TestProfile(AnchoredTrails.Often.class)
class RestoredTrailTest {

    @Test
    void restoreExplainsWhatTheTrailLacks() {
        var vss = Administration.registered("anchored-restored");
        vss.has("units", LKDATA);
        awaitAnchored(vss);
        backUp();
        vss.put("units/lkdata", RENAMED).statusCode(200);
        awaitAnchored(vss);
        restore();
        int epoch = declare();

        ValidatableResponse verified = awaitAnchored(vss);

        verified.body("intact", equalTo(true))
                .body("anchors.contradictions", empty())
                .body("anchors.restores", contains(epoch))
                .body("anchors.newest.epoch", equalTo(epoch));
    }

    @Test
    void restoreThatTheTrailDoesNotTellOfExplainsNothing() throws SQLException {
        var vss = Administration.registered("anchored-cut-with-an-excuse");
        vss.has("units", LKDATA);
        int first = last(vss);
        vss.put("units/lkdata", RENAMED).statusCode(200);
        int cut = last(vss);
        awaitAnchored(vss);

        cut(
                vss,
                first,
                cut,
                """
                insert into restore
                (epoch, declared_at, declared_by, reason, lost_epoch, lost_revision, restored_revision, continues_after)
                select coalesce(max(epoch), 0) + 1, now(), 'operator', 'Disken gick sönder', 0, %d, %d, %d from restore
                """
                        .formatted(cut, first, cut));

        vss.get("audit-verification")
                .body("intact", equalTo(false))
                .body("anchors.contradictions.kind", contains("CUT"))
                .body("anchors.restores", empty());
        var other = Administration.registered("anchored-after-excuse");
        other.has("units", LKDATA);
        awaitAnchored(other);
        vss.get("audit-verification").body("anchors.newest.revision", equalTo(cut));
    }

    @Test
    void restoreExplainsAChangeThatWasUnderWayWhenTheBackupWasMade() throws SQLException {
        var vss = Administration.registered("anchored-under-way");
        var other = Administration.registered("anchored-in-the-backup");
        loseAnchored(vss, other, "0 seconds");
        int epoch = declare();

        ValidatableResponse verified = awaitAnchored(vss);

        verified.body("intact", equalTo(true)).body("anchors.restores", contains(epoch));
    }

    @Test
    void restoreDoesNotExplainWhatWasAnchoredLongBeforeTheBackup() throws SQLException {
        var vss = Administration.registered("anchored-before-the-backup");
        var other = Administration.registered("anchored-long-after");
        int lost = loseAnchored(vss, other, "10 minutes");
        declare();

        vss.get("audit-verification")
                .body("intact", equalTo(false))
                .body("anchors.contradictions.kind", hasItem("CUT"))
                .body("anchors.contradictions.revision", hasItem(lost));
    }

    @Test
    void trailThatWasLostWholeIsToldOfTheRestore() throws SQLException {
        backUp();
        var vss = Administration.registered("anchored-lost-whole");
        vss.has("units", LKDATA);
        awaitAnchored(vss);
        restore();
        int epoch = declare();

        vss.get("audit-verification").body("anchors.contradictions", empty()).body("anchors.restores", contains(epoch));
        vss.get("audit-entries").body("items.reason", hasItem("Disken gick sönder"));
    }

    @Test
    void restoreNamesTheHeadsThatWereLost() {
        var vss = Administration.registered("anchored-head-lost");
        var other = Administration.registered("anchored-nothing-lost");
        vss.has("units", LKDATA);
        other.has("units", LKDATA);
        awaitAnchored(other);
        backUp();
        vss.put("units/lkdata", RENAMED).statusCode(200);
        int lost = last(vss);
        String head = awaitAnchored(vss).extract().path("anchors.newest.head");
        restore();

        int epoch = declare();

        String ofVss = "lostHeads.find { it.administrationId == 'anchored-head-lost' }.";
        operator()
                .get("/restores/" + epoch)
                .then()
                .statusCode(200)
                .body("lostTrails", greaterThanOrEqualTo(1))
                .body(ofVss + "municipalityId", equalTo("0580"))
                .body(ofVss + "revision", equalTo(lost))
                .body(ofVss + "head", equalTo(head))
                .body("lostHeads.administrationId", not(hasItem("anchored-nothing-lost")));
        String restored = "items.find { it.topic == 'finance.restore.v1' && it.key == '" + epoch + "' }.after.";
        vss.get("audit-entries")
                .body(restored + "lostHead.revision", equalTo(lost))
                .body(restored + "lostHead.head", equalTo(head));
        other.get("audit-entries")
                .body(restored + "epoch", equalTo(epoch))
                .body(restored + "lostHead", nullValue())
                .body(restored + "lostHeads", nullValue());
    }

    /**
     * Loses a change that was anchored, in a restored database that has a newer change of another trail.
     *
     * @param after how much later than its last change the other trail has it
     * @return the revision that was lost
     */
    private static int loseAnchored(Administration vss, Administration other, String after) throws SQLException {
        vss.has("units", LKDATA);
        other.has("units", LKDATA);
        awaitAnchored(vss);
        backUp();
        vss.put("units/lkdata", RENAMED).statusCode(200);
        int lost = last(vss);
        awaitAnchored(vss);
        TestStack.restore("finance");
        committedBefore(other, lost + 1, after);
        awaitDatabase();
        return lost;
    }

    /** Puts into a restored database a change of a given number that the backup had, made after what it had else. */
    private static void committedBefore(Administration other, int revision, String after) throws SQLException {
        pastTheTrigger(
                """
                insert into change (revision, topic, municipality_id, administration_id, row_key, deleted, state, recorded_at,
                                    recorded_by, digest)
                select %d, topic, municipality_id, administration_id, row_key, deleted, state,
                       recorded_at + interval '%s', recorded_by, digest
                from change where administration_id = '%s' order by revision desc limit 1
                """
                        .formatted(revision, after, other.id()));
    }

    private static void backUp() {
        TestStack.backUp("finance");
        awaitDatabase();
    }

    private static void restore() {
        TestStack.restore("finance");
        awaitDatabase();
    }

    private static RequestSpecification operator() {
        return given().contentType("application/json").auth().oauth2(TestStack.token("operator", "administrator:*:*"));
    }

    private static int declare() {
        return operator()
                .body("{\"reason\": \"Disken gick sönder\"}")
                .post("/restores")
                .then()
                .statusCode(201)
                .extract()
                .path("epoch");
    }

    private static void awaitDatabase() {
        await().atMost(PATIENCE).until(() -> operator().get("/municipalities").statusCode() == 200);
    }
}
