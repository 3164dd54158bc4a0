package se.tertial.report.delivery;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.TestStack;
import se.tertial.report.Vss;

/** A draft is opened in a browser by a link: once, soon, and nothing else. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class DraftLinkTest {

    private static final String LINKS = "reports/2021-08/draft-links";

    @Inject
    EntityManager entityManager;

    @Test
    void linkOpensTheDraftOnceWithoutAToken() {
        Vss vss = new Vss().withReport();
        Response made = as("once", "reader:0580:*").post(vss.path(LINKS));
        made.then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .body("href", containsString(vss.path("reports/2021-08/draft?link=")));

        Response opened = browser().get(made.<String>path("href"));

        opened.then()
                .statusCode(200)
                .contentType("text/html")
                .header("Cache-Control", equalTo("no-store"))
                .header("Referrer-Policy", equalTo("no-referrer"))
                .header("Content-Security-Policy", startsWith("default-src 'none'"))
                .body(containsString("Delårsrapport per den 31 augusti 2021"));
        browser().get(made.<String>path("href")).then().statusCode(404);
    }

    @Test
    void ofManyWhoOpenALinkAtOnceOneIsShownTheDraft() {
        Vss vss = new Vss().withReport();
        String href = as("many", "reader:0580:*").post(vss.path(LINKS)).path("href");

        List<CompletableFuture<Integer>> opening = IntStream.range(0, 6)
                .mapToObj(number ->
                        CompletableFuture.supplyAsync(() -> browser().get(href).statusCode()))
                .toList();

        List<Integer> statuses =
                opening.stream().map(CompletableFuture::join).sorted().toList();
        assertEquals(List.of(200, 404, 404, 404, 404, 404), statuses);
    }

    @Test
    void linkOpensNoOtherReport() {
        Vss vss = new Vss().withReport();
        Vss another = new Vss().withReport();
        String href = as("other", "reader:0580:*").post(vss.path(LINKS)).path("href");

        String elsewhere = href.replace(vss.path(""), another.path(""));

        browser().get(elsewhere).then().statusCode(404);
        browser().get(href.replace("2021-08", "2021-04")).then().statusCode(404);
        browser().get(href).then().statusCode(200);
    }

    @Test
    void linkOpensNothingAfterAMinute() {
        Vss vss = new Vss().withReport();
        String href = as("late", "reader:0580:*").post(vss.path(LINKS)).path("href");
        QuarkusTransaction.requiringNew()
                .run(() -> assertEquals(
                        1,
                        entityManager
                                .createNativeQuery(
                                        "update draft_link set made_at = made_at - interval '60 seconds' where made_by = 'late'")
                                .executeUpdate()));

        browser().get(href).then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "' or 1=1 --", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void whatIsNoLinkIsRefusedWithItsPlace(String secret) {
        Vss vss = new Vss().withReport();

        var refused = given().queryParam("link", secret)
                .get(vss.path("reports/2021-08/draft"))
                .then();

        refused.statusCode(400).body("violations.field", contains("link"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?link=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void whatNobodyMadeOpensNothing(String query) {
        Vss vss = new Vss().withReport();

        browser().get(vss.path("reports/2021-08/draft") + query).then().statusCode(404);
    }

    @Test
    void lookingAtALinkDoesNotUseItUp() {
        Vss vss = new Vss().withReport();
        String href = as("ahead", "reader:0580:*").post(vss.path(LINKS)).path("href");

        browser().head(href).then().statusCode(404);
        browser().header("Sec-Purpose", "prefetch;prerender").get(href).then().statusCode(404);

        browser().get(href).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reader:0580:another",
                "reader:0680:*",
                "administrator:0580:*",
                "integration:0580:*:reports:write",
                "integration:0580:*:draft-links:write"
            })
    void whoMayNotReadADraftMakesNoLink(String grant) {
        Vss vss = new Vss().withReport();

        as("nobody", grant).post(vss.path(LINKS)).then().statusCode(403);
        given().post(vss.path(LINKS)).then().statusCode(401);
    }

    @Test
    void thereIsNoLinkToAReportThatIsNotThere() {
        Vss vss = new Vss().withReport();

        as("none", "reader:0580:*")
                .post(vss.path("reports/2019-04/draft-links"))
                .then()
                .statusCode(404);
    }

    @Test
    void onePersonMakesTenLinksInAMinute() {
        Vss vss = new Vss().withReport();
        for (int number = 1; number <= 10; number++) {
            as("eager", "reader:0580:*").post(vss.path(LINKS)).then().statusCode(200);
        }

        var refused = as("eager", "reader:0580:*").post(vss.path(LINKS)).then();

        refused.statusCode(429)
                .header("Retry-After", equalTo("60"))
                .body("type", equalTo("https://tertial.se/problems/too-many-requests"));
        as("calm", "reader:0580:*").post(vss.path(LINKS)).then().statusCode(200);
    }

    @Test
    void trailTellsWhoMadeALinkAndNotWhichAndTopicsTellNothing() {
        Vss vss = new Vss().withReport();
        String href = as("anna", "reader:0580:*").post(vss.path(LINKS)).path("href");
        String secret = href.substring(href.indexOf('=') + 1);

        Vss.asController()
                .get(vss.path("audit-entries?topic=report.draft-link.v1"))
                .then()
                .statusCode(200)
                .body("items.recordedBy", contains("anna"))
                .body("items.after.period", contains("2021-08"))
                .body(not(containsString(secret)));

        var operator = as("operator", "administrator:*:*");
        String address =
                operator.body("{\"reason\": \"Prov\"}").post("/republications").header("Location");
        await().atMost(Duration.ofSeconds(60)).until(() -> "DONE"
                .equals(as("operator", "administrator:*:*").get(address).path("state")));
        Vss.asController().get(vss.path("audit-verification")).then().body("intact", equalTo(true));
    }

    private static RequestSpecification browser() {
        return given().header("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");
    }

    private static RequestSpecification as(String user, String grant) {
        return given().contentType("application/json").auth().oauth2(TestStack.token(user, grant));
    }
}
