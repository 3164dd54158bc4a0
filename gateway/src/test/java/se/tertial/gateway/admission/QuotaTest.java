package se.tertial.gateway.admission;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.matchesRegex;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import se.tertial.gateway.Client;
import se.tertial.gateway.Surroundings;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@TestProfile(QuotaTest.Narrow.class)
class QuotaTest {

    @TestHTTPResource(value = "/health", management = true)
    String health;

    /** Five requests at once, and one more each minute. */
    public static final class Narrow implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "tertial.gateway.rate-limit.requests", "1",
                    "tertial.gateway.rate-limit.period", "60S",
                    "tertial.gateway.rate-limit.tenant.clients", "1");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Burst.class));
        }
    }

    /** The burst has a value from the surroundings, which only another resource overrides. */
    public static final class Burst implements io.quarkus.test.common.QuarkusTestResourceLifecycleManager {

        @Override
        public int order() {
            return 10;
        }

        @Override
        public Map<String, String> start() {
            return Map.of("tertial.gateway.rate-limit.burst", "5");
        }

        @Override
        public void stop() {
            // Nothing was started.
        }
    }

    @Test
    void clientThatAsksTooOftenWaitsWhileOthersAreServed() {
        String reader = Client.token("reader");
        List<Integer> first = statuses(reader, 5);

        given().auth()
                .oauth2(reader)
                .get("/finance/v1/echo")
                .then()
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", matchesRegex("[1-9][0-9]?"));

        assertEquals(Collections.nCopies(5, 200), first);
        assertEquals(List.of(200), statuses(Client.token("controller"), 1));
    }

    @Test
    void strangersShareTheQuotaOfTheirAddressAndInvalidTokensCountThere() {
        IntStream.range(0, 5).forEach(i -> given().header("Authorization", "Bearer nonsense")
                .get("/finance/v1/echo")
                .then()
                .statusCode(401));

        given().get("/finance/v1/echo").then().statusCode(429);
        given().get("/").then().statusCode(429);
        given().get(health).then().statusCode(200);
    }

    @Test
    void allWhoAskAboutOneTenantShareItsQuotaAndNobodyElses() {
        String reporter = Client.member("reporter", "0580");
        String loader = Client.member("loader", "0580");
        List<Integer> first = statuses(reporter, 3, "/finance/v1/municipalities/0580/x");

        List<Integer> others = statuses(loader, 3, "/finance/v1/municipalities/0580/x");

        assertEquals(List.of(200, 200, 200), first);
        assertEquals(List.of(200, 200, 429), others);
        assertEquals(List.of(200), statuses(loader, 1, "/finance/v1/municipalities/0581/x"));
    }

    @Test
    void whoseTokenDoesNotNameTheTenantUsesUpNothingOfItsQuota() {
        String path = "/finance/v1/municipalities/0584/x";
        statuses(Client.member("outsider", "0585"), 4, path);

        List<Integer> outsiders = statuses(Client.member("another outsider", "0585"), 2, path);
        List<Integer> members = statuses(Client.member("member", "0584"), 5, path);

        assertEquals(List.of(200, 429), outsiders);
        assertEquals(Collections.nCopies(5, 200), members);
    }

    private static List<Integer> statuses(String token, int times) {
        return statuses(token, times, "/finance/v1/echo");
    }

    private static List<Integer> statuses(String token, int times, String path) {
        return IntStream.range(0, times)
                .mapToObj(i -> given().auth().oauth2(token).get(path).statusCode())
                .toList();
    }
}
