package se.tertial.gateway.forwarding;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import se.tertial.gateway.Client;
import se.tertial.gateway.Surroundings;

/** Large bodies of one tenant take turns, whichever service they are for. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@TestProfile(LargeBodiesTest.AsItRuns.class)
class LargeBodiesTest {

    private static final int LARGE = 1024 * 1024 + 1;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The limits that the gateway has by default. */
    public static final class AsItRuns implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.http.limits.max-body-size", "20M",
                    "tertial.gateway.upstream.answer-timeout", "25S",
                    "tertial.gateway.bodies.receive-timeout", "20S");
        }
    }

    @Test
    void nextOfTheTenantIsPassedOnWhenTheOneBeforeHasEnded() throws IOException {
        try (Socket first = kept("first", "0580");
                Socket second = large("second", "/indicators/v1/municipalities/0580/x")) {
            assertEquals(200, put("third", "0580", LARGE - 1), "what is not large does not wait");
            assertEquals(200, put("fourth", "0680", LARGE), "others do not wait");
            assertEquals(0, second.getInputStream().available());

            first.close();

            assertEquals("HTTP/1.1 200", status(second));
        }
    }

    @Test
    void whoWaitsTooLongIsRefused() throws IOException {
        try (Socket first = kept("fifth", "0581")) {
            assertEquals(429, put("sixth", "0581", LARGE));
            assertEquals(0, first.getInputStream().available(), "the first is still under way");
        }
    }

    private static int put(String client, String municipality, int bytes) {
        return given().auth()
                .oauth2(Client.anyone(client))
                .contentType("application/octet-stream")
                .body(new byte[bytes])
                .put("/finance/v1/municipalities/" + municipality + "/x")
                .statusCode();
    }

    /** One that has reached the service, which does not answer. */
    private static Socket kept(String client, String municipality) throws IOException {
        int before = kept();
        Socket socket = large(client, "/finance/v1/municipalities/" + municipality + "/silent");
        await().atMost(PATIENCE).until(() -> kept() > before);
        return socket;
    }

    private static int kept() {
        return Integer.parseInt(given().get("/finance/v1/kept").asString());
    }

    private static Socket large(String client, String path) throws IOException {
        Socket socket = Client.begin(
                "PUT " + path + " HTTP/1.1",
                "Host: localhost",
                "Authorization: Bearer " + Client.anyone(client),
                "Content-Length: " + LARGE,
                "",
                "");
        socket.getOutputStream().write(new byte[LARGE]);
        socket.getOutputStream().flush();
        return socket;
    }

    private static String status(Socket socket) throws IOException {
        await().atMost(PATIENCE).until(() -> socket.getInputStream().available() > 0);
        return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }
}
