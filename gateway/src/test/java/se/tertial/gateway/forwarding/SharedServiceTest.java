package se.tertial.gateway.forwarding;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.gateway.Client;
import se.tertial.gateway.Surroundings;

/** A service of few connections, and clients that would take all of them. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@TestProfile(SharedServiceTest.Few.class)
class SharedServiceTest {

    private static final String OTHERS = "/finance/v1/municipalities/0680/x";

    private final List<Socket> held = new ArrayList<>();

    /** Eight connections to a service, and memory for four bodies of the largest size. */
    public static final class Few implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "tertial.gateway.upstream.connections", "8",
                    "tertial.gateway.bodies.memory", "4M",
                    "tertial.gateway.bodies.receive-timeout", "60S",
                    "tertial.gateway.upstream.answer-timeout", "5S",
                    "tertial.gateway.connections.unread", "60S");
        }
    }

    @AfterEach
    void letGo() throws IOException {
        for (Socket socket : held) {
            socket.close();
        }
    }

    @Test
    void uploadsThatDripHoldNoConnection() throws IOException {
        for (String client : new String[] {"one", "two"}) {
            String token = Client.anyone(client);
            for (int upload = 0; upload < 16; upload++) {
                held.add(Client.begin(
                        "PUT /finance/v1/echo HTTP/1.1",
                        "Host: localhost",
                        "Authorization: Bearer " + token,
                        "Content-Length: 100000",
                        "",
                        "x"));
            }
        }

        given().get("/finance/v1/echo").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"silent", "large"})
    void oneTenantLeavesHalfOfTheConnectionsToOthers(String what) throws IOException {
        for (int client = 0; client < 20; client++) {
            held.add(Client.begin(
                    "GET /finance/v1/municipalities/0580/" + what + " HTTP/1.1",
                    "Host: localhost",
                    "Authorization: Bearer " + Client.anyone(what + client),
                    "",
                    ""));
        }
        String stranger = Client.anyone("of another municipality");

        List<Integer> statuses = new ArrayList<>();
        for (int request = 0; request < 5; request++) {
            statuses.add(given().auth().oauth2(stranger).get(OTHERS).statusCode());
        }

        assertEquals(List.of(200, 200, 200, 200, 200), statuses);
    }

    @Test
    void strangersLeaveConnectionsToThoseWithAToken() throws IOException {
        for (int client = 0; client < 20; client++) {
            held.add(Client.begin("GET /finance/v1/municipalities/0580/large HTTP/1.1", "Host: localhost", "", ""));
        }

        given().auth()
                .oauth2(Client.anyone("of the municipality"))
                .get("/finance/v1/municipalities/0580/x")
                .then()
                .statusCode(200);
    }

    @Test
    void bodiesOfOneClientTakeAQuarterOfTheMemory() throws IOException {
        String greedy = Client.anyone("greedy");
        List<Socket> uploads = List.of(halfAMegabyte(greedy), halfAMegabyte(greedy), halfAMegabyte(greedy));
        held.addAll(uploads);

        String answer = await().atMost(Duration.ofSeconds(60)).until(() -> firstAnswer(uploads), Objects::nonNull);

        assertTrue(answer.startsWith("HTTP/1.1 429 "), answer);
        assertTrue(answer.contains("Retry-After: "), answer);
        upload("modest").then().statusCode(200);
        letGo();
        await().atMost(Duration.ofSeconds(60)).until(() -> upload("greedy").statusCode() == 200);
    }

    private static Response upload(String client) {
        return given().auth()
                .oauth2(Client.anyone(client))
                .contentType("application/octet-stream")
                .body(new byte[1024 * 1024])
                .put("/finance/v1/echo");
    }

    /** An upload of which the last byte is missing. */
    private static Socket halfAMegabyte(String token) throws IOException {
        Socket socket = Client.begin(
                "PUT /finance/v1/echo HTTP/1.1",
                "Host: localhost",
                "Authorization: Bearer " + token,
                "Content-Length: " + (512 * 1024),
                "",
                "");
        socket.getOutputStream().write(new byte[512 * 1024 - 1]);
        socket.getOutputStream().flush();
        return socket;
    }

    /** They are received at the same time; any of them may be the one for which there is no room. */
    private static @Nullable String firstAnswer(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            if (socket.getInputStream().available() > 0) {
                return head(socket);
            }
        }
        return null;
    }

    private static String head(Socket socket) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        StringBuilder head = new StringBuilder();
        for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
            head.append(line).append('\n');
        }
        return head.toString();
    }
}
