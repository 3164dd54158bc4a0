package se.tertial.report.template;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.TestStack;
import se.tertial.report.Vss;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class TemplateResourceTest {

    private static final String TEMPLATE =
            """
            {"templateId": "small", "name": "Liten", "sections": [
              {"sectionId": "overall", "heading": "Samlad bedömning", "kind": "NARRATIVE"},
              {"sectionId": "result", "heading": "Resultat {day}", "kind": "TABLE", "table": {
                 "caption": "Netto", "rowHeader": "Verksamhet", "rowsOf": "UNITS", "columns": [
                   {"columnId": "actual", "label": "Redovisat", "content": "ACTUAL", "period": "report"},
                   {"columnId": "budget", "label": "Budget", "content": "BUDGET", "period": "report"},
                   {"columnId": "variance", "label": "Avvikelse", "content": "VARIANCE", "of": "actual", "against": "budget"}]}}]}
            """;

    @Test
    void templateIsReadAsItWasWritten() {
        Vss vss = new Vss();

        Vss.asController()
                .body(TEMPLATE)
                .put(vss.path("templates/small"))
                .then()
                .statusCode(201);

        Vss.asController()
                .get(vss.path("templates/small"))
                .then()
                .statusCode(200)
                .body("sections.sectionId", contains("overall", "result"))
                .body("sections[1].table.columns.columnId", contains("actual", "budget", "variance"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            textBlock =
                    """
                    "kind": "NARRATIVE"   | "kind": "story"       | 400 | /sections/0/kind
                    "sectionId": "result" | "sectionId": "overall"| 422 | /sections
                    "against": "budget"   | "against": "unknown"  | 422 | /sections
                    "period": "report"    | "period": "next"      | 400 | /sections/1/table/columns/0/period
                    "kind": "TABLE"       | "kind": "CHART"       | 422 | /sections
                    "heading": "Resultat {day}", | ''             | 400 | /sections/1/heading
                    """)
    void templateThatCannotBeComposedByIsRefused(String right, String wrong, int status, String place) {
        Vss vss = new Vss();

        var refused = Vss.asController()
                .body(TEMPLATE.replace(right, wrong))
                .put(vss.path("templates/small"))
                .then();

        refused.statusCode(status)
                .contentType("application/problem+json")
                .body("violations.field", hasItem(org.hamcrest.Matchers.startsWith(place)));
        Vss.asController().get(vss.path("templates")).then().body("items", hasSize(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            textBlock =
                    """
                    "of": "actual"           | "of": "variance"                                   | /sections/1/table/columns/2
                    "content": "BUDGET"      | "content": "MEASUREMENT"                           | /sections/1/table/columns/1/content
                    "rowsOf": "UNITS"        | "rowsOf": "MEASURES", "rows": [{"of": "kvalitet"}] | /sections/1/table/columns/0/content
                    "rowsOf": "UNITS"        | "rowsOf": "SUMMARY"                                | /sections/1/table/rows
                    "rowsOf": "UNITS"        | "rowsOf": "SUMMARY", "rows": [{"of": "profit"}]    | /sections/1/table/rows/0/of
                    "rowsOf": "UNITS"        | "rowsOf": "UNITS", "rows": [{"of": "lkdata"}]      | /sections/1/table/rows
                    "caption": "Netto"       | "caption": "Netto {organisation}"                  | /sections/1/table/caption
                    "rowsOf": "UNITS"        | "rowsOf": "SUMMARY", "rows": [{"of": "operations"}], "organisationAsOf": "2021-10-01" | /sections/1/table/organisationAsOf
                    "kind": "NARRATIVE"      | "kind": "CHART", "chart": {"title": "T", "series": [{"columnId": "t", "label": "T", "content": "TARGET", "period": "year"}]} | /sections/0/chart/series/0/content
                    "kind": "NARRATIVE"      | "kind": "INDICATORS", "indicatorColumns": [{"columnId": "t", "label": "T", "content": "ACTUAL", "period": "year"}] | /sections/0/indicatorColumns/0/content
                    """)
    void templateOfFiguresThatThereAreNotIsRefusedAndTheOneThereStays(String right, String wrong, String place) {
        Vss vss = new Vss();
        Vss.asController()
                .body(TEMPLATE)
                .put(vss.path("templates/small"))
                .then()
                .statusCode(201);
        String before = Vss.asController().get(vss.path("templates/small")).asString();

        var refused = Vss.overwriting()
                .body(TEMPLATE.replace(right, wrong))
                .put(vss.path("templates/small"))
                .then();

        refused.statusCode(422).contentType("application/problem+json").body("violations.field", hasItem(place));
        assertEquals(before, Vss.asController().get(vss.path("templates/small")).asString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"FORECAST", "VOLUME_FORECAST"})
    void tableOfMeasuresHasAForecastUnderEitherName(String content) {
        Vss vss = new Vss();
        String template = TEMPLATE.replace("\"rowsOf\": \"UNITS\"", "\"rowsOf\": \"VOLUME_MEASURES\"")
                .replaceFirst(
                        "(?s)\"columns\".*",
                        "\"columns\": [{\"columnId\": \"f\", \"label\": \"Prognos\", \"content\": \"" + content
                                + "\", \"period\": \"year\"}]}}]}");

        Vss.asController()
                .body(template)
                .put(vss.path("templates/small"))
                .then()
                .statusCode(201);

        Vss.asController()
                .get(vss.path("templates/small"))
                .then()
                .body("sections[1].table.columns[0].content", equalTo(content));
    }

    @Test
    void templateThatAReportIsComposedByCannotBeDeleted() {
        Vss vss = new Vss().withReport();

        Vss.overwriting().delete(vss.path("templates/small")).then().statusCode(409);
    }

    @Test
    void reportNeedsATemplateThatExists() {
        Vss vss = new Vss();

        var refused = Vss.asController()
                .body("{\"period\": \"2021-08\", \"templateId\": \"unknown\", \"title\": \"Delårsrapport\"}")
                .put(vss.path("reports/2021-08"))
                .then();

        refused.statusCode(422).body("violations.field", contains("/templateId"));
        Vss.asController().get(vss.path("reports/2021-08")).then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            textBlock =
                    """
                    narratives/2021-08~overall | {"period": "2021-08", "sectionId": "overall", "markdown": ""}     | 400 | /markdown
                    narratives/2021-08~overall | {"period": "2021-08", "sectionId": "overall", "text": "x"}        | 400 | /text
                    events/2021-08~berga | {"eventId": "berga", "period": "2021-08", "text": "x", "order": 1}     | 400 | /economicEffect
                    events/2021-08~berga | {"eventId": "berga", "period": "2021-08", "text": "x", "order": 1, "economicEffect": {"kind": "huge"}} | 400 | /economicEffect/kind
                    """)
    void textThatCannotBeIsRefusedWithThePlaceOfTheError(String address, String body, int status, String place) {
        Vss vss = new Vss();

        var refused = Vss.asController().body(body).put(vss.path(address)).then();

        refused.statusCode(status).body("violations.field", hasItem(org.hamcrest.Matchers.startsWith(place)));
        Vss.asController()
                .get(vss.path(address.substring(0, address.indexOf('/'))))
                .then()
                .body("items", hasSize(0));
    }

    @Test
    void onlyWhoMayWrites() {
        Vss vss = new Vss().withReport();

        for (String resource : java.util.List.of("templates", "reports", "narratives", "events")) {
            given().get(vss.path(resource)).then().statusCode(401).body("status", equalTo(401));
            given().auth()
                    .oauth2(TestStack.token("reader", "reader:0580:another"))
                    .get(vss.path(resource))
                    .then()
                    .statusCode(403);
        }
        given().contentType("application/json")
                .auth()
                .oauth2(TestStack.token("reader", "reader:0580:*"))
                .body(TEMPLATE)
                .put(vss.path("templates/small"))
                .then()
                .statusCode(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /sections/0/heading                 | "heading": "Plan {year+1y}"
                    /sections/0/table/caption           | "caption": "{date}"
                    /sections/0/table/totalLabel        | "totalLabel": "{}"
                    /sections/0/table/columns/0/label   | "label": "Utfall {organisation}"
                    """)
    void placeholderThatStandsForNothingIsRefused(String place, String label) {
        Vss vss = new Vss();
        String field = label.substring(1, label.indexOf('"', 1));

        Vss.asController()
                .body(
                        """
                        {"templateId": "small", "name": "Liten", "sections": [{"sectionId": "result", "heading": "Resultat", "kind": "TABLE",
                          "table": {"caption": "Netto", "rowHeader": "Verksamhet", "rowsOf": "UNITS", "totalLabel": "Summa", "columns": [
                            {"columnId": "actual", "label": "Redovisat", "content": "ACTUAL", "period": "report"}]}}]}
                        """
                                .replaceFirst(
                                        "\"" + field + "\": \"[^\"]*\"",
                                        java.util.regex.Matcher.quoteReplacement(label)))
                .put(vss.path("templates/small"))
                .then()
                .statusCode(422)
                .body("violations.field", contains(place))
                .body("violations.message", contains(org.hamcrest.Matchers.containsString("There is no placeholder")));
    }

    @Test
    void varianceHasTheMeasureOfWhatItCompares() {
        Vss.asController()
                .body(
                        """
                        {"templateId": "small", "name": "Liten", "sections": [{"sectionId": "result", "heading": "Resultat", "kind": "TABLE",
                          "table": {"caption": "Kostnader", "rowHeader": "Verksamhet", "rowsOf": "UNITS", "columns": [
                            {"columnId": "actual", "label": "Redovisat", "content": "ACTUAL", "period": "report", "measure": "COST"},
                            {"columnId": "budget", "label": "Budget", "content": "BUDGET", "period": "report", "measure": "COST"},
                            {"columnId": "v", "label": "Avvikelse", "content": "VARIANCE", "of": "actual", "against": "budget"}]}}]}
                        """)
                .put(new Vss().path("templates/small"))
                .then()
                .statusCode(422)
                .body("violations.field", hasItem("/sections/0/table/columns/2/measure"));
    }
}
