package se.tertial.gateway.forwarding;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import se.tertial.gateway.Balanced;
import se.tertial.gateway.Surroundings;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@QuarkusTestResource(value = Balanced.class, restrictToAnnotatedClass = true)
class RenewalTest {

    private static final int ROUND = 64;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void instanceThatIsLateGetsItsPartOfTheRequestsThoughTheyNeverPause() throws Exception {
        String late = setting("balanced.late");
        assertEquals(0, servedBy(late));

        new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(setting("balanced.join"))).close();

        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(60))
                .until(() -> servedBy(late) >= ROUND / 4);
        assertTrue(servedBy(late) <= 3 * ROUND / 4, "the other goes on serving");
    }

    /** How many requests of a round, eight at a time, an instance answers. */
    private long servedBy(String url) {
        int port = Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
        return IntStream.range(0, ROUND / 8)
                .boxed()
                .flatMap(time -> IntStream.range(0, 8).mapToObj(request -> ask()).toList().stream())
                .map(CompletableFuture::join)
                .filter(answer -> new JsonObject(answer.body()).getInteger("port") == port)
                .count();
    }

    private CompletableFuture<HttpResponse<String>> ask() {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + "/balanced/v1/echo"))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }
}
