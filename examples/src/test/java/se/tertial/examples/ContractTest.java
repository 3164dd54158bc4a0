package se.tertial.examples;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static se.tertial.examples.RunningExample.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.OpenApi;

/**
 * Whatever is asked, rightly or wrongly, the answer is one that the document tells of: its status, its type, its body by the schema. The
 * requests are made from the documents, as a stranger would make them.
 */
class ContractTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, OpenApi> DOCUMENTS = new HashMap<>();

    /** They say when, and are another answer each time. */
    private static final Set<String> VERIFIED_ANEW = Set.of("getAuditVerification", "getMunicipalityAuditVerification");

    private static RunningExample suite;
    private static List<Operation> all;
    private static List<String> grants;
    private static final Map<String, String> TOKENS = new HashMap<>();

    private final List<String> faults = new ArrayList<>();
    private int asked;

    @BeforeAll
    static void start() throws IOException {
        suite = RunningExample.shared();
        all = suite.operations().filter(operation -> !operation.isStream()).toList();
        AccessTable table = AccessTable.read();
        grants = new ArrayList<>(table.grantsOfSystem("0580:*", ""));
        table.people().forEach(role -> grants.add(role + ":0580:*"));
        grants.add("administrator:*:*"); // the operations of the whole installation need all of it
    }

    /** They live for five minutes. */
    @BeforeEach
    void forgetTokens() {
        TOKENS.clear();
    }

    /** A caller for each operation, so that none asks more than the gateway lets one ask. */
    private static String token(Operation operation) {
        return TOKENS.computeIfAbsent("stranger " + operation, name -> suite.issued(name, grants));
    }

    @Test
    void readingAnswersAsDocumented() {
        reads().forEach(operation -> {
            Response found = ask(operation, request -> request);
            String tag = found.header("ETag");
            if (tag != null && !VERIFIED_ANEW.contains(operation.id())) {
                Response known = ask(operation, request -> request.header("If-None-Match", tag));
                expect(operation, known, 304);
            }
            ask(operation, request -> request.header("Accept", "application/xml"));
            expect(operation, ask(operation, request -> request.queryParam("colour", "red")), 400);
            if (operation.hasQuery("limit")) {
                expect(operation, ask(operation, request -> request.queryParam("limit", "many")), 400);
                expect(operation, ask(operation, request -> request.queryParam("page", "100000")), found.statusCode());
            }
        });
        assertAllDocumented(200);
    }

    @Test
    void whatIsNotThereIsAnsweredAsDocumented() {
        all.stream().filter(operation -> operation.isIn("municipalityId")).forEach(operation -> {
            String elsewhere = operation.address().replace("/0580", "/9999");
            ask(operation, request -> request, elsewhere);
            ask(operation, request -> request, operation.address().replace("/0580", "/abc"));
            ask(operation, request -> request, operation.address().replaceFirst("[^/]+$", "no-such-thing"));
        });
        assertAllDocumented(300);
    }

    @Test
    void writingWithoutOrAgainstAConditionIsRefusedAsDocumented() {
        all.stream()
                .filter(operation -> operation.method().equals("DELETE") || isReplace(operation))
                .filter(operation -> isStored(operation))
                .forEach(operation -> {
                    Function<RequestSpecification, RequestSpecification> body = request -> isReplace(operation)
                            ? request.body(operation.body(stored(operation)).toString())
                            : request;
                    expect(operation, ask(operation, body), 428);
                    expect(operation, ask(operation, body.andThen(it -> it.header("If-Match", "\"0\""))), 412);
                });
        assertAllDocumented(20);
    }

    @Test
    void whatStoodAlreadyIsWrittenAsDocumented() {
        all.stream()
                .filter(ContractTest::isReplace)
                .filter(ContractTest::isStored)
                .forEach(operation -> expect(
                        operation,
                        ask(operation, request -> request.header("If-Match", "*")
                                .body(writable(operation).toString())),
                        200));
        assertAllDocumented(10);
    }

    @Test
    void whatIsNoSuchBodyIsRefusedAsDocumented() {
        writes().forEach(operation -> {
            refuse(operation, request -> request.body("{"));
            refuse(operation, request -> request.body("[]"));
            refuse(operation, request -> request.body("null"));
            refuse(operation, request -> request.body("{}"));
            expect(
                    operation,
                    ask(operation, request -> request.contentType("text/plain").body("x")),
                    415);
        });
        assertAllDocumented(200);
    }

    /** For each property a request that lacks it, and some in which it is what it must not be. */
    @Test
    void eachPropertyThatIsWrongIsRefusedAsDocumented() {
        writes().filter(operation -> !operation.isBulk()).forEach(operation -> {
            ObjectNode right = operation.documentedBody();
            for (String property : operation.properties()) {
                for (JsonNode wrong : operation.wrong(property)) {
                    refuse(
                            operation,
                            request -> request.body(
                                    right.deepCopy().set(property, wrong).toString()));
                }
                if (operation.requires(property)) {
                    refuse(
                            operation,
                            request -> request.body(
                                    right.deepCopy().without(property).toString()));
                }
            }
            refuse(
                    operation,
                    request ->
                            request.body(right.deepCopy().put("colour", "red").toString()));
        });
        assertAllDocumented(300);
    }

    @Test
    void testNoticesAnAnswerThatIsNotDocumented() {
        Operation goals = all.stream()
                .filter(operation -> operation.id().equals("listGoals"))
                .findFirst()
                .orElseThrow();
        Operation units = all.stream()
                .filter(operation -> operation.id().equals("listUnits"))
                .findFirst()
                .orElseThrow();

        check(units, send(goals, request -> request, goals.address()), "planted");

        assertTrue(faults.stream().anyMatch(fault -> fault.contains("required property")), faults.toString());
    }

    private static Stream<Operation> reads() {
        return all.stream().filter(Operation::isRead);
    }

    private static Stream<Operation> writes() {
        return all.stream().filter(Operation::hasBody);
    }

    private static boolean isReplace(Operation operation) {
        return operation.method().equals("PUT") && !operation.isBulk();
    }

    private static boolean isStored(Operation operation) {
        return given().auth()
                        .oauth2(token(operation))
                        .get(suite.url(operation.address()))
                        .statusCode()
                == 200;
    }

    private static JsonNode stored(Operation operation) {
        return json(given().auth().oauth2(token(operation)).get(suite.url(operation.address())));
    }

    /** What is stored, without what only the service says. */
    private static JsonNode writable(Operation operation) {
        ObjectNode row = JSON.createObjectNode();
        JsonNode stored = stored(operation);
        operation.properties().forEach(name -> {
            if (stored.has(name)) {
                row.set(name, stored.get(name));
            }
        });
        return row;
    }

    private Response ask(Operation operation, Function<RequestSpecification, RequestSpecification> how) {
        return ask(operation, how, operation.address());
    }

    private Response ask(
            Operation operation, Function<RequestSpecification, RequestSpecification> how, String address) {
        Response answer = send(operation, how, address);
        check(operation, answer, address);
        return answer;
    }

    private static Response send(
            Operation operation, Function<RequestSpecification, RequestSpecification> how, String address) {
        RequestSpecification request = given().config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .auth()
                .oauth2(token(operation))
                .urlEncodingEnabled(false);
        if (operation.hasBody()) {
            request.contentType("application/json");
        }
        return how.apply(request).request(operation.method(), suite.url(address));
    }

    private void refuse(Operation operation, Function<RequestSpecification, RequestSpecification> how) {
        Response answer = ask(operation, how.andThen(request -> request.header("If-Match", "\"0\"")));
        int status = answer.statusCode();
        if (status != 400 && status != 422) {
            faults.add(operation + " was expected to refuse what was sent, and answered " + status + ": "
                    + answer.asString());
        }
    }

    private void expect(Operation operation, Response answer, int status) {
        if (answer.statusCode() != status) {
            faults.add(operation + " answered " + answer.statusCode() + " instead of " + status + ": "
                    + answer.asString());
        }
    }

    private void check(Operation operation, Response answer, String address) {
        asked++;
        String place = operation + " at " + address + ": " + answer.statusCode();
        if (answer.statusCode() >= 500) {
            faults.add(place + " " + answer.asString());
        }
        OpenApi document = DOCUMENTS.computeIfAbsent(operation.service(), service -> OpenApi.of(operation.document()));
        JsonNode described =
                document.resolve(operation.described().path("responses").path(Integer.toString(answer.statusCode())));
        if (described.isMissingNode()) {
            faults.add(place + " is not documented: " + answer.asString());
            return;
        }
        for (Map.Entry<String, JsonNode> header : described.path("headers").properties()) {
            boolean always = !List.of("link", "retry-after", "age", "cache-status")
                    .contains(header.getKey().toLowerCase(java.util.Locale.ROOT));
            if (always && answer.header(header.getKey()) == null) {
                faults.add(place + " has no " + header.getKey());
            }
        }
        String type = String.valueOf(answer.contentType()).split(";", 2)[0];
        JsonNode content = described.path("content");
        if (answer.asByteArray().length == 0) {
            if (!content.isEmpty()) {
                faults.add(place + " has no body");
            }
            return;
        }
        if (!content.has(type)) {
            faults.add(place + " is of type " + type);
        } else if (type.endsWith("json")) {
            document.differences(content.path(type).path("schema"), json(answer))
                    .forEach(difference -> faults.add(place + " " + difference));
        }
    }

    private void assertAllDocumented(int least) {
        assertEquals("", String.join("\n", faults.stream().distinct().limit(40).toList()));
        assertTrue(asked >= least, "asked only " + asked);
    }
}
