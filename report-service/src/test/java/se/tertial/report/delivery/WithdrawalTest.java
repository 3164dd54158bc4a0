package se.tertial.report.delivery;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static se.tertial.devstack.EventContract.sent;
import static se.tertial.devstack.EventContract.violations;
import static se.tertial.report.delivery.AugustReport.DOCUMENT;
import static se.tertial.report.delivery.AugustReport.PUBLICATIONS;
import static se.tertial.report.delivery.AugustReport.write;
import static se.tertial.report.delivery.Withdrawn.published;
import static se.tertial.report.delivery.Withdrawn.withdraw;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.TestStack;
import se.tertial.kit.database.ServiceDatabase;
import se.tertial.report.Vss;

/** What was published can be taken back, by those who may publish, with a reason that everybody may read. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class WithdrawalTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOPIC = "report.publication.v1";

    @Inject
    ServiceDatabase database;

    @Test
    void numberIsNotUsedAgainAndTheSameContentIsPublishedAnew() {
        Vss vss = published(1);
        withdraw(vss, 1, "Publicerad för tidigt.");

        Response anew = Vss.asController().post(vss.path(PUBLICATIONS + Vss.AS_IT_IS));

        anew.then().statusCode(201).body("number", equalTo(2)).body("$", not(hasKey("replaces")));
        given().get(vss.path(DOCUMENT)).then().statusCode(200).body("version.number", equalTo(2));
        given().get(vss.path(DOCUMENT + "?version=1")).then().statusCode(410);
    }

    @Test
    void draftThatSaysWhatHoldsAgainIsNotPublishedOnceMore() {
        Vss vss = published(1);
        write(vss, "Läget är ett annat.");
        Vss.asController().post(vss.path(PUBLICATIONS + Vss.AS_IT_IS)).then().statusCode(201);
        withdraw(vss, 2, "Fel text.");
        write(vss, "Läget 1.");

        Response again = Vss.asController().post(vss.path(PUBLICATIONS + Vss.AS_IT_IS));

        again.then().statusCode(200).body("number", equalTo(1));
    }

    @Test
    void sameReasonAgainChangesNothingAndAnotherIsRefused() {
        Vss vss = published(1);
        String first = withdraw(vss, 1, "Fel period.").asString();

        Response again = withdraw(vss, 1, "Fel period.");
        Response another = withdraw(vss, 1, "Fel belopp.");

        assertEquals(first, again.asString());
        another.then().statusCode(409).body("detail", containsString("Fel period."));
        assertEquals(2, trail(vss).size());
    }

    @Test
    void trailAndTopicTellOfIt() throws Exception {
        Vss vss = published(1);
        withdraw(vss, 1, "Fel period.");

        List<Map<String, Object>> trail = trail(vss);

        assertEquals("controller", trail.get(0).get("recordedBy"));
        assertEquals("Fel period.", trail.get(0).get("reason"));
        String key = vss.key() + "/2021-08~1";
        List<JsonNode> told = sent(TOPIC, key, 2).stream()
                .map(message -> read(message.body()))
                .toList();
        assertEquals("Fel period.", told.get(1).at("/withdrawal/reason").asText());
        assertEquals(told.get(0).get("jsonDigest"), told.get(1).get("jsonDigest"));
        assertEquals(told.get(0).get("htmlDigest"), told.get(1).get("htmlDigest"));
        assertTrue(told.get(1).get("revision").asLong()
                > told.get(0).get("revision").asLong());
        assertEquals(Set.of(), violations(TOPIC, told.get(1)));
        Vss.asController()
                .get(vss.path("audit-verification"))
                .then()
                .body("intact", equalTo(true))
                .body("differences", empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "html"})
    void whoWithdrawsMaySayWhatTheyHaveRead(String format) {
        Vss vss = published(2);
        String first =
                given().get(vss.path(DOCUMENT + "?version=1&format=" + format)).header("ETag");
        String second =
                given().get(vss.path(DOCUMENT + "?version=2&format=" + format)).header("ETag");

        withdraw(Vss.asController().header("If-Match", first), vss, 2, "Fel period.")
                .then()
                .statusCode(412)
                .body("type", equalTo("https://tertial.se/problems/stale"));

        given().get(vss.path(DOCUMENT + "?version=2")).then().statusCode(200);
        withdraw(Vss.asController().header("If-Match", first + ", " + second), vss, 2, "Fel period.")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({
        "reader:0580:*, 403",
        "controller:0580:*, 403",
        "administrator:*:*, 403",
        "integration:0580:*:publications:write, 403",
        "approver:0580:another, 403",
        "approver:1480:*, 403"
    })
    void whoMayNotPublishMayNotWithdraw(String grant, int status) {
        Vss vss = published(1);

        withdraw(
                        given().contentType("application/json").auth().oauth2(TestStack.token("nobody", grant)),
                        vss,
                        1,
                        "Nej.")
                .then()
                .statusCode(status);
        withdraw(given().contentType("application/json"), vss, 1, "Nej.").then().statusCode(401);

        given().get(vss.path(DOCUMENT)).then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 400 | /reason",
                "{\"reason\": \" \"} | 400 | /reason",
                "{\"reason\": \"Fel\", \"by\": \"mig\"} | 400 | /by"
            })
    void withdrawalWithoutAReasonIsRefused(String body, int status, String field) {
        Vss vss = published(1);

        Vss.asController()
                .body(body)
                .post(vss.path(PUBLICATIONS + "/1/withdrawal"))
                .then()
                .statusCode(status)
                .body("violations.field", contains(field));
    }

    @Test
    void whatWasNotPublishedIsNotWithdrawn() {
        Vss vss = published(1);

        withdraw(vss, 2, "Fel period.").then().statusCode(404);
        withdraw(new Vss(), 1, "Fel period.").then().statusCode(404);
    }

    @Test
    void serviceMayNotUndoItInTheDatabase() throws SQLException {
        Vss vss = published(1);
        withdraw(vss, 1, "Fel period.");

        try (Connection connection = database.open("withdrawal-test");
                Statement statement = connection.createStatement()) {
            for (String undoing :
                    List.of("delete from withdrawal", "update withdrawal set reason = ''", "truncate withdrawal")) {
                SQLException refused = assertThrows(SQLException.class, () -> statement.execute(undoing));
                assertEquals("42501", refused.getSQLState(), refused.getMessage());
            }
        }
    }

    private static List<Map<String, Object>> trail(Vss vss) {
        return Vss.asController()
                .get(vss.path("audit-entries?topic=" + TOPIC))
                .then()
                .statusCode(200)
                .extract()
                .path("items");
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
