package se.tertial.finance.operations;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static se.tertial.finance.Administration.LKDATA;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.devstack.TestStack;
import se.tertial.finance.Administration;

/** Amounts count from January. One that is lower than that of an earlier month is kept, and asked about. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
class FallingAmountsTest {

    @Test
    void monthsOfAPayrollSystemAreAskedAbout() {
        var vss = administration("falling-payroll");

        vss.putAll(
                        "operating-lines",
                        IntStream.rangeClosed(1, 12)
                                .mapToObj(month ->
                                        line("ACTUAL", "2025-%02d".formatted(month), "0.00", 1000 - month + ".50"))
                                .toArray(String[]::new))
                .statusCode(200)
                .body("created", equalTo(12))
                .body("warnings", hasSize(11))
                .body("warnings[0].code", equalTo("LOWER_THAN_BEFORE"))
                .body("warnings[0].field", equalTo("/items/1/cost"))
                .body("warnings[0].in", equalTo("body"))
                .body("warnings[0]", not(hasKey("register")))
                .body(
                        "warnings[0].message",
                        equalTo(
                                "“lkdata”: the cost up to 2025-02 is 998.50, lower than up to 2025-01 (999.50). Amounts count from January, never of one month alone: is it meant so?"));
    }

    @ParameterizedTest
    @CsvSource({
        "2025-02, 100.00, 2025-03,  99.99, /cost",
        "2025-03,  99.99, 2025-02, 100.00, /cost",
        "2025-01, 100.00, 2025-12,  50.00, /cost",
        "2025-11, 100.00,    2025,  50.00, /cost",
        "   2025,  50.00, 2025-11, 100.00, /cost",
        "2025-01,  -1.00, 2025-02,  -2.00, /cost",
    })
    void lowerAmountIsAskedAboutWhicheverIsWrittenLast(
            String first, String cost, String last, String lastCost, String field) {
        var vss = administration("falling-" + first + last + lastCost.replace(".", ""));
        write(vss, "ACTUAL", first, "0.00", cost).statusCode(201).body("$", not(hasKey("warnings")));

        write(vss, "ACTUAL", last, "0.00", lastCost)
                .statusCode(201)
                .body("cost", equalTo(lastCost))
                .body("warnings.code", contains("LOWER_THAN_BEFORE"))
                .body("warnings.field", contains(field));
    }

    @Test
    void lowerIncomeIsAskedAboutAndOfBothSidesEach() {
        var vss = administration("falling-both");
        write(vss, "BUDGET", "2025-03", "10.00", "20.00").statusCode(201);

        write(vss, "BUDGET", "2025-08", "9.00", "19.00")
                .statusCode(201)
                .body("warnings.field", contains("/cost", "/income"));
    }

    @ParameterizedTest
    @CsvSource({
        "ACTUAL, 2025-02, 100.00, ACTUAL, 2025-03, 100.00",
        "ACTUAL, 2024-12, 100.00, ACTUAL, 2025-01,   1.00",
        "ACTUAL, 2025-02, 100.00, BUDGET, 2025-03,   1.00",
    })
    void whatMayWellBeSoIsNotAskedAbout(
            String scenario, String first, String cost, String lastScenario, String last, String lastCost) {
        var vss = administration("falling-not-" + (scenario + first + lastScenario + last).toLowerCase(Locale.ROOT));
        write(vss, scenario, first, "0.00", cost).statusCode(201);

        write(vss, lastScenario, last, "0.00", lastCost).statusCode(201).body("$", not(hasKey("warnings")));
    }

    @Test
    void netMayFall() {
        var vss = administration("falling-net");
        vss.has(
                "operating-lines",
                "{\"unitId\": \"lkdata\", \"scenario\": \"ACTUAL\", \"period\": \"2025-02\", \"net\": \"100.00\"}");

        vss.put(
                        "operating-lines/lkdata~actual~2025-03",
                        "{\"unitId\": \"lkdata\", \"scenario\": \"ACTUAL\", \"period\": \"2025-03\", \"net\": \"1.00\"}")
                .statusCode(201)
                .body("$", not(hasKey("warnings")));
    }

    @Test
    void onlyWhatIsWrittenIsToldOf() {
        var vss = administration("falling-others");
        write(vss, "ACTUAL", "2025-01", "0.00", "100.00").statusCode(201);
        write(vss, "ACTUAL", "2025-02", "0.00", "50.00").statusCode(201);

        write(vss, "ACTUAL", "2025-05", "0.00", "60.00").statusCode(201).body("$", not(hasKey("warnings")));
    }

    @Test
    void whatIsKeptSaysNothingOfItAndATrialDoes() {
        var vss = administration("falling-kept");
        write(vss, "ACTUAL", "2025-01", "0.00", "100.00").statusCode(201);
        vss.putAll("operating-lines?mode=TRY", line("ACTUAL", "2025-02", "0.00", "50.00"))
                .statusCode(200)
                .body("warnings.field", contains("/items/0/cost"));
        write(vss, "ACTUAL", "2025-02", "0.00", "50.00").statusCode(201);

        vss.get("operating-lines/lkdata~actual~2025-02").statusCode(200).body("$", not(hasKey("warnings")));
    }

    @Test
    void investmentsAreAskedAboutToo() {
        var vss = administration("falling-investment");
        vss.has(
                "investment-objects",
                "{\"objectId\": \"bro\", \"name\": \"Bro\", \"unitId\": \"lkdata\", \"order\": 1}");
        vss.has("investment-lines", investment("2025-01", "100.00"));

        vss.put("investment-lines/bro~actual~2025-02", investment("2025-02", "99.00"))
                .statusCode(201)
                .body("warnings.field", contains("/expenditure"));
    }

    @Test
    void itIsAskedInTheLanguageThatIsAskedFor() {
        var vss = administration("falling-swedish");
        write(vss, "ACTUAL", "2025-01", "0.00", "100.00").statusCode(201);

        given().contentType("application/json")
                .auth()
                .oauth2(TestStack.token("controller", "controller:0580:*"))
                .header("Accept-Language", "sv")
                .body(line("ACTUAL", "2025-02", "0.00", "50.00"))
                .put(vss.address("operating-lines/lkdata~actual~2025-02"))
                .then()
                .statusCode(201)
                .body(
                        "warnings.message",
                        contains(
                                "”lkdata”: kostnaden för januari–februari 2025 är 50.00, lägre än för januari 2025 (100.00). Belopp räknas från januari, aldrig för en månad ensam: är det menat så?"));
    }

    private static Administration administration(String name) {
        var vss = Administration.registered(name);
        vss.has("units", LKDATA);
        return vss;
    }

    private static ValidatableResponse write(
            Administration vss, String scenario, String period, String income, String cost) {
        return vss.put(
                "operating-lines/lkdata~" + scenario.toLowerCase(Locale.ROOT) + "~" + period,
                line(scenario, period, income, cost));
    }

    private static String line(String scenario, String period, String income, String cost) {
        return "{\"unitId\": \"lkdata\", \"scenario\": \"%s\", \"period\": \"%s\", \"income\": \"%s\", \"cost\": \"%s\"}"
                .formatted(scenario, period, income, cost);
    }

    private static String investment(String period, String expenditure) {
        return "{\"objectId\": \"bro\", \"scenario\": \"ACTUAL\", \"period\": \"%s\", \"expenditure\": \"%s\", \"income\": \"0.00\"}"
                .formatted(period, expenditure);
    }
}
