package se.tertial.examples;

import static se.tertial.examples.Insider.assertNone;

import io.restassured.response.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What means something to a database, a template or a path, put in turn into every parameter and at the end of every address. */
@ExtendWith(Untouched.class)
class HostileAddressTest {

    @RegisterExtension
    static final Insider INSIDER = new Insider();

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
            Response answer = INSIDER.get(operation, address);
            if (answer.statusCode() == 200) {
                List<?> items = answer.jsonPath().getList("items");
                if (items == null || !items.isEmpty()) {
                    faults.add(address + " found something");
                }
            } else {
                Insider.check(answer, Set.of(400), address, faults);
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
        INSIDER.operations()
                .filter(operation -> operation.isRead() && operation.path().endsWith("}"))
                .filter(operation -> operation.isIn("administrationId"))
                .filter(operation -> !operation.path().endsWith("{administrationId}"))
                .forEach(operation -> {
                    String address = operation.address().replaceFirst("[^/]+$", "") + segment;
                    Insider.check(INSIDER.get(operation, address), statuses, address, faults);
                });
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
            Insider.check(INSIDER.get(operation, address), Set.of(400), address, faults);
        });
        assertNone(faults);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "99999999999999999999", "1.5", "x", "%2B1", ""})
    void changesAreAskedForFromARevision(String since) {
        List<String> faults = new ArrayList<>();
        reads().filter(operation -> operation.path().endsWith("/changes")).forEach(operation -> {
            String address = operation.address().replaceFirst("\\?.*", "") + "?since=" + since;
            Insider.check(INSIDER.get(operation, address), Set.of(400), address, faults);
        });
        assertNone(faults);
    }

    private static Stream<Operation> reads() {
        return INSIDER.operations().filter(operation -> operation.isRead() && !operation.isStream());
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
}
