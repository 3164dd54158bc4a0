package se.tertial.gateway.connections;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import se.tertial.gateway.Surroundings;

/** A client that reads all the time, and never at the pace that it is asked for. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@TestProfile(SlowReaderTest.Quick.class)
class SlowReaderTest {

    /** A pace that only a program keeps, so that the test need not be slow itself. */
    public static final class Quick implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("tertial.gateway.connections.unread", "4S", "tertial.gateway.connections.pace", "8M");
        }
    }

    @Test
    void answerThatIsReadTooSlowlyIsCutThoughTheClientNeverStops() throws IOException {
        String before = given().get("/finance/v1/cut").asString();

        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(256 * 1024);
            socket.connect(new InetSocketAddress("localhost", RestAssured.port));
            socket.getOutputStream()
                    .write("GET /finance/v1/large HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] piece = new byte[200 * 1024];

            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(100))
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> {
                        socket.getInputStream().readNBytes(piece, 0, piece.length);
                        return !given().get("/finance/v1/cut").asString().equals(before);
                    });
        }
    }
}
