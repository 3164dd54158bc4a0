package se.tertial.indicators;

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
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import se.tertial.devstack.BulkCost;
import se.tertial.devstack.TestStack;

/** The largest body of every list. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "indicators"))
class BulkCostTest {

    private static final BulkCost LISTS = new BulkCost()
            .list("indicators", (row, number) -> indicator(row, number))
            .before("measurements", "indicators", (row, number) -> indicator(row, number))
            .list("measurements", (row, number) -> row.put("indicatorId", "i-" + number)
                    .put("breakdown", "total"))
            .before("targets", "indicators", (row, number) -> indicator(row, number))
            .list("targets", (row, number) -> row.put("indicatorId", "i-" + number))
            .before("forecasts", "indicators", (row, number) -> indicator(row, number))
            .list("forecasts", (row, number) -> row.put("indicatorId", "i-" + number))
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
        LISTS.check("http://localhost:" + RestAssured.port + "/indicators/v1", list);
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
