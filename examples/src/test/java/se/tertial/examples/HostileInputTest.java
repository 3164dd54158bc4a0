package se.tertial.examples;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What somebody sends who is let in and means ill: values that a person cannot see or a machine cannot hold, put in turn into every
 * value of every body that the documents describe, and into every parameter. Each is refused in so many words, and changes nothing.
 */
class HostileInputTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VSS = "/municipalities/0580/administrations/vss/";
    private static final String UNITS = "/finance/v1" + VSS + "units";
    private static final List<String> SERVICES = List.of("finance", "indicators", "goals", "report");
    private static final Set<Integer> REFUSALS = Set.of(400, 422);

    /** What only somebody who knows the inside would say. */
    private static final Pattern INSIDE = Pattern.compile(
            "Exception|java\\.|jackson|hibernate|jdbc|quarkus|\\bat [a-z]+\\.[a-z]|SQL|(?i)select .* from");

    private static final Map<String, String> TOKENS = new HashMap<>();

    private static RunningExample suite;
    private static List<Operation> all;
    private static List<Slot> slots;
    private static Map<String, String> before;

    @BeforeAll
    static void start() throws IOException {
        suite = RunningExample.shared();
        List<Operation> found = new ArrayList<>();
        for (String service : SERVICES) {
            JsonNode document = JSON.readTree(given().get(suite.url("/" + service + "/v1/openapi?format=json"))
                    .asByteArray());
            Operation.all(service, document).forEach(found::add);
        }
        all = List.copyOf(found);
        slots = all.stream()
                .filter(operation -> operation.method().equals("PUT") && !operation.isBulk())
                .flatMap(operation -> Slot.of(operation).stream())
                .toList();
        before = suite.stored();
    }

    /** They live for five minutes. */
    @BeforeEach
    void forgetTokens() {
        TOKENS.clear();
    }

    @AfterAll
    static void nothingHasChanged() {
        Map<String, String> after = suite.stored();
        before.forEach((table, rows) -> assertEquals(rows, after.get(table), table));
        given().auth().oauth2(token("afterwards")).get(suite.url(UNITS)).then().statusCode(200);
    }

    @Test
    void everyKindOfValueIsTried() {
        assertTrue(slots.stream().filter(Slot::isText).count() > 25, "texts");
        assertTrue(slots.stream().filter(Slot::isDecimal).count() > 5, "decimals");
        assertTrue(slots.stream().filter(Slot::isPeriod).count() > 15, "periods");
        assertTrue(slots.stream().filter(Slot::isId).count() > 20, "identifiers");
        assertTrue(slots.stream().filter(Slot::isDate).count() > 1, "dates");
        assertTrue(slots.stream().filter(Slot::isInteger).count() > 10, "integers");
        assertTrue(slots.stream().filter(Slot::isEnum).count() > 10, "enumerations");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"Vård\\u0000\"",
                "\"Vård\\u0007\"",
                "\"Vård\\u001b[31m\"",
                "\"Vård\\u0085\"",
                "\"\\u202eVård\"",
                "\"\\u2066Vård\\u2069\"",
                "\"V\\u200bård\"",
                "\"V\\u200dård\"",
                "\"\\ufeffVård\"",
                "\"V\\u2028ård\"",
                "\"Vård\\ud83d\"",
                "\"Vård\\udc4d\\ud83d\"",
                "\"\"",
                "\" \\u00a0\\u3000\"",
                "\"\\u2800\\u3164\"",
                "0",
                "true",
                "[\"Vård\"]",
                "{\"sv\": \"Vård\"}"
            })
    void textIsWhatAPersonCanSee(String json) {
        refused(Slot::isText, json);
    }

    @Test
    void textIsNotLongerThanItMayBe() {
        List<String> faults = new ArrayList<>();
        slots.stream().filter(Slot::isText).forEach(slot -> {
            int most = slot.schema().get("maxLength").asInt();
            check(slot, '"' + "å".repeat(most + 1) + '"', faults);
            check(slot, '"' + "\ud83d\udc4d".repeat(most + 1) + '"', faults);
        });
        assertNone(faults);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"1e400\"",
                "\"1E2\"",
                "\"NaN\"",
                "\"Infinity\"",
                "\"+1\"",
                "\"0x10\"",
                "\"1_000\"",
                "\"1 000\"",
                "\"1,5\"",
                "\"1.\"",
                "\".5\"",
                "\"007\"",
                "\" 1\"",
                "\"1\\n\"",
                "\"\"",
                "\"١٢\"",
                "\"１２\"",
                "\"\u22121\"",
                "\"0.1234567890123456789\"",
                "\"12345678901234567890\"",
                "1",
                "1.5",
                "1e400",
                "-1e-400",
                "NaN",
                "99999999999999999999999999999999999999999999999999"
            })
    void figureIsAnExactDecimalInItsOneForm(String json) {
        refused(Slot::isDecimal, json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"0000\"",
                "\"0000-01\"",
                "\"0001-01\"",
                "\"1899-12\"",
                "\"2200-01\"",
                "\"9999-12\"",
                "\"99999-01\"",
                "\"-2021\"",
                "\"+2021\"",
                "\"2021-00\"",
                "\"2021-13\"",
                "\"2021-8\"",
                "\"2021-08-31\"",
                "\"２０２１-08\"",
                "\"2021‐08\"",
                "\"2021-08\\u0000\"",
                "\" 2021-08\"",
                "\"\"",
                "2021",
                "202108"
            })
    void periodIsOneThatARegisterCanHave(String json) {
        refused(Slot::isPeriod, json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"0000-00-00\"",
                "\"2021-02-30\"",
                "\"2021-13-01\"",
                "\"+999999999-12-31\"",
                "\"-0001-01-01\"",
                "\"99999-01-01\"",
                "\"20210801\"",
                "\"2021-08-01T24:00:01Z\"",
                "\"tomorrow\"",
                "\"\"",
                "1627776000",
                "[2021, 8, 1]"
            })
    void dateIsOneOfTheCalendar(String json) {
        refused(Slot::isDate, json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"../vss\"",
                "\"vss/../ksf\"",
                "\"VSS\"",
                "\"vss\\u0000\"",
                "\"vss\\n\"",
                "\"v\\u200bss\"",
                "\"vѕѕ\"",
                "\"vss'--\"",
                "\"' or '1'='1\"",
                "\"${jndi:ldap://localhost/x}\"",
                "\"{{7*7}}\"",
                "\"#{7*7}\"",
                "\"<script>\"",
                "\"-\"",
                "\"\"",
                "17",
                "{\"$ne\": null}"
            })
    void identifierIsASlug(String json) {
        refused(Slot::isId, json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2147483648",
                "-2147483649",
                "9223372036854775808",
                "1.0",
                "1e0",
                "1e400",
                "\"1\"",
                "true",
                "-1",
                "[1]"
            })
    void integerIsOneThatFits(String json) {
        refused(Slot::isInteger, json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "\"\"", "\"open\"", "\"OPEN \"", "\"NO_SUCH\"", "[]", "true"})
    void wordIsOneOfThoseDocumented(String json) {
        refused(Slot::isEnum, json);
    }

    /** Over-posting: what is not the writer's to say is not written, even where the service has such a thing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "id",
                "rowKey",
                "municipality",
                "tenant",
                "version",
                "recordedAt",
                "recordedBy",
                "createdBy",
                "deleted",
                "published",
                "digest",
                "key",
                "class",
                "@type",
                "@class",
                "$type",
                "__proto__",
                "constructor",
                ""
            })
    void fieldThatIsNotTheWritersIsRefused(String field) {
        List<String> faults = new ArrayList<>();
        writes().filter(operation -> !operation.properties().contains(field)).forEach(operation -> {
            ObjectNode body = operation.documentedBody();
            body.put(field, "0580");
            check(operation, body.toString(), operation + " with " + field, faults);
        });
        assertNone(faults);
    }

    @ParameterizedTest
    @CsvSource({
        "municipalityId, municipalityId, 0114",
        "administrationId, administrationId, another",
        "unitId, unitId, another",
        "operatingLineId, unitId, another",
        "investmentLineId, objectId, another",
        "goalId, goalId, another",
        "assessmentId, goalId, another",
        "planId, planId, another",
        "indicatorId, indicatorId, another",
        "measurementId, indicatorId, another",
        "targetId, indicatorId, another",
        "narrativeId, sectionId, another",
        "eventKey, eventId, another"
    })
    void bodyDoesNotNameAnotherRowThanItsAddress(String inPath, String field, String other) {
        List<Operation> named = writes().filter(operation -> operation.path().endsWith("{" + inPath + "}"))
                .toList();
        List<String> faults = new ArrayList<>();
        named.forEach(operation -> {
            ObjectNode body = operation.documentedBody();
            body.put(field, other);
            check(operation, body.toString(), operation + " naming another " + field, faults);
        });
        assertFalse(named.isEmpty(), "nothing is written at " + inPath);
        assertNone(faults);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"unitId\": \"lkdata\", \"unitId\": \"lkdata\", \"name\": \"LKDATA\", \"order\": 1}",
                "{\"unitId\": \"lkdata\", \"name\": \"LKDATA\", \"order\": 1} {}",
                "{\"unitId\": \"lkdata\", \"name\": \"LKDATA\", \"order\": 1,}",
                "{'unitId': 'lkdata', 'name': 'LKDATA', 'order': 1}",
                "{unitId: \"lkdata\", name: \"LKDATA\", order: 1}",
                "{\"unitId\": \"lkdata\", /* comment */ \"name\": \"LKDATA\", \"order\": 1}",
                "{\"unitId\": \"lkdata\", \"name\": \"LK\nDATA\", \"order\": 1}",
                "{\"unitId\": \"lkdata\", \"name\": \"LK\\xDATA\", \"order\": 1}",
                "{\"unitId\": \"lkdata\", \"name\": \"LKDATA\", \"order\": 01}",
                "{\"unitId\": \"lkdata\", \"name\": \"LKDATA\", \"order\": +1}",
                "\ufeff{\"unitId\": \"lkdata\", \"name\": \"LKDATA\", \"order\": 1}",
                "<unit/>",
                "\u0000",
                ""
            })
    void bodyIsJsonToTheLetter(String body) {
        List<String> faults = new ArrayList<>();
        check(operation("replaceUnit"), body, body, faults);
        assertNone(faults);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "text/json",
                "application/xml",
                "application/x-www-form-urlencoded",
                "application/json-patch+json",
                "application/merge-patch+json",
                "application/problem+json"
            })
    void bodyOfAnotherTypeIsNotTaken(String type) {
        List<String> faults = new ArrayList<>();
        writes().forEach(operation -> {
            Response answer = send(operation, operation.documentedBody().toString(), type);
            check(answer, Set.of(415), operation + " as " + type, faults);
        });
        assertNone(faults);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "' or '1'='1",
                "'; drop table unit; --",
                "1) union select null--",
                "\\",
                "%",
                "_",
                "$1",
                "?",
                "${jndi:ldap://localhost/x}",
                "{{7*7}}",
                "<script>alert(1)</script>",
                "../../etc/passwd",
                "=1+1",
                "åäö\ud83d\udc4d"
            })
    void parameterIsAValueAndNothingElse(String value) {
        List<String> faults = new ArrayList<>();
        String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
        reads().forEach(operation -> queries(operation).forEach(name -> {
            String address =
                    operation.address() + (operation.address().contains("?") ? "&" : "?") + name + "=" + encoded;
            Response answer = get(operation, address);
            if (answer.statusCode() == 200) {
                List<?> items = answer.jsonPath().getList("items");
                if (items == null || !items.isEmpty()) {
                    faults.add(address + " found something");
                }
            } else {
                check(answer, Set.of(400), address, faults);
            }
        }));
        assertNone(faults);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "%00             | 400",
                "a%00b           | 400",
                "a%0d%0aX-Y:%20z | 400",
                "%e2%80%ae       | 400",
                "%ff             | 400",
                "%c0%af          | 400",
                "%ed%a0%80       | 400",
                "'%20or%20'1'='1 | 404",
                "%24%7Bx%7D      | 404",
                "%e5%e4%f6       | 400",
                "%C3%A5          | 404",
            })
    void segmentIsANameAndNothingElse(String segment, int status) {
        Set<Integer> statuses = status == 400 ? Set.of(400) : Set.of(400, status); // a period has a form besides
        List<String> faults = new ArrayList<>();
        for (String service : SERVICES) {
            all.stream()
                    .filter(operation -> operation.service().equals(service) && operation.isRead())
                    .filter(operation -> operation.path().endsWith("}") && operation.isIn("administrationId"))
                    .filter(operation -> !operation.path().endsWith("{administrationId}"))
                    .forEach(operation -> {
                        String address = operation.address().replaceFirst("[^/]+$", "") + segment;
                        check(get(operation, address), statuses, address, faults);
                    });
        }
        assertNone(faults);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=-1",
                "limit=1.0",
                "limit=1e2",
                "limit=%31%30%30%31",
                "limit=99999999999999999999",
                "limit=NaN",
                "limit=%D9%A1",
                "page=-1",
                "page=99999999999999999999",
                "sort=name,name;drop",
                "sort=-",
                "sort=id.rowKey",
                "changedSince=0000-01-01T00:00:00",
                "changedSince=%2B999999999-12-31T23:59:59Z",
                "changedSince=-999999999-01-01T00:00:00Z",
                "changedSince=2021-02-30T00:00:00Z",
                "limit=1&limit=2",
                "limit=",
                "limit[]=1",
                "LIMIT=1",
                "limit=1;page=2",
                "%6Cimit=1&limit=1"
            })
    void pageIsAskedForInOneWay(String query) {
        List<String> faults = new ArrayList<>();
        reads().filter(operation -> operation.hasQuery("changedSince")).forEach(operation -> {
            String address = operation.address() + "?" + query;
            check(get(operation, address), Set.of(400), address, faults);
        });
        assertNone(faults);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "99999999999999999999", "1.5", "x", "%2B1", ""})
    void changesAreAskedForFromARevision(String since) {
        List<String> faults = new ArrayList<>();
        reads().filter(operation -> operation.path().endsWith("/changes")).forEach(operation -> {
            String address = operation.address().replaceFirst("\\?.*", "") + "?since=" + since;
            check(get(operation, address), Set.of(400), address, faults);
        });
        assertNone(faults);
    }

    private static Stream<Operation> writes() {
        return all.stream().filter(operation -> operation.method().equals("PUT") && !operation.isBulk());
    }

    private static Stream<Operation> reads() {
        return all.stream().filter(operation -> operation.isRead() && !operation.isStream());
    }

    private static Operation operation(String id) {
        return all.stream()
                .filter(operation -> operation.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> queries(Operation operation) {
        List<String> names = new ArrayList<>();
        operation.described().path("parameters").forEach(parameter -> {
            if (parameter.path("in").asText().equals("query")
                    && !parameter.path("required").asBoolean()) {
                names.add(parameter.get("name").asText());
            }
        });
        return names;
    }

    private static void refused(Predicate<Slot> where, String json) {
        List<String> faults = new ArrayList<>();
        slots.stream().filter(where).forEach(slot -> check(slot, json, faults));
        assertNone(faults);
    }

    private static void check(Slot slot, String json, List<String> faults) {
        check(slot.operation(), slot.with(json), slot.operation() + " with " + json + " at " + slot.pointer(), faults);
    }

    private static void check(Operation operation, String body, String what, List<String> faults) {
        check(send(operation, body, "application/json"), REFUSALS, what, faults);
    }

    private static void check(Response answer, Set<Integer> statuses, String what, List<String> faults) {
        String said = answer.asString();
        boolean told = answer.contentType().startsWith("application/problem+json") && said.contains("\"detail\"");
        if (!statuses.contains(answer.statusCode())
                || !told
                || INSIDE.matcher(said).find()) {
            faults.add(what + " was answered " + answer.statusCode() + " " + said);
        }
    }

    private static void assertNone(List<String> faults) {
        assertEquals("", String.join("\n", faults.stream().limit(20).toList()), faults.size() + " faults");
    }

    private static Response send(Operation operation, String body, String type) {
        return given().config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                                .encodeContentTypeAs("application/x-www-form-urlencoded", ContentType.TEXT)
                                .defaultContentCharset(StandardCharsets.UTF_8)))
                .urlEncodingEnabled(false)
                .auth()
                .oauth2(token(operation.id()))
                .header("If-Match", "*")
                .contentType(type)
                .body(body)
                .put(suite.url(operation.address()));
    }

    private static Response get(Operation operation, String address) {
        return given().urlEncodingEnabled(false)
                .auth()
                .oauth2(token(operation.id()))
                .get(suite.url(address));
    }

    /** A caller for each operation, so that none asks more than the gateway lets one ask. */
    private static String token(String caller) {
        return TOKENS.computeIfAbsent(
                caller,
                name -> suite.issued(
                        name,
                        List.of("administrator:*:*", "controller:*:*", "approver:*:*", "reporter:*:*", "reader:*:*")));
    }
}
