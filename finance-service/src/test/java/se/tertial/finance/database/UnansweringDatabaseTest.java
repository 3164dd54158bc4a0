package se.tertial.finance.database;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.net.URL;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.devstack.Wire;
import se.tertial.finance.Administration;

/** A database that hangs, has gone or has no room: requests are answered with 503 in time, and readiness says so. */
@QuarkusTest
@TestProfile(Wired.class)
class UnansweringDatabaseTest {

    /** What the gateway waits: whoever asks hears from the service itself. */
    private static final Duration IN_TIME = Duration.ofSeconds(25);

    private final Wire wire = TestStack.wireToDatabase();

    @TestHTTPResource(value = "/health/ready", management = true)
    URL ready;

    @AfterEach
    void mend() {
        wire.mend();
        await().atMost(Duration.ofSeconds(60)).until(this::readiness, equalTo(200));
    }

    @Test
    void readOfADatabaseThatHangsIsToldToComeBack() {
        var vss = Administration.registered("hanging-read");
        vss.get("units").statusCode(200);
        wire.silence();

        isToldToComeBack(() -> vss.get("units"));
    }

    @Test
    void writeToADatabaseThatHangsIsToldToComeBackAndDoneOnceItAnswers() {
        var vss = Administration.registered("hanging-write");
        vss.get("units").statusCode(200);
        wire.silence();

        isToldToComeBack(() -> vss.as()
                .body(Administration.LKDATA)
                .put(vss.address("units/lkdata"))
                .then());

        mend();
        vss.put("units/lkdata", Administration.LKDATA).statusCode(201);
    }

    @Test
    void requestWithoutADatabaseIsToldToComeBack() {
        var vss = Administration.registered("cut-read");
        wire.cut();

        isToldToComeBack(() -> vss.get("units"));
    }

    @Test
    void readinessFallsWhenTheDatabaseHangsAndRisesWhenItAnswers() {
        await().atMost(Duration.ofSeconds(60)).until(this::readiness, equalTo(200));
        wire.silence();

        int hanging = assertTimeoutPreemptively(IN_TIME, this::readiness);

        assertEquals(503, hanging);
        wire.mend();
        await().atMost(Duration.ofSeconds(60)).until(this::readiness, equalTo(200));
    }

    @Test
    void fullDiskIsToldAsWhatPasses() throws SQLException {
        var vss = Administration.registered("full-disk");
        try (Connection administration = DriverManager.getConnection(TestStack.database("finance"), "postgres", "");
                Statement statement = administration.createStatement()) {
            statement.execute(
                    """
                    create function full_disk() returns trigger language plpgsql as
                    $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$
                    """);
            statement.execute("create trigger full_disk before insert on unit for each row"
                    + " when (new.administration_id = 'full-disk') execute function full_disk()");

            isToldToComeBack(() -> vss.put("units/lkdata", Administration.LKDATA));

            statement.execute("drop function full_disk cascade");
        }
        vss.put("units/lkdata", Administration.LKDATA).statusCode(201);
    }

    private static void isToldToComeBack(Supplier<ValidatableResponse> request) {
        ValidatableResponse answer = assertTimeoutPreemptively(IN_TIME, request::get);
        answer.statusCode(503)
                .header("Retry-After", equalTo("2"))
                .body("type", equalTo("https://tertial.se/problems/unavailable"));
    }

    private int readiness() {
        return given().get(ready).statusCode();
    }
}
