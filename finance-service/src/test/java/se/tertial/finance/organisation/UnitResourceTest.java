package se.tertial.finance.organisation;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static se.tertial.finance.Administration.LKDATA;
import static se.tertial.finance.Administration.PROCUREMENT;
import static se.tertial.finance.Administration.SUPPORT;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.devstack.TestStack;
import se.tertial.finance.Administration;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
class UnitResourceTest {

    @Test
    void unitsAreReadAsTheyWereWrittenInTheirOrder() {
        var vss = Administration.registered("unit-read");

        vss.has("units", LKDATA, SUPPORT, PROCUREMENT);

        vss.get("units")
                .statusCode(200)
                .body("items.unitId", contains("lkdata-support", "upphandling-och-inkop", "lkdata"));
        vss.get("units/lkdata-support")
                .body("name", equalTo("LKDATA support"))
                .body("contribution", equalTo("INFORMATIVE"))
                .body("placements[0].parentId", equalTo("lkdata"))
                .body("placements[0].validFrom", equalTo("2020-01-01"))
                .body("placements[0]", not(hasKey("validTo")))
                .body("aliases", equalTo(List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            textBlock =
                    """
                    "unitId": "lkdata"            | "unitId": "LKDATA"           | 400 | /unitId
                    "name": "LKDATA"              | "name": " "                  | 400 | /name
                    "order": 90                   | "order": "last"              | 400 | /order
                    "ADDITIVE"                    | "both"                       | 400 | /contribution
                    "2020-01-01"                  | "2020-02-30"                 | 400 | /placements/0/validFrom
                    [{"validFrom": "2020-01-01"}] | []                           | 400 | /placements
                    "2020-01-01"}                 | "2020-01-01", "validTo": "2019-12-31"} | 422 | /placements/0/validTo
                    "2020-01-01"}                 | "2020-01-01"}, {"validFrom": "2021-01-01"} | 422 | /placements/1
                    "2020-01-01"}                 | "2020-01-01", "parentId": "unknown"} | 422 | /placements/0/parentId
                    "2020-01-01"}                 | "2020-01-01", "parentId": "lkdata"}  | 422 | /placements
                    """)
    void unitThatCannotBeIsRefusedWithThePlaceOfTheError(String right, String wrong, int status, String place) {
        var vss = Administration.registered("unit-refused");

        var refused = vss.putAll("units", PROCUREMENT, LKDATA.replace(right, wrong));

        refused.statusCode(status)
                .contentType("application/problem+json")
                .body("violations.field", hasItem("/items/1" + place));
        assertEquals(List.of(), vss.items("units"));
    }

    @Test
    void unitsCannotStandBelowEachOther() {
        var vss = Administration.registered("unit-cycle");
        vss.has("units", LKDATA, SUPPORT);
        String before = vss.get("units").extract().asString();

        var refused = vss.put(
                "units/lkdata", LKDATA.replace("{\"validFrom\"", "{\"parentId\": \"lkdata-support\", \"validFrom\""));

        refused.statusCode(422)
                .body("violations.field", contains("/placements"))
                .body("violations[0].message", containsString("On 2020-01-01"));
        assertEquals(before, vss.get("units").extract().asString());
    }

    @Test
    void unitsMayChangePlacesOverTime() {
        var vss = Administration.registered("unit-turn");
        String above = LKDATA.replace(
                "{\"validFrom\": \"2020-01-01\"}",
                "{\"validFrom\": \"2020-01-01\", \"validTo\": \"2021-09-30\"},"
                        + "{\"parentId\": \"lkdata-support\", \"validFrom\": \"2021-10-01\"}");
        String below = SUPPORT.replace(
                "{\"parentId\": \"lkdata\", \"validFrom\": \"2020-01-01\"}",
                "{\"parentId\": \"lkdata\", \"validFrom\": \"2020-01-01\", \"validTo\": \"2021-09-30\"},"
                        + "{\"validFrom\": \"2021-10-01\"}");

        var written = vss.putAll("units", above, below);

        written.statusCode(200).body("created", equalTo(2));
    }

    @Test
    void predecessorIsAUnitOfThisOrAnotherAdministration() {
        var vss = Administration.registered("unit-predecessor");
        String merged = LKDATA.replace(
                "\"placements\"",
                "\"predecessors\": [{\"kind\": \"MERGED\", \"unitId\": \"it-drift\"}], \"placements\"");

        vss.put("units/lkdata", merged).statusCode(422).body("violations.field", contains("/predecessors/0/unitId"));

        vss.put("units/lkdata", merged.replace("\"it-drift\"", "\"it-drift\", \"administrationId\": \"teknik\""))
                .statusCode(201);
    }

    @Test
    void unitThatOthersReferToCannotBeDeleted() {
        var vss = Administration.registered("unit-delete");
        vss.has("units", LKDATA, SUPPORT);

        vss.delete("units/lkdata").statusCode(409).body("detail", containsString("lkdata-support"));

        vss.delete("units/lkdata-support").statusCode(204);
        vss.delete("units/lkdata").statusCode(204);
        vss.get("units/lkdata").statusCode(404);
    }

    @Test
    void closedUnitChangesWhatShowsOnlyForAReason() {
        var vss = Administration.registered("unit-closed");
        vss.has("units", PROCUREMENT);
        String closed = PROCUREMENT.replace("2020-01-01\"", "2020-01-01\", \"validTo\": \"2021-12-31\"");
        String renamed = closed.replace("inköp\"", "inköp (till 2021)\"");
        String because = "{\"reason\": \"Förväxlades med den nya enheten\", ";
        String address = "units/upphandling-och-inkop";
        vss.put(address, closed).statusCode(200);

        var refused = vss.put(address, renamed);

        refused.statusCode(409)
                .body("violations.field", contains("/reason"))
                .body(
                        "violations[0].message",
                        equalTo(
                                "The unit “upphandling-och-inkop” is closed; a change that shows says why it is made."));
        vss.putAll("units", LKDATA, renamed).statusCode(409).body("violations.field", contains("/items/1/reason"));
        vss.put(address, PROCUREMENT).statusCode(409);
        vss.get("units").body("items.name", contains("Upphandling och inköp"));
        vss.put(address, closed.replace("\"placements\"", "\"aliases\": [\"Inköp\"], \"placements\""))
                .statusCode(200);
        vss.put(address, because + renamed.strip().substring(1)).statusCode(200);
        vss.put(address, because + PROCUREMENT.strip().substring(1)).statusCode(200);
        vss.put(address, renamed).statusCode(200);
        vss.get(address + "/revisions")
                .body(
                        "items.reason",
                        contains(
                                null,
                                "Förväxlades med den nya enheten",
                                "Förväxlades med den nya enheten",
                                null,
                                null,
                                null));
    }

    @Test
    void unitWhoseLastDayIsAheadIsNotClosed() {
        var vss = Administration.registered("unit-closes-later");
        String ending = LKDATA.replace("2020-01-01\"", "2020-01-01\", \"validTo\": \"2999-12-31\"");
        vss.has("units", ending);

        vss.put("units/lkdata", ending.replace("\"LKDATA\"", "\"LK Data\"")).statusCode(200);
    }

    @Test
    void onlyWhoMayIsLetIn() {
        var vss = Administration.registered("unit-access");
        vss.has("units", LKDATA);

        var anonymous = given().get(vss.address("units")).then();

        anonymous.statusCode(401).header("WWW-Authenticate", "Bearer");
        for (String grant : List.of("reader:0580:another", "controller:1480:*", "reader:0580")) {
            given().auth()
                    .oauth2(TestStack.token("stranger", grant))
                    .get(vss.address("units"))
                    .then()
                    .statusCode(403);
        }
        given().contentType("application/json")
                .auth()
                .oauth2(TestStack.token("reader", "reader:0580:*"))
                .body(PROCUREMENT)
                .put(vss.address("units/upphandling-och-inkop"))
                .then()
                .statusCode(403);
        assertEquals(1, vss.items("units").size());
    }
}
