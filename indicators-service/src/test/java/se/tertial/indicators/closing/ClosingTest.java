package se.tertial.indicators.closing;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.devstack.Contract;
import se.tertial.devstack.TestStack;
import se.tertial.indicators.Administration;

/** What belongs to a closed period changes only by a controller's reasoned correction. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "indicators"))
class ClosingTest {

    @ParameterizedTest
    @CsvSource({
        "measurements, indicators.measurement.v1, andel-lamnar-anbud~2021-08~mikro, 2021-08, footnote, Ny räkning, 409",
        "forecasts, indicators.forecast.v1, arenden-kontakt-linkoping~2021~2021-08, 2021-08, number, 281000, 409",
        "targets, indicators.target.v1, svarsservice-kontakt-linkoping~2021, 2021, expression, >90, 403"
    })
    void closedWithItsPeriod(
            String resource, String topic, String key, String period, String field, String value, int reporter)
            throws IOException {
        ObjectNode row = (ObjectNode) new ObjectMapper().readTree(Contract.read(topic + ".example.json"));
        row.without(java.util.List.of("reason", "revision"));
        row.remove("parsed");
        var vss = new Administration("closing-" + resource);
        vss.has(
                "indicators",
                Administration.CUSTOMER_SATISFACTION,
                Administration.TENDERS,
                Administration.SERVICE_LEVEL,
                Administration.CALLS);
        vss.put(resource + "/" + key, row.toString()).statusCode(201);
        vss.has("periods", "{\"period\": \"%s\", \"state\": \"CLOSED\"}".formatted(period));
        String address = vss.address(resource + "/" + key);
        ObjectNode other = row.deepCopy().put(field, value);
        ObjectNode corrected = other.deepCopy().put("reason", "Rättat efter avstämning");

        var refused = put("controller:0580:*", address, other);

        refused.statusCode(409).body("violations.field", contains("/reason"));
        put("reporter:0580:*", address, corrected).statusCode(reporter);
        put("controller:0580:*", address, corrected).statusCode(200).body(field, equalTo(value));
        as("controller:0580:*").header("If-Match", "*").delete(address).then().statusCode(409);
        as("controller:0580:*")
                .header("If-Match", "*")
                .queryParam("reason", "Dubbelt")
                .delete(address)
                .then()
                .statusCode(204);
        as("controller:0580:*")
                .get(address + "/revisions")
                .then()
                .body("items.reason", contains("Dubbelt", "Rättat efter avstämning", null));
    }

    private static ValidatableResponse put(String grant, String address, ObjectNode row) {
        String seen = as("reader:0580:*").get(address).header("ETag");
        var caller = seen == null ? as(grant) : as(grant).header("If-Match", seen);
        return caller.body(row.toString()).put(address).then();
    }

    private static io.restassured.specification.RequestSpecification as(String grant) {
        return given().contentType("application/json").auth().oauth2(TestStack.token("somebody", grant));
    }
}
