package se.tertial.examples;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.tertial.devstack.Issuer;

/** How the packaged gateway ends when it is told to, as at every roll-out. */
class GatewayShutdownTest {

    private static final byte[] LARGE = new byte[1 << 20];

    @TempDir
    Path directory;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);
    private Issuer issuer;
    private HttpServer service;
    private Process gateway;
    private int port;

    @BeforeEach
    void start() throws IOException {
        issuer = Issuer.start();
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        service.setExecutor(Executors.newCachedThreadPool());
        service.createContext("/report/v1/large", exchange -> {
            exchange.sendResponseHeaders(200, LARGE.length);
            exchange.getResponseBody().write(LARGE);
            exchange.close();
        });
        service.createContext("/report/v1/slow", exchange -> {
            asked.countDown();
            awaitQuietly(answered);
            exchange.sendResponseHeaders(200, LARGE.length);
            exchange.getResponseBody().write(LARGE);
            exchange.close();
        });
        service.start();
        port = RunningExample.freePort();
        int managementPort = RunningExample.freePort();
        gateway = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx96m",
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=" + port,
                        "-Dquarkus.management.host=127.0.0.1",
                        "-Dquarkus.management.port=" + managementPort,
                        "-Dquarkus.oidc.auth-server-url=" + issuer.url(),
                        "-Dtertial.gateway.services.report=http://127.0.0.1:"
                                + service.getAddress().getPort(),
                        "-jar",
                        "../gateway/target/quarkus-app/quarkus-run.jar")
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
        await().atMost(Duration.ofMinutes(10))
                .ignoreExceptions()
                .until(() -> given().get("http://localhost:" + managementPort + "/q/health/started")
                                .statusCode()
                        == 200);
    }

    @AfterEach
    void stop() {
        answered.countDown();
        gateway.destroyForcibly();
        service.stop(0);
        issuer.close();
    }

    @Test
    void whoHasGoneAwayIsNotWaitedFor() throws Exception {
        for (int client = 0; client < 20; client++) {
            goAwayInTheMiddle();
        }

        gateway.destroy();

        assertTrue(gateway.waitFor(60, TimeUnit.SECONDS), "it ends");
        List<String> said = Files.readAllLines(log());
        assertTrue(said.stream().anyMatch(line -> line.contains("gateway stopped")), said.toString());
        assertFalse(said.stream().anyMatch(line -> line.contains("Timed out waiting")), said.toString());
    }

    @Test
    void connectionsThatAreKeptForLaterAreNotWaitedFor() throws Exception {
        List<Socket> kept = new ArrayList<>();
        for (int client = 0; client < 20; client++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            kept.add(socket);
            socket.getOutputStream()
                    .write(("GET /report/v1/nothing HTTP/1.1\r\nHost: localhost:" + port + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertTrue(socket.getInputStream().read() > 0);
        }

        gateway.destroy();

        assertTrue(gateway.waitFor(60, TimeUnit.SECONDS), "it ends");
        List<String> said = Files.readAllLines(log());
        assertTrue(said.stream().anyMatch(line -> line.contains("gateway stopped")), said.toString());
        assertFalse(said.stream().anyMatch(line -> line.contains("Timed out waiting")), said.toString());
        for (Socket socket : kept) {
            socket.close();
        }
    }

    @Test
    void whoIsStillServedGetsTheWholeAnswer() throws Exception {
        CompletableFuture<HttpResponse<byte[]>> answer = HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/report/v1/slow"))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertTrue(asked.await(60, TimeUnit.SECONDS), "the service was asked");

        gateway.destroy();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Files.readString(log()).contains("Waiting for HTTP requests to complete"));
        answered.countDown();

        assertEquals(200, answer.get(60, TimeUnit.SECONDS).statusCode());
        assertEquals(LARGE.length, answer.get().body().length);
        assertTrue(gateway.waitFor(60, TimeUnit.SECONDS), "it ends");
    }

    /** What is not read when a socket is closed makes the close a reset. */
    private void goAwayInTheMiddle() throws IOException {
        try (Socket client = new Socket()) {
            client.setReceiveBufferSize(4096);
            client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            client.getOutputStream()
                    .write(("GET /report/v1/large HTTP/1.1\r\nHost: localhost:" + port + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            client.getInputStream().readNBytes(5000);
        }
    }

    private Path log() {
        return directory.resolve("gateway.log");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
