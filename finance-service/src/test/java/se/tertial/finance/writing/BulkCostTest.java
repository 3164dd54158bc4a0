package se.tertial.finance.writing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import se.tertial.devstack.BulkCost;
import se.tertial.devstack.TestStack;
import se.tertial.finance.Administration;

/** The largest body of every list. It stands here so that it comes after tests that publish or compare everything there is. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
class BulkCostTest {

    private static final BulkCost LISTS = new BulkCost()
            .list("units", BulkCostTest::unit)
            .in(Administration::registered)
            .before("operating-lines", "units", BulkCostTest::unit)
            .list("operating-lines", (row, number) -> row.put("unitId", "u-" + number))
            .before("investment-objects", "units", BulkCostTest::unit)
            .list("investment-objects", BulkCostTest::object)
            .before("investment-lines", "units", BulkCostTest::unit)
            .before("investment-lines", "investment-objects", BulkCostTest::object)
            .list("investment-lines", (row, number) -> row.put("objectId", "o-" + number))
            .periods("periods");

    @Inject
    EntityManager entityManager;

    /** Who comes next does not wait behind so many. */
    @AfterEach
    void allEventsAreSent() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> QuarkusTransaction.requiringNew().call(() -> (Long) entityManager
                                .createNativeQuery("select count(*) from outbox", Long.class)
                                .getSingleResult())
                        == 0);
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

    static Set<String> lists() {
        return LISTS.lists();
    }

    private static void object(ObjectNode row, int number) {
        row.put("objectId", "o-" + number).put("unitId", "u-" + number);
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
