package se.tertial.devstack.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An HTTP server that has an OpenAPI document, records what is put and deleted, and answers what the test tells it to. Of a trial
 * it says that every row is new, unless the test says otherwise of {@code TRY} and the path.
 */
final class FakeApi implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String DOCUMENT =
            """
            {"paths": {
              "/towns/{townId}": {"put": {"requestBody": {"content": {"application/json": {"schema": {
                "type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}}}}}},
              "/towns/{townId}/trees": {"put": {"requestBody": {"content": {"application/json": {"schema": {
                "$ref": "#/components/schemas/TreeBulk"}}}}}},
              "/towns/{townId}/tales": {"put": {"requestBody": {"content": {"application/json": {"schema": {
                "properties": {"items": {"type": "array", "items": {"type": "object", "properties": {
                  "taleId": {"type": "string"}, "year": {"type": "string"}, "text": {"type": "string"}}}}}}}}}}}},
             "components": {"schemas": {
               "TreeBulk": {"type": "object", "properties": {"items": {"type": "array", "items": {
                 "$ref": "#/components/schemas/Tree"}}}},
               "Tree": {"type": "object", "required": ["treeId", "height"], "properties": {
                 "treeId": {"type": "string"}, "rings": {"type": ["integer", "null"]}, "felled": {"type": "boolean"},
                 "year": {"type": "string"}, "names": {"type": "array", "items": {"type": "string"}},
                 "kind": {"$ref": "#/components/schemas/Kind", "description": "Its kind."},
                 "height": {"anyOf": [{"$ref": "#/components/schemas/Height"}, {"type": "null"}]},
                 "places": {"type": "array", "items": {"$ref": "#/components/schemas/Place"}},
                 "revision": {"type": "integer", "readOnly": true}}},
               "Kind": {"type": "string", "enum": ["oak", "birch"]},
               "Place": {"type": "object", "required": ["street"], "properties": {"street": {"type": "string"}}},
               "Height": {"type": "object", "required": ["state"], "properties": {
                 "state": {"type": "string"}, "number": {"type": "string", "format": "decimal"}}}}}}
            """;

    /** A request that was made. */
    record Put(String path, String authorization, JsonNode body) {}

    /** A deletion that was asked for. */
    record Delete(String pathAndQuery, String seen) {}

    private record Answer(int status, String body) {}

    private final HttpServer server;
    private final List<Put> puts = new ArrayList<>();
    private final List<Delete> deletes = new ArrayList<>();
    private final Map<String, List<String>> queries = new HashMap<>();
    private final Map<String, Deque<Answer>> answers = new HashMap<>();

    FakeApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/", this::handle);
        answer("GET /garden/v1/openapi", 200, DOCUMENT);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    List<Put> puts() {
        return List.copyOf(puts);
    }

    /** The queries of all requests with a method. */
    List<String> queriesOf(String method) {
        return List.copyOf(queries.getOrDefault(method, List.of()));
    }

    List<Delete> deletes() {
        return List.copyOf(deletes);
    }

    /** What a request is answered from now on. */
    void answerNow(String request, int status, String body) {
        answers.remove(request);
        answer(request, status, body);
    }

    /** What a request is answered; of several answers the last is given again and again. */
    void answer(String request, int status, String body) {
        answers.computeIfAbsent(request, key -> new ArrayDeque<>()).add(new Answer(status, body));
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        String query = String.valueOf(exchange.getRequestURI().getRawQuery());
        queries.computeIfAbsent(exchange.getRequestMethod(), method -> new ArrayList<>())
                .add(query);
        boolean trial = query.equals("mode=TRY");
        String method = trial ? "TRY" : exchange.getRequestMethod();
        if (method.equals("DELETE")) {
            deletes.add(new Delete(
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders().getFirst("If-Match")));
        }
        if (method.equals("PUT")) {
            puts.add(new Put(path, exchange.getRequestHeaders().getFirst("Authorization"), JSON.readTree(body)));
        }
        Deque<Answer> waiting = answers.getOrDefault(method + " " + path, new ArrayDeque<>());
        Answer answer = waiting.isEmpty()
                ? trial ? allNew(JSON.readTree(body)) : new Answer(404, "{\"title\": \"Not found\"}")
                : waiting.size() == 1 ? waiting.peek() : waiting.pop();
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static Answer allNew(JsonNode body) {
        ObjectNode answer = JSON.createObjectNode().put("topic", "garden.tree.v1");
        ArrayNode rows = answer.putArray("rows");
        body.path("items").forEach(item -> rows.addObject()
                .put("key", item.iterator().next().asText())
                .put("effect", "CREATED"));
        return new Answer(200, answer.toString());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
