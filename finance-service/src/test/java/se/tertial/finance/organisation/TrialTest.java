package se.tertial.finance.organisation;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static se.tertial.finance.Administration.LKDATA;
import static se.tertial.finance.Administration.PROCUREMENT;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.TestStack;
import se.tertial.finance.Administration;

/** A bulk write tells of each row when asked, and a trial of one changes nothing. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
class TrialTest {

    private static final String RENAMED = LKDATA.replace("\"LKDATA\"", "\"LK Data\"");

    @Test
    void trialTellsOfEachRowAndChangesNothing() {
        var vss = Administration.registered("trial");
        vss.has("units", LKDATA);
        int revision = vss.get("units/lkdata").extract().path("revision");
        String tag = vss.get("units").extract().header("ETag");

        var tried = vss.putAll("units?mode=TRY", PROCUREMENT, RENAMED);

        tried.statusCode(200)
                .body("created", equalTo(1))
                .body("replaced", equalTo(1))
                .body("revision", equalTo(0))
                .body("rows.key", contains("upphandling-och-inkop", "lkdata"))
                .body("rows.effect", contains("CREATED", "REPLACED"))
                .body("rows[0].revision", nullValue())
                .body("rows[1].revision", equalTo(revision));
        vss.get("units").header("ETag", equalTo(tag)).body("items.name", contains("LKDATA"));
        vss.get("changes?since=" + revision).body("items", empty());
    }

    @Test
    void trialRefusesWhatAWriteRefuses() {
        var vss = Administration.registered("trial-refused");
        String orphan = PROCUREMENT.replace(
                "{\"validFrom\": \"2020-01-01\"}", "{\"validFrom\": \"2020-01-01\", \"parentId\": \"none\"}");

        var tried = vss.putAll("units?mode=TRY", LKDATA, orphan);

        List<String> fields = tried.statusCode(422).extract().path("violations.field");
        assertEquals(
                fields,
                vss.putAll("units", LKDATA, orphan).statusCode(422).extract().path("violations.field"));
        vss.get("units").body("items", empty());
    }

    @Test
    void writeTellsAtWhichRevisionEachRowStands() {
        var vss = Administration.registered("trial-told");
        vss.has("units", LKDATA);
        int unchanged = vss.get("units/lkdata").extract().path("revision");

        var written = vss.putAll("units?mode=TELL", PROCUREMENT, LKDATA);

        written.statusCode(200)
                .body("rows.key", contains("upphandling-och-inkop", "lkdata"))
                .body("rows.effect", contains("CREATED", "UNCHANGED"))
                .body("rows[1].revision", equalTo(unchanged));
        vss.get("units/upphandling-och-inkop")
                .body("revision", equalTo(written.extract().path("rows[0].revision")));
    }

    @Test
    void aRowThatMustNotBeThereSaysThatItSawRevisionNought() {
        var vss = Administration.registered("trial-nought");
        String unseen = LKDATA.replace("{\"unitId\"", "{\"revision\": 0, \"unitId\"");
        vss.putAll("units", unseen).statusCode(200).body("rows", nullValue());

        var refused = vss.putAll("units", unseen.replace("\"LKDATA\"", "\"LK Data\""));

        refused.statusCode(412).body("violations.field", contains("/items/0/revision"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"try", "DRY", "true"})
    void whatIsNoModeWritesNothing(String mode) {
        var vss = Administration.registered("trial-mode");

        var refused = vss.putAll("units?mode=" + mode, LKDATA);

        refused.statusCode(400).body("violations.field", hasItem("mode"));
        vss.get("units").body("items", empty());
    }
}
