package se.tertial.report.delivery;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static se.tertial.report.delivery.AugustReport.DOCUMENT;
import static se.tertial.report.delivery.AugustReport.PUBLICATIONS;
import static se.tertial.report.delivery.AugustReport.publish;
import static se.tertial.report.delivery.AugustReport.write;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.TestStack;
import se.tertial.report.Vss;

/** What is sent again with its key is answered as it was, and done once. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class IdempotencyKeyTest {

    @Test
    void sameKeyIsAnsweredTheSameAndDoneOnce() {
        Vss vss = new Vss().withReport();
        Response first = publish(vss, "once-and-again");
        write(vss, "Läget är ett annat.");

        Response again = publish(vss, "once-and-again");

        assertEquals(first.statusCode(), again.statusCode());
        assertEquals(first.asString(), again.asString());
        assertEquals(first.header("Location"), again.header("Location"));
        Vss.asController()
                .get(vss.path("audit-entries?topic=report.publication.v1"))
                .then()
                .body("items", hasSize(1));
    }

    @Test
    void twoThatArriveAtOnceAreOne() throws Exception {
        Vss vss = new Vss().withReport();
        ExecutorService clients = Executors.newFixedThreadPool(6);
        Callable<Response> client = () -> publish(vss, "all-at-once");

        List<Future<Response>> answers = clients.invokeAll(List.of(client, client, client, client, client, client));

        for (Future<Response> answer : answers) {
            assertEquals(201, answer.get().statusCode());
            assertEquals(answers.get(0).get().asString(), answer.get().asString());
        }
        clients.shutdown();
    }

    @Test
    void keyOfAnotherRequestIsRefused() {
        Vss vss = new Vss().withReport();
        Vss another = new Vss().withReport();
        publish(vss, "for-one-report-only");

        Response refused = publish(another, "for-one-report-only");

        refused.then().statusCode(422).body("violations.field", hasItem("Idempotency-Key"));
        given().get(another.path(DOCUMENT)).then().statusCode(401);
    }

    @Test
    void keysOfTwoCallersHaveNothingToDoWithEachOther() {
        Vss vss = new Vss().withReport();
        publish(vss, "the-same-of-two");
        write(vss, "Läget är ett annat.");

        var theirs = given().auth()
                .oauth2(TestStack.token("another", "controller:0580:*", "approver:0580:*"))
                .header("Idempotency-Key", "the-same-of-two")
                .post(vss.path(PUBLICATIONS + Vss.AS_IT_IS));

        theirs.then().statusCode(201).body("number", equalTo(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "med mellanslag i", "åäö-åäö-åäö"})
    void whatCannotBeAKeyIsRefused(String key) {
        Vss vss = new Vss().withReport();

        Response refused = publish(vss, key);

        refused.then().statusCode(400).body("violations.field", hasItem("Idempotency-Key"));
    }

    @Test
    void whatWasRefusedIsTriedAgain() {
        Vss vss = new Vss();
        publish(vss, "before-there-is-one").then().statusCode(404);
        vss.withReport();

        Response later = publish(vss, "before-there-is-one");

        assertEquals(201, later.statusCode());
    }
}
