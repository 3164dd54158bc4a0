package se.tertial.report.delivery;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.OtherServices;
import se.tertial.devstack.TestStack;
import se.tertial.report.Vss;

/** What stays for good is bounded, and whoever meets the bound is told what to do. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
@QuarkusTestResource(OtherServices.class)
@TestProfile(PublicationRoomTest.Narrow.class)
class PublicationRoomTest {

    private static final int MEGABYTE = 1024 * 1024;

    /** Two publications of a report, and some megabytes. */
    public static final class Narrow implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "tertial.publications.most-of-a-report", "2",
                    "tertial.publications.most-of-an-administration", "2M",
                    "tertial.publications.most-of-a-municipality", "4M");
        }
    }

    @AfterEach
    void empty() throws SQLException {
        asOwner("delete from publication where title = 'filled'");
    }

    @Test
    void reportHasOnlySoManyPublications() {
        Vss vss = new Vss().withReport();
        publish(vss).statusCode(201);
        rename(vss, "Andra");
        publish(vss).statusCode(201);
        publish(vss).statusCode(200);
        rename(vss, "Tredje");

        publish(vss)
                .statusCode(422)
                .body("detail", containsString("was published 2 times"))
                .body("detail", containsString("tertial.publications.most-of-a-report"));

        Vss.asController().get(vss.path("reports/2021-08/publications")).then().body("_meta.totalRecords", equalTo(2));
        Vss.asController().get(vss.path("reports/2021-08/document")).then().statusCode(200);
    }

    @Test
    void publicationsOfAnAdministrationTakeOnlySoManyBytes() throws SQLException {
        Vss vss = new Vss().withReport();
        fill(vss, 2 * MEGABYTE);

        publish(vss)
                .statusCode(422)
                .body("detail", containsString("may take 2,097,152"))
                .body("detail", containsString("tertial.publications.most-of-an-administration"));

        publish(new Vss().withReport()).statusCode(201);
    }

    @Test
    void publicationsOfAMunicipalityTakeOnlySoManyBytes() throws SQLException {
        fill(new Vss(), 2 * MEGABYTE);
        fill(new Vss(), 2 * MEGABYTE);

        publish(new Vss().withReport())
                .statusCode(422)
                .body("detail", containsString("tertial.publications.most-of-a-municipality"));
    }

    @Test
    void draftsThatWereComposedLongAgoAreNotKept() throws SQLException {
        Vss vss = new Vss().withReport();
        asOwner(
                """
                insert into composed_document (municipality_id, administration_id, period, input_version, compositions, composed_at,
                                               behind, composer, json, html)
                select '0580', '%s', (1900 + number)::text, 0, 1, now() - number * interval '1 day', '', '', '', ''
                from generate_series(1, 70) as number
                """
                        .formatted(administration(vss)));

        vss.document();

        assertEquals(Drafts.MOST_KEPT, drafts(vss, "true"));
        assertEquals(1, drafts(vss, "period in ('2021-08')"));
        assertEquals(0, drafts(vss, "period > '1959' and period < '1999'"));
    }

    private static ValidatableResponse publish(Vss vss) {
        return Vss.asController()
                .post(vss.path("reports/2021-08/publications" + Vss.AS_IT_IS))
                .then();
    }

    private static void rename(Vss vss, String title) {
        Vss.overwriting()
                .body("{\"period\": \"2021-08\", \"templateId\": \"small\", \"title\": \"" + title + "\"}")
                .put(vss.path("reports/2021-08"))
                .then()
                .statusCode(200);
    }

    private static String administration(Vss vss) {
        return vss.key().substring("0580/".length());
    }

    /** As if the administration had published so much of another period. */
    private static void fill(Vss vss, int bytes) throws SQLException {
        asOwner(
                """
                insert into publication (municipality_id, administration_id, period, number, published_at, published_by, title,
                                         municipality, administration, json, html)
                values ('0580', '%s', '2020', 1, now(), 'somebody', 'filled', '', '', '{}', convert_to(repeat('x', %d), 'UTF8'))
                """
                        .formatted(administration(vss), bytes));
    }

    private static int drafts(Vss vss, String condition) throws SQLException {
        try (Connection connection = TestStack.asOwner("report");
                Statement statement = connection.createStatement();
                ResultSet count =
                        statement.executeQuery("select count(*) from composed_document where administration_id = '"
                                + administration(vss) + "' and " + condition)) {
            count.next();
            return count.getInt(1);
        }
    }

    private static void asOwner(String sql) throws SQLException {
        try (Connection connection = TestStack.asOwner("report");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
