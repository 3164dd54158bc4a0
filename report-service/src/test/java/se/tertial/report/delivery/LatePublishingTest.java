package se.tertial.report.delivery;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.OtherServices;
import se.tertial.devstack.TestStack;
import se.tertial.report.Vss;

/** Nobody is told that publishing took too long, and finds it published all the same. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
@QuarkusTestResource(OtherServices.class)
@TestProfile(LatePublishingTest.Hurried.class)
class LatePublishingTest {

    /** Whatever it waits for takes longer. */
    public static final class Hurried implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("tertial.publications.within", "0.001S");
        }
    }

    @Test
    void whatTookTooLongIsNotPublished() {
        Vss vss = new Vss().withReport();

        Vss.asController()
                .post(vss.path("reports/2021-08/publications" + Vss.AS_IT_IS))
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body(
                        "detail",
                        equalTo("It took too long, and nothing was published. Nothing was changed; try again soon."));

        given().get(vss.path("reports/2021-08/publications/1")).then().statusCode(404);
    }
}
