package se.tertial.report;

import static io.restassured.RestAssured.given;

import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import se.tertial.devstack.TestStack;

/** An administration of its own for each test, with a small report. */
public final class Vss {

    /** Of a publishing request: the small reports of tests lack what these tests are not about. */
    public static final String AS_IT_IS = "?ifIncomplete=PUBLISH&reason=Prov";

    private static final AtomicLong COUNT = new AtomicLong();
    private static final AtomicLong REVISIONS = new AtomicLong(1000);

    private final String administration = "vss-" + COUNT.incrementAndGet();

    public String key() {
        return "0580/" + administration;
    }

    public String path(String resource) {
        return "/municipalities/0580/administrations/" + administration + "/" + resource;
    }

    public static RequestSpecification asController() {
        return given().contentType("application/json")
                .auth()
                .oauth2(TestStack.token("controller", "administrator:0580:*", "controller:0580:*", "approver:0580:*"));
    }

    /** The controller, who replaces or deletes whatever stands there. */
    public static RequestSpecification overwriting() {
        return asController().header("If-Match", "*");
    }

    /** A report of August 2021 with one table: net per unit, actual against budget. */
    public Vss withReport() {
        asController()
                .body(
                        """
                        {"templateId": "small", "name": "Liten", "sections": [
                          {"sectionId": "overall", "heading": "Samlad bedömning", "kind": "NARRATIVE", "sections": []},
                          {"sectionId": "result", "heading": "Resultat {day}", "kind": "TABLE", "table": {
                             "caption": "Driftsammandrag, netto tkr", "rowHeader": "Verksamhet", "rowsOf": "UNITS", "totalLabel": "Summa",
                             "columns": [
                               {"columnId": "actual", "label": "Redovisat {span}", "content": "ACTUAL", "period": "report"},
                               {"columnId": "budget", "label": "Budget {span}", "content": "BUDGET", "period": "report"},
                               {"columnId": "variance", "label": "Avvikelse", "content": "VARIANCE", "of": "actual", "against": "budget"}]}}]}
                        """)
                .put(path("templates/small"))
                .then()
                .statusCode(201);
        asController()
                .body(
                        "{\"period\": \"2021-08\", \"templateId\": \"small\", \"title\": \"Delårsrapport per den {day}\"}")
                .put(path("reports/2021-08"))
                .then()
                .statusCode(201);
        return this;
    }

    public Vss withUnit(String unitId, String name, int order) {
        Topics.send(
                "finance.unit.v1",
                key() + "/" + unitId,
                nextRevision(),
                """
                {"unitId": "%s", "name": "%s", "order": %d, "contribution": "ADDITIVE", "aliases": [],
                 "placements": [{"validFrom": "2020-01-01"}], "predecessors": [], "revision": 1}
                """
                        .formatted(unitId, name, order));
        return this;
    }

    public Vss withActual(String unitId, String net, long revision) {
        Topics.send(
                "finance.operating-line.v1",
                key() + "/" + unitId + "~actual~2021-08",
                revision,
                """
                {"unitId": "%s", "scenario": "ACTUAL", "period": "2021-08", "net": "%s", "revision": %d}
                """
                        .formatted(unitId, net, revision));
        return this;
    }

    public static long nextRevision() {
        return REVISIONS.incrementAndGet();
    }

    public ValidatableResponse document() {
        return asController().get(path("reports/2021-08/document")).then().statusCode(200);
    }

    /** What the cell shows: row and column counted from nought in the one table. */
    public String shown(int row, int column) {
        return document().extract().path("sections[1].blocks[0].rows[%d].cells[%d].display".formatted(row, column));
    }

    public Vss awaitShown(int row, int column, String display) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> display.equals(shownOrNothing(row, column)));
        return this;
    }

    private String shownOrNothing(int row, int column) {
        Integer rows = document().extract().path("sections[1].blocks[0].rows.size()");
        return rows > row ? shown(row, column) : "";
    }
}
