package se.tertial.examples;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** From the example's files through all five processes to the report, and changes through the gateway. */
@TestMethodOrder(MethodOrderer.Random.class)
class InterimReportTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VSS = "/municipalities/0580/administrations/vss/";
    private static final String REPORT = "/report/v1" + VSS + "reports/2021-08";

    private static RunningExample suite;
    private static String controller;

    @BeforeAll
    static void start() throws IOException {
        suite = RunningExample.shared();
        controller = suite.token("controller");
    }

    @Test
    void everyTableOfThePublishedReportShowsTheFiguresOfTheRealOne() throws IOException {
        Map<String, List<List<String>>> expected = JSON.readValue(
                Path.of("linkoping-vss-2021-08/expected/tables.json").toFile(), new TypeReference<>() {});

        String document = given().get(suite.url(REPORT + "/document?format=json"))
                .then()
                .statusCode(200)
                .extract()
                .asString();

        Map<String, List<List<String>>> shown = new LinkedHashMap<>();
        collect(JSON.readTree(document), shown);
        assertEquals(expected.keySet(), shown.keySet());
        expected.forEach((table, lines) -> assertEquals(text(lines), text(shown.get(table)), table));
    }

    @Test
    void pageIsReadWithoutATokenAndIsSwedish() {
        given().accept("text/html")
                .get(suite.url(REPORT + "/document"))
                .then()
                .statusCode(200)
                .contentType("text/html;charset=UTF-8")
                .body(containsString("<html lang=\"sv\">"))
                .body(containsString("Delårsrapport per den 31 augusti 2021"));
    }

    @Test
    void browserThatAsksForAVersionThatIsNotThereIsToldSoOnAPageOfTheGatewaysLook() {
        var answer = given().accept("text/html,application/xhtml+xml,*/*;q=0.8")
                .get(suite.url(REPORT + "/document?version=999"))
                .then()
                .statusCode(404)
                .contentType("text/html;charset=utf-8")
                .header("Content-Security-Policy", containsString("style-src 'self'"))
                .body(containsString("Det finns ingen publicering 999 av rapporten"))
                .extract()
                .asString();

        Matcher style =
                Pattern.compile("<link rel=\"stylesheet\" href=\"([^\"]+)\">").matcher(answer);
        assertTrue(style.find());
        given().get(suite.url(style.group(1))).then().statusCode(200).contentType("text/css");
    }

    @Test
    void startPageLeadsToTheReport() {
        given().get(suite.url("/")).then().statusCode(200).body(containsString("reports/2021-08/document"));
    }

    @Test
    void draftIsNotReadWithoutAToken() {
        given().get(suite.url(REPORT + "/document?version=draft"))
                .then()
                .statusCode(401)
                .contentType("application/problem+json");
    }

    @Test
    void changedMeasurementForecastAndAssessmentChangeJustThatInTheDraft() throws IOException {
        Map<String, String> before = figures(draft());

        asController()
                .body(
                        """
                        {"indicatorId": "svarsservice-kontakt-linkoping", "period": "2021-08", "breakdown": "total",
                         "value": {"state": "NUMBER", "number": "97"}, "preliminary": false}
                        """)
                .header(
                        "If-Match",
                        seen("/indicators/v1" + VSS + "measurements/svarsservice-kontakt-linkoping~2021-08~total"))
                .put(suite.url("/indicators/v1" + VSS + "measurements/svarsservice-kontakt-linkoping~2021-08~total"))
                .then()
                .statusCode(200);
        asController()
                .body(
                        "{\"indicatorId\": \"e-utbildningar\", \"period\": \"2021\", \"round\": \"2021-08\", \"number\": \"50\"}")
                .header("If-Match", seen("/indicators/v1" + VSS + "forecasts/e-utbildningar~2021~2021-08"))
                .put(suite.url("/indicators/v1" + VSS + "forecasts/e-utbildningar~2021~2021-08"))
                .then()
                .statusCode(200);
        JsonNode assessment = JSON.readTree(asController()
                .get(suite.url("/goals/v1" + VSS + "assessments/etablerad-affarsmodell~2021-08"))
                .asString());
        ((com.fasterxml.jackson.databind.node.ObjectNode) assessment).put("status", "FULFILLED");
        asController()
                .body(assessment.toString())
                .header("If-Match", seen("/goals/v1" + VSS + "assessments/etablerad-affarsmodell~2021-08"))
                .put(suite.url("/goals/v1" + VSS + "assessments/etablerad-affarsmodell~2021-08"))
                .then()
                .statusCode(200);

        Set<String> changed = new TreeSet<>();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            Map<String, String> after = figures(draft());
            changed.clear();
            after.forEach((place, shown) -> {
                if (!shown.equals(before.get(place))) {
                    changed.add(place + " = " + shown);
                }
            });
            return changed.size() >= 4;
        });
        assertEquals(
                new TreeSet<>(Set.of(
                        "etablerad-affarsmodell status (detail) = FULFILLED",
                        "etablerad-affarsmodell status (overview) = FULFILLED",
                        "indicators-valfardstjanster-med-hog-kvalitet/svarsservice-kontakt-linkoping/outcome = 97",
                        "volumes-table/e-utbildningar/forecast = 50")),
                changed);
        given().get(suite.url(REPORT + "/document?format=json"))
                .then()
                .body("state", equalTo("PUBLISHED"))
                .body("sections.id", hasItem("indicators"));
    }

    private static RequestSpecification asController() {
        return given().contentType("application/json").auth().oauth2(controller);
    }

    private static JsonNode draft() throws IOException {
        return JSON.readTree(asController()
                .get(suite.url(REPORT + "/document?format=json&version=draft"))
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }

    private static List<String> text(List<List<String>> lines) {
        return lines.stream().map(line -> String.join(" | ", line)).toList();
    }

    private static void collect(JsonNode node, Map<String, List<List<String>>> tables) {
        if (node.path("kind").asText().equals("TABLE")) {
            List<List<String>> lines = new ArrayList<>();
            node.get("rows").forEach(row -> {
                List<String> line = new ArrayList<>();
                line.add(row.get("label").asText());
                row.get("cells")
                        .forEach(cell -> line.add(cell.path("display")
                                .asText()
                                .replace('\u202F', ' ')
                                .replace('\u00A0', ' ')
                                .replace('\u2212', '-')));
                lines.add(line);
            });
            tables.put(node.get("id").asText(), lines);
        }
        node.forEach(child -> collect(child, tables));
    }

    /** Every figure and every status of a document, by its place. */
    private static Map<String, String> figures(JsonNode document) {
        Map<String, String> figures = new LinkedHashMap<>();
        figures(document, "", figures);
        return figures;
    }

    private static void figures(JsonNode node, String kind, Map<String, String> figures) {
        String here = node.path("kind").asText(kind);
        if (here.equals("TABLE") && node.has("rows")) {
            node.get("rows").forEach(row -> {
                for (int index = 0; index < row.get("cells").size(); index++) {
                    figures.put(
                            node.get("id").asText() + "/" + row.get("id").asText() + "/"
                                    + node.get("columns").get(index).get("id").asText(),
                            row.get("cells").get(index).path("display").asText());
                }
            });
        }
        if (node.has("goalId") && node.has("status")) {
            figures.put(
                    node.get("goalId").asText() + " status (" + (here.equals("GOAL_OVERVIEW") ? "overview" : "detail")
                            + ")",
                    node.get("status").get("code").asText());
        }
        node.forEach(child -> figures(child, here, figures));
    }

    /** The entity tag of what stands there, as somebody who read it before changing it has it. */
    private static String seen(String path) {
        return asController().get(suite.url(path)).header("ETag");
    }
}
