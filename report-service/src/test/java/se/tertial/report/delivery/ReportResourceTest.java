package se.tertial.report.delivery;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.devstack.TestStack;
import se.tertial.report.Vss;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class ReportResourceTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            textBlock =
                    """
                    {"period": "2021-13", "templateId": "small", "title": "Ny"}                       | 400 | /period
                    {"period": 2021, "templateId": "small", "title": "Ny"}                            | 400 | /period
                    {"templateId": "small", "title": "Ny"}                                            | 400 | /period
                    {"period": "2021-08", "templateId": "Small one", "title": "Ny"}                   | 400 | /templateId
                    {"period": "2021-08", "templateId": "small"}                                      | 400 | /title
                    {"period": "2021-08", "templateId": "small", "title": " "}                        | 400 | /title
                    {"period": "2021-08", "templateId": "small", "title": 7}                          | 400 | /title
                    {"period": "2021-08", "templateId": "small", "title": "a\\nb"}                    | 400 | /title
                    {"period": "2021-08", "templateId": "small", "title": "Ny", "state": "PUBLISHED"} | 400 | /state
                    {"period": "2021-04", "templateId": "small", "title": "Ny"}                       | 422 | ''
                    {"period": "2021-08", "templateId": "unknown", "title": "Ny"}                     | 422 | /templateId
                    {"period": "2021-08", "templateId": "small", "title": "Per den {dag}"}            | 422 | /title
                    """)
    void reportThatCannotBeIsRefusedAndTheOneThereStays(String body, int status, String place) {
        Vss vss = new Vss().withReport();
        String before = report(vss);

        var refused =
                Vss.overwriting().body(body).put(vss.path("reports/2021-08")).then();

        refused.statusCode(status).contentType("application/problem+json").body("violations.field", contains(place));
        assertEquals(before, report(vss));
    }

    @Test
    void manyReportsAreWrittenTogetherOrNotAtAll() {
        Vss vss = new Vss().withReport();

        var refused = Vss.asController()
                .body(
                        """
                        {"items": [{"period": "2021-04", "templateId": "small", "title": "Vår"},
                                   {"period": "2021-12", "templateId": "unknown", "title": "År"}]}
                        """)
                .put(vss.path("reports"))
                .then();

        refused.statusCode(422).body("violations.field", contains("/items/1/templateId"));
        Vss.asController().get(vss.path("reports")).then().body("items.period", contains("2021-08"));
    }

    @Test
    void sameReportAgainChangesNothing() {
        Vss vss = new Vss().withReport();
        String before = report(vss);

        var again = Vss.asController().body(before).put(vss.path("reports/2021-08"));

        String answer = again.then().statusCode(200).extract().asString();
        // Nobody has registered the administrations of these tests.
        assertEquals(before, answer.replaceFirst(",\"warnings\":\\[.*]}$", "}"));
        Vss.asController().get(vss.path("reports/2021-08/revisions")).then().body("items", hasSize(1));
    }

    @Test
    void titleIsToldAsItIsWrittenAndAsReadersSeeIt() {
        Vss vss = new Vss().withReport();

        Vss.overwriting()
                .body(
                        """
                        {"period": "2021-08", "templateId": "small", "title": "Rapport {day}", "resolvedTitle": "Something else"}
                        """)
                .put(vss.path("reports/2021-08"))
                .then()
                .statusCode(200)
                .body("resolvedTitle", equalTo("Rapport 31 augusti 2021"));

        Vss.asController()
                .get(vss.path("reports/2021-08"))
                .then()
                .body("title", equalTo("Rapport {day}"))
                .body("resolvedTitle", equalTo("Rapport 31 augusti 2021"));
        Vss.asController()
                .get(vss.path("reports"))
                .then()
                .body("items.title", contains("Rapport {day}"))
                .body("items.resolvedTitle", contains("Rapport 31 augusti 2021"));
    }

    @Test
    void deletedDraftIsGoneAndItsHistoryStays() {
        Vss vss = new Vss().withReport();
        vss.document();

        Vss.overwriting().delete(vss.path("reports/2021-08")).then().statusCode(204);

        Vss.asController().get(vss.path("reports/2021-08/document")).then().statusCode(404);
        Vss.asController()
                .get(vss.path("reports/2021-08/revisions"))
                .then()
                .body("items.deleted", contains(true, false));
    }

    @Test
    void publishedReportCannotBeDeleted() {
        Vss vss = new Vss().withReport();
        Vss.asController()
                .post(vss.path("reports/2021-08/publications" + Vss.AS_IT_IS))
                .then()
                .statusCode(201);

        Vss.overwriting().delete(vss.path("reports/2021-08")).then().statusCode(409);

        given().get(vss.path("reports/2021-08/document")).then().statusCode(200);
    }

    @Test
    void publishersAtTheSameTimeMakeOnePublication() {
        Vss vss = new Vss().withReport();

        List<CompletableFuture<Integer>> publishers = IntStream.range(0, 6)
                .mapToObj(publisher -> CompletableFuture.supplyAsync(() -> Vss.asController()
                        .post(vss.path("reports/2021-08/publications" + Vss.AS_IT_IS))
                        .statusCode()))
                .toList();

        assertEquals(
                List.of(200, 200, 200, 200, 200, 201),
                publishers.stream().map(CompletableFuture::join).sorted().toList());
        Vss.asController().get(vss.path("reports/2021-08/publications")).then().body("items.number", contains(1));
    }

    @Test
    void publicationNeedsAReport() {
        Vss vss = new Vss().withReport();

        Vss.asController()
                .post(vss.path("reports/2021-04/publications" + Vss.AS_IT_IS))
                .then()
                .statusCode(404);

        Vss.asController().get(vss.path("reports/2021-04/publications")).then().body("items", hasSize(0));
    }

    @Test
    void onlyWhoMayReadDraftsIsToldThatThereIsOne() {
        Vss vss = new Vss().withReport();

        var anonymous = given().get(vss.path("reports/2021-08")).then();

        anonymous.statusCode(401).header("WWW-Authenticate", "Bearer");
        given().get(vss.path("reports/2021-08/publications")).then().statusCode(401);
        given().get(vss.path("reports")).then().statusCode(401);
        given().get("/published-reports")
                .then()
                .statusCode(200)
                .body(
                        "items.findAll { it.href.contains('%s/') }"
                                .formatted(vss.key().substring(5)),
                        hasSize(0));
        Vss.asController().get(vss.path("reports/2021-08")).then().body("state", equalTo("DRAFT"));
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, templates/small",
        "PUT, templates",
        "DELETE, templates/small",
        "PUT, reports/2021-08",
        "PUT, reports",
        "DELETE, reports/2021-08",
        "POST, reports/2021-08/publications",
        "PUT, narratives/2021-08~overall",
        "PUT, narratives",
        "DELETE, narratives/2021-08~overall",
        "PUT, events/2021-08~berga",
        "PUT, events",
        "DELETE, events/2021-08~berga"
    })
    void whoMayNotWriteChangesNothing(String method, String address) {
        Vss vss = new Vss().withReport();
        String before = report(vss);

        List<Integer> answers = List.of(
                status(method, vss.path(address), null),
                status(method, vss.path(address), "reader:0580:*"),
                status(method, vss.path(address), "controller:0580:another"),
                status(method, vss.path(address), "controller:0581:*"),
                status(method, vss.path(address), "owner:*:*"));

        assertEquals(List.of(401, 403, 403, 403, 403), answers);
        assertEquals(before, report(vss));
        Vss.asController().get(vss.path("narratives")).then().body("items", hasSize(0));
        Vss.asController().get(vss.path("events")).then().body("items", hasSize(0));
        Vss.asController().get(vss.path("templates")).then().body("items.templateId", containsInAnyOrder("small"));
    }

    @ParameterizedTest
    @CsvSource({"controller:*:*, 403", "administrator:0580:*, 403", ", 401"})
    void rebuildingNeedsAGrantForAllMunicipalities(String grant, int status) {
        assertEquals(status, status("POST", "/read-model/rebuilds", grant));
        assertEquals(status, status("GET", "/read-model/rebuilds", grant));
        assertEquals(status, status("POST", "/read-model/rebuilds/1/confirmation", grant));
    }

    private static int status(String method, String address, String grant) {
        var caller = given().contentType("application/json");
        if (grant != null) {
            caller.auth().oauth2(TestStack.token("somebody", grant));
        }
        return (method.equals("PUT") ? caller.body("{}") : caller)
                .request(method, address)
                .statusCode();
    }

    /** The row as it is listed: with it a report can be written again. */
    private static String report(Vss vss) {
        var row = Vss.asController().get(vss.path("reports")).then().statusCode(200);
        return "{\"period\":\"%s\",\"templateId\":\"%s\",\"title\":\"%s\",\"resolvedTitle\":\"%s\",\"revision\":%d}"
                .formatted(
                        row.extract().<String>path("items[0].period"),
                        row.extract().<String>path("items[0].templateId"),
                        row.extract().<String>path("items[0].title"),
                        row.extract().<String>path("items[0].resolvedTitle"),
                        row.extract().<Integer>path("items[0].revision"));
    }
}
