package se.tertial.report.delivery;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.devstack.TestStack;
import se.tertial.report.Vss;

/** What was published is what the trail tells, or it shows. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class PublishedBytesTest {

    @Test
    void whatWasPublishedIsAsTheTrailTells() {
        Vss vss = published();

        var verified = Vss.asController().get(vss.path("audit-verification")).then();

        verified.statusCode(200).body("intact", equalTo(true)).body("differences", empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "update publication set html = '<!-- -->'::bytea | CHANGED | 2021-08~1",
                "update publication set json = '{}'::bytea | CHANGED | 2021-08~1",
                "update publication set title = 'En annan titel' | CHANGED | 2021-08~1",
                "delete from publication | MISSING | 2021-08~1",
                "update publication set correction = 'Ingenting' | CHANGED | 2021-08~1",
                "delete from withdrawal | CHANGED | 2021-08~2",
                "update publication set replaces = 7 | CHANGED | 2021-08~1",
                "update withdrawal set withdrawn_at = withdrawn_at - interval '1 day' | CHANGED | 2021-08~2",
                "update withdrawal set reason = 'Ett annat' | CHANGED | 2021-08~2",
                "update publication set published_at = published_at - interval '1 day' | CHANGED | 2021-08~1",
                "update publication set municipality = 'En annan kommun' | CHANGED | 2021-08~1",
                "update publication set administration = 'En annan förvaltning' | CHANGED | 2021-08~2",
                "update publication set content_digest = sha256('') | CHANGED | 2021-08~2",
                "update publication set content_digest = null | CHANGED | 2021-08~1",
                "update publication set published_by = 'någon annan' | CHANGED | 2021-08~1",
                "update publication set reason = 'Ett annat' | CHANGED | 2021-08~1",
                "update publication set behind = '{finance-service}' | CHANGED | 2021-08~1",
                "update withdrawal set withdrawn_by = 'någon annan' | CHANGED | 2021-08~2",
                "update publication set number = number + 7 | MISSING | 2021-08~1"
            })
    void publicationThatWasChangedPastTheServiceShows(String statement, String kind, String key) throws SQLException {
        Vss vss = published();

        asOwner(vss, statement);

        Vss.asController()
                .get(vss.path("audit-verification"))
                .then()
                .body("intact", equalTo(false))
                .body("differences[0].topic", equalTo("report.publication.v1"))
                .body("differences.findAll { it.key == '" + key + "' }.kind", contains(kind));
    }

    /** The entry of the withdrawal tells the digests that there are then. */
    @Test
    void publicationThatWasChangedBeforeItWasWithdrawnShows() throws SQLException {
        Vss vss = published();
        asOwner(vss, "update publication set html = '<!-- -->'::bytea");
        Vss.asController()
                .body("{\"reason\": \"Fel bild.\"}")
                .post(vss.path("reports/2021-08/publications/1/withdrawal"))
                .then()
                .statusCode(200);

        var verified = Vss.asController().get(vss.path("audit-verification")).then();

        verified.body("intact", equalTo(false)).body("differences.key", containsInAnyOrder("2021-08~1", "2021-08~2"));
    }

    private static void asOwner(Vss vss, String statement) throws SQLException {
        String administration = vss.path("").replaceAll(".*/administrations/([^/]+)/.*", "$1");
        try (Connection connection = TestStack.asOwner("report");
                Statement sql = connection.createStatement()) {
            sql.execute(statement + " where administration_id = '" + administration + "'");
        }
    }

    private static Vss published() {
        Vss vss = new Vss().withReport();
        Vss.asController()
                .post(vss.path("reports/2021-08/publications" + Vss.AS_IT_IS))
                .then()
                .statusCode(201);
        Vss.overwriting()
                .body("{\"period\": \"2021-08\", \"templateId\": \"small\", \"title\": \"Rättad\"}")
                .put(vss.path("reports/2021-08"))
                .then()
                .statusCode(200);
        Vss.asController()
                .queryParam("correction", "Titeln är rättad.")
                .post(vss.path("reports/2021-08/publications" + Vss.AS_IT_IS))
                .then()
                .statusCode(201);
        Vss.asController()
                .body("{\"reason\": \"Fel titel.\"}")
                .post(vss.path("reports/2021-08/publications/2/withdrawal"))
                .then()
                .statusCode(200);
        return vss;
    }
}
