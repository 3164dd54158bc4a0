package se.tertial.gateway.admission;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.gateway.Client;
import se.tertial.gateway.Surroundings;

/** How many requests a client may have under way, however they end. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@TestProfile(AtOnceTest.Two.class)
class AtOnceTest {

    /** Two requests under way for each client. */
    public static final class Two implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("tertial.gateway.rate-limit.at-once", "2", "tertial.gateway.rate-limit.streams", "3");
        }
    }

    @Test
    void whoHasTwoRequestsUnderWayIsRefusedAThirdWhileOthersAreServed() {
        List<CompletableFuture<HttpResponse<String>>> asked =
                IntStream.range(0, 10).mapToObj(i -> silent()).toList();

        int other = given().auth()
                .oauth2(Client.token("reader"))
                .get("/finance/v1/echo")
                .statusCode();

        Set<Integer> statuses =
                asked.stream().map(one -> one.join().statusCode()).collect(Collectors.toSet());
        assertEquals(200, other);
        assertEquals(Set.of(504, 429), statuses);
        given().get("/finance/v1/echo").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/event-stream", "text/event-stream, application/json", "application/json"})
    void whatAClientSaysItAcceptsMakesNoRequestAStream(String accept) {
        String token = Client.token("controller");
        List<CompletableFuture<HttpResponse<String>>> asked = IntStream.range(0, 5)
                .mapToObj(i -> silent("Authorization", "Bearer " + token, "Accept", accept))
                .toList();

        List<Integer> statuses =
                asked.stream().map(one -> one.join().statusCode()).sorted().toList();

        assertEquals(List.of(429, 429, 429, 504, 504), statuses);
    }

    @Test
    void streamsOfEventsAreCountedApartWhateverWasAskedFor() throws IOException {
        String token = Client.anyone("follower");
        List<Socket> streams = new ArrayList<>();
        for (int stream = 0; stream < 4; stream++) {
            Socket socket = Client.begin(
                    "GET /finance/v1/events HTTP/1.1",
                    "Host: localhost",
                    "Accept: application/json",
                    "Authorization: Bearer " + token,
                    "",
                    "");
            streams.add(socket);
            byte[] start = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            String expected = stream < 3 ? "HTTP/1.1 200" : "HTTP/1.1 429";
            assertEquals(expected, new String(start, StandardCharsets.US_ASCII));
        }

        given().auth().oauth2(token).get("/finance/v1/echo").then().statusCode(200);

        for (Socket stream : streams) {
            stream.close();
        }
    }

    @Test
    void answerOfUnknownLengthReachesAClientOfHttp10AsItComes() throws IOException {
        try (Socket socket = Client.begin("GET /finance/v1/events HTTP/1.0", "Host: localhost", "", "")) {
            byte[] start = new byte[4096];
            StringBuilder answer = new StringBuilder();
            while (!answer.toString().endsWith(":\n\n")) {
                int count = socket.getInputStream().read(start);
                answer.append(new String(start, 0, count, StandardCharsets.US_ASCII));
            }
            assertEquals(-1, answer.toString().indexOf("chunked"), answer.toString());
        }
    }

    @Test
    void everyEndOfARequestGivesItsPlaceBack() {
        String token = Client.token("controller");
        for (String path : new String[] {
            "/finance/v1/echo", "/finance/v1/tagged", "/finance/v1/broken", "/goals/v1/nobody", "/docs", "/nothing"
        }) {
            IntStream.range(0, 3).forEach(time -> given().auth().oauth2(token).get(path));
            IntStream.range(0, 3).forEach(time -> given().auth().oauth2(token).head(path));
        }
        CompletableFuture<HttpResponse<String>> first = silent("Authorization", "Bearer " + token);
        CompletableFuture<HttpResponse<String>> second = silent("Authorization", "Bearer " + token);

        assertEquals(
                List.of(504, 504),
                List.of(first.join().statusCode(), second.join().statusCode()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /finance/v1/large HTTP/1.1",
                "GET /finance/v1/silent HTTP/1.1",
                "PUT /finance/v1/silent HTTP/1.1\r\nContent-Length: 1",
                "PUT /finance/v1/echo HTTP/1.1\r\nContent-Length: 1000",
                "PUT /finance/v1/echo HTTP/1.1\r\nTransfer-Encoding: chunked"
            })
    void requestThatIsAbandonedGivesItsPlaceBack(String beginning) {
        String token = Client.token("controller");

        IntStream.range(0, 3).forEach(time -> abandon(beginning, token));

        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        given().auth().oauth2(token).get("/finance/v1/echo").statusCode() == 200);
    }

    /** Begins a request, and goes away when the first of the answer has come, or nothing has for a while. */
    private static void abandon(String beginning, String token) {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(200);
            socket.getOutputStream()
                    .write((beginning + "\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n\r\nx")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().read();
        } catch (IOException e) {
            // Nothing came.
        }
    }

    private static CompletableFuture<HttpResponse<String>> silent(String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/finance/v1/silent"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
