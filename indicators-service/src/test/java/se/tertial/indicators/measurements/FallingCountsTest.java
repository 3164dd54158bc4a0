package se.tertial.indicators.measurements;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.devstack.Copies;
import se.tertial.devstack.TestStack;
import se.tertial.indicators.Administration;

/** A measure that counts from January does not fall within a year, as a rule: what does is kept, and asked about. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "indicators"))
class FallingCountsTest {

    private static final String VOLUME = measure("VOLUME_MEASURE", "antal", "YEAR_TO_DATE");

    @Test
    void monthsAloneAreAskedAbout() {
        var vss = administration("falls-months", VOLUME);

        var answer = vss.putAll(
                        "measurements",
                        IntStream.rangeClosed(1, 12)
                                .mapToObj(month -> value("2025-%02d".formatted(month), "total", 100 - month + ".0"))
                                .toArray(String[]::new))
                .statusCode(200)
                .body("created", equalTo(12));

        assertEquals(
                IntStream.rangeClosed(1, 11)
                        .mapToObj(item -> "/items/" + item + "/value/number")
                        .toList(),
                told("field", answer));
        assertEquals(
                "“lan” (total) counts from January: up to 2025-02 it is 98.0, lower than up to 2025-01 (99.0). Is one of them of its month alone?",
                told("message", answer).get(0));
    }

    @ParameterizedTest
    @CsvSource({"2025-02, 10, 2025-03, 9", "2025-03, 9, 2025-02, 10", "2025, 9, 2025-08, 10", "2025-08, 10, 2025, 9"})
    void lowerValueIsAskedAboutWhicheverIsWrittenLast(String first, String number, String last, String lastNumber) {
        var vss = administration("falls-" + first + "-" + last, VOLUME);
        assertEquals(List.of(), told("field", write(vss, first, number)));

        var answer = write(vss, last, lastNumber);

        answer.body("value.number", equalTo(lastNumber));
        assertEquals(List.of("/value/number"), told("field", answer));
    }

    @ParameterizedTest
    @CsvSource({
        "VOLUME_MEASURE,    antal,   YEAR_TO_DATE, 2025-03, 10",
        "VOLUME_MEASURE,    antal,   YEAR_TO_DATE, 2026-01,  1",
        "VOLUME_MEASURE,    antal,   MONTH,        2025-03,  9",
        "VOLUME_MEASURE,    antal,   AT_DATE,      2025-03,  9",
        "VOLUME_MEASURE,    antal,   ROLLING_YEAR, 2025-03,  9",
        "VOLUME_MEASURE,    antal,   ,             2025-03,  9",
        "VOLUME_MEASURE,    %,       YEAR_TO_DATE, 2025-03,  9",
        "INDICATOR,         kr/elev, YEAR_TO_DATE, 2025-03,  9",
        "INDICATOR,         tkr,     YEAR_TO_DATE, 2025-03,  9",
        "PERSONNEL_MEASURE, dagar,   YEAR_TO_DATE, 2025-03,  9",
        "VOLUME_MEASURE,    antal,   YEAR_TO_DATE, 2025-03, -1",
    })
    void whatMayWellBeSoIsNotAskedAbout(
            String kind, String unit, @Nullable String accumulation, String last, String number) {
        var vss = administration(
                "falls-not-" + Integer.toHexString((kind + unit + accumulation + last + number).hashCode()),
                measure(kind, unit, accumulation));
        write(vss, "2025-02", "10");

        assertEquals(List.of(), told("field", write(vss, last, number)));
    }

    @Test
    void eachBreakdownCountsForItself() {
        var vss = administration("falls-breakdown", measure("INDICATOR", "Antal", "YEAR_TO_DATE"));
        vss.has("measurements", value("2025-02", "total", "10"), value("2025-02", "women", "4"));

        var answer = vss.putAll("measurements", value("2025-03", "women", "3"), value("2025-03", "men", "1"));

        assertEquals(List.of("/items/0/value/number"), told("field", answer));
    }

    @Test
    void whatWasWrittenBeforeSomebodySaidThatItCountsFromJanuaryIsAskedAboutThen() {
        var vss = administration("falls-said-later", measure("VOLUME_MEASURE", "antal", null));
        vss.has("measurements", value("2025-02", "total", "10"), value("2025-03", "total", "9"));

        assertEquals(List.of("/accumulation"), told("field", vss.put("indicators/lan", VOLUME)));
        assertEquals(
                List.of(), told("field", vss.put("indicators/lan", VOLUME.replace("\"Lån\"", "\"Lånade böcker\""))));
    }

    @Test
    void manyMeasuresThatAreSaidToCountFromJanuaryLaterAreAskedAboutAHundredTimes() {
        var vss = new Administration("falls-many-later");
        vss.has("indicators", named(120, number -> measure("VOLUME_MEASURE", "antal", null)
                .replace("\"lan\"", "\"m-" + number + "\"")));
        vss.has("measurements", named(120, number -> value("2025-02", "total", "10")
                .replace("\"lan\"", "\"m-" + number + "\"")));
        vss.has("measurements", named(120, number -> value("2025-03", "total", "9")
                .replace("\"lan\"", "\"m-" + number + "\"")));

        var answer = vss.putAll("indicators", named(120, number -> VOLUME.replace("\"lan\"", "\"m-" + number + "\"")));

        List<String> told = told("field", answer);
        assertEquals(99, told.size(), "of a hundred warnings one tells that nobody registered the administration");
        assertEquals(99, told.stream().distinct().count());
    }

    @Test
    void ofMeasuresThatAreSaidToCountFromJanuaryNoOthersAreRead() throws SQLException {
        var vss = administration("falls-read", VOLUME);
        vss.has("indicators", VOLUME.replace("\"lan\"", "\"besok\""));
        vss.has("measurements", value("2025-02", "total", "10"));
        vss.has("measurements", value("2025-02", "total", "10").replace("\"lan\"", "\"besok\""));
        try (Copies copies = Copies.of("indicators", "measurement", "falls-read", "besok~2025-02~total", 20_000);
                Connection owner = TestStack.asOwner("indicators");
                Statement statement = owner.createStatement()) {
            assertTrue(copies.bytes() > 1_000_000);
            statement.execute("analyze measurement");

            JsonNode plan = plan(
                    statement,
                    FallingCounts.OF_INDICATORS
                            .replace(":indicators", "'{lan}'")
                            .replace(":municipality", "'0580'")
                            .replace(":administration", "'falls-read'"));

            int pages = plan.path("Shared Hit Blocks").asInt()
                    + plan.path("Shared Read Blocks").asInt();
            assertTrue(pages > 0 && pages < 50, plan::toPrettyString);
        }
    }

    private static JsonNode plan(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery("explain (analyze, buffers, format json) " + query)) {
            row.next();
            return new ObjectMapper().readTree(row.getString(1)).at("/0/Plan");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String[] named(int count, IntFunction<String> row) {
        return IntStream.range(0, count).mapToObj(row).toArray(String[]::new);
    }

    /** Of the warnings that something is lower than before; that nobody registered these administrations is another. */
    private static List<String> told(String what, ValidatableResponse answer) {
        List<Map<String, String>> warnings =
                answer.statusCode(oneOf(200, 201)).extract().path("warnings");
        return warnings == null
                ? List.of()
                : warnings.stream()
                        .filter(warning -> "LOWER_THAN_BEFORE".equals(warning.get("code")))
                        .map(warning -> String.valueOf(warning.get(what)))
                        .toList();
    }

    private static Administration administration(String name, String measure) {
        var vss = new Administration(name);
        vss.has("indicators", measure);
        return vss;
    }

    private static ValidatableResponse write(Administration vss, String period, String number) {
        return vss.put("measurements/lan~" + period + "~total", value(period, "total", number));
    }

    private static String value(String period, String breakdown, String number) {
        return "{\"indicatorId\": \"lan\", \"period\": \"%s\", \"breakdown\": \"%s\", \"value\": {\"state\": \"NUMBER\", \"number\": \"%s\"}}"
                .formatted(period, breakdown, number);
    }

    private static String measure(String kind, String unit, @Nullable String accumulation) {
        return """
                {"indicatorId": "lan", "name": "Lån", "kind": "%s", "unit": "%s", "decimals": 0, "direction": "NEUTRAL", "order": 1%s}
                """
                .formatted(kind, unit, accumulation == null ? "" : ", \"accumulation\": \"" + accumulation + "\"");
    }
}
