package se.tertial.finance;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.TestStack;

/** What a body may not be, whoever sends it. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
class BoundsTest {

    private final Administration vss = new Administration("bounds");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST   | units                  | GET, HEAD, PUT",
                "DELETE | units                  | GET, HEAD, PUT",
                "PATCH  | units/lkdata           | DELETE, GET, HEAD, PUT",
                "PUT    | units/lkdata/revisions | GET, HEAD",
            })
    void methodThatAnAddressDoesNotTakeIsToldFromAnAddressThatIsNotThere(String method, String path, String allowed) {
        var controller = given().auth()
                .oauth2(TestStack.token("controller", "controller:0580:*"))
                .header("Content-Type", "application/json")
                .body("{}");

        controller
                .request(method, vss.address(path))
                .then()
                .statusCode(405)
                .header("Allow", allowed)
                .contentType("application/problem+json");
        controller.request(method, vss.address("unheard-of")).then().statusCode(404);
    }

    @Test
    void compressedBodyIsNotOpened() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(Administration.LKDATA.getBytes(StandardCharsets.UTF_8));
        }

        given().auth()
                .oauth2(TestStack.token("controller", "administrator:0580:*", "controller:0580:*"))
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .body(bytes.toByteArray())
                .put(vss.address("units/lkdata"))
                .then()
                .statusCode(415)
                .contentType("application/problem+json")
                .body("detail", containsString("Content-Encoding"));

        vss.get("units").body("items", hasSize(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{},", "1,", "[],", "null,"})
    void bodyOfMillionsOfSmallValuesIsGivenUp(String small) throws Exception {
        HttpResponse<String> response = put("{\"items\": [" + small.repeat(2_000_000) + "1]}");

        assertEquals(400, response.statusCode(), response.body());
        assertTrue(response.body().contains("The body has more values than any request needs"), response.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void bodyIsNoDeeperThanAnyNeedsToBe(String opening) throws Exception {
        HttpResponse<String> response = put("{\"items\": " + opening.repeat(100_000));

        assertEquals(400, response.statusCode(), response.body());
        assertFalse(response.body().contains("jackson"), response.body());
    }

    /** Not with REST Assured, which would print what was sent. */
    private HttpResponse<String> put(String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + "/finance/v1" + vss.address("units")))
                .header(
                        "Authorization",
                        "Bearer " + TestStack.token("controller", "administrator:0580:*", "controller:0580:*"))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
