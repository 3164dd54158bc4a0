package se.tertial.goals.assessments;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.Messages;
import se.tertial.devstack.TestStack;
import se.tertial.goals.Administration;

/** An administration that finance-service has not registered is written to, and the answer tells of it. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "goals"))
class UnknownAdministrationTest {

    private static final String ADDRESS = "assessments/god-service~2021-08";

    private static final String ASSESSMENT =
            """
            {"goalId": "god-service", "period": "2021-08", "status": "FULFILLED", "motivation": "Målet är uppfyllt.",
             "results": []}
            """;

    @Test
    void unknownAdministrationIsToldOfUntilItIsRegistered() {
        var vss = Administration.withGoals("unregistered");
        vss.put(ADDRESS, ASSESSMENT).statusCode(201);

        eventually(() -> vss.put(ADDRESS, ASSESSMENT)
                .statusCode(200)
                .body("warnings.register", contains("finance.administration.v1"))
                .body("warnings.field", contains("administrationId")));
        vss.putAll("goals", Administration.AREA).statusCode(200).body("warnings.field", contains("administrationId"));

        Messages.send(TestStack.kafka(), "finance.administration.v1", "0580/unregistered/administration", "{}");

        eventually(() -> vss.put(ADDRESS, ASSESSMENT).statusCode(200).body("$", not(hasKey("warnings"))));
        vss.putAll("goals", Administration.AREA).statusCode(200).body("$", not(hasKey("warnings")));
    }

    private static void eventually(ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(assertion);
    }
}
