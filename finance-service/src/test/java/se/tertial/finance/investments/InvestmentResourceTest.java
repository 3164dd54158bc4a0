package se.tertial.finance.investments;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static se.tertial.finance.Administration.IT_EQUIPMENT;
import static se.tertial.finance.Administration.LKDATA;

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
class InvestmentResourceTest {

    private static final String FORECAST =
            """
            {"objectId": "it-utrustning", "scenario": "FORECAST", "period": "2021", "round": "2021-08",
             "expenditure": "32500000.00", "income": "0.00"}
            """;

    @Test
    void objectsAndTheirAmountsAreReadAsTheyWereWritten() {
        var vss = Administration.registered("investment-read");
        vss.has("units", LKDATA);

        vss.put("investment-objects/it-utrustning", IT_EQUIPMENT).statusCode(201);
        vss.put("investment-lines/it-utrustning~forecast~2021~2021-08", FORECAST)
                .statusCode(201);

        vss.get("investment-objects?unitId=lkdata").body("items.name", contains("IT-utrustning"));
        vss.get("investment-lines?objectId=it-utrustning&period=2021")
                .body("items[0].expenditure", equalTo("32500000.00"))
                .body("items[0].income", equalTo("0.00"));
    }

    @Test
    void creditsMayExceedWhatWasBought() {
        var vss = Administration.registered("investment-credit");
        vss.has("units", LKDATA);
        vss.has("investment-objects", IT_EQUIPMENT);

        vss.put("investment-lines/it-utrustning~forecast~2021~2021-08", FORECAST.replace("32500000.00", "-1250.50"))
                .statusCode(201);

        vss.get("investment-lines/it-utrustning~forecast~2021~2021-08").body("expenditure", equalTo("-1250.50"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            textBlock =
                    """
                    "it-utrustning"  | "unknown"          | 422 | /objectId
                    "FORECAST"       | "ANNUAL_ACCOUNTS"  | 400 | /scenario
                    "FORECAST"       | "BUDGET"           | 422 | /round
                    , "income": "0.00"| ''                | 400 | /income
                    "32500000.00"    | "3.001"            | 400 | /expenditure
                    """)
    void lineThatCannotBeIsRefusedWithThePlaceOfTheError(String right, String wrong, int status, String place) {
        var vss = Administration.registered("investment-refused");
        vss.has("units", LKDATA);
        vss.has("investment-objects", IT_EQUIPMENT);

        var refused = vss.putAll("investment-lines", FORECAST.replace(right, wrong));

        refused.statusCode(status).body("violations.field", contains("/items/0" + place));
        assertEquals(List.of(), vss.items("investment-lines"));
    }

    @Test
    void objectIsOfAUnitAndStaysWhileItHasAmounts() {
        var vss = Administration.registered("investment-object");
        vss.has("units", LKDATA);
        vss.has("investment-objects", IT_EQUIPMENT);
        vss.has("investment-lines", FORECAST);

        vss.putAll("investment-objects", IT_EQUIPMENT.replace("lkdata", "unknown"))
                .statusCode(422)
                .body("violations.field", contains("/items/0/unitId"));

        vss.delete("investment-objects/it-utrustning").statusCode(409);
        vss.delete("investment-lines/it-utrustning~forecast~2021~2021-08").statusCode(204);
        vss.delete("investment-objects/it-utrustning").statusCode(204);
    }

    @Test
    void closedPeriodChangesOnlyWithAReason() {
        var vss = Administration.registered("investment-closed");
        vss.has("units", LKDATA);
        vss.has("investment-objects", IT_EQUIPMENT);
        vss.has("periods", "{\"period\": \"2021-08\", \"state\": \"CLOSED\"}");

        var refused = vss.putAll("investment-lines", FORECAST);

        refused.statusCode(409).body("violations.field", contains("/items/0/reason"));
    }
}
