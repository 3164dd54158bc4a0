package se.tertial.indicators.measures;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.Copies;
import se.tertial.devstack.TestStack;
import se.tertial.indicators.Administration;

/** However much indicators say, a row more is checked against few bytes of it; and one less is always possible. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "indicators"))
class LargeRegisterTest {

    @Test
    void whatIndicatorsSayIsNotReadWhenOneRowMoreIsChecked() {
        var vss = new Administration("large-indicators");
        String categories = IntStream.range(0, 100)
                .mapToObj(category ->
                        "{\"categoryId\": \"c-%d\", \"name\": \"%s\"}".formatted(category, "😀".repeat(200)))
                .collect(Collectors.joining(", "));
        vss.put("indicators/large", indicator("large").replaceFirst("}$", ", \"categories\": [" + categories + "]}"))
                .statusCode(201);
        try (Copies copies = Copies.of("indicators", "indicator", "large-indicators", "large", 700)) {
            assertTrue(copies.bytes() > 50_000_000, "stored: " + copies.bytes());

            copies.areNotReadTo("write", () -> {
                vss.put("indicators/more", indicator("more").replaceFirst("}$", ", \"parentId\": \"large-7\"}"))
                        .statusCode(201);
                vss.put(
                                "measurements/large-8~2021-08~c-99",
                                """
                                {"indicatorId": "large-8", "period": "2021-08", "breakdown": "c-99",
                                 "value": {"state": "NO_DATA"}}
                                """)
                        .statusCode(201);
                vss.put(
                                "measurements/large-8~2021-08~c-100",
                                """
                                {"indicatorId": "large-8", "period": "2021-08", "breakdown": "c-100",
                                 "value": {"state": "NO_DATA"}}
                                """)
                        .statusCode(422);
                vss.put(
                                "targets/large-8~2021",
                                "{\"indicatorId\": \"large-8\", \"period\": \"2021\", \"expression\": \">92\"}")
                        .statusCode(201);
            });
            copies.areNotReadTo("delete", () -> {
                vss.delete("indicators/large-7").statusCode(409);
                vss.delete("indicators/large-8").statusCode(409);
                vss.delete("indicators/large-9").statusCode(204);
            });
        }
    }

    @Test
    void thereAreOnlySoManyIndicatorsAndTheyCanBeDeleted() {
        var vss = new Administration("many-indicators");
        vss.has("indicators", indicator("many"));
        try (Copies copies = Copies.of("indicators", "indicator", "many-indicators", "many", 9_999)) {
            vss.put("indicators/more", indicator("more"))
                    .statusCode(422)
                    .body("violations.field", contains(""))
                    .body("violations[0].message", containsString("at most 10,000 of these, and would have 10,001"));

            vss.delete("indicators/many-8").statusCode(204);

            vss.put("indicators/more", indicator("more")).statusCode(201);
        }
    }

    private static String indicator(String id) {
        return "{\"indicatorId\": \"%s\", \"name\": \"Mått\", \"kind\": \"INDICATOR\", \"unit\": \"%%\", \"decimals\": 0, "
                        .formatted(id)
                + "\"direction\": \"HIGHER_IS_BETTER\", \"order\": 50}";
    }
}
