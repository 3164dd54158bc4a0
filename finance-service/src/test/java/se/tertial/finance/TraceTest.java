package se.tertial.finance;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.Messages;
import se.tertial.devstack.Messages.Message;
import se.tertial.devstack.TestStack;

/** The trace of a request stands on its answer and on the events that it causes, also when a service is asked directly. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
class TraceTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SENT = "00-" + TRACE + "-b7ad6b7169203331-01";

    @Test
    void eventCarriesTheTraceOfTheChangeThatCausedIt() {
        var vss = Administration.registered("trace-followed");

        Response response = asController()
                .header("traceparent", SENT)
                .body(Administration.LKDATA)
                .put(vss.address("units/lkdata"));

        response.then().statusCode(201).header("traceparent", startsWith("00-" + TRACE + "-"));
        assertEquals(
                response.header("traceparent"),
                sent("0580/trace-followed/lkdata").headers().get("traceparent"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                "'; drop table change; --",
                "x"
            })
    void whatIsNoTraceReachesNeitherAnswerNorEvent(String header) {
        var vss = Administration.registered("trace-new-" + Math.abs(header.hashCode()));

        Response response = asController()
                .header("traceparent", header)
                .body(Administration.LKDATA)
                .put(vss.address("units/lkdata"));

        String told = response.header("traceparent");
        assertTrue(told.matches("(?!00-" + TRACE + ")00-[0-9a-f]{32}-[0-9a-f]{16}-00"), told);
        assertEquals(told, sent("0580/" + vss.id() + "/lkdata").headers().get("traceparent"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /municipalities/0580/administrations/vss/units/no-such-unit, 404",
        "GET, /municipalities/0581/administrations/vss/units, 403",
        "GET, /municipalities/0580/administrations/vss/units?limit=0, 400",
        "GET, /no/such/address, 404",
        "PUT, /municipalities/0580/administrations/vss/units, 400"
    })
    void problemNamesTheTrace(String method, String path, int status) {
        asController()
                .header("traceparent", SENT)
                .request(method, path)
                .then()
                .statusCode(status)
                .header("traceparent", startsWith("00-" + TRACE + "-"))
                .body("traceId", equalTo(TRACE));
    }

    @Test
    void callerWithoutATokenIsToldTheTraceToo() {
        given().header("traceparent", SENT)
                .get("/municipalities/0580/administrations/vss/units")
                .then()
                .statusCode(401)
                .header("traceparent", startsWith("00-" + TRACE + "-"))
                .body("traceId", equalTo(TRACE));
    }

    private static RequestSpecification asController() {
        return given().contentType("application/json")
                .auth()
                .oauth2(TestStack.token("controller", "administrator:0580:*", "controller:0580:*"));
    }

    private static Message sent(String key) {
        List<Message> messages = await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> Messages.read(TestStack.kafka(), "finance.unit.v1", key), hasSize(1));
        return messages.get(0);
    }
}
