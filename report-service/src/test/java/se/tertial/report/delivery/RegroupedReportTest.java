package se.tertial.report.delivery;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.report.Topics;
import se.tertial.report.Vss;

/** A table in today's organisation and the same in that of another day, from what other services said. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class RegroupedReportTest {

    private static final String COLUMNS =
            """
            "columns": [{"columnId": "actual", "label": "Redovisat {span}", "content": "ACTUAL", "period": "report"}]
            """;

    @Test
    void tableFollowsTheOrganisationThatItsTemplateStatesAndAddsUpToTheSame() {
        Vss vss = withTwoTables();
        unit(
                vss,
                "inkop",
                "{\"validFrom\": \"2020-01-01\", \"validTo\": \"2021-09-30\"},"
                        + "{\"parentId\": \"ekonomi\", \"validFrom\": \"2021-10-01\"}",
                "");
        unit(vss, "ekonomiservice", "{\"validFrom\": \"2020-01-01\", \"validTo\": \"2021-09-30\"}", "");
        unit(
                vss,
                "ekonomi",
                "{\"validFrom\": \"2021-10-01\"}",
                "{\"kind\": \"MERGED\", \"unitId\": \"inkop\"}, {\"kind\": \"MERGED\", \"unitId\": \"ekonomiservice\"}");
        vss.withActual("inkop", "2000.00", 10).withActual("ekonomiservice", "-500.40", 10);

        eventually(() -> vss.document()
                .body("sections[0].blocks[0].rows.label", contains("ekonomiservice", "inkop", "Summa"))
                .body("sections[1].blocks[0].rows.label", contains("ekonomi", "Summa"))
                .body("sections[1].blocks[0].organisationAsOf", equalTo("2021-10-01"))
                .body("sections[1].blocks[0].caption", equalTo("Netto enligt organisationen den 1 oktober 2021"))
                .body("sections[1].blocks[0].rows[0].cells[0].value", equalTo("1499.60"))
                .body(
                        "sections[1].blocks[0].rows[0].cells[0].sources.key",
                        hasItems("inkop~actual~2021-08", "ekonomiservice~actual~2021-08"))
                .body("sections[0].blocks[0].rows[2].cells[0].value", equalTo("1499.60"))
                .body("sections[1].blocks[0].rows[1].cells[0].value", equalTo("1499.60"))
                .body("incomplete.kind", not(hasItem("divided-unit"))));
    }

    @Test
    void dividedUnitIsShownByItselfAndTheReportSaysSo() {
        Vss vss = withTwoTables();
        unit(vss, "service", "{\"validFrom\": \"2020-01-01\", \"validTo\": \"2021-09-30\"}", "");
        unit(vss, "inne", "{\"validFrom\": \"2021-10-01\"}", "{\"kind\": \"SPLIT\", \"unitId\": \"service\"}");
        unit(vss, "ute", "{\"validFrom\": \"2021-10-01\"}", "{\"kind\": \"SPLIT\", \"unitId\": \"service\"}");
        vss.withActual("service", "3000.00", 10);

        eventually(() -> vss.document()
                .body("sections[1].blocks[0].rows.label", contains("service", "Summa"))
                .body("incomplete.kind", hasItem("divided-unit")));
    }

    private static Vss withTwoTables() {
        Vss vss = new Vss();
        Vss.asController()
                .body(
                        """
                        {"templateId": "two", "name": "Två", "sections": [
                          {"sectionId": "old", "heading": "Som det är", "kind": "TABLE", "table": {
                             "caption": "Netto", "rowHeader": "Verksamhet", "rowsOf": "UNITS", "totalLabel": "Summa", %s}},
                          {"sectionId": "new", "heading": "Som det blir", "kind": "TABLE", "table": {
                             "caption": "Netto enligt organisationen den {organisation}", "rowHeader": "Verksamhet",
                             "rowsOf": "UNITS", "totalLabel": "Summa", "organisationAsOf": "2021-10-01", %s}}]}
                        """
                                .formatted(COLUMNS, COLUMNS))
                .put(vss.path("templates/two"))
                .then()
                .statusCode(201);
        Vss.asController()
                .body("{\"period\": \"2021-08\", \"templateId\": \"two\", \"title\": \"Delårsrapport\"}")
                .put(vss.path("reports/2021-08"))
                .then()
                .statusCode(201);
        return vss;
    }

    private static void unit(Vss vss, String unitId, String placements, String predecessors) {
        Topics.send(
                "finance.unit.v1",
                vss.key() + "/" + unitId,
                Vss.nextRevision(),
                """
                {"unitId": "%s", "name": "%s", "order": 10, "contribution": "ADDITIVE", "aliases": [],
                 "placements": [%s], "predecessors": [%s], "revision": 1}
                """
                        .formatted(unitId, unitId, placements, predecessors));
    }

    private static void eventually(ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(assertion);
    }
}
