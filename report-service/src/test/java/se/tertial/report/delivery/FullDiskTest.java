package se.tertial.report.delivery;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.OtherServices;
import se.tertial.devstack.TestStack;
import se.tertial.report.Vss;

/** What the disk has no room for is not published, and who publishes is told so. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
@QuarkusTestResource(OtherServices.class)
class FullDiskTest {

    @Test
    void publishingIsToldToComeBackAndDoesSo() throws SQLException {
        Vss vss = new Vss().withReport();
        String publications = vss.path("reports/2021-08/publications");
        String key = UUID.randomUUID().toString();
        try (Connection administration = DriverManager.getConnection(TestStack.database("report"), "postgres", "");
                Statement statement = administration.createStatement()) {
            statement.execute(
                    """
                    create function full_disk() returns trigger language plpgsql as
                    $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$
                    """);
            statement.execute(
                    "create trigger full_disk before insert on publication for each row execute function full_disk()");

            Vss.asController()
                    .header("Idempotency-Key", key)
                    .post(publications + Vss.AS_IT_IS)
                    .then()
                    .statusCode(503)
                    .header("Retry-After", equalTo("2"))
                    .body("type", equalTo("https://tertial.se/problems/unavailable"));

            statement.execute("drop function full_disk cascade");
        }
        given().get(publications + "/1").then().statusCode(404);

        Vss.asController()
                .header("Idempotency-Key", key)
                .post(publications + Vss.AS_IT_IS)
                .then()
                .statusCode(201);
    }
}
