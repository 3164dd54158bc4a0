package se.tertial.report.replica;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static se.tertial.report.replica.Rebuilds.REBUILDS;
import static se.tertial.report.replica.Rebuilds.asOperator;
import static se.tertial.report.replica.Rebuilds.awaitState;
import static se.tertial.report.replica.Tables.sql;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.report.Vss;

/** “The read model was lost” of docs/runbooks.md, step by step. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class LostReadModelTest {

    @Test
    void isTheSameAgain() {
        Vss vss = new Vss().withReport().withUnit("lkdata", "LKDATA", 10).withActual("lkdata", "5000.00", 40);
        vss.awaitShown(1, 0, "5");
        String before = document(vss);
        sql("with deleted as (delete from fact) update input_version set version = version + 1");
        assertNotEquals(before, document(vss));

        tried().body("exceeding.total", greaterThan(0)).body("lacking.total", equalTo(0));
        awaitState(asked(REBUILDS), "SWITCHED").body("current", equalTo(true));
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
        return awaitState(asked(REBUILDS + "?trial=true"), "COMPARED");
    }

    private static String asked(String address) {
        return asOperator().post(address).then().statusCode(202).extract().header("Location");
    }
}
