package se.tertial.report.delivery;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static se.tertial.devstack.EventContract.violations;
import static se.tertial.report.delivery.AugustReport.DOCUMENT;
import static se.tertial.report.delivery.AugustReport.PUBLICATIONS;
import static se.tertial.report.delivery.AugustReport.publish;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.report.DocumentedProblems;
import se.tertial.report.Topics;
import se.tertial.report.Vss;

/** A report that lacks something is published by who accepts that with a reason, which is recorded. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class IncompleteReportTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ACCEPTING = "?ifIncomplete=PUBLISH&reason=Kompletteras i nästa rapport";

    @Test
    void reportThatLacksSomethingIsRefused() throws IOException {
        Vss vss = new Vss().withReport();
        vss.document()
                .body(
                        "incomplete.message",
                        hasItem("Förvaltningen ”" + administration(vss) + "” finns inte i registret."));

        Response refused = Vss.asController().post(vss.path(PUBLICATIONS));

        refused.then()
                .statusCode(409)
                .body("type", equalTo("https://tertial.se/problems/incomplete"))
                .body("detail", containsString("”" + administration(vss) + "” finns inte i registret."));
        DocumentedProblems.assertShown("publishReport", refused);
        Vss.asController()
                .post(vss.path(PUBLICATIONS + "?ifIncomplete=REFUSE"))
                .then()
                .statusCode(409)
                .body("type", equalTo("https://tertial.se/problems/incomplete"));
        Vss.asController()
                .post(vss.path(PUBLICATIONS + "?ifIncomplete=PUBLISH"))
                .then()
                .statusCode(400)
                .body("violations.field", hasItem("reason"));
        Vss.asController().get(vss.path(PUBLICATIONS)).then().body("items", hasSize(0));
    }

    @Test
    void whatAReportLacksIsAcceptedWithAReasonThatIsRecorded() throws IOException {
        Vss vss = new Vss().withReport();
        int lacking = vss.document().extract().path("incomplete.size()");

        Response published = Vss.asController().post(vss.path(PUBLICATIONS + ACCEPTING));

        published
                .then()
                .statusCode(201)
                .body("incomplete.reason", equalTo("Kompletteras i nästa rapport"))
                .body("incomplete.lacking", equalTo(lacking))
                .body("$", not(hasKey("reason")));
        given().get(vss.path(PUBLICATIONS + "/1")).then().statusCode(200).body("$", not(hasKey("incomplete")));
        given().get(vss.path("reports/2021-08")).then().statusCode(200).body("publication", not(hasKey("incomplete")));
        Vss.asController()
                .get(vss.path("reports/2021-08"))
                .then()
                .body("publication.incomplete.reason", equalTo("Kompletteras i nästa rapport"));
        Vss.asController()
                .get(vss.path("audit-entries?topic=report.publication.v1"))
                .then()
                .body("items[0].reason", equalTo("Kompletteras i nästa rapport"))
                .body("items[0].after.lacking", equalTo(lacking));
        assertEquals(
                Set.of(),
                violations(
                        "report.publication.v1",
                        JSON.valueToTree(Vss.asController()
                                .get(vss.path("audit-entries?topic=report.publication.v1"))
                                .path("items[0].after"))));
        String page = given().get(vss.path(DOCUMENT + "?format=html")).asString();
        assertFalse(page.contains("Ofullständig") || page.contains("Kompletteras i nästa rapport"), page);
    }

    @Test
    void whatIsLackingIsAcceptedByEachWhoPublishes() {
        Vss vss = new Vss().withReport();
        publish(vss, "accepted-at-first");

        Vss.asController().post(vss.path(PUBLICATIONS)).then().statusCode(409);
        Vss.asController()
                .post(vss.path(PUBLICATIONS + ACCEPTING))
                .then()
                .statusCode(201)
                .body("number", equalTo(2))
                .body("incomplete.reason", equalTo("Kompletteras i nästa rapport"));
        Vss.asController()
                .post(vss.path(PUBLICATIONS + ACCEPTING))
                .then()
                .statusCode(200)
                .body("number", equalTo(2));
    }

    @Test
    void reportThatLacksNothingIsPublishedWithoutAWord() {
        String here = "/municipalities/0583/administrations/whole/";
        Topics.send(
                "finance.municipality.v1",
                "0583/municipality",
                Vss.nextRevision(),
                "{\"municipalityId\": \"0583\", \"name\": \"Motala\"}");
        Topics.send(
                "finance.administration.v1",
                "0583/whole/administration",
                Vss.nextRevision(),
                "{\"administrationId\": \"whole\", \"name\": \"Bildning\", \"shortName\": \"Bildning\"}");
        put(
                here + "templates/words",
                """
                {"templateId": "words", "name": "Ord", "sections": [
                  {"sectionId": "overall", "heading": "Samlad bedömning", "kind": "NARRATIVE", "sections": []}]}
                """);
        put(here + "reports/2021-08", "{\"period\": \"2021-08\", \"templateId\": \"words\", \"title\": \"Delår\"}");
        put(
                here + "narratives",
                "{\"items\": [{\"period\": \"2021-08\", \"sectionId\": \"overall\", \"markdown\": \"Läget är gott.\"}]}");
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> inMotala().get(here + DOCUMENT).then().body("incomplete", hasSize(0)));

        inMotala()
                .post(here + PUBLICATIONS + "?ifIncomplete=PUBLISH&reason=Vad den än saknar")
                .then()
                .statusCode(201)
                .body("$", not(hasKey("incomplete")));
        inMotala().post(here + PUBLICATIONS).then().statusCode(200);
    }

    private static void put(String address, String body) {
        assertTrue(inMotala().body(body).put(address).statusCode() < 300);
    }

    private static RequestSpecification inMotala() {
        return given().contentType("application/json")
                .auth()
                .oauth2(TestStack.token("motala", "administrator:0583:*", "controller:0583:*", "approver:0583:*"));
    }

    private static String administration(Vss vss) {
        return vss.key().substring("0580/".length());
    }
}
