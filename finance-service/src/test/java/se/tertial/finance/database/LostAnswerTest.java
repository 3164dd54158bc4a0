package se.tertial.finance.database;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.devstack.Wire;
import se.tertial.finance.Administration;

/** When the connection to the database is lost, the answer says truly whether anything may have been done. */
@QuarkusTest
@TestProfile(Wired.class)
class LostAnswerTest {

    /** What PostgreSQL answers to a commit. */
    private static final String COMMITTED = "COMMIT\0";

    /** The name of the column in which revisions are given out, which is before anything is written. */
    private static final String REVISIONS = "nextval\0";

    private static final String RENAMED = Administration.LKDATA.replace("\"LKDATA\"", "\"LK Data\"");

    private final Wire wire = TestStack.wireToDatabase();

    @Test
    void whoseCommitIsNotAnsweredIsToldThatTheOutcomeIsUnknown() {
        var vss = Administration.registered("lost-commit");
        lose("lost-commit", COMMITTED);

        ValidatableResponse answer = vss.put("units/lkdata", Administration.LKDATA);

        saysThatTheOutcomeIsUnknown(answer);
        vss.get("units/lkdata").statusCode(200).body("name", equalTo("LKDATA"));
    }

    @Test
    void repeatedWriteSucceedsAfterAnUnknownOutcome() {
        var vss = Administration.registered("lost-create");
        lose("lost-create", COMMITTED);
        saysThatTheOutcomeIsUnknown(vss.put("units/lkdata", Administration.LKDATA));

        ValidatableResponse again = vss.put("units/lkdata", Administration.LKDATA);

        again.statusCode(200);
        vss.get("units/lkdata/revisions").body("items", hasSize(1));
    }

    @Test
    void repeatedReplacementSucceedsThoughItNamesTheStateBefore() {
        var vss = Administration.registered("lost-replace");
        vss.put("units/lkdata", Administration.LKDATA).statusCode(201);
        String seen = vss.get("units/lkdata").extract().header("ETag");
        lose("lost-replace", COMMITTED);
        saysThatTheOutcomeIsUnknown(replace(vss, seen));

        ValidatableResponse again = replace(vss, seen);

        again.statusCode(200).body("name", equalTo("LK Data"));
        vss.get("units/lkdata/revisions").body("items", hasSize(2));
    }

    @Test
    void repeatedBulkWriteSucceedsThoughItNamesTheStateBefore() {
        var vss = Administration.registered("lost-bulk");
        String seen = vss.get("units").extract().header("ETag");
        lose("lost-bulk", COMMITTED);
        saysThatTheOutcomeIsUnknown(replaceAll(vss, seen));

        ValidatableResponse again = replaceAll(vss, seen);

        again.statusCode(200).body("unchanged", equalTo(1));
    }

    @Test
    void whatIsLostBeforeTheCommitChangesNothingAndSaysSo() {
        var vss = Administration.registered("lost-before");
        lose("lost-before", REVISIONS);

        ValidatableResponse answer = vss.put("units/lkdata", Administration.LKDATA);

        answer.statusCode(503)
                .header("Retry-After", equalTo("2"))
                .body("type", equalTo("https://tertial.se/problems/unavailable"))
                .body("detail", containsString("nothing was changed"));
        vss.put("units/lkdata", Administration.LKDATA).statusCode(201);
    }

    /**
     * On the connection on which the administration's turn is taken: its name is the whole parameter there, after its length. The relay
     * asks for parts of the outbox, in which the name stands as well.
     */
    private void lose(String administration, String answer) {
        String scope = "0580/" + administration;
        wire.loseAnswer((char) scope.length() + scope, answer);
    }

    private static ValidatableResponse replace(Administration vss, String seen) {
        return vss.as()
                .header("If-Match", seen)
                .body(RENAMED)
                .put(vss.address("units/lkdata"))
                .then();
    }

    private static ValidatableResponse replaceAll(Administration vss, String seen) {
        return vss.as()
                .header("If-Match", seen)
                .body("{\"items\": [" + Administration.LKDATA + "]}")
                .put(vss.address("units"))
                .then();
    }

    private static void saysThatTheOutcomeIsUnknown(ValidatableResponse answer) {
        answer.statusCode(503)
                .header("Retry-After", equalTo("2"))
                .body("type", equalTo("https://tertial.se/problems/outcome-unknown"))
                .body("detail", containsString("Read before you repeat"))
                .body("detail", not(containsString("nothing was changed")));
    }
}
