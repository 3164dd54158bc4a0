package se.tertial.report.delivery;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.OtherServices;
import se.tertial.devstack.TestStack;
import se.tertial.report.Vss;

/** Publishing composes, and so takes one of the few places for that: it waits for one, and not without end. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
@QuarkusTestResource(OtherServices.class)
class PublishingPlacesTest {

    private static final int REQUESTS = 40;
    private static final int MOST_WAITING = 30;
    private static final String OTHERS = "/municipalities/0581/administrations/vss/";

    @Inject
    Compositions compositions;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void onlySoManyWaitTheOthersAreToldToComeBackAndNobodyElseWaits() {
        Vss vss = new Vss().withReport();
        prepareReportOfOthers();
        List<Compositions.Place> taken = allOfOneMunicipality();

        List<CompletableFuture<Response>> publishing = IntStream.range(0, REQUESTS)
                .mapToObj(request -> CompletableFuture.supplyAsync(
                        () -> Vss.asController().post(vss.path("reports/2021-08/publications" + Vss.AS_IT_IS)),
                        threads))
                .toList();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        publishing.stream().filter(CompletableFuture::isDone).count() >= REQUESTS - MOST_WAITING);

        // Of another municipality a draft is composed, and of this one all is read that needs no place.
        asOthers().get(OTHERS + "reports/2021-08/document").then().statusCode(200);
        Vss.asController().get(vss.path("reports")).then().statusCode(200);
        taken.forEach(Compositions.Place::close);
        List<Response> answers =
                publishing.stream().map(CompletableFuture::join).toList();

        List<Response> refused =
                answers.stream().filter(answer -> answer.statusCode() >= 300).toList();
        assertTrue(refused.size() >= REQUESTS - MOST_WAITING);
        for (Response answer : refused) {
            assertEquals(503, answer.statusCode());
            assertTrue(Integer.parseInt(answer.header("Retry-After")) > 0);
            assertEquals(
                    "Too many drafts are composed just now. Nothing was changed; try again soon.",
                    answer.path("detail"));
        }
        assertTrue(answers.stream().filter(answer -> answer.statusCode() == 201).count() <= 1);
        assertTrue(Vss.asController()
                        .post(vss.path("reports/2021-08/publications" + Vss.AS_IT_IS))
                        .statusCode()
                < 300);
        Vss.asController().get(vss.path("reports/2021-08/publications")).then().body("_meta.totalRecords", equalTo(1));
    }

    @Test
    void whoIsRefusedOrWasAnsweredBeforeWaitsForNoPlace() {
        Vss answered = new Vss().withReport();
        Vss behind = new Vss().withReport();
        Response first = publish(answered, "answered-before");
        String administration = behind.key().substring("0580/".length());
        OtherServices.standIns().keep("finance-service", "finance.unit.v1", "0580", administration);

        List<Compositions.Place> taken = allOfOneMunicipality();
        try {
            publish(behind, "never-answered").then().statusCode(409).body("type", containsString("behind"));
            publish(answered, "answered-before")
                    .then()
                    .statusCode(201)
                    .header("Location", equalTo(first.header("Location")));
        } finally {
            taken.forEach(Compositions.Place::close);
            OtherServices.standIns().speak("finance-service");
        }
    }

    private List<Compositions.Place> allOfOneMunicipality() {
        return IntStream.range(0, Compositions.MOST_OF_ONE)
                .mapToObj(place -> compositions.enter("0580"))
                .toList();
    }

    private static Response publish(Vss vss, String key) {
        return Vss.asController()
                .header("Idempotency-Key", key)
                .post(vss.path("reports/2021-08/publications" + Vss.AS_IT_IS));
    }

    private static void prepareReportOfOthers() {
        asOthers()
                .body(
                        """
                        {"templateId": "small", "name": "Liten", "sections": [
                          {"sectionId": "overall", "heading": "Samlad bedömning", "kind": "NARRATIVE", "sections": []}]}
                        """)
                .put(OTHERS + "templates/small")
                .then()
                .statusCode(201);
        asOthers()
                .body("{\"period\": \"2021-08\", \"templateId\": \"small\", \"title\": \"Delårsrapport\"}")
                .put(OTHERS + "reports/2021-08")
                .then()
                .statusCode(201);
    }

    private static RequestSpecification asOthers() {
        return given().contentType("application/json")
                .auth()
                .oauth2(TestStack.token("controller", "administrator:0581:*", "controller:0581:*"));
    }
}
