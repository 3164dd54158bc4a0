package se.tertial.indicators;

import static io.restassured.RestAssured.given;

import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import se.tertial.devstack.TestStack;

/** An administration of Linköping that one test has for itself, and what its controller does there. */
public record Administration(String id) {

    /** The measures of the example report that the tests tell of. */
    public static final String SERVICE_LEVEL =
            """
            {"indicatorId": "svarsservice-kontakt-linkoping",
             "name": "Svarsservice Kontakt Linköping (andel inom 120 sekunder %)", "kind": "INDICATOR",
             "goalId": "god-service", "unit": "%", "decimals": 0, "direction": "HIGHER_IS_BETTER", "order": 50}
            """;

    public static final String SICK_LEAVE =
            """
            {"indicatorId": "total-sjukfranvaro", "name": "Total sjukfrånvaro", "kind": "INDICATOR",
             "goalId": "goda-arbetsplatser", "unit": "%", "decimals": 1, "direction": "LOWER_IS_BETTER", "order": 10}
            """;

    public static final String CALLS =
            """
            {"indicatorId": "arenden-kontakt-linkoping", "name": "Ärenden Kontakt Linköping", "kind": "VOLUME_MEASURE",
             "unit": "antal", "decimals": 0, "direction": "NEUTRAL", "order": 10}
            """;

    public static final String TENDERS =
            """
            {"indicatorId": "andel-lamnar-anbud",
             "name": "Andel mikro, små och medelstora företag som lämnar anbud i upphandlingar (%).",
             "kind": "VOLUME_MEASURE", "unit": "%", "decimals": 0, "direction": "NEUTRAL", "order": 90,
             "categories": [{"categoryId": "mikro", "name": "Mikro"}, {"categoryId": "stor", "name": "Stor"}]}
            """;

    public static final String CUSTOMER_SATISFACTION =
            """
            {"indicatorId": "kundnojdhet", "name": "Kundnöjdhet", "kind": "INDICATOR", "heading": true,
             "goalId": "god-service", "unit": "betyg", "decimals": 0, "direction": "HIGHER_IS_BETTER", "order": 10}
            """;

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

    /** The row of an answer, without what is told of the administration: in these tests nobody has registered it. */
    public static String row(ValidatableResponse answer) {
        return answer.extract().asString().replaceFirst(",\"warnings\":\\[.*]}$", "}");
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
