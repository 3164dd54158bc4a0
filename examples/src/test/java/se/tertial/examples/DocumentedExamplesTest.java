package se.tertial.examples;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static se.tertial.examples.RunningExample.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the documents show as examples of parameters and bodies is what the running services take. */
class DocumentedExamplesTest {

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

    /** A caller for each operation, so that none asks more than the gateway lets one ask. */
    private static RequestSpecification as(Operation operation) {
        return given().auth()
                .oauth2(suite.issued("examples of " + operation, grants))
                .urlEncodingEnabled(false);
    }
}
