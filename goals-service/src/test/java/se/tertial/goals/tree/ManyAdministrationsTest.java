package se.tertial.goals.tree;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.goals.Administration;

/** Each administration has a trail for good, so a municipality cannot make up any number of them. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "goals"))
class ManyAdministrationsTest {

    @Test
    void municipalityHasOnlySoManyAdministrations() throws SQLException {
        put("0880", "first").statusCode(201);
        others("0880", 998);
        put("0880", "thousandth").statusCode(201);

        put("0880", "one-more")
                .statusCode(422)
                .body("violations[0].message", containsString("1,000 administrations"))
                .body("violations[0].message", containsString("one-more"));

        put("0880", "first", "ekonomi").statusCode(201);
        put("0881", "first").statusCode(201);
    }

    private static ValidatableResponse put(String municipality, String administration) {
        return put(municipality, administration, "medborgare-kund");
    }

    private static ValidatableResponse put(String municipality, String administration, String goal) {
        return given().contentType("application/json")
                .auth()
                .oauth2(TestStack.token("controller", "controller:" + municipality + ":*"))
                .body(Administration.AREA.replace("medborgare-kund", goal))
                .put("/municipalities/" + municipality + "/administrations/" + administration + "/goals/" + goal)
                .then();
    }

    /** As if something had been written of so many others. */
    private static void others(String municipality, int count) throws SQLException {
        try (Connection connection = TestStack.asOwner("goals");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    insert into change (revision, topic, municipality_id, administration_id, row_key, deleted, state, recorded_at,
                                        recorded_by, digest)
                    select nextval('revision_seq'), 'goals.goal.v1', '%s', 'a-' || number, 'k', false, '{}', now(), 'somebody', 'none'
                    from generate_series(1, %d) as number
                    """
                            .formatted(municipality, count));
        }
    }
}
