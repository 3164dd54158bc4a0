package se.tertial.examples;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static se.tertial.examples.RunningExample.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small folders that the loader loads into the running suite, and what the draft of each shows. */
class SmallDatasetsTest {

    private static final Path DATASETS = Path.of("src/test/resources/datasets");
    private static final String MUNICIPALITY = "/municipalities/9990/administrations/";

    private static RunningExample suite;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws IOException {
        suite = RunningExample.shared();
    }

    @Test
    void totalDoesNotContradictARowThatLacksASide() throws IOException {
        String told = suite.load(DATASETS.resolve("missing-side"));

        JsonNode draft = draft("missing-side", "2025-08");
        assertEquals(
                List.of("A | -10 | -11 | 1", "B | -5 | saknas | saknas", "Summa | -15 | -11 | saknas"), rows(draft));
        assertEquals(List.of("I tabellen ”Tabell” saknas ”Budget” för ”B”."), draft.findValuesAsText("message"));
        assertTrue(
                told.contains("“Prov 31 augusti 2025” is incomplete:\n  I tabellen ”Tabell” saknas ”Budget” för ”B”."),
                told);
    }

    @Test
    void chosenMeasuresShowEveryValueInItsPlace() throws IOException {
        suite.load(DATASETS.resolve("breakdowns"));

        assertEquals(
                List.of(
                        "Chefer per intervall | ",
                        "-19 | 28",
                        "20-25 | 10",
                        "Sjukfrånvaro | 5,0",
                        "Män | 4,1",
                        "Kvinnor | 5,6"),
                rows(draft("breakdowns", "2025")));
    }

    @Test
    void targetsInWordsAreShownAsTheyWereWrittenAndEvaluatedWhereTheyCanBe() throws IOException {
        suite.load(DATASETS.resolve("targets"));

        assertEquals(
                List.of(
                        "Simhall | Stängt | 1",
                        "Betyg | 3,5-4,0 | 3,7",
                        "Budget | 2 500 tkr | 2 500",
                        "Besök | Öka med 2 % | 102",
                        "Behörighet | 95 % av eleverna | 94",
                        "Platser | ca 100 | 100",
                        "Omdöme | minst 3,0 av 4 | 3,0"),
                rows(draft("targets", "2025")));
        Map<String, String> outcomes = new TreeMap<>();
        for (String indicator : List.of("simhall", "betyg", "budget", "besok", "behorighet", "platser", "omdome")) {
            outcomes.put(
                    indicator,
                    json(get("/indicators/v1" + MUNICIPALITY + "targets/targets/" + indicator
                                    + "~2025/evaluation?period=2025"))
                            .get("outcome")
                            .asText());
        }
        assertEquals(
                Map.of(
                        "simhall", "NOT_ASSESSABLE",
                        "betyg", "MET",
                        "budget", "MET",
                        "besok", "MET",
                        "behorighet", "NOT_MET",
                        "platser", "NOT_ASSESSABLE",
                        "omdome", "MET"),
                outcomes);
    }

    @Test
    void rowThatLeftItsFileIsToldAndRemovedWhenThatIsAsked() throws IOException {
        Path folder = copy(DATASETS.resolve("leaving-row"));
        suite.load(folder);
        assertEquals(List.of("A | 1", "B | 2", "Summa | 3"), rows(draft("leaving-row", "2025-08")));
        Path lines = folder.resolve("lines.csv");
        Files.write(lines, Files.readAllLines(lines).subList(0, 2));

        String kept = suite.load(folder);
        String preview = suite.load(folder, "--prune", "--preview");

        assertTrue(
                kept.contains(
                        "lines.csv                            1 row is not in it any more (kept; --prune removes such rows):\n    b~actual~2025-08: "),
                kept);
        assertTrue(
                preview.contains("1 row is not in it any more (would be removed):\n    b~actual~2025-08: "), preview);
        assertEquals(List.of("A | 1", "B | 2", "Summa | 3"), rows(draft("leaving-row", "2025-08")));

        String removed = suite.load(folder, "--prune");

        assertTrue(removed.contains("1 row is not in it any more (removed):\n    b~actual~2025-08: "), removed);
        assertEquals(List.of("A | 1", "Summa | 1"), rows(draft("leaving-row", "2025-08")));
        assertFalse(suite.load(folder, "--prune").contains("not in it any more"));
    }

    private Path copy(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
        }
        return directory;
    }

    private static JsonNode draft(String administration, String period) {
        return json(get("/report/v1" + MUNICIPALITY + administration + "/reports/" + period + "/document?format=json"));
    }

    private static Response get(String path) {
        String controller = suite.issued("anna", List.of("controller:9990:*"));
        Response answer = given().auth().oauth2(controller).get(suite.url(path));
        assertEquals(200, answer.statusCode(), answer.asString());
        return answer;
    }

    /** Of the first table: label and cells of each row. */
    private static List<String> rows(JsonNode document) {
        List<String> rows = new ArrayList<>();
        document.at("/sections/0/blocks/0/rows").forEach(row -> {
            List<String> cells = new ArrayList<>(List.of(row.get("label").asText()));
            row.get("cells")
                    .forEach(cell -> cells.add(cell.path("display")
                            .asText()
                            .replace('\u202F', ' ')
                            .replace('\u00A0', ' ')
                            .replace('\u2212', '-')));
            rows.add(String.join(" | ", cells));
        });
        return rows;
    }
}
