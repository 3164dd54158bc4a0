package se.tertial.gateway.connections;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import se.tertial.gateway.Client;
import se.tertial.gateway.Surroundings;

/** Clients that send or read a little now and then, so that no idle timeout ever sees them idle. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class SlowClientsTest {

    private static final Duration DRIP = Duration.ofMillis(200);

    /** Less than the idle timeout, which would cut the last of them too. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    @Test
    void headThatDripsIsCut() throws IOException {
        try (Socket socket = connect(64 * 1024)) {
            send(socket, "GET / HTTP/1.1\r\nHost: localhost\r\n");

            await().pollInterval(DRIP).atMost(PATIENCE).until(() -> isCutAfter(socket, "X-Drop: 1\r\n"));
        }
    }

    @Test
    void connectionThatSaysNothingIsCut() throws IOException {
        try (Socket socket = connect(64 * 1024)) {
            await().pollInterval(DRIP).atMost(PATIENCE).until(() -> isCutAfter(socket, ""));
        }
    }

    @Test
    void bodyThatDripsIsRefusedAndCut() throws IOException {
        try (Socket socket = connect(64 * 1024)) {
            send(
                    socket,
                    "PUT /finance/v1/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\nAuthorization: Bearer "
                            + Client.token("controller") + "\r\n\r\n");
            StringBuilder answer = new StringBuilder();

            await().pollInterval(DRIP).atMost(PATIENCE.multipliedBy(2)).until(() -> isCutAfter(socket, "x", answer));

            assertTrue(answer.toString().startsWith("HTTP/1.1 408 Request Timeout\r\n"), answer.toString());
        }
    }

    @Test
    void answerThatNobodyReadsIsCutAndFreesTheServiceBehind() throws IOException {
        String before = given().get("/finance/v1/cut").asString();

        try (Socket socket = connect(4 * 1024)) {
            send(socket, "GET /finance/v1/large HTTP/1.1\r\nHost: localhost\r\n\r\n");

            await().atMost(PATIENCE)
                    .until(() -> !given().get("/finance/v1/cut").asString().equals(before));
        }
    }

    @Test
    void clientThatReadsOnGetsEverything() {
        byte[] answer = given().get("/finance/v1/large").asByteArray();

        assertTrue(answer.length == 64_000_000, "bytes: " + answer.length);
    }

    private static Socket connect(int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(receiveBuffer);
        socket.setSoTimeout(1);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress("localhost", RestAssured.port));
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static boolean isCutAfter(Socket socket, String drop) {
        return isCutAfter(socket, drop, new StringBuilder());
    }

    /** Sends a little more, reads what there is, and tells whether the other side has closed. */
    private static boolean isCutAfter(Socket socket, String drop, StringBuilder answer) {
        try {
            byte[] read = new byte[8 * 1024];
            int count = socket.getInputStream().read(read);
            if (count < 0) {
                return true;
            }
            answer.append(new String(read, 0, count, StandardCharsets.UTF_8));
        } catch (SocketTimeoutException e) {
            // Nothing to read yet.
        } catch (IOException e) {
            return true;
        }
        try {
            send(socket, drop);
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
