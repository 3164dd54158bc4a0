package se.tertial.report.delivery;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Header;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.devstack.TestStack;
import se.tertial.kit.access.Scope;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.report.Vss;
import se.tertial.report.document.Allowance;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class DocumentResourceTest {

    private static final ReportingPeriod AUGUST = ReportingPeriod.parse("2021-08");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    MeterRegistry meters;

    @Inject
    EntityManagerFactory entityManagers;

    @Inject
    Drafts drafts;

    @Test
    void draftIsRefusedWithoutAToken() {
        Vss vss = new Vss().withReport();

        given().get(vss.path("reports/2021-08/document"))
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .body("status", equalTo(401));
    }

    @Test
    void draftIsRefusedToTheTokenOfAnotherAdministration() {
        Vss vss = new Vss().withReport();

        given().auth()
                .oauth2(TestStack.token("reader", "reader:0580:other"))
                .get(vss.path("reports/2021-08/document"))
                .then()
                .statusCode(403);
    }

    @Test
    void whetherAnUnpublishedReportExistsIsNotTold() {
        Vss vss = new Vss().withReport();

        given().get(vss.path("reports/2020-08/document")).then().statusCode(401);
    }

    @Test
    void publishedReportIsReadWithoutATokenAndStaysAsItWas() {
        Vss vss = new Vss().withReport().withActual("lkdata", "5000.00", 10).awaitShown(0, 0, "5");
        Vss.asController()
                .post(vss.path("reports/2021-08/publications" + Vss.AS_IT_IS))
                .then()
                .statusCode(201);

        vss.withActual("lkdata", "9000.00", 11).awaitShown(0, 0, "9");

        given().get(vss.path("reports/2021-08/document"))
                .then()
                .statusCode(200)
                .body("state", equalTo("PUBLISHED"))
                .body("sections[1].blocks[0].rows[0].cells[0].display", equalTo("5"));
        vss.document().body("state", equalTo("DRAFT"));
    }

    @Test
    void draftThatAReleaseBeforeComposedIsComposedAnew() throws SQLException {
        Vss vss = new Vss().withReport();
        try (Connection connection = TestStack.asOwner("report");
                PreparedStatement keep = connection.prepareStatement(
                        """
                        insert into composed_document (municipality_id, administration_id, period, input_version, compositions,
                                                       composed_at, json, html)
                        select '0580', ?, '2021-08', sum(version), 1, now(), '{"title": "Kept"}', 'Kept'
                        from input_version where municipality_id = '0580' and administration_id in ('', ?)
                        """)) {
            keep.setString(1, vss.key().substring("0580/".length()));
            keep.setString(2, vss.key().substring("0580/".length()));
            assertEquals(1, keep.executeUpdate());
        }

        vss.document().body("title", startsWith("Delårsrapport"));
    }

    @Test
    void publishingTheSameAgainMakesNoNewPublication() {
        Vss vss = new Vss().withReport().withActual("lkdata", "5000.00", 10).awaitShown(0, 0, "5");
        Vss.asController()
                .post(vss.path("reports/2021-08/publications" + Vss.AS_IT_IS))
                .then()
                .statusCode(201);

        Vss.asController()
                .post(vss.path("reports/2021-08/publications" + Vss.AS_IT_IS))
                .then()
                .statusCode(200)
                .body("number", equalTo(1));
    }

    @Test
    void newPublicationReplacesTheOldForReaders() {
        Vss vss = new Vss().withReport().withActual("lkdata", "5000.00", 10).awaitShown(0, 0, "5");
        Vss.asController().post(vss.path("reports/2021-08/publications" + Vss.AS_IT_IS));
        given().get(vss.path("reports/2021-08/document")).then().statusCode(200);
        vss.withActual("lkdata", "9000.00", 11).awaitShown(0, 0, "9");

        Vss.asController()
                .post(vss.path("reports/2021-08/publications" + Vss.AS_IT_IS))
                .then()
                .statusCode(201);

        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> given().get(vss.path("reports/2021-08/document"))
                .then()
                .body("sections[1].blocks[0].rows[0].cells[0].display", equalTo("9")));
    }

    @Test
    void readingManyTimesComposesOnce() {
        Vss vss = new Vss().withReport().withActual("lkdata", "5000.00", 10).awaitShown(0, 0, "5");
        double before = compositions();

        IntStream.range(0, 20).forEach(time -> vss.document());

        assertEquals(before, compositions(), 0);
    }

    @Test
    void readersAtTheSameTimeComposeOncePerChange() {
        Vss vss = new Vss().withReport().withActual("lkdata", "5000.00", 10).awaitShown(0, 0, "5");
        double before = compositions();
        Vss.asController()
                .body(
                        "{\"period\": \"2021-08\", \"sectionId\": \"overall\", \"markdown\": \"Ett **starkt** resultat.\"}")
                .put(vss.path("narratives/2021-08~overall"))
                .then()
                .statusCode(201);

        List<CompletableFuture<Void>> readers = IntStream.range(0, 8)
                .mapToObj(reader -> CompletableFuture.runAsync(
                        () -> vss.document().body("sections[0].blocks[0].markdown", containsString("starkt"))))
                .toList();

        readers.forEach(CompletableFuture::join);
        assertEquals(before + 1, compositions(), 0);
    }

    @Test
    void composingTakesTheSameNumberOfStatementsHoweverLargeTheReport() {
        Vss small = new Vss().withReport().withUnit("u-1", "Enhet", 1).withActual("u-1", "1000.00", 10);
        small.awaitShown(0, 0, "1");
        Vss large = new Vss();
        IntStream.range(0, 60).forEach(unit -> large.withUnit("u-" + unit, "Enhet " + unit, unit)
                .withActual("u-" + unit, "1000.00", 10));
        IntStream.range(0, 30).forEach(text -> {
            Vss.asController()
                    .body("{\"period\": \"2021-08\", \"sectionId\": \"s-%d\", \"markdown\": \"Text\"}".formatted(text))
                    .put(large.path("narratives/2021-08~s-" + text))
                    .then()
                    .statusCode(201);
            Vss.asController()
                    .body(
                            """
                            {"eventId": "e-%d", "period": "2021-08", "text": "Det", "economicEffect": {"kind": "COST"}, "order": 1}
                            """
                                    .formatted(text))
                    .put(large.path("events/2021-08~e-" + text))
                    .then()
                    .statusCode(201);
        });
        large.withReport().awaitShown(60, 0, "60");

        long ofSmall = statements(small);
        long ofLarge = statements(large);

        assertEquals(ofSmall, ofLarge);
    }

    @Test
    void documentIsServedByAcceptAndByFormat() {
        Vss vss = new Vss().withReport();

        Vss.asController()
                .accept("text/html,application/xhtml+xml,*/*;q=0.8")
                .get(vss.path("reports/2021-08/document"))
                .then()
                .statusCode(200)
                .contentType("text/html;charset=UTF-8")
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .body(containsString("<html lang=\"sv\">"));
        Vss.asController()
                .get(vss.path("reports/2021-08/document?format=pdf"))
                .then()
                .statusCode(400)
                .body("violations[0].field", equalTo("format"));
    }

    @ParameterizedTest
    @CsvSource({
        "application/pdf, 406",
        "'text/html;q=0, application/json;q=0', 406",
        "text/plain, 406",
        "'image/*, application/xml', 406",
        "application/*, 200",
        "text/html;q=1e9999999, 406",
        "text/html;q=1e2147483647, 406",
        "text/html;q=0.0001, 406",
        "'application/pdf, */*;q=0.1', 200"
    })
    void documentIsServedOnlyInWhatTheClientAccepts(String accept, int status) {
        Vss vss = new Vss().withReport();
        Vss.asController()
                .post(vss.path("reports/2021-08/publications" + Vss.AS_IT_IS))
                .then()
                .statusCode(201);

        var published = given().header("Accept", accept).get(vss.path("reports/2021-08/document"));
        var draft = Vss.asController().header("Accept", accept).get(vss.path("reports/2021-08/document"));

        assertEquals(List.of(status, status), List.of(published.statusCode(), draft.statusCode()));
        published
                .then()
                .contentType(status == 406 ? "application/problem+json" : "application/json")
                .body(status == 406 ? "status" : "period", equalTo(status == 406 ? (Object) 406 : "2021-08"));
    }

    @ParameterizedTest
    @CsvSource({
        "reports/2021-08/document?format=JSON, format, query",
        "reports/2021-08/document?version=old, version, query",
        "reports/2021-13/document, period, path",
        "reports/latest/document, period, path"
    })
    void documentThatCannotBeMeantIsRefusedWithThePlaceOfTheError(String address, String field, String in) {
        Vss vss = new Vss().withReport();

        var refused = Vss.asController().get(vss.path(address)).then();

        refused.statusCode(400)
                .contentType("application/problem+json")
                .body("violations[0].field", equalTo(field))
                .body("violations[0].in", equalTo(in));
    }

    @Test
    void publishedVersionThatThereIsNotIsNotReplacedByTheDraft() {
        Vss vss = new Vss().withReport();

        Vss.asController()
                .get(vss.path("reports/2021-08/document?version=published"))
                .then()
                .statusCode(404);
        given().get(vss.path("reports/2021-08/document?version=published"))
                .then()
                .statusCode(401);
        given().get(vss.path("reports/2021-08/document?version=draft")).then().statusCode(401);
    }

    @Test
    void draftIsNeverServedFromMemoryWithoutAToken() {
        Vss vss = new Vss().withReport();
        Vss.asController()
                .post(vss.path("reports/2021-08/publications" + Vss.AS_IT_IS))
                .then()
                .statusCode(201);
        given().get(vss.path("reports/2021-08/document")).then().statusCode(200);

        given().get(vss.path("reports/2021-08/document?version=draft")).then().statusCode(401);
    }

    @Test
    void documentTheClientHasIsNotSentAgain() {
        Vss vss = new Vss().withReport();
        String tag = vss.document().header("ETag", notNullValue()).extract().header("ETag");

        Vss.asController()
                .header("If-None-Match", tag)
                .get(vss.path("reports/2021-08/document"))
                .then()
                .statusCode(304);
    }

    @Test
    void markupInATextIsShownAsText() {
        Vss vss = new Vss().withReport();
        Vss.asController()
                .body(
                        "{\"period\": \"2021-08\", \"sectionId\": \"overall\", \"markdown\": \"<script>alert(1)</script>\"}")
                .put(vss.path("narratives/2021-08~overall"))
                .then()
                .statusCode(201);

        Vss.asController()
                .get(vss.path("reports/2021-08/document?format=html"))
                .then()
                .body(containsString("&lt;script&gt;alert(1)&lt;/script&gt;"));
    }

    @Test
    void publishedReportIsReadFromMemoryWithoutATokenAndTheSame() {
        Vss vss = new Vss().withReport();
        Vss.asController()
                .post(vss.path("reports/2021-08/publications" + Vss.AS_IT_IS))
                .then()
                .statusCode(201);
        var first = given().get(vss.path("reports/2021-08/document"));
        // The news of the publication may come after it was read, and then it is read anew.
        Awaitility.await().atMost(PATIENCE).until(() -> {
            double before = atHand();
            given().get(vss.path("reports/2021-08/document"));
            return atHand() > before;
        });
        double before = atHand();

        var again = given().header("Accept-Encoding", "gzip").get(vss.path("reports/2021-08/document?format=json"));

        assertEquals(first.asString(), again.then().statusCode(200).extract().asString());
        assertEquals(names(first), names(again), "which way it took does not show");
        assertEquals(before + 1, atHand(), 0);
        String tag = again.header("ETag");
        given().header("Accept-Encoding", "gzip")
                .header("If-None-Match", tag)
                .get(vss.path("reports/2021-08/document?format=json"))
                .then()
                .statusCode(304)
                .header("ETag", equalTo(tag));
        assertEquals(
                before + 2,
                meters.get("report.published.at.hand").functionCounter().count(),
                0);
    }

    private double compositions() {
        return meters.counter("report.compositions").count();
    }

    /** The fewest of some: what looks at the database every second or two beside it is counted too. */
    private long statements(Vss vss) {
        return IntStream.range(0, 5)
                .mapToLong(attempt -> statementsOfOne(vss))
                .min()
                .orElseThrow();
    }

    private long statementsOfOne(Vss vss) {
        Statistics statistics = entityManagers.unwrap(SessionFactory.class).getStatistics();
        statistics.setStatisticsEnabled(true);
        statistics.clear();
        drafts.document(new Scope("0580", vss.key().substring(5)), AUGUST, Allowance.ofOneDocument());
        return statistics.getPrepareStatementCount();
    }

    /** Of its headers, as they are spelt. */
    private static Set<String> names(Response answer) {
        return answer.headers().asList().stream().map(Header::getName).collect(Collectors.toSet());
    }

    private double atHand() {
        return meters.get("report.published.at.hand").functionCounter().count();
    }
}
