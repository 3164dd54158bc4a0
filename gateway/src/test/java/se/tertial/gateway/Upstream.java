package se.tertial.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/** A service as small as can be: it says what reached it. */
final class Upstream implements AutoCloseable {

    private static final int CHUNKS = 1_000;
    private static final String TAG = "\"v1-abc\"";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger cut = new AtomicInteger();
    private final AtomicInteger kept = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);

    Upstream() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        serve("/finance/v1/echo", Upstream::echo);
        serve("/finance/v1/tagged", Upstream::tagged);
        serve("/finance/v1/gzipped", Upstream::gzipped);
        serve("/finance/v1/streamed", Upstream::streamed);
        serve("/finance/v1/large", this::large);
        serve("/finance/v1/cut", this::cut);
        serve("/finance/v1/municipalities", this::ofMunicipality);
        serve("/indicators/v1/municipalities", this::ofMunicipality);
        serve("/finance/v1/events", this::events);
        serve("/balanced/v1/echo", Upstream::echo);
        serve("/finance/v1/one-hop", Upstream::oneHop);
        serve("/finance/v1/silent", exchange -> silent());
        serve("/finance/v1/kept", this::kept);
        serve(
                "/finance/v1/unavailable",
                exchange -> answer(exchange, 503, "text/plain", "no".getBytes(StandardCharsets.UTF_8)));
        serve("/finance/v1/failing", exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "60");
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        serve(
                "/finance/v1/refusing",
                exchange -> answer(
                        exchange,
                        503,
                        "application/problem+json",
                        "{\"detail\":\"Later.\"}".getBytes(StandardCharsets.UTF_8)));
        serve("/finance/v1/broken", HttpExchange::close);
        serve("/finance/v1/openapi", Upstream::openapi);
        serve("/report/v1/published-reports", Upstream::published);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(String path, HttpHandler handler) {
        server.createContext(path, handler);
    }

    private static void echo(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        JsonObject headers = new JsonObject();
        for (Map.Entry<String, List<String>> header :
                exchange.getRequestHeaders().entrySet()) {
            headers.put(header.getKey().toLowerCase(java.util.Locale.ROOT), String.join(" | ", header.getValue()));
        }
        String answer = new JsonObject()
                .put("method", exchange.getRequestMethod())
                .put("uri", exchange.getRequestURI().toString())
                .put("port", exchange.getLocalAddress().getPort())
                .put("bytes", body.length)
                .put("start", new String(body, 0, Math.min(200, body.length), StandardCharsets.UTF_8))
                .put("headers", headers)
                .encode();
        answer(exchange, 200, "application/json", answer.getBytes(StandardCharsets.UTF_8));
    }

    private void ofMunicipality(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.endsWith("/silent")) {
            silent();
        } else if (path.endsWith("/large")) {
            large(exchange);
        } else {
            echo(exchange);
        }
    }

    /** A stream of events that begins, and goes on without any. */
    private void events(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream;charset=UTF-8");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(":\n\n".getBytes(StandardCharsets.US_ASCII));
        exchange.getResponseBody().flush();
        silent();
    }

    private static void tagged(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("ETag", TAG);
        if (TAG.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            exchange.sendResponseHeaders(304, -1);
            exchange.close();
            return;
        }
        answer(exchange, 200, "text/plain", "content".getBytes(StandardCharsets.UTF_8));
    }

    private static void gzipped(HttpExchange exchange) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write("content".repeat(500).getBytes(StandardCharsets.UTF_8));
        }
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        exchange.getResponseHeaders().set("ETag", "\"v1-abc-gzip\"");
        answer(exchange, 200, "text/plain", bytes.toByteArray());
    }

    private static void streamed(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            for (int i = 0; i < CHUNKS; i++) {
                out.write("0123456789".repeat(100).getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    /** More than the buffers of a connection hold. */
    private void large(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            for (int i = 0; i < 64 * CHUNKS; i++) {
                out.write("0123456789".repeat(100).getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            cut.incrementAndGet();
        }
    }

    /** How many large answers nobody took to the end. */
    private void cut(HttpExchange exchange) throws IOException {
        answer(exchange, 200, "text/plain", cut.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static void oneHop(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Connection", "keep-alive, X-Private");
        exchange.getResponseHeaders().set("X-Private", "between us");
        exchange.getResponseHeaders().set("Server", "Upstream/1.0");
        exchange.getResponseHeaders().set("X-Powered-By", "Upstream");
        exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
        exchange.getResponseHeaders().set("Keep-Alive", "timeout=7");
        answer(exchange, 200, "text/plain", new byte[] {'x'});
    }

    /** How many requests were received and not answered. */
    private void kept(HttpExchange exchange) throws IOException {
        answer(exchange, 200, "text/plain", kept.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private void silent() {
        kept.incrementAndGet();
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void openapi(HttpExchange exchange) throws IOException {
        answer(
                exchange,
                200,
                "application/json",
                """
                {"openapi": "3.1.0", "info": {"title": "Finance", "version": "1"}, "paths": {}}
                """
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static void published(HttpExchange exchange) throws IOException {
        answer(
                exchange,
                200,
                "application/json",
                """
                {"items": [
                  {"title": "Delårsrapport <2>", "municipality": "Linköping", "administration": "Vård & stöd",
                   "period": "januari–augusti 2021", "href": "/report/v1/published/0580/vss/2021-08.html"},
                  {"title": "Elsewhere", "href": "//example.org/"},
                  {"title": "Script", "href": "javascript:alert(1)"}]}
                """
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
