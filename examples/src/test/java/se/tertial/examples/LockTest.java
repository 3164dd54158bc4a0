package se.tertial.examples;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.nullValue;

import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A closed period is the controllers' lock, in every service: any of them opens it again and says why. */
class LockTest {

    private static final String PERIOD = "2021-02";

    private static RunningExample suite;

    @BeforeAll
    static void start() throws IOException {
        suite = RunningExample.shared();
    }

    @ParameterizedTest
    @ValueSource(strings = {"finance", "indicators", "goals", "report"})
    void lockIsReleasedByAnotherControllerWithAReason(String service) {
        String address = "/" + service + "/v1/municipalities/0580/administrations/vss/periods/" + PERIOD;
        put(as("anna", "controller"), address, "CLOSED", null).statusCode(201);

        put(as("rikard", "reporter"), address, "OPEN", "Jag är inte klar").statusCode(403);
        put(as("bertil", "controller"), address, "OPEN", null)
                .statusCode(409)
                .body("violations.field", contains("/reason"));
        put(as("bertil", "controller"), address, "OPEN", "Anna är borta, en faktura saknas")
                .statusCode(200)
                .body("state", equalTo("OPEN"));

        as("lena", "reader")
                .get(suite.url(address + "/revisions"))
                .then()
                .statusCode(200)
                .body("items.recordedBy", everyItem(nullValue()));
        as("anna", "controller")
                .get(suite.url(address + "/revisions"))
                .then()
                .statusCode(200)
                .body("items.recordedBy", contains("bertil", "anna"))
                .body("items.reason", contains("Anna är borta, en faktura saknas", null));
        as("anna", "controller")
                .header("If-Match", "*")
                .delete(suite.url(address))
                .then()
                .statusCode(204);
    }

    private static ValidatableResponse put(RequestSpecification caller, String address, String state, String reason) {
        Map<String, String> row = new HashMap<>(Map.of("period", PERIOD, "state", state));
        if (reason != null) {
            row.put("reason", reason);
        }
        String seen = as("lena", "reader").get(suite.url(address)).header("ETag");
        if (seen != null) {
            caller.header("If-Match", seen);
        }
        return caller.body(row).put(suite.url(address)).then();
    }

    private static RequestSpecification as(String person, String role) {
        return given().contentType("application/json; charset=UTF-8")
                .auth()
                .oauth2(suite.issued(person, List.of(role + ":0580:vss")));
    }
}
