package se.tertial.finance.organisation;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static se.tertial.finance.Administration.LKDATA;
import static se.tertial.finance.Administration.PROCUREMENT;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.TestStack;
import se.tertial.finance.Administration;

/** Nobody overwrites what they have not seen, and nobody is sent what they have. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
class ConditionalRequestTest {

    private static final String RENAMED = LKDATA.replace("\"LKDATA\"", "\"LK Data\"");

    @Test
    void whatIsCreatedSaysWhereItIsAndAtWhichState() {
        var vss = Administration.registered("condition-created");

        var created = vss.as().body(LKDATA).put(vss.address("units/lkdata")).then();

        created.statusCode(201)
                .header("Location", containsString(vss.address("units/lkdata")))
                .header("ETag", equalTo("\"" + created.extract().path("revision") + "\""));
        vss.get("units/lkdata").header("ETag", equalTo(created.extract().header("ETag")));
    }

    @Test
    void replacingNeedsToSayWhatWasSeen() {
        var vss = Administration.registered("condition-needed");
        vss.has("units", LKDATA);

        var refused = vss.as().body(RENAMED).put(vss.address("units/lkdata")).then();

        refused.statusCode(428).body("type", equalTo("https://tertial.se/problems/precondition-required"));
        vss.as().delete(vss.address("units/lkdata")).then().statusCode(428);
        vss.get("units/lkdata").body("name", equalTo("LKDATA"));
    }

    @Test
    void sameContentAgainNeedsNoConditionForNothingIsOverwritten() {
        var vss = Administration.registered("condition-same");
        vss.has("units", LKDATA);
        String seen = vss.get("units/lkdata").extract().header("ETag");

        var again = vss.as().body(LKDATA).put(vss.address("units/lkdata")).then();

        again.statusCode(200).header("ETag", equalTo(seen));
    }

    @Test
    void secondOfTwoWhoReadTheSameIsToldThatItChanged() {
        var vss = Administration.registered("condition-stale");
        vss.has("units", LKDATA);
        String seen = vss.get("units/lkdata").extract().header("ETag");
        vss.as().header("If-Match", seen).body(RENAMED).put(vss.address("units/lkdata"));

        var second = vss.as()
                .header("If-Match", seen)
                .body(LKDATA.replace("\"order\": 90", "\"order\": 91"))
                .put(vss.address("units/lkdata"))
                .then();

        second.statusCode(412).body("detail", containsString("changed since you read it"));
        vss.as()
                .header("If-Match", seen)
                .delete(vss.address("units/lkdata"))
                .then()
                .statusCode(412);
        vss.get("units/lkdata").body("name", equalTo("LK Data")).body("order", equalTo(90));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "W/\"1\"", "1", "\"\"", "none"})
    void whatIsNotThereCannotBeReplaced(String tag) {
        var vss = Administration.registered("condition-absent");

        var refused = vss.as()
                .header("If-Match", tag)
                .body(LKDATA)
                .put(vss.address("units/lkdata"))
                .then();

        refused.statusCode(412);
        vss.get("units").body("items", empty());
    }

    @Test
    void whoMeansToCreateDoesNotReplace() {
        var vss = Administration.registered("condition-create");
        vss.has("units", LKDATA);

        var refused = vss.as()
                .header("If-None-Match", "*")
                .body(LKDATA)
                .put(vss.address("units/lkdata"))
                .then();

        refused.statusCode(412);
    }

    @Test
    void oneOfSeveralTagsIsEnoughAndAnyStateMeansAny() {
        var vss = Administration.registered("condition-several");
        vss.has("units", LKDATA);
        String seen = vss.get("units/lkdata").extract().header("ETag");

        var replaced = vss.as()
                .header("If-Match", "\"1\", " + seen)
                .body(RENAMED)
                .put(vss.address("units/lkdata"))
                .then();

        replaced.statusCode(200).body("name", equalTo("LK Data"));
        vss.as()
                .header("If-Match", "*")
                .delete(vss.address("units/lkdata"))
                .then()
                .statusCode(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"units", "units/lkdata", "units/lkdata/revisions", "changes", "audit-entries"})
    void whatTheClientHasIsNotSentAgain(String path) {
        var vss = Administration.registered("condition-known");
        vss.has("units", LKDATA);
        String seen = vss.get(path).statusCode(200).extract().header("ETag");

        Response again = vss.as().header("If-None-Match", seen).get(vss.address(path));

        assertEquals(304, again.statusCode());
        assertEquals("", again.body().asString());
        assertEquals(seen, again.header("ETag"));
        assertEquals("private, no-cache", vss.get(path).extract().header("Cache-Control"));
    }

    @Test
    void starIsNoTagAmongOthers() {
        var vss = Administration.registered("condition-star");
        vss.has("units", LKDATA);

        var refused = vss.as()
                .header("If-Match", "\"1\", *")
                .delete(vss.address("units/lkdata"))
                .then();

        refused.statusCode(412);
        vss.get("units").body("items.unitId", contains("lkdata"));
    }

    @Test
    void listIsKnownByItsLastChange() {
        var vss = Administration.registered("condition-list");
        vss.has("units", LKDATA, PROCUREMENT);
        String seen = vss.get("units").extract().header("ETag");

        vss.delete("units/lkdata").statusCode(204);

        assertNotEquals(seen, vss.get("units").extract().header("ETag"));
        vss.as()
                .header("If-None-Match", seen)
                .get(vss.address("units"))
                .then()
                .statusCode(200)
                .body("items.unitId", contains("upphandling-och-inkop"));
    }

    @Test
    void manyAreRefusedWholeIfOneWasChangedSinceItWasRead() {
        var vss = Administration.registered("condition-many");
        vss.has("units", LKDATA);
        int seen = vss.get("units/lkdata").extract().path("revision");
        vss.put("units/lkdata", RENAMED).statusCode(200);

        var refused = vss.putAll(
                "units", PROCUREMENT, LKDATA.replace("{\"unitId\"", "{\"revision\": %d, \"unitId\"".formatted(seen)));

        refused.statusCode(412).body("violations.field", contains("/items/1/revision"));
        vss.get("units").body("items.name", contains("LK Data"));
    }

    @Test
    void manyMayDependOnTheStateOfTheList() {
        var vss = Administration.registered("condition-list-write");
        vss.has("units", LKDATA);
        String seen = vss.get("units").extract().header("ETag");
        vss.put("units/lkdata", RENAMED).statusCode(200);

        var refused = vss.as()
                .header("If-Match", seen)
                .body("{\"items\": [" + PROCUREMENT + "]}")
                .put(vss.address("units"))
                .then();

        refused.statusCode(412);
        vss.get("units").body("items.unitId", contains("lkdata"));
    }

    @ParameterizedTest
    @CsvSource({
        "name, LKDATA, Upphandling och inköp",
        "-name, Upphandling och inköp, LKDATA",
        "order, Upphandling och inköp, LKDATA",
        "'contribution,-order', LKDATA, Upphandling och inköp"
    })
    void listIsSortedAsAsked(String sort, String first, String second) {
        var vss = Administration.registered("condition-sort");
        vss.has("units", LKDATA, PROCUREMENT);

        var sorted = vss.get("units?sort=" + sort);

        sorted.statusCode(200)
                .body("items.name", contains(first, second))
                .body("_links.self.href", containsString("sort="));
    }

    @ParameterizedTest
    @ValueSource(strings = {"price", "id.rowKey", "name;drop", "name desc", "", "-", "a,b,c,d,e,f"})
    void whatAListCannotBeSortedByIsRefused(String sort) {
        var vss = Administration.registered("condition-unsorted");

        var refused =
                vss.as().queryParam("sort", sort).get(vss.address("units")).then();

        refused.statusCode(400).body("violations.field", hasItem("sort"));
    }

    @Test
    void listTellsOfWhatChangedSinceATimeInAnyZone() {
        var vss = Administration.registered("condition-since");
        vss.has("units", LKDATA);
        vss.has("units", PROCUREMENT);
        String latest =
                vss.get("units/upphandling-och-inkop/revisions").extract().path("items[0].recordedAt");
        String elsewhere = java.time.Instant.parse(latest)
                .atOffset(java.time.ZoneOffset.ofHours(2))
                .toString();

        var changed = vss.as()
                .queryParam("changedSince", elsewhere)
                .get(vss.address("units"))
                .then();

        changed.statusCode(200).body("items.unitId", equalTo(List.of("upphandling-och-inkop")));
        vss.get("units?changedSince=yesterday").statusCode(400).body("violations.field", contains("changedSince"));
    }

    @ParameterizedTest
    @CsvSource({
        "limit=abc, limit",
        "limit=1e3, limit",
        "limit=99999999999, limit",
        "page=one, page",
        "page=-1, page",
        "limit=0, limit",
        "limit=1001, limit",
        "unitid=lkdata, unitid",
        "perPage=20, perPage"
    })
    void parameterThatCannotBeMeantIsToldByItsName(String query, String parameter) {
        var vss = Administration.registered("condition-parameter");

        var refused = vss.get("units?" + query);

        refused.statusCode(400).body("violations.field", contains(parameter)).body("violations.in", contains("query"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"units?sort=%00", "units?sort=%ff", "units/%00", "units/lk%e2%80%aedata", "units?sort=%c0%af"})
    void addressWithWhatCannotBeReadIsRefused(String address) {
        var vss = Administration.registered("condition-unreadable");

        var refused =
                vss.as().urlEncodingEnabled(false).get(vss.address(address)).then();

        refused.statusCode(400).contentType("application/problem+json");
    }

    @Test
    void listLinksToItsPagesInTheHeaderToo() {
        var vss = Administration.registered("condition-links");
        vss.has("units", LKDATA, PROCUREMENT);

        var page = vss.get("units?limit=1");

        List<String> links = page.extract().headers().getValues("Link");
        String next = page.extract().path("_links.next.href");
        assertEquals(true, links.contains("<" + next + ">; rel=\"next\""));
    }
}
