package se.tertial.gateway.forwarding;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import se.tertial.gateway.Client;
import se.tertial.gateway.Hasty;
import se.tertial.gateway.Surroundings;

/** A service that answers before it has read a request to its end. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@QuarkusTestResource(value = Hasty.class, restrictToAnnotatedClass = true)
@TestProfile(EarlyAnswerTest.Large.class)
class EarlyAnswerTest {

    /** More than the buffers of a connection hold. */
    private static final int BYTES = 16 * 1024 * 1024;

    /** Bodies of such a size, and patience enough to tell a request that hangs. */
    public static final class Large implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.http.limits.max-body-size", "20M", "tertial.gateway.bodies.memory", "160M");
        }
    }

    @Test
    void whatIsLeftOfAnUploadIsNeverTakenForAnotherRequestNorAnotherRequestForIt() {
        String token = Client.anyone("uploading");
        byte[] body = new byte[BYTES];
        List<Integer> statuses = new ArrayList<>();
        for (int time = 0; time < 5; time++) {
            given().auth()
                    .oauth2(token)
                    .contentType("application/octet-stream")
                    .body(body)
                    .put("/hasty/v1/upload")
                    .then()
                    .statusCode(503);
            for (int request = 0; request < 3; request++) {
                statuses.add(given().get("/hasty/v1/other").statusCode());
            }
        }

        assertEquals(15, statuses.stream().filter(status -> status == 200).count(), statuses.toString());
    }
}
