package se.tertial.goals;

import static io.restassured.RestAssured.given;

import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import se.tertial.devstack.TestStack;

/** An administration of Linköping that one test has for itself, and what its controller does there. */
public record Administration(String id) {

    /** An area, a municipal goal and the administration goals of the example report that the tests tell of. */
    public static final String AREA =
            """
            {"goalId": "medborgare-kund", "level": "AREA", "name": "Medborgare/kund", "order": 10}
            """;

    public static final String MUNICIPAL_GOAL =
            """
            {"goalId": "valfardstjanster-med-hog-kvalitet", "level": "MUNICIPAL", "parentId": "medborgare-kund",
             "name": "Välfärdstjänster med hög kvalitet, tillgänglighet och individen i centrum", "order": 10}
            """;

    public static final String GOOD_SERVICE =
            """
            {"goalId": "god-service", "level": "ADMINISTRATION", "parentId": "valfardstjanster-med-hog-kvalitet",
             "name": "God service", "order": 10}
            """;

    public static final String DIGITALISATION =
            """
            {"goalId": "hog-digitaliseringsgrad", "level": "ADMINISTRATION",
             "parentId": "valfardstjanster-med-hog-kvalitet", "name": "Hög digitaliseringsgrad", "order": 20}
            """;

    public static final String DIGITAL_MATURITY =
            """
            {"assignmentId": "digital-mognad", "goalIds": ["hog-digitaliseringsgrad"], "state": "ONGOING", "order": 40,
             "text": "Samtliga nämnder ska stärka organisationens digitala mognad."}
            """;

    public static final String PROCUREMENT_PLAN =
            """
            {"planId": "upphandlingsplan", "name": "Upphandlingsplan", "kind": "PLAN", "order": 30}
            """;

    public static final String CONTROL_PLAN =
            """
            {"planId": "internkontrollplan", "name": "Internkontrollplan", "kind": "INTERNAL_CONTROL", "order": 40}
            """;

    /** With the goals of the example that the tests tell of. */
    public static Administration withGoals(String id) {
        var administration = new Administration(id);
        administration.has("goals", AREA, MUNICIPAL_GOAL, GOOD_SERVICE, DIGITALISATION);
        return administration;
    }

    public ValidatableResponse get(String path, Object... parameters) {
        return asController().get(address(path), parameters).then();
    }

    public ValidatableResponse put(String path, String body) {
        return asOneWhoRead(address(path)).body(body).put(address(path)).then();
    }

    public ValidatableResponse putAll(String resource, String... items) {
        return put(resource, "{\"items\": [" + String.join(",", items) + "]}");
    }

    public ValidatableResponse delete(String path) {
        return asOneWhoRead(address(path)).delete(address(path)).then();
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
