package se.tertial.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class BulkCostTest {

    private static final BulkCost LISTS = new BulkCost()
            .list("templates", (row, number) -> row.put("templateId", "t-" + number))
            .before(
                    "reports",
                    "templates",
                    (row, number) -> row.put("templateId", number == 0 ? "delarsrapport" : "t-" + number))
            .list("events", (row, number) -> row.put("eventId", "e-" + number))
            .list("narratives", (row, number) -> row.put("sectionId", "s-" + number))
            .periods("reports")
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
        LISTS.check("http://localhost:" + RestAssured.port + "/report/v1", list);
    }

    static Set<String> lists() {
        return LISTS.lists();
    }
}
