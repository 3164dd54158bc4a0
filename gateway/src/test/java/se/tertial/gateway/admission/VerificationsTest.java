package se.tertial.gateway.admission;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import se.tertial.gateway.Client;
import se.tertial.gateway.Surroundings;

/** Somebody makes up tokens. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@TestProfile(VerificationsTest.Few.class)
class VerificationsTest {

    private static final int FAILURES = 5;

    /** Few failures, and requests enough. */
    public static final class Few implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("tertial.gateway.rate-limit.failures", Integer.toString(FAILURES));
        }
    }

    @Test
    void forgedTokensAreLookedAtOnlySoOftenAndWhoSharesTheirAddressGoesOn() {
        List<Integer> colleagues = IntStream.range(0, 4 * FAILURES)
                .mapToObj(one -> status("Bearer " + Client.anyone("colleague " + one)))
                .distinct()
                .toList();
        String honest = Client.anyone("honest");
        List<Integer> before = asked(50, "Bearer " + honest);
        String[] parts = honest.split("\\.");
        String signature = "." + parts[2];

        Map<Integer, Long> forged = IntStream.range(0, 100)
                .mapToObj(one -> parts[0] + "." + claims(one) + signature)
                .map(token -> status("Bearer " + token))
                .collect(Collectors.groupingBy(status -> status, Collectors.counting()));

        assertEquals(List.of(200), colleagues, "valid tokens are no failures, however many");
        assertEquals(List.of(200), before);
        assertEquals(List.of(200), asked(50, "Bearer " + honest));
        assertEquals(200, status("Bearer " + Client.anyone("colleague 1")), "a new token of a user who was valid here");
        String forgery = "Bearer " + parts[0] + "." + claims(100) + signature;
        assertTrue(IntStream.range(0, 10).anyMatch(time -> status(forgery) == 429), "none is left");
        assertEquals(429, status("Bearer " + Client.anyone("stranger")), "a user who was not waits");
        // A few come again while they are being sent.
        long lookedAt = forged.getOrDefault(401, 0L);
        assertEquals(100, lookedAt + forged.getOrDefault(429, 0L), forged.toString());
        assertTrue(lookedAt >= FAILURES && lookedAt < 4 * FAILURES, forged.toString());
    }

    private static List<Integer> asked(int times, String authorization) {
        return IntStream.range(0, times)
                .mapToObj(time -> status(authorization))
                .distinct()
                .toList();
    }

    private static int status(String authorization) {
        return given().header("Authorization", authorization)
                .get("/finance/v1/echo")
                .statusCode();
    }

    private static String claims(int one) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        "{\"sub\":\"%d\",\"exp\":9999999999}".formatted(one).getBytes(StandardCharsets.UTF_8));
    }
}
