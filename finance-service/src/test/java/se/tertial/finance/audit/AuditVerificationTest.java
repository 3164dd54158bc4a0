package se.tertial.finance.audit;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static se.tertial.finance.Administration.LKDATA;
import static se.tertial.finance.Administration.PROCUREMENT;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.TestStack;
import se.tertial.finance.Administration;

/** What somebody with the database changed past the service shows. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
class AuditVerificationTest {

    private static final String RENAMED = LKDATA.replace("\"LKDATA\"", "\"LK Data\"");
    private static final String LINE =
            """
            {"unitId": "lkdata", "scenario": "BUDGET", "period": "2021", "income": "100.5", "cost": "1"}
            """;

    @Test
    void whatWasWrittenByTheServiceIsAsTheTrailTells() {
        var vss = Administration.registered("verified");
        vss.has("units", LKDATA, PROCUREMENT);
        vss.has("operating-lines", LINE);
        vss.put("units/lkdata", RENAMED).statusCode(200);
        vss.delete("units/upphandling-och-inkop").statusCode(204);

        var verified = vss.get("audit-verification");

        verified.statusCode(200).body("intact", equalTo(true)).body("differences", empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "update unit set name = 'Ett annat namn' where %s and row_key = 'lkdata' | CHANGED | lkdata",
                "update unit set revision = revision + 1 where %s and row_key = 'lkdata' | CHANGED | lkdata",
                "delete from unit where %s and row_key = 'lkdata' | MISSING | lkdata",
                "insert into unit select municipality_id, administration_id, 'smuggled', revision, name, short_name, position, contribution, aliases, placements, predecessors from unit where %s and row_key = 'lkdata' | UNTOLD | smuggled"
            })
    void rowThatWasChangedPastTheServiceShows(String statement, String kind, String key) throws SQLException {
        var vss = Administration.registered(
                "verified-row-" + kind.toLowerCase(java.util.Locale.ROOT) + statement.length());
        vss.has("units", LKDATA, PROCUREMENT);

        asOwner(statement.formatted("administration_id = '" + vss.id() + "'"));

        vss.get("audit-verification")
                .body("intact", equalTo(false))
                .body("firstBroken", nullValue())
                .body("differences.kind", contains(kind))
                .body("differences.topic", contains("finance.unit.v1"))
                .body("differences.key", contains(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"and row_key = 'lkdata' and state ->> 'name' = 'LK Data'", "and topic = 'finance.unit.v1'"})
    void trailThatWasCutShowsInTheRowsThatItToldOf(String condition) throws SQLException {
        var vss = Administration.registered("verified-cut-" + condition.length());
        vss.has("units", LKDATA, PROCUREMENT);
        vss.put("units/lkdata", RENAMED).statusCode(200);
        String cut = "where administration_id = '" + vss.id() + "' " + condition;

        asOwner(
                "alter table change disable trigger change_is_append_only",
                "delete from outbox where revision in (select revision from change " + cut + ")",
                "delete from change " + cut,
                "alter table change enable trigger change_is_append_only");

        ValidatableResponse verified = vss.get("audit-verification");
        verified.body("intact", equalTo(false))
                .body("firstBroken", nullValue())
                .body("differences", not(empty()))
                .body("differences.topic", everyItem(equalTo("finance.unit.v1")));
    }

    @Test
    void municipalityHasATrailOfItsOwn() {
        var all = given().contentType("application/json")
                .auth()
                .oauth2(TestStack.token("anna", "administrator:1480:*", "controller:1480:*"));
        all.body("{\"municipalityId\": \"1480\", \"name\": \"Göteborgs Stad\"}")
                .put("/municipalities/1480")
                .then()
                .statusCode(201);

        ofMunicipality("audit-entries", "controller:1480:*")
                .statusCode(200)
                .body("items.topic", contains("finance.municipality.v1"))
                .body("items.recordedBy", contains("anna"));
        ofMunicipality("changes", "controller:1480:*").statusCode(200).body("items.key", contains("municipality"));
        ofMunicipality("audit-verification", "controller:1480:*")
                .statusCode(200)
                .body("entries", equalTo(1))
                .body("intact", equalTo(true));
        ofMunicipality("audit-entries", "controller:1480:one").statusCode(403);
        ofMunicipality("audit-verification", "controller:1480:one").statusCode(403);
        ofMunicipality("audit-entries", "reader:1480:*").statusCode(403);
    }

    @Test
    void whoAndWhyAreOnlyForThoseWhoMayReadTheTrail() {
        var vss = Administration.registered("who-and-why");
        vss.has("units", LKDATA);
        vss.as()
                .header("If-Match", "*")
                .queryParam("reason", "Dubblett")
                .delete(vss.address("units/lkdata"))
                .then()
                .statusCode(204);

        var reader = given().auth().oauth2(TestStack.token("reader", "reader:0580:*"));

        reader.get(vss.address("units/lkdata/revisions"))
                .then()
                .statusCode(200)
                .body("items.deleted", contains(true, false))
                .body("items[0].recordedBy", nullValue())
                .body("items[0].reason", nullValue());
        vss.get("units/lkdata/revisions")
                .body("items[0].recordedBy", equalTo("controller"))
                .body("items[0].reason", equalTo("Dubblett"));
    }

    private static ValidatableResponse ofMunicipality(String resource, String grant) {
        return given().auth()
                .oauth2(TestStack.token("anna", grant))
                .get("/municipalities/1480/" + resource)
                .then();
    }

    private static void asOwner(String... statements) throws SQLException {
        try (Connection connection = TestStack.asOwner("finance");
                Statement sql = connection.createStatement()) {
            for (String statement : statements) {
                sql.execute(statement);
            }
        }
    }
}
