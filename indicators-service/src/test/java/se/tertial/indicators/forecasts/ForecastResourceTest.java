package se.tertial.indicators.forecasts;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static se.tertial.indicators.Administration.CALLS;
import static se.tertial.indicators.Administration.CUSTOMER_SATISFACTION;
import static se.tertial.indicators.Administration.SICK_LEAVE;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.TestStack;
import se.tertial.indicators.Administration;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "indicators"))
class ForecastResourceTest {

    private static final String AUGUST =
            """
            {"indicatorId": "arenden-kontakt-linkoping", "period": "2021", "round": "2021-08", "number": "280000"}
            """;

    private static final String SICK_LEAVE_AUGUST =
            """
            {"indicatorId": "total-sjukfranvaro", "period": "2021", "round": "2021-08", %s}
            """;

    @Test
    void forecastIsReadAsItWasWritten() {
        var vss = new Administration("forecast-read");
        vss.has("indicators", CALLS);

        vss.put("forecasts/arenden-kontakt-linkoping~2021~2021-08", AUGUST).statusCode(201);

        vss.get("forecasts/arenden-kontakt-linkoping~2021~2021-08")
                .statusCode(200)
                .body("indicatorId", equalTo("arenden-kontakt-linkoping"))
                .body("period", equalTo("2021"))
                .body("round", equalTo("2021-08"))
                .body("number", equalTo("280000"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ca 100",
                "Öka med 2 %",
                "Ingen förändring",
                "3,5–4,0",
                "95 % av eleverna",
                "2 500 tkr",
                "Stängt",
                "IU",
                "-"
            })
    void forecastInWordsIsKeptAsItWasWritten(String words) {
        var vss = new Administration("forecast-words");
        vss.has("indicators", SICK_LEAVE);

        vss.put(
                "forecasts/total-sjukfranvaro~2021~2021-08",
                SICK_LEAVE_AUGUST.formatted("\"text\": \"" + words + "\""));

        vss.get("forecasts/total-sjukfranvaro~2021~2021-08")
                .statusCode(200)
                .body("text", equalTo(words))
                .body("$", not(hasKey("number")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"INDICATOR", "VOLUME_MEASURE", "PERSONNEL_MEASURE"})
    void anyMeasureIsForecastWithAllDecimalsThatTheSourceHas(String kind) {
        var vss = new Administration(
                "forecast-any-" + kind.toLowerCase(Locale.ROOT).replace('_', '-'));
        vss.has("indicators", SICK_LEAVE.replace("\"INDICATOR\"", "\"" + kind + "\""));

        vss.put(
                        "forecasts/total-sjukfranvaro~2021~2021-08",
                        SICK_LEAVE_AUGUST.formatted("\"number\": \"4.6666666666666667\""))
                .statusCode(201);

        vss.get("forecasts/total-sjukfranvaro~2021~2021-08")
                .body("number", equalTo("4.6666666666666667"))
                .body("$", not(hasKey("text")));
    }

    @Test
    void wordsTakeThePlaceOfANumberAndBack() {
        var vss = new Administration("forecast-words-and-back");
        vss.has("indicators", SICK_LEAVE);
        vss.has("forecasts", SICK_LEAVE_AUGUST.formatted("\"number\": \"4.6\""));

        vss.has("forecasts", SICK_LEAVE_AUGUST.formatted("\"text\": \"Minskar\""));
        vss.get("forecasts/total-sjukfranvaro~2021~2021-08")
                .body("text", equalTo("Minskar"))
                .body("$", not(hasKey("number")));

        vss.has("forecasts", SICK_LEAVE_AUGUST.formatted("\"number\": \"4.50\""));
        vss.get("forecasts/total-sjukfranvaro~2021~2021-08")
                .body("number", equalTo("4.50"))
                .body("$", not(hasKey("text")));
    }

    @Test
    void laterRoundStandsBesideTheEarlier() {
        var vss = new Administration("forecast-rounds");
        vss.has("indicators", CALLS);
        vss.has("forecasts", AUGUST.replace("2021-08", "2021-04").replace("280000", "250000"));

        vss.has("forecasts", AUGUST);

        vss.get("forecasts?indicatorId=arenden-kontakt-linkoping&period=2021")
                .body("items.round", contains("2021-04", "2021-08"))
                .body("items.number", contains("250000", "280000"));
        vss.get("forecasts?round=2021-04").body("items.number", contains("250000"));
    }

    @Test
    void sameForecastAgainIsUnchangedAndEveryRevisionIsKept() {
        var vss = new Administration("forecast-revisions");
        vss.has("indicators", CALLS);
        vss.has("forecasts", AUGUST);
        vss.putAll("forecasts", AUGUST).body("unchanged", equalTo(1));
        vss.has("forecasts", AUGUST.replace("280000", "281000"));
        vss.delete("forecasts/arenden-kontakt-linkoping~2021~2021-08").statusCode(204);

        var revisions = vss.get("forecasts/arenden-kontakt-linkoping~2021~2021-08/revisions");

        revisions
                .statusCode(200)
                .body("items.deleted", contains(true, false, false))
                .body("items[1].state.number", equalTo("281000"))
                .body("items[2].state.number", equalTo("280000"));
        vss.get("forecasts/arenden-kontakt-linkoping~2021~2021-08").statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            textBlock =
                    """
                    "round": "2021-08",       | ''                         | 400 | /round
                    "number": "280000"        | "number": "280 000"        | 400 | /number
                    "number": "280000"        | "number": 280000           | 400 | /number
                    "round": "2021-08"        | "round": "augusti"         | 400 | /round
                    arenden-kontakt-linkoping | arenden-lkdata             | 422 | /indicatorId
                    arenden-kontakt-linkoping | kundnojdhet                | 422 | /indicatorId
                    "period": "2021"          | "period": "2021-12"        | 422 | /period
                    "period": "2021"          | "period": "2020"           | 422 | /round
                    , "number": "280000"      | ''                         | 422 | /number
                    "number": "280000"        | "number": "280000", "text": "ca 280 000" | 422 | /text
                    "number": "280000"        | "text": "280 000"          | 422 | /text
                    "number": "280000"        | "text": "−2,5"             | 422 | /text
                    "number": "280000"        | "text": " "                | 400 | /text
                    """)
    void wrongForecastIsRefusedWithThePlaceOfTheError(String right, String wrong, int status, String place) {
        var vss = new Administration("forecast-rules");
        vss.has("indicators", CALLS, SICK_LEAVE, CUSTOMER_SATISFACTION);

        var refused = vss.putAll("forecasts", AUGUST.replace("2021-08", "2021-04"), AUGUST.replace(right, wrong));

        refused.statusCode(status).body("violations.field", hasItem("/items/1" + place));
        assertEquals(List.of(), vss.items("forecasts"));
    }

    @Test
    void forecastsAreReadOnlyWithAToken() {
        var vss = new Administration("forecast-access");

        var anonymous = given().get(vss.address("forecasts")).then();

        anonymous.statusCode(401);
        given().auth()
                .oauth2(TestStack.token("reader", "reader:0580:another"))
                .get(vss.address("forecasts"))
                .then()
                .statusCode(403);
    }
}
