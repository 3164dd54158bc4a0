package se.tertial.finance.organisation;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.time.LocalDate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.Copies;
import se.tertial.devstack.TestStack;
import se.tertial.finance.Administration;

/** However much the units of an administration say, a unit more is checked against few bytes of it; and one less is always possible. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
class LargeRegisterTest {

    private static final String LINE =
            """
            {"unitId": "large-7", "scenario": "BUDGET", "period": "2021", "income": "100.5", "cost": "1"}
            """;

    @Test
    void whatUnitsSayIsNotReadWhenOneMoreIsChecked() {
        var vss = Administration.registered("large-units");
        vss.put("units/large", large()).statusCode(201);
        try (Copies copies = Copies.of("finance", "unit", "large-units", "large", 1_000)) {
            assertTrue(copies.bytes() > 50_000_000, "stored: " + copies.bytes());

            copies.areNotReadTo("write", () -> {
                vss.put("units/more", unit("more", "large-7", "2021-01-01")).statusCode(201);
                vss.put("operating-lines/large-7~budget~2021", LINE).statusCode(201);
            });
            copies.areNotReadTo("delete", () -> {
                vss.delete("units/large-7").statusCode(409);
                vss.delete("units/large-8").statusCode(204);
            });
        }
    }

    @Test
    void thereAreOnlySoManyUnitsAndTheyCanBeDeleted() {
        var vss = Administration.registered("many-units");
        vss.has("units", unit("many", null, "2020-01-01"));
        try (Copies copies = Copies.of("finance", "unit", "many-units", "many", 9_999)) {
            vss.put("units/more", unit("more", "many-7", "2020-01-01"))
                    .statusCode(422)
                    .body("violations.field", contains(""))
                    .body("violations[0].message", containsString("at most 10,000 of these, and would have 10,001"));
            vss.put("units/many-9", unit("many-9", "many-7", "2020-01-01")).statusCode(200);

            vss.delete("units/many-8").statusCode(204);

            vss.put("units/more", unit("more", "many-7", "2020-01-01")).statusCode(201);
        }
    }

    @Test
    void unitsStandInOnlySoManyPlacesTogetherAndCanBeDeleted() {
        var vss = Administration.registered("many-places");
        vss.has("units", unit("top", null, "2020-01-01"));
        String moved = IntStream.range(0, 100)
                .mapToObj(time -> LocalDate.of(2000, 1, 1).plusDays(time))
                .map(day -> "{\"parentId\": \"top\", \"validFrom\": \"%1$s\", \"validTo\": \"%1$s\"}".formatted(day))
                .collect(Collectors.joining(", "));
        vss.has("units", unit("moved", "top", "2020-01-01").replaceAll("\\[\\{.*}]", "[" + moved + "]"));
        try (Copies copies = Copies.of("finance", "unit", "many-places", "moved", 499)) {
            vss.put("units/more", unit("more", "top", "2020-01-01"))
                    .statusCode(422)
                    .body("violations.field", contains("/placements"))
                    .body(
                            "violations[0].message",
                            containsString("at most 50,000 placements together, and would have 50,002"));

            vss.delete("units/moved-7").statusCode(204);

            vss.put("units/more", unit("more", "top", "2020-01-01")).statusCode(201);
        }
    }

    private static String unit(String id, String parent, String from) {
        return "{\"unitId\": \"%s\", \"name\": \"Enhet\", \"order\": 10, \"contribution\": \"ADDITIVE\", \"placements\": [{%s\"validFrom\": \"%s\"}]}"
                .formatted(id, parent == null ? "" : "\"parentId\": \"" + parent + "\", ", from);
    }

    private static String large() {
        String aliases = IntStream.range(0, 50)
                .mapToObj(alias -> "\"" + "😀".repeat(190) + alias + "\"")
                .collect(Collectors.joining(", "));
        String predecessors = IntStream.range(0, 100)
                .mapToObj(number -> "{\"kind\": \"MERGED\", \"unitId\": \"%s-%d\", \"administrationId\": \"%s\"}"
                        .formatted("u".repeat(55), number, "a".repeat(60)))
                .collect(Collectors.joining(", "));
        return unit("large", null, "2020-01-01")
                .replaceFirst("}$", ", \"aliases\": [" + aliases + "], \"predecessors\": [" + predecessors + "]}");
    }
}
