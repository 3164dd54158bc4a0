package se.tertial.report.closing;

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
import se.tertial.report.Vss;

/** What belongs to a closed period changes only by a controller's reasoned correction. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class ClosingTest {

    @ParameterizedTest
    @CsvSource({
        "narratives, report.narrative.v1, 2021-08~overall, 2021-08, markdown, Annan text, 409",
        "events, report.event.v1, 2021-08~besoksdisken-i-berga, 2021-08, text, Annan text, 409",
        "reports, report.report.v1, 2021-04, 2021-04, title, Annan titel, 403"
    })
    void closedWithItsPeriod(
            String resource, String topic, String key, String period, String field, String value, int reporter)
            throws IOException {
        ObjectNode row = (ObjectNode) new ObjectMapper().readTree(Contract.read(topic + ".example.json"));
        row.without(java.util.List.of("reason", "revision"));
        row.put("period", period);
        if (resource.equals("reports")) {
            row.put("templateId", "small");
        }
        Vss vss = new Vss().withReport();
        String address = vss.path(resource + "/" + key);
        put("controller:0580:*", address, row).statusCode(201);
        Vss.asController()
                .body("{\"period\": \"%s\", \"state\": \"CLOSED\"}".formatted(period))
                .put(vss.path("periods/" + period))
                .then()
                .statusCode(201);
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
