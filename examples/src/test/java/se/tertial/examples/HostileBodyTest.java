package se.tertial.examples;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static se.tertial.examples.Insider.assertNone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Values that a person cannot see or a machine cannot hold, put in turn into every value of every body that the documents
 * describe; and bodies that are no such body. Each is refused in so many words, and changes nothing.
 */
@ExtendWith(Untouched.class)
class HostileBodyTest {

    private static final Set<Integer> REFUSALS = Set.of(400, 422);

    @RegisterExtension
    static final Insider INSIDER = new Insider();

    @Test
    void everyKindOfValueIsTried() {
        assertTrue(slots().filter(Slot::isText).count() > 25, "texts");
        assertTrue(slots().filter(Slot::isDecimal).count() > 5, "decimals");
        assertTrue(slots().filter(Slot::isPeriod).count() > 15, "periods");
        assertTrue(slots().filter(Slot::isId).count() > 20, "identifiers");
        assertTrue(slots().filter(Slot::isDate).count() > 1, "dates");
        assertTrue(slots().filter(Slot::isInteger).count() > 10, "integers");
        assertTrue(slots().filter(Slot::isEnum).count() > 10, "enumerations");
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
        slots().filter(Slot::isText).forEach(slot -> {
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
            Response answer = INSIDER.put(operation, operation.documentedBody().toString(), type);
            Insider.check(answer, Set.of(415), operation + " as " + type, faults);
        });
        assertNone(faults);
    }

    private static Stream<Operation> writes() {
        return INSIDER.operations().filter(operation -> operation.method().equals("PUT") && !operation.isBulk());
    }

    private static Stream<Slot> slots() {
        return writes().flatMap(operation -> Slot.of(operation).stream());
    }

    private static Operation operation(String id) {
        return INSIDER.operations()
                .filter(operation -> operation.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static void refused(Predicate<Slot> where, String json) {
        List<String> faults = new ArrayList<>();
        slots().filter(where).forEach(slot -> check(slot, json, faults));
        assertNone(faults);
    }

    private static void check(Slot slot, String json, List<String> faults) {
        check(slot.operation(), slot.with(json), slot.operation() + " with " + json + " at " + slot.pointer(), faults);
    }

    private static void check(Operation operation, String body, String what, List<String> faults) {
        Insider.check(INSIDER.put(operation, body, "application/json"), REFUSALS, what, faults);
    }
}
