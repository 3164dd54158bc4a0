package se.tertial.finance;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.oneOf;

import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import se.tertial.devstack.TestStack;

/** An administration of Linköping that one test has for itself, and what its controller does there. */
public record Administration(String id) {

    /** The units of the example report that the tests tell of. */
    public static final String LKDATA =
            """
            {"unitId": "lkdata", "name": "LKDATA", "order": 90, "contribution": "ADDITIVE",
             "placements": [{"validFrom": "2020-01-01"}]}
            """;

    public static final String SUPPORT =
            """
            {"unitId": "lkdata-support", "name": "LKDATA support", "order": 10, "contribution": "INFORMATIVE",
             "placements": [{"parentId": "lkdata", "validFrom": "2020-01-01"}]}
            """;

    public static final String PROCUREMENT =
            """
            {"unitId": "upphandling-och-inkop", "name": "Upphandling och inköp", "order": 20, "contribution": "ADDITIVE",
             "placements": [{"validFrom": "2020-01-01"}]}
            """;

    public static final String IT_EQUIPMENT =
            """
            {"objectId": "it-utrustning", "unitId": "lkdata", "name": "IT-utrustning", "order": 10}
            """;

    /** One that stands in the register, as its municipality does. */
    public static Administration registered(String id) {
        register("0580", id);
        return new Administration(id);
    }

    /** Puts an administration, and its municipality, into the register. */
    public static void register(String municipality, String id) {
        String token = TestStack.token("controller", "administrator:" + municipality + ":*");
        Map<String, String> bodies = new TreeMap<>(Map.of(
                "/municipalities/" + municipality,
                "{\"municipalityId\": \"" + municipality + "\", \"name\": \"Kommunen\"}",
                "/municipalities/" + municipality + "/administrations/" + id,
                "{\"administrationId\": \"%1$s\", \"name\": \"%1$s\", \"shortName\": \"%1$s\"}".formatted(id)));
        bodies.forEach((address, body) -> given().contentType("application/json")
                .auth()
                .oauth2(token)
                .body(body)
                .put(address)
                .then()
                .statusCode(oneOf(200, 201)));
    }

    public ValidatableResponse get(String path, Object... parameters) {
        return asController().get(address(path), parameters).then();
    }

    public ValidatableResponse put(String path, String body) {
        return putAt(address(path), body);
    }

    /** Puts at an address that may be outside the administration. */
    public ValidatableResponse putAt(String address, String body) {
        return asOneWhoRead(address).body(body).put(address).then();
    }

    public ValidatableResponse putAll(String resource, String... items) {
        return put(resource, "{\"items\": [" + String.join(",", items) + "]}");
    }

    public ValidatableResponse delete(String path) {
        return asOneWhoRead(address(path)).delete(address(path)).then();
    }

    /** The controller, with conditions of the test's own. */
    public RequestSpecification as() {
        return asController();
    }

    /** What stands there before the test begins. */
    public void has(String resource, String... items) {
        putAll(resource, items).statusCode(200);
    }

    public String address(String path) {
        return "/municipalities/0580/administrations/" + id + "/" + path;
    }

    public List<Map<String, Object>> items(String resource) {
        return get(resource + "?limit=1000").statusCode(200).extract().path("items");
    }

    /** The controller, having read what stands there. */
    private static RequestSpecification asOneWhoRead(String address) {
        String seen = asController().get(address).header("ETag");
        return seen == null ? asController() : asController().header("If-Match", seen);
    }

    private static RequestSpecification asController() {
        return given().contentType("application/json")
                .auth()
                .oauth2(TestStack.token("controller", "administrator:0580:*", "controller:0580:*"));
    }
}
