package se.tertial.finance.admission;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.finance.Administration;

/** Large bodies that are on their way take memory of their own municipality, and give it back however they end. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
class BodiesTest {

    private static final int LARGE = 20_000_000;

    /** Takes its time to read, and is no JSON. */
    private static final byte[] WRONG = (" ".repeat(LARGE - 1) + "x").getBytes(StandardCharsets.US_ASCII);

    @TestHTTPResource("/municipalities/0580/administrations/bodies/units")
    URL units;

    @Test
    void uploadsThatDoNotEndLeaveRoomForOthersAndForThoseWhoComeAfterThem() throws IOException {
        List<Socket> uploads = new ArrayList<>();
        for (int number = 0; number < 8; number++) {
            uploads.add(upload());
        }

        await().atMost(Duration.ofSeconds(60)).until(() -> send("0580"), equalTo(503));
        assertEquals(400, send("1283"));
        Administration.registered("bodies-small")
                .put("units/lkdata", Administration.LKDATA)
                .statusCode(201);

        for (Socket upload : uploads) {
            upload.close();
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> send("0580"), equalTo(400));
    }

    private static int send(String municipality) {
        return given().contentType("application/json")
                .auth()
                .oauth2(token(municipality))
                .body(WRONG)
                .put("/municipalities/" + municipality + "/administrations/bodies/units")
                .statusCode();
    }

    /** Says that much comes, and sends a little. */
    private Socket upload() throws IOException {
        Socket socket = new Socket(units.getHost(), units.getPort());
        socket.getOutputStream()
                .write(
                        """
                PUT %s HTTP/1.1\r
                Host: %s:%d\r
                Authorization: Bearer %s\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                {"items": ["""
                                .formatted(units.getPath(), units.getHost(), units.getPort(), token("0580"), LARGE)
                                .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String token(String municipality) {
        return TestStack.token(
                "controller", "administrator:" + municipality + ":*", "controller:" + municipality + ":*");
    }
}
