package se.tertial.indicators;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import se.tertial.devstack.BulkCost;
import se.tertial.devstack.TestStack;

/** The largest bodies of every list: the most rows, and the largest. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "indicators"))
class BulkCostTest {

    private static final BulkCost LISTS = new BulkCost()
            .list("indicators", (row, number) -> indicator(row, number))
            .longer("indicators", (row, number) -> {
                ArrayNode categories = row.putArray("categories");
                for (int category = 0; category < 100; category++) {
                    categories.addObject().put("categoryId", "c-" + category).put("name", "Kategori");
                }
            })
            .before("measurements", "indicators", (row, number) -> indicator(row, number))
            .list("measurements", (row, number) -> row.put("indicatorId", "i-" + number)
                    .put("breakdown", "total"))
            .before("targets", "indicators", (row, number) -> indicator(row, number))
            .list("targets", (row, number) -> row.put("indicatorId", "i-" + number))
            .before("forecasts", "indicators", (row, number) -> indicator(row, number))
            .list("forecasts", (row, number) -> row.put("indicatorId", "i-" + number))
            .periods("periods");

    @AfterEach
    void allEventsAreSent() {
        BulkCost.awaitSent("indicators");
    }

    @Test
    void everyListIsMeasured() {
        assertEquals(BulkCost.listsOfContract(), LISTS.lists());
    }

    @ParameterizedTest
    @MethodSource("lists")
    void twiceTheRowsCostAtMostTwoAndAHalfTimesAsMuch(String list) {
        LISTS.check("http://localhost:" + RestAssured.port + "/indicators/v1", list);
    }

    @ParameterizedTest
    @MethodSource("listsOfLargeRows")
    void twiceAsMuchInLargeRowsCostsAtMostTwoAndAHalfTimesAsMuch(String list) {
        LISTS.checkLarge("http://localhost:" + RestAssured.port + "/indicators/v1", list);
    }

    static Set<String> listsOfLargeRows() {
        return LISTS.listsOfLargeRows();
    }

    static Set<String> lists() {
        return LISTS.lists();
    }

    private static ObjectNode indicator(ObjectNode row, int number) {
        row.put("indicatorId", "i-" + number).remove("goalId");
        if (number == 0) {
            row.remove("parentId");
        } else {
            row.put("parentId", "i-" + number / 2);
        }
        return row;
    }
}
