package se.tertial.report.replica;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.report.Vss;

/** “The read model was lost” of docs/runbooks.md, step by step. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class LostReadModelTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String REBUILDS = "/read-model/rebuilds";

    @Inject
    EntityManager entityManager;

    @Test
    void isTheSameAgain() {
        Vss vss = new Vss().withReport().withUnit("lkdata", "LKDATA", 10).withActual("lkdata", "5000.00", 40);
        vss.awaitShown(1, 0, "5");
        String before = document(vss);
        QuarkusTransaction.requiringNew().run(() -> {
            entityManager.createNativeQuery("delete from fact").executeUpdate();
            entityManager
                    .createNativeQuery("update input_version set version = version + 1")
                    .executeUpdate();
        });
        assertNotEquals(before, document(vss));

        tried().body("exceeding.total", greaterThan(0)).body("lacking.total", equalTo(0));
        awaited(asked(REBUILDS), "SWITCHED").body("current", equalTo(true));
        tried().body("exceeding.total", equalTo(0)).body("lacking.total", equalTo(0));

        assertEquals(before, document(vss));
    }

    private static String document(Vss vss) {
        return Vss.asController()
                .get(vss.path("reports/2021-08/document?format=json&version=draft"))
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static ValidatableResponse tried() {
        return awaited(asked(REBUILDS + "?trial=true"), "COMPARED");
    }

    private static String asked(String address) {
        return asOperator().post(address).then().statusCode(202).extract().header("Location");
    }

    private static ValidatableResponse awaited(String address, String state) {
        await().atMost(PATIENCE).until(() -> asOperator().get(address).path("state"), equalTo(state));
        return asOperator().get(address).then();
    }

    private static RequestSpecification asOperator() {
        return given().contentType("application/json").auth().oauth2(TestStack.token("operator", "administrator:*:*"));
    }
}
