package se.tertial.report.replica;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static se.tertial.report.replica.Tables.count;
import static se.tertial.report.replica.Tables.sql;

import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import se.tertial.devstack.TestStack;

/** What an operator does with rebuilds of the read model, and what another instance does. */
final class Rebuilds {

    static final String REBUILDS = "/read-model/rebuilds";
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private Rebuilds() {}

    static RequestSpecification asOperator() {
        return given().contentType("application/json").auth().oauth2(TestStack.token("operator", "administrator:*:*"));
    }

    /** Until the rebuild is in that state; what it tells then. */
    static ValidatableResponse awaitState(String address, String state) {
        await().atMost(PATIENCE).until(() -> asOperator().get(address).path("state"), equalTo(state));
        return asOperator().get(address).then().statusCode(200);
    }

    static Response confirm(String address, String fingerprint) {
        return asOperator().body("{\"fingerprint\": \"" + fingerprint + "\"}").post(address + "/confirmation");
    }

    /** A build of another instance. */
    static int begun(String builder) {
        await().atMost(PATIENCE)
                .until(() -> count("select count(*) from generation where state in ('BUILDING', 'UNCONFIRMED')") == 0);
        sql(
                """
                insert into generation (generation, state, reads, builder)
                select max(generation) + 1, 'BUILDING', %d, '%s' from generation
                """
                        .formatted(Fact.VERSION, builder));
        return (int) count("select max(generation) from generation");
    }

    /** What a test left waiting must not hold up the next one. */
    static void endWhatWaits() {
        sql("delete from fact where revision = " + Tables.LOST);
        sql("update generation set state = 'ABANDONED', ended_at = now() where state = 'UNCONFIRMED'");
        sql("update generation set reads = " + Fact.VERSION + " where state = 'CURRENT'");
        await().atMost(PATIENCE).until(() -> count("select count(*) from generation where state = 'BUILDING'") == 0);
    }
}
