package se.tertial.examples;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.restassured.http.Header;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Whoever may not read drafts cannot tell whether there is one: no operation of report-service answers otherwise for a draft than for
 * nothing, in status, headers or body, whatever is asked and however. That holds for how long it takes too, as far as the code can
 * promise it: what is refused is refused before anything is looked up, and what is public is looked up among publications only.
 */
@TestMethodOrder(MethodOrderer.Random.class)
class DraftSecrecyTest {

    private static final String REPORT_V1 = "/report/v1";
    private static final String VSS = REPORT_V1 + "/municipalities/0580/administrations/vss/";
    private static final String DRAFTED = "2021-04";
    private static final String PUBLISHED = "2021-08";

    /** Of the administration itself, but not for its reports; may write templates, which is not asked here. */
    private static final String ADMINISTRATOR = "administrator";

    /** What differs between any two answers. */
    private static final Set<String> OF_THE_MOMENT = Set.of("date", "traceparent", "x-request-id");

    private static final List<String> QUERIES = List.of(
            "",
            "?format=json",
            "?format=html",
            "?format=pdf",
            "?version=draft",
            "?version=published",
            "?version=1",
            "?version=draft&format=html",
            "?limit=0",
            "?limit=1",
            "?page=2",
            "?period=2021-04",
            "?changedSince=2021-01-01T00:00:00Z");

    private static RunningExample suite;
    private static List<Operation> operations;
    private static Map<String, String> strangers;

    @BeforeAll
    static void start() throws IOException {
        suite = RunningExample.shared();
        operations = Operation.all("report", suite.openApi("report")).toList();
        List<String> roles = List.of("reader", "reporter", "controller", "approver", "administrator");
        strangers = Map.of(
                "nobody",
                "",
                "another administration",
                suite.issued(
                        "other",
                        roles.stream().map(role -> role + ":0580:another").toList()),
                "another municipality",
                suite.issued("far", roles.stream().map(role -> role + ":1480:*").toList()),
                ADMINISTRATOR,
                suite.issued("administrator", List.of("administrator:0580:vss")));
    }

    @AfterEach
    void removeTheDraft() {
        for (String written :
                List.of("reports/" + DRAFTED, "narratives/" + DRAFTED + "~overall", "periods/" + DRAFTED)) {
            controller().header("If-Match", "*").delete(suite.url(VSS + written));
        }
    }

    @Test
    void draftLooksToStrangersAsIfThereWereNone() {
        Map<String, String> before = everyAnswer(DRAFTED, "\"1\"");

        writeDraft();

        assertSame(before, everyAnswer(DRAFTED, "\"1\""));
    }

    @Test
    void tagOfADraftIsNoBetterGuessThanAnother() {
        writeDraft();
        Map<String, String> wrong = everyAnswer(DRAFTED, "\"wrong\"");
        List<String> tags = Stream.of(
                        "reports/" + DRAFTED,
                        "reports/" + DRAFTED + "/document",
                        "reports",
                        "changes",
                        "audit-entries",
                        "narratives/" + DRAFTED + "~overall",
                        "periods/" + DRAFTED)
                .map(path -> controller().get(suite.url(VSS + path)).header("ETag"))
                .toList();
        assertTrue(tags.stream().noneMatch(java.util.Objects::isNull), "a draft that has no tag: " + tags);

        Map<String, String> right = everyAnswer(DRAFTED, String.join(", ", tags));

        assertSame(wrong, right);
    }

    @Test
    void changedDraftOfAPublishedReportLooksToStrangersAsItWasPublished() {
        Map<String, String> before = everyAnswer(PUBLISHED, "\"1\"");
        String overall = VSS + "narratives/" + PUBLISHED + "~outlook";
        Response published = controller().get(suite.url(overall));
        String text = published.path("markdown");

        write(overall, Map.of("period", PUBLISHED, "sectionId", "outlook", "markdown", text + "\n\nÄnnu hemligt."));

        Map<String, String> after = everyAnswer(PUBLISHED, "\"1\"");
        write(overall, Map.of("period", PUBLISHED, "sectionId", "outlook", "markdown", text));
        assertSame(before, after);
    }

    private static void writeDraft() {
        write(
                VSS + "reports/" + DRAFTED,
                Map.of("period", DRAFTED, "templateId", "delarsrapport", "title", "Hemlig rapport"));
        write(
                VSS + "narratives/" + DRAFTED + "~overall",
                Map.of("period", DRAFTED, "sectionId", "overall", "markdown", "Hemligt."));
        write(VSS + "periods/" + DRAFTED, Map.of("period", DRAFTED, "state", "OPEN"));
        controller()
                .get(suite.url(VSS + "reports/" + DRAFTED + "/document?format=json"))
                .then()
                .statusCode(200);
    }

    private static void write(String address, Map<String, String> row) {
        Response stored = controller().get(suite.url(address));
        RequestSpecification request = controller();
        if (stored.statusCode() == 200) {
            request.header("If-Match", "*");
        }
        request.body(row).put(suite.url(address)).then().statusCode(oneOf(200, 201));
    }

    private static RequestSpecification controller() {
        return given().contentType("application/json")
                .auth()
                .oauth2(suite.issued("controller", List.of("controller:0580:*")));
    }

    /** What every stranger is answered to everything, by stranger and request. */
    private static Map<String, String> everyAnswer(String period, String guess) {
        Map<String, String> answers = new TreeMap<>();
        strangers.forEach((stranger, token) -> {
            for (Operation operation : operations) {
                String address = operation.address().replace(PUBLISHED, period);
                if (stranger.equals(ADMINISTRATOR) && !operation.isRead()) {
                    continue;
                }
                for (String query : queries(operation)) {
                    String asked = stranger + ": " + operation.id() + query;
                    answers.put(asked, answer(operation.method(), operation, address + query, token, "", ""));
                }
                String condition = operation.isRead() ? "If-None-Match" : "If-Match";
                for (String tag : List.of("*", guess)) {
                    String asked =
                            stranger + ": " + operation.id() + " " + condition + (tag.equals("*") ? " *" : " guess");
                    answers.put(asked, answer(operation.method(), operation, address, token, condition, tag));
                }
                if (operation.isRead()) {
                    answers.put(
                            stranger + ": " + operation.id() + " HEAD",
                            answer("HEAD", operation, address, token, "", ""));
                }
            }
        });
        Set<String> statuses =
                answers.values().stream().map(one -> one.substring(0, 3)).collect(Collectors.toSet());
        assertTrue(statuses.containsAll(Set.of("200", "400", "401", "403")), statuses.toString());
        assertTrue(Set.of("200", "304", "400", "401", "403", "404", "406").containsAll(statuses), statuses.toString());
        return answers;
    }

    /** What can be asked of it, and what cannot. */
    private static List<String> queries(Operation operation) {
        return QUERIES.stream()
                .filter(query -> query.isEmpty()
                        || query.equals("?format=pdf")
                        || Stream.of(query.substring(1).split("&"))
                                .allMatch(one -> operation.hasQuery(one.substring(0, one.indexOf('=')))))
                .toList();
    }

    private static String answer(
            String method, Operation operation, String address, String token, String header, String value) {
        RequestSpecification request = given();
        if (!token.isEmpty()) {
            request.auth().oauth2(token);
        }
        if (!header.isEmpty()) {
            request.header(header, value);
        }
        if (operation.isStream() && address.contains(DRAFTED)) {
            request.accept("text/event-stream");
        }
        if (operation.hasBody()) {
            request.contentType("application/json")
                    .body(operation.body(MissingNode.getInstance()).toString());
        }
        Response response = request.request(method, suite.url(address));
        // A fast machine asks more than a client may.
        while (response.statusCode() == 429) {
            LockSupport.parkNanos(SECONDS.toNanos(Long.parseLong(response.header("Retry-After"))));
            response = request.request(method, suite.url(address));
        }
        String headers = response.headers().asList().stream()
                .filter(one -> !OF_THE_MOMENT.contains(one.getName().toLowerCase(Locale.ROOT)))
                .map(Header::toString)
                .sorted()
                .collect(Collectors.joining("\n"));
        return response.statusCode() + "\n" + headers + "\n\n"
                + response.asString().replaceAll("\"traceId\":\"[0-9a-f]+\"", "\"traceId\":\"…\"");
    }

    private static void assertSame(Map<String, String> expected, Map<String, String> answers) {
        Map<String, String> expectedWhereOther = new TreeMap<>(expected);
        Map<String, String> other = new TreeMap<>(answers);
        expectedWhereOther.entrySet().removeIf(one -> one.getValue().equals(answers.get(one.getKey())));
        other.keySet().retainAll(expectedWhereOther.keySet());
        assertEquals(expectedWhereOther, other);
    }
}
