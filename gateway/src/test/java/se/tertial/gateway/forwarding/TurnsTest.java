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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import se.tertial.gateway.Client;
import se.tertial.gateway.Surroundings;

/** What one tenant has at work, in large bodies and in all. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@TestProfile(TurnsTest.AsItRuns.class)
class TurnsTest {

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

    /** Of eight. */
    @Test
    void oneServiceHasThreeQuartersOfATenantsRequests() throws IOException {
        int before = kept();
        List<Socket> silent = silent(20, "0582", number -> "client " + number);
        try {
            await().atMost(PATIENCE).until(() -> kept() == before + 6);

            assertEquals(200, get("others", "/finance/v1/municipalities/0682/x"));
            assertEquals(200, get("another", "/indicators/v1/municipalities/0582/x"));
            assertEquals(before + 6, kept());
        } finally {
            end(silent);
        }
        assertEquals(200, get("another", "/finance/v1/municipalities/0582/x"), "who has ended leaves a place");
    }

    @Test
    void oneClientHasHalfOfATenantsRequests() throws IOException {
        int before = kept();
        List<Socket> silent = silent(10, "0583", number -> "greedy");
        try {
            await().atMost(PATIENCE).until(() -> kept() == before + 4);

            assertEquals(200, get("modest", "/finance/v1/municipalities/0583/x"));
            assertEquals(before + 4, kept());
        } finally {
            end(silent);
        }
    }

    /** As long as it is read, the service has done its part. */
    @Test
    void whoReadsSlowlyHasHadItsTurn() throws IOException {
        List<Socket> slow = sockets(4, "0584", "large", number -> "slow");
        try {
            for (Socket one : slow) {
                assertEquals("HTTP/1.1 200", status(one));
            }

            assertEquals(200, get("slow", "/finance/v1/municipalities/0584/x"));
        } finally {
            end(slow);
        }
    }

    @Test
    void whoseTokensDoNotNameTheTenantHaveNoneOfItsTurns() throws IOException {
        int before = kept();
        List<Socket> silent = silent(20, "0586", number -> "outsider " + number);
        try {
            await().atMost(PATIENCE).until(() -> kept() == before + 6);

            given().auth()
                    .oauth2(Client.member("member", "0586"))
                    .get("/finance/v1/municipalities/0586/x")
                    .then()
                    .statusCode(200);
        } finally {
            end(silent);
        }
    }

    private static List<Socket> silent(int count, String municipality, IntFunction<String> client) throws IOException {
        return sockets(count, municipality, "silent", client);
    }

    private static List<Socket> sockets(int count, String municipality, String what, IntFunction<String> client)
            throws IOException {
        List<Socket> sockets = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            sockets.add(Client.begin(
                    "GET /finance/v1/municipalities/" + municipality + "/" + what + " HTTP/1.1",
                    "Host: localhost",
                    "Authorization: Bearer " + Client.anyone(client.apply(number)),
                    "",
                    ""));
        }
        return sockets;
    }

    private static void end(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private static int get(String client, String path) {
        return given().auth().oauth2(Client.anyone(client)).get(path).statusCode();
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
