package se.tertial.report.delivery;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static se.tertial.devstack.EventContract.example;
import static se.tertial.devstack.EventContract.sent;
import static se.tertial.devstack.EventContract.violations;
import static se.tertial.report.delivery.AugustReport.DOCUMENT;
import static se.tertial.report.delivery.AugustReport.PUBLICATIONS;
import static se.tertial.report.delivery.AugustReport.publish;
import static se.tertial.report.delivery.AugustReport.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.report.Vss;

/** What was published stays as it was, for everybody, and is told to all who listen. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class PublicationTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void publicationSaysWhereItIsAndStaysThereWhenTheReportIsPublishedAnew() {
        Vss vss = new Vss().withReport();
        String where = publish(vss, "first-of-two").header("Location");
        String first = given().get(vss.path(DOCUMENT + "?version=1")).asString();
        write(vss, "Läget är ett annat.");

        var second = publish(vss, "second-of-two");

        assertEquals(201, second.statusCode());
        given().get(where).then().statusCode(200).body("number", equalTo(1));
        given().get(vss.path(DOCUMENT + "?version=1")).then().statusCode(200).body(equalTo(first));
        assertNotEquals(first, given().get(vss.path(DOCUMENT + "?version=2")).asString());
        given().get(vss.path(DOCUMENT + "?version=3")).then().statusCode(404);
        given().get(vss.path(PUBLICATIONS + "/3")).then().statusCode(404);
    }

    @Test
    void strangerSeesWhatWasPublishedAndNotWhatTheDraftHasBecome() {
        Vss vss = new Vss().withReport();
        publish(vss, "seen-by-strangers");
        String address = vss.path("reports/2021-08");
        String seen = given().get(address).asString();
        String tag = given().get(address).header("ETag");

        Vss.overwriting()
                .body("{\"period\": \"2021-08\", \"templateId\": \"small\", \"title\": \"Hemligt utkast\"}")
                .put(address)
                .then()
                .statusCode(200);

        given().get(address)
                .then()
                .statusCode(200)
                .body("resolvedTitle", equalTo("Delårsrapport per den 31 augusti 2021"))
                .body("state", equalTo("PUBLISHED"))
                .body("$", not(hasKey("title")))
                .body("$", not(hasKey("templateId")))
                .body("$", not(hasKey("readModel")))
                .body("$", not(hasKey("revision")))
                .body("publication", not(hasKey("publishedBy")));
        given().get(vss.path(PUBLICATIONS + "/1")).then().body("$", not(hasKey("publishedBy")));
        assertEquals(seen, given().get(address).asString());
        assertEquals(tag, given().get(address).header("ETag"));
        Vss.asController().get(address).then().body("title", equalTo("Hemligt utkast"));
    }

    @Test
    void publicationIsToldWithTheDigestsOfWhatWasPublished() throws Exception {
        Vss vss = new Vss().withReport();
        String topic = "report.publication.v1";

        publish(vss, "told-to-everyone");

        String key = vss.key() + "/2021-08~1";
        JsonNode told = JSON.readTree(sent(topic, key, 1).get(0).body());
        assertEquals(
                sha256(given().get(vss.path(DOCUMENT + "?version=1"))),
                told.path("jsonDigest").asText());
        assertEquals(
                sha256(given().get(vss.path(DOCUMENT + "?version=1&format=html"))),
                told.path("htmlDigest").asText());
        assertEquals(Set.of(), violations(topic, told));
        assertEquals(Set.of(), violations(topic, example(topic)));
    }

    @Test
    void reportMayBeReplacedWithTheTagThatReadingItGave() {
        Vss vss = new Vss().withReport();
        String seen = Vss.asController().get(vss.path("reports/2021-08")).header("ETag");

        var replaced = Vss.asController()
                .header("If-Match", seen)
                .body("{\"period\": \"2021-08\", \"templateId\": \"small\", \"title\": \"Ny\"}")
                .put(vss.path("reports/2021-08"));

        replaced.then().statusCode(200);
        Vss.asController()
                .header("If-Match", seen)
                .delete(vss.path("reports/2021-08"))
                .then()
                .statusCode(412)
                .body("detail", containsString("changed since"));
    }

    private static String sha256(Response response) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(response.asByteArray()));
    }
}
