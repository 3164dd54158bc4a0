package se.tertial.report.delivery;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static se.tertial.report.delivery.AugustReport.DOCUMENT;
import static se.tertial.report.delivery.AugustReport.PUBLICATIONS;
import static se.tertial.report.delivery.AugustReport.write;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.TestStack;
import se.tertial.report.Vss;

/** Who publishes may say which draft they have read: another is not published. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class ReadDraftTest {

    @ParameterizedTest
    @CsvSource({"json, gzip", "json, identity", "html, gzip", "html, identity"})
    void draftThatWasReadIsPublished(String format, String encoding) {
        Vss vss = new Vss().withReport();
        String read = read(vss, format, encoding);

        Response published = publishing(vss, "\"another\", " + read);

        published.then().statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "html"})
    void draftThatChangedSinceItWasReadIsNotPublished(String format) {
        Vss vss = new Vss().withReport();
        String read = read(vss, format, "gzip");
        write(vss, "Läget är ett annat.");

        Response refused = publishing(vss, read);

        refused.then()
                .statusCode(412)
                .body("type", equalTo("https://tertial.se/problems/stale"))
                .body("detail", containsString("Read it again"));
        given().get(vss.path(PUBLICATIONS + "/1")).then().statusCode(404);
        String again = read(vss, format, "gzip");
        assertNotEquals(read, again);
        publishing(vss, again).then().statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"0\"", "W/", "\"*\"", "*, \"0\""})
    void tagThatIsNoneOfTheDraftsPublishesNothing(String ifMatch) {
        Vss vss = new Vss().withReport();
        String read = read(vss, "json", "identity");

        Response refused = publishing(vss, ifMatch.equals("W/") ? "W/" + read : ifMatch);

        refused.then().statusCode(412);
    }

    @Test
    void draftThatNobodyReadIsNotWhatWasRead() {
        Vss vss = new Vss().withReport();
        publishing(vss, "*").then().statusCode(201);
        String published = given().get(vss.path(DOCUMENT)).header("ETag");
        write(vss, "Läget är ett annat.");

        Response refused = publishing(vss, published);

        refused.then().statusCode(412);
    }

    private static String read(Vss vss, String format, String encoding) {
        return Vss.asController()
                .header("Accept-Encoding", encoding)
                .get(vss.path(DOCUMENT + "?format=" + format))
                .then()
                .statusCode(200)
                .extract()
                .header("ETag");
    }

    private static Response publishing(Vss vss, String ifMatch) {
        return Vss.asController().header("If-Match", ifMatch).post(vss.path(PUBLICATIONS + Vss.AS_IT_IS));
    }
}
