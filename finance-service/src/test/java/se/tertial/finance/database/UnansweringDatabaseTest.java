package se.tertial.finance.database;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.Reader;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.devstack.Wire;
import se.tertial.finance.Administration;

/** A database that hangs, has gone or has no room: requests are answered with 503, and readiness says so. */
@QuarkusTest
@TestProfile(Wired.class)
class UnansweringDatabaseTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** What the gateway waits: {@code tertial.gateway.upstream.answer-timeout}. */
    private static final Duration OF_THE_GATEWAY = Duration.ofSeconds(25);

    private static final Path SETTINGS =
            Path.of("../service-kit/src/main/resources/META-INF/microprofile-config.properties");

    private final Wire wire = TestStack.wireToDatabase();

    @Inject
    AgroalDataSource pool;

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

        int hanging = assertTimeoutPreemptively(PATIENCE, this::readiness);

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

    /** However slow the machine is, whoever asks hears from the service itself. */
    @Test
    void serviceGivesUpBeforeTheGatewayDoes() throws IOException {
        Properties settings = new Properties();
        try (Reader reader = Files.newBufferedReader(SETTINGS)) {
            settings.load(reader);
        }

        Duration together = pool.getConfiguration()
                .connectionPoolConfiguration()
                .acquisitionTimeout()
                .plus(seconds(settings, "validation-query-timeout"))
                .plus(seconds(settings, "additional-jdbc-properties.connectTimeout"))
                .plus(seconds(settings, "additional-jdbc-properties.socketTimeout"));

        assertTrue(together.compareTo(OF_THE_GATEWAY) < 0, together.toString());
    }

    private static Duration seconds(Properties settings, String name) {
        return Duration.ofSeconds(Long.parseLong(
                settings.getProperty("quarkus.datasource.jdbc." + name).replace("S", "")));
    }

    private static void isToldToComeBack(Supplier<ValidatableResponse> request) {
        ValidatableResponse answer = assertTimeoutPreemptively(PATIENCE, request::get);
        answer.statusCode(503)
                .header("Retry-After", equalTo("2"))
                .body("type", equalTo("https://tertial.se/problems/unavailable"));
    }

    private int readiness() {
        return given().get(ready).statusCode();
    }
}
