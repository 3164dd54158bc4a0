package se.tertial.finance.operations;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static se.tertial.finance.Administration.LKDATA;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.devstack.TestStack;
import se.tertial.finance.Administration;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
class OperatingLineResourceTest {

    private static final String ACTUAL =
            """
            {"unitId": "lkdata", "scenario": "ACTUAL", "period": "2021-08", "income": "176865790.34", "cost": "167505756.45"}
            """;

    private static final String FORECAST =
            """
            {"unitId": "lkdata", "scenario": "FORECAST", "period": "2021", "round": "2021-08", "net": "6113164.11"}
            """;

    @Test
    void amountsAreReadToTheOre() {
        var vss = Administration.registered("line-read");
        vss.has("units", LKDATA);

        vss.put("operating-lines/lkdata~actual~2021-08", ACTUAL).statusCode(201);
        vss.put("operating-lines/lkdata~forecast~2021~2021-08", FORECAST.replace("6113164.11", "-9999999999999.99"))
                .statusCode(201);

        vss.get("operating-lines/lkdata~actual~2021-08")
                .body("income", equalTo("176865790.34"))
                .body("cost", equalTo("167505756.45"))
                .body("$", not(hasKey("net")));
        vss.get("operating-lines/lkdata~forecast~2021~2021-08").body("net", equalTo("-9999999999999.99"));
    }

    @Test
    void negativeCostIsACredit() {
        var vss = Administration.registered("line-credit");
        vss.has("units", LKDATA);

        vss.put("operating-lines/lkdata~actual~2021-08", ACTUAL.replace("167505756.45", "-1200.50"))
                .statusCode(201);

        vss.get("operating-lines/lkdata~actual~2021-08").body("cost", equalTo("-1200.50"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            textBlock =
                    """
                    "176865790.34"        | "176865790.345"        | 400 | /income
                    "176865790.34"        | "12345678901234.00"    | 400 | /income
                    "176865790.34"        | "1e9"                  | 400 | /income
                    "176865790.34"        | "NaN"                  | 400 | /income
                    "176865790.34"        | "176 865 790,34"       | 400 | /income
                    "176865790.34"        | 176865790.34           | 400 | /income
                    "ACTUAL"              | "outcome"              | 400 | /scenario
                    "2021-08"             | "2021-13"              | 400 | /period
                    "2021-08"             | "0000"                 | 400 | /period
                    "2021-08"             | "21-08"                | 400 | /period
                    "cost": "167505756.45"| "net": "1.00"          | 422 | /net
                    , "cost": "167505756.45"| ''                   | 422 | /cost
                    "lkdata"              | "unknown"              | 422 | /unitId
                    "ACTUAL"              | "FORECAST"             | 422 | /round
                    "ACTUAL"              | "ANNUAL_ACCOUNTS"      | 422 | /period
                    "2021-08"             | "2021-08", "round": "2021-08" | 422 | /round
                    """)
    void lineThatCannotBeIsRefusedWithThePlaceOfTheError(String right, String wrong, int status, String place) {
        var vss = Administration.registered("line-refused");
        vss.has("units", LKDATA);

        var refused = vss.putAll("operating-lines", FORECAST, ACTUAL.replace(right, wrong));

        refused.statusCode(status)
                .contentType("application/problem+json")
                .body("violations.field", hasItem("/items/1" + place));
        assertEquals(List.of(), vss.items("operating-lines"));
    }

    @Test
    void sameLineTwiceInARequestIsRefused() {
        var vss = Administration.registered("line-twice");
        vss.has("units", LKDATA);

        var refused = vss.putAll("operating-lines", ACTUAL, FORECAST, ACTUAL);

        refused.statusCode(422).body("violations.field", contains("/items/2"));
        assertEquals(List.of(), vss.items("operating-lines"));
    }

    @Test
    void lineOfAnUnknownUnitIsRefusedThoughThereAreNoUnitsYet() {
        var vss = Administration.registered("line-before-units");

        var refused = vss.putAll("operating-lines", ACTUAL);

        refused.statusCode(422).body("violations.field", contains("/items/0/unitId"));
        assertEquals(List.of(), vss.items("operating-lines"));
    }

    @Test
    void everyForecastRoundIsKept() {
        var vss = Administration.registered("line-rounds");
        vss.has("units", LKDATA);

        vss.has("operating-lines", FORECAST, FORECAST.replace("2021-08", "2021-04"));

        vss.get("operating-lines?scenario=FORECAST&period=2021").body("items.round", contains("2021-04", "2021-08"));
        vss.get("operating-lines?round=2021-04").body("items", hasSize(1));
        vss.get("operating-lines?unitId=another").body("items", hasSize(0));
        vss.get("operating-lines?scenario=prognos")
                .statusCode(400)
                .body("violations.field", contains("scenario"))
                .body("violations[0].message", containsString("ANNUAL_ACCOUNTS"));
    }

    @Test
    void historyComesAPageAtATimeNewestFirst() {
        var vss = Administration.registered("line-history");
        vss.has("units", LKDATA);
        for (String cost : new String[] {"1.00", "2.00", "3.00"}) {
            vss.has("operating-lines", ACTUAL.replace("167505756.45", cost));
        }

        var second = vss.get("operating-lines/lkdata~actual~2021-08/revisions?page=2&limit=2");

        second.body("items.state.cost", contains("1.00"))
                .body("_meta.page", equalTo(2))
                .body("_meta.totalRecords", equalTo(3))
                .body("_meta.totalPages", equalTo(2))
                .body("_links.prev.href", containsString("page=1"))
                .body("_links", not(hasKey("next")));
        vss.get("operating-lines/lkdata~actual~2021-08/revisions?page=1&limit=2")
                .body("items.state.cost", contains("3.00", "2.00"));
        vss.get("operating-lines/lkdata~actual~2021-08/revisions?page=0").body("items", hasSize(0));
        vss.get("operating-lines/lkdata~actual~2021-08/revisions?page=3&limit=2")
                .body("items", hasSize(0));
    }

    @Test
    void tenThousandLinesAreWrittenAndReplacedAtOnceAndOneMoreIsRefused() {
        var vss = Administration.registered("line-many");
        vss.has(
                "units",
                IntStream.range(0, 10_000)
                        .mapToObj(unit -> LKDATA.replace("\"lkdata\"", "\"enhet-" + unit + "\""))
                        .toArray(String[]::new));
        List<String> lines = IntStream.rangeClosed(0, 10_000)
                .mapToObj(unit -> ACTUAL.replace("lkdata", "enhet-" + unit))
                .collect(Collectors.toList());

        var refused = vss.putAll("operating-lines", lines.toArray(String[]::new));

        refused.statusCode(400).body("violations.field", contains("/items"));
        lines.remove(10_000);
        vss.putAll("operating-lines", lines.toArray(String[]::new))
                .statusCode(200)
                .body("created", equalTo(10_000));
        lines.replaceAll(line -> line.replace("167505756.45", "167505756.46"));
        vss.putAll("operating-lines", lines.toArray(String[]::new))
                .statusCode(200)
                .body("replaced", equalTo(10_000));
        vss.get("operating-lines?limit=1").body("_meta.totalRecords", equalTo(10_000));
    }

    @Test
    void linesOfOthersAreNeitherSeenNorTouched() {
        var vss = Administration.registered("line-ours");
        var other = Administration.registered("line-theirs");
        vss.has("units", LKDATA);
        other.has("units", LKDATA);
        vss.has("operating-lines", ACTUAL);
        other.has("operating-lines", FORECAST);

        vss.delete("operating-lines/lkdata~forecast~2021~2021-08").statusCode(404);

        vss.get("operating-lines").body("items.scenario", contains("ACTUAL"));
        other.get("operating-lines").body("items.scenario", contains("FORECAST"));
    }

    @Test
    void brokenJsonIsToldWithItsPlace() {
        var vss = Administration.registered("line-broken");

        var refused = vss.put("operating-lines/lkdata~actual~2021-08", "{\"unitId\": \"lkdata\",");

        refused.statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("line 1, column"));
    }
}
