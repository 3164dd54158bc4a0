package se.tertial.faults.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.Issuer;

/** Lists whose rows are so large that a page holds few of them. */
class ApiTest {

    private static final int ROWS = 700;
    private static final int MOST = 100;

    private Issuer issuer;
    private HttpServer server;
    private Api api;

    @BeforeEach
    void start() throws IOException {
        issuer = Issuer.start();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/rows", ApiTest::answer);
        server.start();
        api = new Api("http://localhost:" + server.getAddress().getPort(), issuer, Duration.ofSeconds(10));
    }

    @AfterEach
    void stop() {
        server.stop(0);
        issuer.close();
    }

    @Test
    void listOfLargeRowsIsReadInSmallerPages() throws IOException {
        assertEquals(IntStream.range(0, ROWS).boxed().toList(), revisions(api.all("/rows")));
    }

    @Test
    void changesOfLargeRowsAreReadInSmallerPages() throws IOException {
        assertEquals(IntStream.range(5, 5 + 64).boxed().toList(), revisions(api.changes("/rows", 5)));
    }

    @Test
    void whatIsRefusedForAnotherReasonIsSaid() {
        assertThrows(Api.Refusal.class, () -> api.all("/rows?wrong=1"));
    }

    private static List<Integer> revisions(List<JsonNode> items) {
        return items.stream().map(item -> item.path("revision").asInt()).toList();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        Map<String, Integer> query = Arrays.stream(
                        exchange.getRequestURI().getQuery().split("&", -1))
                .map(one -> one.split("=", 2))
                .collect(Collectors.toMap(one -> one[0], one -> Integer.valueOf(one[1]), (one, other) -> one));
        int limit = query.getOrDefault("limit", MOST);
        boolean isRefused = limit > MOST || query.containsKey("wrong");
        int first = query.containsKey("since") ? query.get("since") : (query.getOrDefault("page", 1) - 1) * limit;
        Function<Integer, String> row = "{\"revision\": %d}"::formatted;
        String items = IntStream.range(first, Math.min(ROWS, first + limit))
                .boxed()
                .map(row)
                .collect(Collectors.joining(","));
        byte[] body = (isRefused ? "{}" : "{\"items\": [" + items + "]}").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(isRefused ? 400 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
