package se.tertial.finance.writing;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.finance.Administration;

/** Who changes more than can be sent waits; others, and whoever changes little, do not. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
@TestProfile(UnsentLimitTest.Small.class)
class UnsentLimitTest {

    private static final Integer MOST = 1_000;

    /** As many of a kind as one body of the test has. */
    public static final class Small implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "tertial.outbox.most-unsent", "200", "tertial.outbox.most-unsent-of-all-kinds", MOST.toString());
        }
    }

    @Inject
    EntityManager entityManager;

    @Test
    void whoeverHasTooMuchUnsentComesBackLater() {
        Administration vss = Administration.registered("much-unsent");
        vss.put("units/lkdata", Administration.LKDATA).statusCode(201);
        awaitNothingUnsent();
        int partitions = holdBack(vss);

        vss.put("units", units(200, "one")).statusCode(200);
        vss.put("units", units(200, "two"))
                .statusCode(503)
                .header("Retry-After", equalTo("2"))
                .body("detail", containsString("200 changes or more of the municipality wait"))
                .body("detail", containsString("Nothing was changed"));
        vss.put("units?mode=TRY", units(200, "two")).statusCode(503);
        vss.put("units", units(3, "three")).statusCode(200);

        sql("update sent_topic set partitions = " + partitions + " where topic = 'finance.unit.v1'");
        awaitNothingUnsent();
        vss.put("units", units(200, "two")).statusCode(200);
    }

    @Test
    void whoeverWritesLittleAgainAndAgainComesBackLaterToo() {
        Administration vss = Administration.registered("little-unsent");
        vss.put("units/lkdata", Administration.LKDATA).statusCode(201);
        awaitNothingUnsent();
        int partitions = holdBack(vss);
        AtomicInteger written = new AtomicInteger();

        await().atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> vss.put("units", units(100, "again " + written.incrementAndGet()))
                                .extract()
                                .statusCode()
                        == 503);

        assertTrue(written.get() >= MOST / 100, written + " writes");
        vss.put("units/lkdata", Administration.LKDATA.replace("90", "91"))
                .statusCode(503)
                .header("Retry-After", equalTo("2"))
                .body("detail", containsString("1,000 changes or more of the municipality, of all kinds, wait"));
        vss.put("units?mode=TRY", units(1, "three")).statusCode(503);
        vss.delete("units/lkdata").statusCode(503);
        Administration.register("0999", "unhindered");

        sql("update sent_topic set partitions = " + partitions + " where topic = 'finance.unit.v1'");
        awaitNothingUnsent();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> vss.delete("units/lkdata").extract().statusCode() == 204);
    }

    /** Events of a topic that has other partitions than it had wait, once the relay has asked Kafka again. */
    private int holdBack(Administration vss) {
        int partitions = (int) number("select partitions from sent_topic where topic = 'finance.unit.v1'");
        sql("update sent_topic set partitions = 99 where topic = 'finance.unit.v1'");
        AtomicInteger tried = new AtomicInteger();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    vss.put("units", units(1, "try " + tried.incrementAndGet())).statusCode(200);
                    return number("select count(*) from waiting_topic where topic = 'finance.unit.v1'") == 1;
                });
        return partitions;
    }

    private static String units(int count, String name) {
        return IntStream.range(0, count)
                .mapToObj(unit ->
                        ("{\"unitId\": \"unit-%1$d\", \"name\": \"%2$s\", \"order\": %1$d, \"contribution\": \"ADDITIVE\","
                                        + " \"placements\": [{\"validFrom\": \"2020-01-01\"}]}")
                                .formatted(unit, name))
                .collect(Collectors.joining(",", "{\"items\": [", "]}"));
    }

    private void awaitNothingUnsent() {
        await().atMost(Duration.ofSeconds(60)).until(() -> number("select count(*) from outbox") == 0);
    }

    private void sql(String statement) {
        QuarkusTransaction.requiringNew()
                .run(() -> entityManager.createNativeQuery(statement).executeUpdate());
    }

    private long number(String query) {
        return QuarkusTransaction.requiringNew()
                .call(() -> ((Number) entityManager.createNativeQuery(query).getSingleResult()).longValue());
    }
}
