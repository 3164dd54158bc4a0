package se.tertial.examples;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one client cannot take from the others, and what a page may do, in the suite as it runs. */
class LimitsTest {

    private static final String UNITS = "/finance/v1/municipalities/0580/administrations/vss/units";

    private static RunningExample suite;

    @BeforeAll
    static void start() throws IOException {
        suite = RunningExample.shared();
    }

    @Test
    void whoAsksTooMuchWaitsAndNobodyElse() {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create(suite.url(UNITS)))
                .header("Authorization", "Bearer " + suite.issued("greedy", List.of("reader:0580:vss")))
                .build();

        List<CompletableFuture<HttpResponse<String>>> asked = Stream.generate(
                        () -> client.sendAsync(request, BodyHandlers.ofString()))
                .limit(1_500)
                .toList();
        int another = given().auth()
                .oauth2(suite.issued("modest", List.of("reader:0580:vss")))
                .get(suite.url(UNITS))
                .statusCode();

        List<HttpResponse<String>> refused = asked.stream()
                .map(CompletableFuture::join)
                .filter(answer -> answer.statusCode() != 200)
                .toList();
        assertEquals(200, another);
        assertTrue(refused.size() > 100, "refused: " + refused.size());
        for (HttpResponse<String> answer : refused) {
            assertEquals(429, answer.statusCode(), answer.body());
            assertTrue(answer.headers().firstValueAsLong("Retry-After").orElse(0) > 0, "Retry-After");
            assertEquals(
                    "application/problem+json",
                    answer.headers().firstValue("Content-Type").orElse(""));
        }
    }

    @Test
    void requestThatDripsIsCut() throws Exception {
        URI gateway = URI.create(suite.url("/"));
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(1_000);
            boolean cut = false;
            for (int second = 0; second < 120 && !cut; second++) {
                cut = isCutAfterAnotherByte(socket);
            }
            assertTrue(cut, "nobody waits for a request that never ends");
        }
    }

    private static boolean isCutAfterAnotherByte(Socket socket) throws IOException {
        InputStream input = socket.getInputStream();
        try {
            socket.getOutputStream().write('x');
            return input.read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/docs",
                "/report/v1/municipalities/0580/administrations/vss/reports/2021-08/document?format=html"
            })
    void pageMayRunAndLoadOnlyWhatIsItsOwn(String page) {
        given().get(suite.url(page))
                .then()
                .statusCode(200)
                .contentType("text/html")
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                .header("Content-Security-Policy", not(containsString("unsafe")))
                .header("Content-Security-Policy", not(containsString("*")))
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .header("Referrer-Policy", equalTo("no-referrer"));
    }
}
