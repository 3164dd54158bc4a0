package se.tertial.examples;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Somebody who is let in and means ill: may do everything, knows every operation, and sends what the documents do not allow. */
final class Insider implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    private static final String UNITS = "/finance/v1/municipalities/0580/administrations/vss/units";

    /** What only somebody who knows the inside would say. */
    private static final Pattern INSIDE = Pattern.compile(
            "Exception|java\\.|jackson|hibernate|jdbc|quarkus|\\bat [a-z]+\\.[a-z]|SQL|(?i)select .* from");

    private final Map<String, String> tokens = new HashMap<>();
    private List<Operation> operations;
    private RunningExample suite;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        suite = RunningExample.shared();
        operations = suite.operations().toList();
    }

    /** Tokens live for five minutes. */
    @Override
    public void beforeEach(ExtensionContext context) {
        tokens.clear();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        given().auth().oauth2(token("afterwards")).get(suite.url(UNITS)).then().statusCode(200);
    }

    /** Every operation of the suite, as the services document it. */
    Stream<Operation> operations() {
        return operations.stream();
    }

    Response put(Operation operation, String body, String type) {
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

    Response get(Operation operation, String address) {
        return given().urlEncodingEnabled(false)
                .auth()
                .oauth2(token(operation.id()))
                .get(suite.url(address));
    }

    /** Adds a fault unless the answer is a problem of one of the statuses that tells its reason, and nothing of the inside. */
    static void check(Response answer, Set<Integer> statuses, String what, List<String> faults) {
        String said = answer.asString();
        boolean told = answer.contentType().startsWith("application/problem+json") && said.contains("\"detail\"");
        if (!statuses.contains(answer.statusCode())
                || !told
                || INSIDE.matcher(said).find()) {
            faults.add(what + " was answered " + answer.statusCode() + " " + said);
        }
    }

    static void assertNone(List<String> faults) {
        assertEquals("", String.join("\n", faults.stream().limit(20).toList()), faults.size() + " faults");
    }

    /** A caller for each operation, so that none asks more than the gateway lets one ask. */
    private String token(String caller) {
        return tokens.computeIfAbsent(
                caller,
                name -> suite.issued(
                        name,
                        List.of("administrator:*:*", "controller:*:*", "approver:*:*", "reporter:*:*", "reader:*:*")));
    }
}
