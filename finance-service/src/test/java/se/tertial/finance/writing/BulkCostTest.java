package se.tertial.finance.writing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import se.tertial.devstack.BulkCost;
import se.tertial.devstack.TestStack;
import se.tertial.finance.Administration;

/** The largest bodies of every list: the most rows, and the largest. It stands here so that it comes after tests that publish or compare everything there is. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
class BulkCostTest {

    private static final BulkCost LISTS = new BulkCost()
            .list("units", BulkCostTest::unit)
            .longer("units", BulkCostTest::oftenMoved)
            .in(Administration::registered)
            .before("operating-lines", "units", BulkCostTest::unit)
            .list("operating-lines", (row, number) -> row.put("unitId", "u-" + number))
            .before("investment-objects", "units", BulkCostTest::unit)
            .list("investment-objects", BulkCostTest::object)
            .before("investment-lines", "units", BulkCostTest::unit)
            .before("investment-lines", "investment-objects", BulkCostTest::object)
            .list("investment-lines", (row, number) -> row.put("objectId", "o-" + number))
            .periods("periods");

    @AfterEach
    void allEventsAreSent() {
        BulkCost.awaitSent("finance");
    }

    @Test
    void everyListIsMeasured() {
        assertEquals(BulkCost.listsOfContract(), LISTS.lists());
    }

    @ParameterizedTest
    @MethodSource("lists")
    void twiceTheRowsCostAtMostTwoAndAHalfTimesAsMuch(String list) {
        LISTS.check("http://localhost:" + RestAssured.port + "/finance/v1", list);
    }

    @ParameterizedTest
    @MethodSource("listsOfLargeRows")
    void twiceAsMuchInLargeRowsCostsAtMostTwoAndAHalfTimesAsMuch(String list) {
        LISTS.checkLarge("http://localhost:" + RestAssured.port + "/finance/v1", list);
    }

    static Set<String> listsOfLargeRows() {
        return LISTS.listsOfLargeRows();
    }

    static Set<String> lists() {
        return LISTS.lists();
    }

    private static void object(ObjectNode row, int number) {
        row.put("objectId", "o-" + number).put("unitId", "u-" + number);
    }

    /** A day at a time, each time below the one that it stands below in the end, and made of others. */
    private static void oftenMoved(ObjectNode row, int number) {
        if (number > 0) {
            ArrayNode placements = (ArrayNode) row.get("placements");
            for (int day = 1; day < 100; day++) {
                String date = LocalDate.of(1990, 1, 1).plusDays(2L * day).toString();
                placements
                        .addObject()
                        .put("parentId", "u-" + number / 2)
                        .put("validFrom", date)
                        .put("validTo", date);
            }
        }
        ArrayNode predecessors = row.putArray("predecessors");
        for (int other = 0; other < 100; other++) {
            predecessors
                    .addObject()
                    .put("kind", "MERGED")
                    .put("unitId", "e".repeat(76) + "-" + other)
                    .put("administrationId", "f".repeat(80));
        }
    }

    /** Each below another, as deep as that makes a tree of two branches, since a day of its own. */
    private static void unit(ObjectNode row, int number) {
        row.put("unitId", "u-" + number).putArray("predecessors");
        ObjectNode placement = row.putArray("placements").addObject();
        placement.put("validFrom", LocalDate.of(2000, 1, 1).plusDays(number).toString());
        if (number > 0) {
            placement.put("parentId", "u-" + number / 2);
        }
    }
}
