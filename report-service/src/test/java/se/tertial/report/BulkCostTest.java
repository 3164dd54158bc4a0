package se.tertial.report;

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
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class BulkCostTest {

    private static final BulkCost LISTS = new BulkCost()
            .list("templates", (row, number) -> row.put("templateId", "t-" + number))
            .longer("templates", BulkCostTest::everySection)
            .before(
                    "reports",
                    "templates",
                    (row, number) -> row.put("templateId", number == 0 ? "delarsrapport" : "t-" + number))
            .list("events", (row, number) -> row.put("eventId", "e-" + number))
            .list("narratives", (row, number) -> row.put("sectionId", "s-" + number))
            .periods("reports")
            .periods("periods");

    @AfterEach
    void allEventsAreSent() {
        BulkCost.awaitSent("report");
    }

    @Test
    void everyListIsMeasured() {
        assertEquals(BulkCost.listsOfContract(), LISTS.lists());
    }

    @ParameterizedTest
    @MethodSource("lists")
    void twiceTheRowsCostAtMostTwoAndAHalfTimesAsMuch(String list) {
        LISTS.check("http://localhost:" + RestAssured.port + "/report/v1", list);
    }

    @ParameterizedTest
    @MethodSource("listsOfLargeRows")
    void twiceAsMuchInLargeRowsCostsAtMostTwoAndAHalfTimesAsMuch(String list) {
        LISTS.checkLarge("http://localhost:" + RestAssured.port + "/report/v1", list);
    }

    static Set<String> listsOfLargeRows() {
        return LISTS.listsOfLargeRows();
    }

    static Set<String> lists() {
        return LISTS.lists();
    }

    /** The sections of the example again and again, as many as there may be at the top. */
    private static void everySection(ObjectNode row, int number) {
        ArrayNode sections = (ArrayNode) row.get("sections");
        int examples = sections.size();
        for (int section = examples; section < 60; section++) {
            ObjectNode copy = sections.get(section % examples).deepCopy();
            copy.put("sectionId", "again-" + section).putArray("sections");
            sections.add(copy);
        }
    }
}
