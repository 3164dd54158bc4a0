package se.tertial.indicators.measures;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static se.tertial.indicators.Administration.CALLS;
import static se.tertial.indicators.Administration.CUSTOMER_SATISFACTION;
import static se.tertial.indicators.Administration.SERVICE_LEVEL;
import static se.tertial.indicators.Administration.SICK_LEAVE;
import static se.tertial.indicators.Administration.TENDERS;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.devstack.TestStack;
import se.tertial.indicators.Administration;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "indicators"))
class IndicatorResourceTest {

    private static final String SATISFACTION_WITH_CONTACT_CENTRE =
            """
            {"indicatorId": "kundnojdhet-kontakt-linkoping", "name": "Kontakt Linköping (0-5)", "kind": "INDICATOR",
             "heading": false, "parentId": "kundnojdhet", "goalId": "god-service", "unit": "betyg", "scale": "0-5",
             "decimals": 1, "direction": "HIGHER_IS_BETTER", "order": 20, "ofWhich": false}
            """;

    @Test
    void indicatorIsReadAsItWasWritten() {
        var vss = new Administration("indicator-read");
        vss.has("indicators", CUSTOMER_SATISFACTION);

        vss.put("indicators/kundnojdhet-kontakt-linkoping", SATISFACTION_WITH_CONTACT_CENTRE)
                .statusCode(201);

        vss.get("indicators/kundnojdhet-kontakt-linkoping")
                .statusCode(200)
                .body("name", equalTo("Kontakt Linköping (0-5)"))
                .body("kind", equalTo("INDICATOR"))
                .body("heading", equalTo(false))
                .body("parentId", equalTo("kundnojdhet"))
                .body("goalId", equalTo("god-service"))
                .body("unit", equalTo("betyg"))
                .body("scale", equalTo("0-5"))
                .body("decimals", equalTo(1))
                .body("direction", equalTo("HIGHER_IS_BETTER"))
                .body("order", equalTo(20))
                .body("ofWhich", equalTo(false))
                .body("accumulation", nullValue())
                .body("categories", empty());
    }

    @Test
    void measureSaysWhichTimeItsValuesAreAbout() {
        var vss = new Administration("accumulation");

        vss.put(
                        "indicators/anstallda",
                        """
                        {"indicatorId": "anstallda", "name": "Anställda", "kind": "PERSONNEL_MEASURE", "unit": "antal", "decimals": 0,
                         "direction": "NEUTRAL", "order": 1, "accumulation": "AT_DATE"}
                        """)
                .statusCode(201);

        vss.get("indicators/anstallda").body("accumulation", equalTo("AT_DATE"));
    }

    @Test
    void listIsInOrderAndNarrowedByKindGoalAndParent() {
        var vss = new Administration("indicator-list");
        vss.has("indicators", SERVICE_LEVEL, CUSTOMER_SATISFACTION, SATISFACTION_WITH_CONTACT_CENTRE, TENDERS, CALLS);

        var volumes = vss.get("indicators?kind=VOLUME_MEASURE");

        volumes.statusCode(200).body("items.indicatorId", contains("arenden-kontakt-linkoping", "andel-lamnar-anbud"));
        vss.get("indicators?goalId=god-service")
                .body(
                        "items.indicatorId",
                        contains("kundnojdhet", "kundnojdhet-kontakt-linkoping", "svarsservice-kontakt-linkoping"));
        vss.get("indicators?parentId=kundnojdhet").body("items.indicatorId", contains("kundnojdhet-kontakt-linkoping"));
        vss.get("indicators?kind=TARGET").statusCode(400);
    }

    @Test
    void sameContentAgainChangesNothing() {
        var vss = new Administration("indicator-again");
        vss.has("indicators", TENDERS, CALLS);
        int revision = vss.get("indicators/andel-lamnar-anbud").extract().path("revision");

        var again = vss.putAll("indicators", TENDERS, CALLS);

        again.statusCode(200)
                .body("created", equalTo(0))
                .body("replaced", equalTo(0))
                .body("unchanged", equalTo(2));
        vss.get("indicators/andel-lamnar-anbud").body("revision", equalTo(revision));
    }

    @Test
    void whatWasReadCanBeWrittenBack() {
        var vss = new Administration("indicator-round-trip");
        vss.has("indicators", TENDERS);
        String read = vss.get("indicators/andel-lamnar-anbud").extract().asString();

        var written = vss.put("indicators/andel-lamnar-anbud", read);

        written.statusCode(200);
        assertEquals(read, Administration.row(written));
    }

    @Test
    void everyRevisionIsKept() {
        var vss = new Administration("indicator-revisions");
        vss.has("indicators", SERVICE_LEVEL);
        vss.put("indicators/svarsservice-kontakt-linkoping", SERVICE_LEVEL.replace("Svarsservice", "Svarstid"))
                .statusCode(200);
        vss.delete("indicators/svarsservice-kontakt-linkoping").statusCode(204);

        var revisions = vss.get("indicators/svarsservice-kontakt-linkoping/revisions");

        revisions
                .statusCode(200)
                .body("items.deleted", contains(true, false, false))
                .body("items[1].state.name", containsString("Svarstid"))
                .body("items[2].state.name", containsString("Svarsservice"));
        vss.get("indicators/svarsservice-kontakt-linkoping").statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "decimals": 0            | "decimals": 7              | /decimals
                    "decimals": 0            | "decimals": "many"         | /decimals
                    "kind": "INDICATOR"      | "kind": "measure"          | /kind
                    "direction": "HIGHER_IS_BETTER" | "direction": "up"     | /direction
                    "order": 50              | "order": -1                | /order
                    "unit": "%"              | "unit": " "                | /unit
                    "unit": "%"              | "entity": "%"              | /entity
                    "goalId": "god-service"  | "goalId": "God service"    | /goalId
                    """,
            quoteCharacter = '\'')
    void malformedIndicatorIsRefusedWithThePlaceOfTheError(String right, String wrong, String place) {
        var vss = new Administration("indicator-malformed");

        var refused = vss.put("indicators/svarsservice-kontakt-linkoping", SERVICE_LEVEL.replace(right, wrong));

        refused.statusCode(400).contentType("application/problem+json").body("violations.field", hasItem(place));
        assertEquals(List.of(), vss.items("indicators"));
    }

    @Test
    void oneWrongIndicatorUndoesTheWholeBulk() {
        var vss = new Administration("indicator-bulk");

        var refused = vss.putAll("indicators", SERVICE_LEVEL, SATISFACTION_WITH_CONTACT_CENTRE, SICK_LEAVE);

        refused.statusCode(422)
                .body("violations.field", contains("/items/1/parentId"))
                .body("violations[0].message", equalTo("There is no indicator “kundnojdhet”."));
        assertEquals(List.of(), vss.items("indicators"));
    }

    @Test
    void indicatorCannotStandBelowItself() {
        var vss = new Administration("indicator-cycle");
        vss.has("indicators", CUSTOMER_SATISFACTION, SATISFACTION_WITH_CONTACT_CENTRE);
        String below = CUSTOMER_SATISFACTION.replace(
                "\"heading\": true", "\"heading\": true, \"parentId\": \"kundnojdhet-kontakt-linkoping\"");

        var refused = vss.put("indicators/kundnojdhet", below);

        refused.statusCode(422).body("violations.field", contains("/parentId"));
        vss.get("indicators/kundnojdhet").body("parentId", nullValue());
    }

    @Test
    void partNeedsAnIndicatorWithValuesToBePartOf() {
        var vss = new Administration("indicator-part");
        String part = SATISFACTION_WITH_CONTACT_CENTRE.replace("\"ofWhich\": false", "\"ofWhich\": true");

        var refused = vss.putAll("indicators", CUSTOMER_SATISFACTION, part);

        refused.statusCode(422).body("violations.field", contains("/items/1/ofWhich"));
        vss.putAll("indicators", part.replace("\"parentId\": \"kundnojdhet\",", ""))
                .statusCode(422)
                .body("violations.field", contains("/items/0/ofWhich"));
    }

    @Test
    void indicatorWithPartsCannotBecomeAHeading() {
        var vss = new Administration("indicator-of-parts");
        vss.has(
                "indicators",
                CALLS,
                """
                {"indicatorId": "arenden-kontakt-linkoping-chatt", "name": "varav chatt", "kind": "VOLUME_MEASURE",
                 "parentId": "arenden-kontakt-linkoping", "ofWhich": true, "unit": "antal", "decimals": 0,
                 "direction": "NEUTRAL", "order": 20}
                """);

        var refused = vss.put(
                "indicators/arenden-kontakt-linkoping", CALLS.replace("\"unit\"", "\"heading\": true, \"unit\""));

        refused.statusCode(422).body("violations.field", contains("/heading"));
    }

    @Test
    void categoriesAreUniqueAndNoneIsATotalOrAGender() {
        var vss = new Administration("indicator-categories");

        var refused = vss.put(
                "indicators/andel-lamnar-anbud",
                TENDERS.replace("\"stor\"", "\"mikro\"")
                        .replace("[{", "[{\"categoryId\": \"women\", \"name\": \"Kvinnor\"}, {"));

        refused.statusCode(422)
                .body("violations.field", contains("/categories/0/categoryId", "/categories/2/categoryId"));
    }

    @Test
    void whatIsStoredAboutAnIndicatorLimitsWhatItMayBecome() {
        var vss = new Administration("indicator-in-use");
        vss.has("indicators", TENDERS);
        vss.has(
                "measurements",
                """
                {"indicatorId": "andel-lamnar-anbud", "period": "2021-08", "breakdown": "stor",
                 "value": {"state": "NUMBER", "number": "17.0"}}
                """);
        vss.has(
                "forecasts",
                """
                {"indicatorId": "andel-lamnar-anbud", "period": "2021", "round": "2021-08", "number": "20"}
                """);

        var refused = vss.put(
                "indicators/andel-lamnar-anbud",
                """
                {"indicatorId": "andel-lamnar-anbud", "name": "Anbud", "kind": "INDICATOR", "heading": true,
                 "unit": "%", "decimals": 0, "direction": "NEUTRAL", "order": 90,
                 "categories": [{"categoryId": "mikro", "name": "Mikro"}]}
                """);

        refused.statusCode(422).body("violations.field", contains("/heading", "/categories"));
        vss.get("indicators/andel-lamnar-anbud").body("kind", equalTo("VOLUME_MEASURE"));
    }

    @Test
    void howManyDecimalsAreShownAndTheKindChangeWhateverIsStored() {
        var vss = new Administration("indicator-shown");
        vss.has("indicators", TENDERS.replace("\"decimals\": 0", "\"decimals\": 2"));
        vss.has(
                "measurements",
                """
                {"indicatorId": "andel-lamnar-anbud", "period": "2021-08", "breakdown": "stor",
                 "value": {"state": "NUMBER", "number": "17.25"}}
                """);
        vss.has(
                "forecasts",
                """
                {"indicatorId": "andel-lamnar-anbud", "period": "2021", "round": "2021-08", "number": "20.75"}
                """);

        vss.put("indicators/andel-lamnar-anbud", TENDERS.replace("VOLUME_MEASURE", "INDICATOR"))
                .statusCode(200);

        vss.get("measurements/andel-lamnar-anbud~2021-08~stor").body("value.number", equalTo("17.25"));
        vss.get("forecasts/andel-lamnar-anbud~2021~2021-08").body("number", equalTo("20.75"));
    }

    @Test
    void indicatorInUseIsNotDeleted() {
        var vss = new Administration("indicator-delete");
        vss.has("indicators", CUSTOMER_SATISFACTION, SATISFACTION_WITH_CONTACT_CENTRE, SERVICE_LEVEL);
        vss.has(
                "targets",
                """
                {"indicatorId": "svarsservice-kontakt-linkoping", "period": "2021", "expression": ">92"}
                """);

        var refused = vss.delete("indicators/svarsservice-kontakt-linkoping");

        refused.statusCode(409).body("detail", containsString("targets, of 2021"));
        vss.delete("indicators/kundnojdhet")
                .statusCode(409)
                .body("detail", containsString("kundnojdhet-kontakt-linkoping"));
        vss.get("indicators/svarsservice-kontakt-linkoping").statusCode(200);
    }

    @Test
    void withoutATokenNothingIsWritten() {
        var vss = new Administration("indicator-anonymous");

        var refused = given().contentType("application/json")
                .body(SERVICE_LEVEL)
                .put(vss.address("indicators/svarsservice-kontakt-linkoping"))
                .then();

        refused.statusCode(401);
        assertEquals(List.of(), vss.items("indicators"));
    }

    @Test
    void tokenOfAnotherAdministrationIsNotEnough() {
        var vss = new Administration("indicator-foreign");

        var refused = given().contentType("application/json")
                .auth()
                .oauth2(TestStack.token("controller", "controller:0580:another"))
                .body(SERVICE_LEVEL)
                .put(vss.address("indicators/svarsservice-kontakt-linkoping"))
                .then();

        refused.statusCode(403);
        assertEquals(List.of(), vss.items("indicators"));
    }
}
