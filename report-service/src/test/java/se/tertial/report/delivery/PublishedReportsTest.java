package se.tertial.report.delivery;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.TestStack;

/** One municipality has published more than all others together. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class PublishedReportsTest {

    private static final String BIG = "/report/v1/municipalities/9901/";
    private static final String SMALL = "/report/v1/municipalities/9902/";

    /** A hundred reports of one municipality, each published four times, and an older one of another. */
    @BeforeEach
    void publish() throws SQLException {
        execute(
                """
                insert into publication (municipality_id, administration_id, period, number, published_at, published_by,
                                         title, municipality, administration, json, html)
                select '9901', 'a' || report, '2021-08', number, timestamptz '2001-01-02' + number * interval '1 day'
                           + report * interval '1 second',
                       'somebody', 'Report ' || report || ', ' || number, 'Big', 'One', ''::bytea, ''::bytea
                from generate_series(1, 100) as report, generate_series(1, 4) as number
                union all
                select '9902', 'a', '2021-08', 1, timestamptz '2001-01-01', 'somebody', 'The only', 'Small', 'One', ''::bytea, ''::bytea
                """);
    }

    @AfterEach
    void forget() throws SQLException {
        execute("delete from withdrawal where municipality_id in ('9901', '9902')");
        execute("delete from publication where municipality_id in ('9901', '9902')");
    }

    @Test
    void ofEachMunicipalityOnlyTheNewestAreListedIfSoAsked() {
        List<String> titles = given().get("/published-reports?limit=1000&perMunicipality=3")
                .then()
                .statusCode(200)
                .extract()
                .path("items.findAll { it.href.startsWith('%s') || it.href.startsWith('%s') }.title"
                        .formatted(BIG, SMALL));

        assertEquals(List.of("Report 100, 4", "Report 99, 4", "Report 98, 4", "The only"), titles);
    }

    @Test
    void everyReportIsListedOnceOtherwise() {
        List<String> titles = given().get("/published-reports?limit=1000")
                .then()
                .statusCode(200)
                .extract()
                .path("items.findAll { it.href.startsWith('%s') }.title".formatted(BIG));

        assertEquals(100, titles.stream().distinct().count());
        assertEquals(100, titles.stream().filter(title -> title.endsWith(", 4")).count());
    }

    @Test
    void whatWasWithdrawnIsNotListedAndTheOneBeforeIs() throws SQLException {
        execute(
                """
                insert into withdrawal (municipality_id, administration_id, period, number, withdrawn_at, withdrawn_by, reason)
                select municipality_id, administration_id, period, number, now(), 'somebody', 'Fel'
                from publication
                where municipality_id = '9902' or (municipality_id, administration_id, number) = ('9901', 'a100', 4)
                """);

        List<String> all = given().get("/published-reports?limit=1000").path("items.title");
        List<String> newest = given().get("/published-reports?limit=1000&perMunicipality=2")
                .path("items.findAll { it.href.startsWith('%s') }.title".formatted(BIG));

        assertTrue(all.contains("Report 100, 3"));
        assertFalse(all.contains("Report 100, 4") || all.contains("The only"));
        assertEquals(List.of("Report 99, 4", "Report 98, 4"), newest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "101", "x"})
    void numberThatIsNoneIsRefused(String number) {
        given().get("/published-reports?perMunicipality=" + number)
                .then()
                .statusCode(400)
                .body("violations[0].field", equalTo("perMunicipality"));
    }

    private static void execute(String statement) throws SQLException {
        try (Connection connection = TestStack.asOwner("report");
                Statement insert = connection.createStatement()) {
            insert.execute(statement);
        }
    }
}
