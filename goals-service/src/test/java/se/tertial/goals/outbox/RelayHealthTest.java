package se.tertial.goals.outbox;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "goals"))
class RelayHealthTest {

    private static final String OUTBOX = "checks.find { it.name == 'outbox' }.";

    @TestHTTPResource(value = "/health/ready", management = true)
    URL readiness;

    @TestHTTPResource(value = "/metrics", management = true)
    URL metrics;

    @Test
    void readinessAndMetricsTellHowTheRelayIs() {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> given().get(readiness)
                .then()
                .body(OUTBOX + "status", equalTo("UP"))
                .body(OUTBOX + "data.leader", equalTo(true))
                .body(OUTBOX + "data.unsent", equalTo(0))
                .body(OUTBOX + "data.aside", equalTo(0)));

        given().get(metrics)
                .then()
                .body(containsString("tertial_outbox_leader 1.0"))
                .body(containsString("tertial_outbox_unsent "))
                .body(containsString("tertial_outbox_oldest_age_seconds "))
                .body(containsString("tertial_outbox_last_success_age_seconds "))
                .body(containsString("tertial_outbox_failures_total "));
    }
}
