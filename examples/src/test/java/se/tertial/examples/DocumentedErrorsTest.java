package se.tertial.examples;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static se.tertial.examples.RunningExample.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the documents show as errors is what the running services answer. */
class DocumentedErrorsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What nothing brings about in the whole suite: {@code DocumentedRefusalsTest} of the gateway holds what it answers to them. */
    private static final Set<String> OF_THE_GATEWAY = Set.of("TooManyRequests", "Other");

    /** The same: {@code DocumentedFailuresTest} of service-kit, and {@code WithdrawnReportTest} of report-service. */
    private static final Set<String> OF_SERVICES = Set.of("Failed", "Unavailable", "Gone");

    /** Of one operation, with its kind: {@code IncompleteReportTest}, {@code CorrectionTest} and {@code BehindTest} of report-service. */
    private static final Set<String> OF_OPERATIONS =
            Set.of("publishReport 409 incomplete", "publishReport 409 behind", "publishReport 409 conflict");

    private static RunningExample suite;
    private static List<String> grants;

    /** Rows of a service by which it is asked for what it refuses. */
    private enum Service {
        FINANCE(
                "units",
                "lkdata",
                "operating-lines/lkdata~actual~2020-03",
                "{\"unitId\":\"lkdata\",\"scenario\":\"ACTUAL\",\"period\":\"2020-03\",\"net\":\"1.00\"}"),
        INDICATORS(
                "indicators",
                "arenden-hr-direkt",
                "measurements/arenden-hr-direkt~2020-03~total",
                "{\"indicatorId\":\"arenden-hr-direkt\",\"period\":\"2020-03\",\"breakdown\":\"total\",\"value\":{\"state\":\"NUMBER\",\"number\":\"1\"}}"),
        GOALS(
                "goals",
                "god-service",
                "assessments/god-service~2020-03",
                "{\"goalId\":\"god-service\",\"period\":\"2020-03\",\"status\":\"FULFILLED\",\"results\":[]}"),
        REPORT(
                "templates",
                "delarsrapport",
                "reports/2020-03",
                "{\"period\":\"2020-03\",\"templateId\":\"delarsrapport\",\"title\":\"Prov\"}");

        private final String list;
        private final String row;
        private final String dated;
        private final String datedBody;

        Service(String list, String id, String dated, String datedBody) {
            this.list = path() + list;
            this.row = this.list + "/" + id;
            this.dated = path() + dated;
            this.datedBody = datedBody;
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private String path() {
            return "/" + word() + "/v1/municipalities/0580/administrations/vss/";
        }
    }

    @BeforeAll
    static void start() throws IOException {
        suite = RunningExample.shared();
        AccessTable table = AccessTable.read();
        grants = new ArrayList<>(table.grantsOfSystem("0580:*", ""));
        table.people().forEach(role -> grants.add(role + ":0580:*"));
        grants.add("administrator:*:*");
    }

    @ParameterizedTest
    @EnumSource
    void errorsOfADocumentAreThoseAnswered(Service service) throws IOException {
        JsonNode documented = suite.openApi(service.word()).at("/components/responses");

        Map<String, JsonNode> answers = refusals(service);

        Map<String, JsonNode> shown = new TreeMap<>();
        documented.properties().forEach(response -> {
            JsonNode examples = response.getValue().at("/content/application~1problem+json/examples");
            if (!OF_THE_GATEWAY.contains(response.getKey())
                    && !OF_SERVICES.contains(response.getKey())
                    && !examples.isMissingNode()) {
                shown.put(
                        response.getKey(), comparable(examples.elements().next().get("value")));
            }
        });
        assertEquals(lines(shown), lines(answers));
    }

    @ParameterizedTest
    @EnumSource
    void errorsOfOneOperationAreThoseThatItsServiceTests(Service service) {
        Set<String> shown = new TreeSet<>();
        Operation.all(service.word(), suite.openApi(service.word())).forEach(operation -> operation
                .described()
                .get("responses")
                .properties()
                .forEach(response -> response.getValue()
                        .at("/content/application~1problem+json/examples")
                        .fieldNames()
                        .forEachRemaining(kind -> shown.add(operation.id() + " " + response.getKey() + " " + kind))));

        assertEquals(service == Service.REPORT ? new TreeSet<>(OF_OPERATIONS) : Set.of(), shown);
    }

    private static Map<String, JsonNode> refusals(Service service) throws IOException {
        Map<String, JsonNode> answers = new TreeMap<>();
        String row = suite.url(service.row);
        String changed = changed(service);
        answers.put("Malformed", problem(400, someone().get(suite.url(service.list + "?limit=1001"))));
        answers.put("Unauthenticated", problem(401, given().get(row)));
        answers.put(
                "Forbidden",
                problem(
                        403,
                        given().auth()
                                .oauth2(suite.token("reader"))
                                .get(suite.url("/" + service.word() + "/v1/restores"))));
        answers.put("NotFound", problem(404, someone().get(suite.url(service.list + "/no-such-row"))));
        answers.put(
                "NotAcceptable",
                problem(406, someone().header("Accept", "application/xml").get(row)));
        answers.put("Conflict", problem(409, writtenToAClosedPeriod(service)));
        answers.put(
                "Stale",
                problem(412, writing().header("If-Match", "\"0\"").body(changed).put(row)));
        answers.put("TooLarge", comparable(JSON.readTree(tooLarge(service))));
        answers.put(
                "UnsupportedMediaType",
                problem(
                        415,
                        writing().header("Content-Encoding", "gzip").body("{}").put(row)));
        answers.put(
                "Invalid",
                problem(
                        422,
                        writing()
                                .body("{\"items\":[" + changed + "," + changed + "]}")
                                .put(suite.url(service.list))));
        answers.put("PreconditionRequired", problem(428, writing().body(changed).put(row)));
        return answers;
    }

    private static Response writtenToAClosedPeriod(Service service) {
        String period = suite.url(service.path() + "periods/2020-03");
        String closed = state(
                201,
                writing().body("{\"period\":\"2020-03\",\"state\":\"CLOSED\"}").put(period));
        Response refused = writing().body(service.datedBody).put(suite.url(service.dated));
        String open = state(
                200,
                writing()
                        .header("If-Match", closed)
                        .body("{\"period\":\"2020-03\",\"state\":\"OPEN\",\"reason\":\"Prövad\"}")
                        .put(period));
        writing().header("If-Match", open).delete(period).then().statusCode(204);
        return refused;
    }

    private static String state(int status, Response answer) {
        assertEquals(status, answer.statusCode(), answer.asString());
        return answer.header("ETag");
    }

    /** What is announced and not sent: the gateway does not wait for it. */
    private static String tooLarge(Service service) throws IOException {
        Wire.Answer answer = RawRequest.send(
                        "PUT " + service.list + " HTTP/1.1\r\nHost: localhost\r\n" + RawRequest.TOKEN
                                + "\r\nContent-Type: application/json\r\nContent-Length: 20971521" + RawRequest.END)
                .only();
        assertEquals(413, answer.status(), answer.text());
        return answer.body();
    }

    private static String changed(Service service) {
        ObjectNode row = (ObjectNode) json(someone().get(suite.url(service.row)));
        row.remove("revision");
        assertTrue(row.has("name"), row.toString());
        return row.put("name", "Ett annat namn").toString();
    }

    private static JsonNode problem(int status, Response answer) {
        assertEquals(status, answer.statusCode(), answer.asString());
        return comparable(json(answer));
    }

    /** Without what differs from one request to the next: its path and trace, numbers, and what it names. */
    private static JsonNode comparable(JsonNode problem) {
        ObjectNode kept = problem.deepCopy();
        kept.remove(List.of("instance", "traceId"));
        int status = kept.path("status").asInt();
        String text = kept.toString().replaceAll("“[^”]*”", "“…”").replaceAll("[0-9]+(-[0-9]+)?", "0");
        try {
            return ((ObjectNode) JSON.readTree(text)).put("status", status);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One to a line, so that a difference is seen. */
    private static String lines(Map<String, JsonNode> problems) {
        return problems.toString().replace(", ", ",\n");
    }

    private static RequestSpecification writing() {
        return someone().contentType("application/json");
    }

    private static RequestSpecification someone() {
        return given().auth().oauth2(suite.issued("errors", grants));
    }
}
