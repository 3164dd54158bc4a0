package se.tertial.examples;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static se.tertial.examples.RunningExample.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the documents show as examples is what the running services take and answer. */
class DocumentedExamplesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VSS = "/finance/v1/municipalities/0580/administrations/vss";
    private static final String UNIT = VSS + "/units/lkdata";
    private static final String LINE =
            "{\"unitId\":\"lkdata\",\"scenario\":\"ACTUAL\",\"period\":\"2020-03\",\"net\":\"1.00\"}";

    private static RunningExample suite;
    private static List<Operation> all;
    private static List<String> grants;

    private final List<String> faults = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        suite = RunningExample.shared();
        all = suite.operations().filter(operation -> !operation.isStream()).toList();
        AccessTable table = AccessTable.read();
        grants = new ArrayList<>(table.grantsOfSystem("0580:*", ""));
        table.people().forEach(role -> grants.add(role + ":0580:*"));
        grants.add("administrator:*:*");
    }

    @Test
    void parameterOfTheWrongFormIsNamedWithItsPlace() {
        int asked = 0;
        for (Operation operation : all.stream().filter(Operation::isRead).toList()) {
            for (JsonNode parameter : operation.described().path("parameters")) {
                String name = parameter.path("name").asText();
                boolean inQuery = parameter.path("in").asText().equals("query");
                boolean inPath = parameter.path("in").asText().equals("path")
                        && !List.of("municipalityId", "administrationId").contains(name);
                for (String wrong : inQuery || inPath ? wrong(parameter.path("schema")) : List.<String>of()) {
                    String address = inQuery
                            ? operation.address().replaceFirst("\\?.*", "") + "?" + name + "=" + wrong
                            : with(operation, name, wrong);
                    expectNamed(operation, address, name, inQuery ? "query" : "path");
                    asked++;
                }
            }
        }

        assertEquals("", String.join("\n", faults));
        assertTrue(asked > 100, "asked only " + asked);
    }

    /** A value of another form than the schema's, and numbers beyond its bounds. */
    private static List<String> wrong(JsonNode schema) {
        List<String> wrong = new ArrayList<>();
        boolean number = schema.path("type").asText().equals("integer");
        if (number || schema.has("pattern") || schema.has("format") || schema.has("enum")) {
            wrong.add("~");
        }
        if (number && schema.has("minimum")) {
            wrong.add(Long.toString(schema.get("minimum").asLong() - 1));
        }
        if (number && schema.has("maximum")) {
            wrong.add(Long.toString(schema.get("maximum").asLong() + 1));
        }
        return wrong;
    }

    private static String with(Operation operation, String parameter, String value) {
        String[] segments = operation.path().split("/", -1);
        String[] address = operation.address().replaceFirst("\\?.*", "").split("/", -1);
        int before = address.length - segments.length;
        for (int index = 0; index < segments.length; index++) {
            if (segments[index].equals("{" + parameter + "}")) {
                address[before + index] = value;
            }
        }
        return String.join("/", address);
    }

    private void expectNamed(Operation operation, String address, String name, String in) {
        Response answer = as(operation).get(suite.url(address));
        JsonNode violations = json(answer).path("violations");
        boolean named = violations.size() == 1
                && violations.at("/0/field").asText().equals(name)
                && violations.at("/0/in").asText().equals(in);
        if (answer.statusCode() != 400 || !named) {
            faults.add(operation + " at " + address + " answered " + answer.statusCode() + ": " + answer.asString());
        }
    }

    /** With a tag that nothing has: it is written already, or is not written; a body of another row would be 422. */
    @Test
    void documentedBodyIsOfWhatTheDocumentedAddressNames() {
        List<Operation> replacing = all.stream()
                .filter(operation -> operation.method().equals("PUT") && !operation.isBulk())
                .toList();
        replacing.forEach(operation -> {
            Response answer = as(operation)
                    .contentType("application/json")
                    .header("If-Match", "\"0\"")
                    .body(operation.documentedBody().toString())
                    .put(suite.url(operation.address()));
            if (!List.of(200, 412).contains(answer.statusCode())) {
                faults.add(operation + " answered " + answer.statusCode() + ": " + answer.asString());
            }
        });

        assertEquals("", String.join("\n", faults));
        assertTrue(replacing.size() > 20, replacing.toString());
    }

    @Test
    void documentedErrorsAreThoseAnswered() throws IOException {
        JsonNode documented = suite.openApi("finance").at("/components/responses");
        Map<String, Response> answers = new LinkedHashMap<>();
        answers.put("Malformed", someone().get(suite.url(VSS + "/units?limit=1001")));
        answers.put("Unauthenticated", given().get(suite.url(UNIT)));
        answers.put("Forbidden", given().auth().oauth2(suite.token("reader")).get(suite.url("/finance/v1/restores")));
        answers.put("NotFound", someone().get(suite.url(VSS + "/units/no-such-unit")));
        answers.put(
                "NotAcceptable", someone().header("Accept", "application/xml").get(suite.url(UNIT)));
        answers.put("Conflict", writtenToAClosedPeriod());
        answers.put(
                "Stale",
                someone()
                        .contentType("application/json")
                        .header("If-Match", "\"0\"")
                        .body(changedUnit())
                        .put(suite.url(UNIT)));
        answers.put(
                "UnsupportedMediaType",
                someone()
                        .contentType("application/json")
                        .header("Content-Encoding", "gzip")
                        .body("{}")
                        .put(suite.url(UNIT)));
        answers.put(
                "Invalid",
                someone()
                        .contentType("application/json")
                        .body("{\"items\":[" + changedUnit() + "," + changedUnit() + "]}")
                        .put(suite.url(VSS + "/units")));
        answers.put(
                "PreconditionRequired",
                someone().contentType("application/json").body(changedUnit()).put(suite.url(UNIT)));

        Map<String, JsonNode> shown = new LinkedHashMap<>();
        Map<String, JsonNode> answered = new LinkedHashMap<>();
        answers.forEach((component, answer) -> {
            shown.put(
                    component,
                    comparable(documented
                            .at("/" + component + "/content/application~1problem+json/examples")
                            .elements()
                            .next()
                            .get("value")));
            answered.put(component, comparable(json(answer)));
        });
        assertEquals(shown, answered);
    }

    private static Response writtenToAClosedPeriod() throws IOException {
        String controller = suite.token("controller");
        String period = suite.url(VSS + "/periods/2020-03");
        String closed = given().auth()
                .oauth2(controller)
                .contentType("application/json")
                .body("{\"period\":\"2020-03\",\"state\":\"CLOSED\"}")
                .put(period)
                .header("ETag");
        Response refused = given().auth()
                .oauth2(controller)
                .contentType("application/json")
                .body(LINE)
                .put(suite.url(VSS + "/operating-lines/lkdata~actual~2020-03"));
        String open = given().auth()
                .oauth2(controller)
                .contentType("application/json")
                .header("If-Match", closed)
                .body("{\"period\":\"2020-03\",\"state\":\"OPEN\",\"reason\":\"Prövad\"}")
                .put(period)
                .header("ETag");
        given().auth()
                .oauth2(controller)
                .header("If-Match", open)
                .delete(period)
                .then()
                .statusCode(204);
        return refused;
    }

    private static String changedUnit() {
        ObjectNode unit = (ObjectNode) json(someone().get(suite.url(UNIT)));
        unit.remove("revision");
        return unit.put("name", "Ett annat namn").toString();
    }

    /** Without what differs from one request to the next: its path and trace, numbers, and what it names. */
    private static JsonNode comparable(JsonNode problem) {
        ObjectNode kept = problem.deepCopy();
        kept.remove(List.of("instance", "traceId"));
        int status = kept.path("status").asInt();
        try {
            String text = kept.toString().replaceAll("“[^”]*”", "“…”").replaceAll("[0-9]+(-[0-9]+)?", "0");
            return ((ObjectNode) JSON.readTree(text)).put("status", status);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RequestSpecification someone() {
        return given().auth().oauth2(suite.issued("examples", grants));
    }

    /** A caller for each operation, so that none asks more than the gateway lets one ask. */
    private static RequestSpecification as(Operation operation) {
        return given().auth()
                .oauth2(suite.issued("examples of " + operation, grants))
                .urlEncodingEnabled(false);
    }
}
