package se.tertial.devstack.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.tertial.devstack.Failure;

class LoaderTest {

    private static final String TREES = "PUT /garden/v1/towns/umea/trees";
    private static final String TRY_TREES = "TRY /garden/v1/towns/umea/trees";
    private static final String CREATED =
            """
            {"created": 1, "replaced": 0, "unchanged": 0, "revision": 7, "topic": "garden.tree.v1"}
            """;

    @TempDir
    Path folder;

    @TempDir
    Path memories;

    private FakeApi api;
    private int tokens;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @BeforeEach
    void open() throws IOException {
        api = new FakeApi();
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void cellsBecomeWhatTheDocumentSaysTheyAre() throws Exception {
        dataset("{file: trees.csv, to: garden/trees}");
        file(
                "trees.csv",
                """
                treeId,rings,felled,year,names,kind,height.state,height.number
                old,0120,true,2021,Eken; Gamla ,oak,number,4.0
                "with, comma",,,2021-08,,,noData,
                """);
        api.answer(TREES, 200, CREATED);

        load();

        assertEquals(
                "[{\"treeId\":\"old\",\"rings\":120,\"felled\":true,\"year\":\"2021\",\"names\":[\"Eken\",\"Gamla\"],"
                        + "\"kind\":\"oak\",\"height\":{\"state\":\"number\",\"number\":\"4.0\"}},"
                        + "{\"treeId\":\"with, comma\",\"year\":\"2021-08\",\"height\":{\"state\":\"noData\"}}]",
                sent());
    }

    @Test
    void yamlIsTakenAsItIsWrittenWhereTextIsWanted() throws Exception {
        dataset("{file: trees.yaml, to: garden/trees}");
        file(
                "trees.yaml",
                """
                # the oldest first
                - treeId: old
                  rings: 120
                  year: 2021
                  height: {state: number, number: 4.10}
                  names: [no, 007]
                  places:
                    - street: null
                """
                        .replace("street: null", "street: Storgatan"));
        api.answer(TREES, 200, CREATED);

        load();

        assertEquals(
                "[{\"treeId\":\"old\",\"rings\":120,\"year\":\"2021\",\"height\":{\"state\":\"number\",\"number\":\"4.10\"},"
                        + "\"names\":[\"no\",\"007\"],\"places\":[{\"street\":\"Storgatan\"}]}]",
                sent());
    }

    @Test
    void markdownFilesBecomeRowsNamedByTheirFiles() throws Exception {
        dataset("{folder: tales, to: garden/tales, key: taleId, field: text, with: {year: 2021}}");
        file("tales/b-side.md", "Two\n\nparagraphs.\n");
        file("tales/a-side.md", "One – å.\r\n");
        api.answer("PUT /garden/v1/towns/umea/tales", 200, CREATED);

        load();

        assertEquals(
                "[{\"taleId\":\"a-side\",\"text\":\"One – å.\",\"year\":\"2021\"},"
                        + "{\"taleId\":\"b-side\",\"text\":\"Two\\n\\nparagraphs.\",\"year\":\"2021\"}]",
                sent());
    }

    @Test
    void invisibleCharactersOfPastedTextAreLeftOutAndTold() throws Exception {
        dataset("{folder: tales, to: garden/tales, key: taleId, field: text, with: {year: 2021}}");
        file("tales/a.md", "Klistrat\u200B från en \uFEFFchatt 👩\u200D💻");
        api.answer("PUT /garden/v1/towns/umea/tales", 200, CREATED);

        load();

        assertEquals(
                "Klistrat från en chatt 👩\u200D💻",
                api.puts().get(0).body().at("/items/0/text").asText());
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("tales/a.md"));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("2 invisible characters left out"));
    }

    @Test
    void oneMistakeAnywhereKeepsEverythingFromBeingSent() throws Exception {
        dataset(
                "{file: good.csv, to: garden/trees}",
                "{file: bad.csv, to: garden/trees}",
                "{file: bad.yaml, to: garden/trees}");
        file("good.csv", "treeId,height.state\nold,noData\n");
        file(
                "bad.csv",
                """
                treeId,rings,kind,height.state
                a,many,oak,number

                c,3,palm,number
                d,4,oak
                e,5,oak,
                """);
        file("bad.yaml", "- treeId: f\n  rings: few\n  height: {state: noData}\n  colour: red\n- treeId: g\n");

        Failure failure = assertThrows(Failure.class, this::load);

        assertEquals(
                """
                Nothing was loaded:
                  bad.csv row 2, column rings: “many” is not a whole number.
                  bad.csv row 4, column kind: “palm” is none of oak, birch.
                  bad.csv row 5: has 3 cells, the header has 4.
                  bad.csv row 6, column height: is missing.
                  bad.yaml line 2, rings: “few” is not a whole number.
                  bad.yaml line 4, colour: There is no such field.
                  bad.yaml line 5, item 2 (g), height: is missing.""",
                failure.sentence());
        assertEquals(0, api.puts().size());
    }

    @Test
    void theCsvOfASwedishSpreadsheetIsReadAndToldHow() throws Exception {
        dataset("{file: trees.csv, to: garden/trees}");
        file(
                "trees.csv",
                "treeId;names;height.state;height.number\r\nold;\"Eken;Gamla\";number;1\u00a0000,50\r\nnew;;number;−4,5\r\n");
        api.answer(TREES, 200, CREATED);

        load();

        assertEquals(
                "[{\"treeId\":\"old\",\"names\":[\"Eken\",\"Gamla\"],\"height\":{\"state\":\"number\",\"number\":\"1000.50\"}},"
                        + "{\"treeId\":\"new\",\"height\":{\"state\":\"number\",\"number\":\"-4.5\"}}]",
                sent());
        assertTrue(
                out.toString(StandardCharsets.UTF_8).contains("2 created (read with “;” between cells, decimal comma)"),
                out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void wordsInAColumnOfTheirOwnKeepTheirCommas() throws Exception {
        dataset("{file: trees.csv, to: garden/trees}");
        file("trees.csv", "treeId;height.state;height.number;year\nold;number;2,5;\nnew;words;;3,5–4,0\n");
        api.answer(TREES, 200, CREATED);

        load();

        assertEquals(
                "[{\"treeId\":\"old\",\"height\":{\"state\":\"number\",\"number\":\"2.5\"}},"
                        + "{\"treeId\":\"new\",\"height\":{\"state\":\"words\"},\"year\":\"3,5–4,0\"}]",
                sent());
    }

    @Test
    void tabsBetweenCellsAreRecognised() throws Exception {
        dataset("{file: trees.tsv, to: garden/trees}");
        file("trees.tsv", "treeId\theight.state\theight.number\nold\tnumber\t2.5\n");
        api.answer(TREES, 200, CREATED);

        load();

        assertEquals("[{\"treeId\":\"old\",\"height\":{\"state\":\"number\",\"number\":\"2.5\"}}]", sent());
    }

    @Test
    void whatCanBeReadInTwoWaysIsAskedFor() throws Exception {
        dataset("{file: trees.csv, to: garden/trees}");
        file("trees.csv", "treeId;height.state;height.number\nold;number;1,500\n");

        Failure failure = assertThrows(Failure.class, this::load);

        assertEquals(
                """
                Nothing was loaded:
                  trees.csv: “1,500” can be read in two ways; say `csv: {decimal: ","}` or `csv: {decimal: "."}` in dataset.yaml.""",
                failure.sentence());
    }

    @Test
    void aDeclaredDecimalSignSettlesIt() throws Exception {
        dataset("{file: trees.csv, to: garden/trees, csv: {decimal: ','}}");
        file("trees.csv", "treeId;height.state;height.number\nold;number;1,500\n");
        api.answer(TREES, 200, CREATED);

        load();

        assertEquals(
                "1.500", api.puts().get(0).body().at("/items/0/height/number").asText());
    }

    @Test
    void aFileWithBothDecimalSignsIsRefused() throws Exception {
        dataset("{file: trees.csv, to: garden/trees}");
        file("trees.csv", "treeId;height.state;height.number\nold;number;1,5\nnew;number;1.5\n");

        Failure failure = assertThrows(Failure.class, this::load);

        assertEquals(
                """
                Nothing was loaded:
                  trees.csv row 2, column height.number: “1,5” has a decimal comma, and the file's decimal sign is a point.""",
                failure.sentence());
    }

    @Test
    void aDeclaredEncodingIsRead() throws Exception {
        dataset("{file: trees.csv, to: garden/trees, csv: {encoding: windows-1252}}");
        Files.write(
                folder.resolve("trees.csv"),
                "treeId,names,height.state\na,Förskolan – Åkern,noData\n".getBytes(Charset.forName("windows-1252")));
        api.answer(TREES, 200, CREATED);

        load();

        assertEquals(
                "Förskolan – Åkern",
                api.puts().get(0).body().at("/items/0/names/0").asText());
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("(read with windows-1252)"));
    }

    @Test
    void anUnknownFormatIsRefused() throws Exception {
        dataset("{file: trees.csv, to: garden/trees, csv: {encoding: latin-5}}");

        Failure failure = assertThrows(Failure.class, this::load);

        assertEquals("dataset.yaml, trees.csv: “encoding” is utf-8 or windows-1252.", failure.sentence());
    }

    @Test
    void aMissingColumnIsToldOnce() throws Exception {
        dataset("{file: trees.csv, to: garden/trees}");
        file("trees.csv", "treeId,height.number\na,1\nb,2\n");

        Failure failure = assertThrows(Failure.class, this::load);

        assertEquals(
                """
                Nothing was loaded:
                  trees.csv row 1: The column height.state is missing.""",
                failure.sentence());
    }

    @Test
    void columnsThatNoFieldHasAreTold() throws Exception {
        dataset("{file: trees.csv, to: garden/trees}");
        file("trees.csv", "treeId,height.colour,treeId\nold,red,old\n");

        Failure failure = assertThrows(Failure.class, this::load);

        assertEquals(
                """
                Nothing was loaded:
                  trees.csv row 1, column height.colour: There is no such field.
                  trees.csv row 1, column treeId: stands twice.""",
                failure.sentence());
    }

    @Test
    void whatTheServiceRefusesIsToldWithRowAndColumn() throws Exception {
        dataset("{file: trees.csv, to: garden/trees}");
        file("trees.csv", "treeId,names,height.state,height.number\nold,Eken,number,4\nnew,A;B,number,x\n");
        api.answer(TREES, 422, problem("/items/1/height/number", "/items/1/names/0", "/items/0"));

        Failure failure = assertThrows(Failure.class, this::load);

        assertEquals(
                """
                trees.csv was refused, nothing of it was loaded (422 Invalid: See below.)
                  trees.csv row 3, column height.number: wrong (“x”)
                  trees.csv row 3, column names: wrong (“A”)
                  trees.csv row 2: wrong""",
                failure.sentence());
    }

    @Test
    void whatTheServiceRefusesOfYamlIsToldWithItsLine() throws Exception {
        dataset("{file: trees.yaml, to: garden/trees}");
        file("trees.yaml", "- treeId: old\n  height: {state: noData}\n  places:\n    - street: A\n    - street: B\n");
        api.answer(TRY_TREES, 422, problem("/items/0/places/1/street", "/items/0/height/number"));

        Failure failure = assertThrows(Failure.class, this::load);

        assertEquals(
                """
                trees.yaml was refused, nothing of it was loaded (422 Invalid: See below.)
                  trees.yaml line 5, item 1 (old), places 2 › street: wrong (“B”)
                  trees.yaml line 2, item 1 (old), height › number: wrong""",
                failure.sentence());
    }

    @Test
    void rowsBeyondTenThousandGoInARequestOfTheirOwn() throws Exception {
        dataset("{file: trees.csv, to: garden/trees}");
        file(
                "trees.csv",
                IntStream.rangeClosed(1, 10_001)
                        .mapToObj(number -> "t" + number + ",noData")
                        .collect(Collectors.joining("\n", "treeId,height.state\n", "\n")));
        api.answer(TREES, 200, CREATED);
        api.answer(TREES, 422, problem("/items/0/treeId"));

        Failure failure = assertThrows(Failure.class, this::load);

        assertEquals(10_000, api.puts().get(0).body().path("items").size());
        assertEquals(
                """
                trees.csv was refused, the first 10000 rows were loaded before (422 Invalid: See below.)
                  trees.csv row 10002, column treeId: wrong (“t10001”)""",
                failure.sentence());
    }

    @Test
    void aMistakeBeyondTenThousandRowsIsFoundBeforeAnythingIsWritten() throws Exception {
        dataset("{file: trees.csv, to: garden/trees}");
        file(
                "trees.csv",
                IntStream.rangeClosed(1, 10_001)
                        .mapToObj(number -> "t" + number + ",noData")
                        .collect(Collectors.joining("\n", "treeId,height.state\n", "\n")));
        api.answer(TRY_TREES, 200, allNew(10_000));
        api.answer(TRY_TREES, 422, problem("/items/0/treeId"));

        Failure failure = assertThrows(Failure.class, this::load);

        assertTrue(
                failure.sentence().startsWith("trees.csv was refused, nothing of it was loaded"), failure.sentence());
        assertEquals(0, api.puts().size());
    }

    @Test
    void aFileThatIsRefusedAfterUnchangedFilesIsRefusedBeforeAnythingIsWritten() throws Exception {
        dataset("{file: town.yaml, put: garden/towns/umea}", "{file: trees.csv, to: garden/trees}");
        file("town.yaml", "- name: Umeå\n");
        file("trees.csv", "treeId,height.state\nold,noData\n");
        api.answer("GET /garden/v1/towns/umea", 200, "{\"name\": \"Umeå\", \"revision\": 3}");
        api.answer(TRY_TREES, 422, problem("/items/0/treeId"));

        Failure failure = assertThrows(Failure.class, this::load);

        assertTrue(failure.sentence().endsWith("trees.csv row 2, column treeId: wrong (“old”)"), failure.sentence());
        assertEquals(0, api.puts().size());
    }

    @Test
    void aFileThatNeedsWhatAnEarlierOneBringsIsTriedAgainAfterIt() throws Exception {
        dataset("{file: town.yaml, put: garden/towns/umea}", "{file: trees.csv, to: garden/trees}");
        file("town.yaml", "- name: Umeå\n");
        file("trees.csv", "treeId,height.state\nold,noData\n");
        api.answer("PUT /garden/v1/towns/umea", 201, "{\"revision\": 4}");
        api.answer(TRY_TREES, 404, "{\"title\": \"No such town\"}");
        api.answer(TRY_TREES, 200, allNew(1));
        api.answer(TREES, 200, CREATED);

        load();

        assertEquals(2, api.puts().size());
    }

    @Test
    void aLongValueIsQuotedByItsBeginning() throws Exception {
        dataset("{file: trees.csv, to: garden/trees}");
        file(
                "trees.csv",
                "treeId,names,kind,height.state\nold,%s,%s,noData\n".formatted("å".repeat(500), "x".repeat(500)));

        Failure failure = assertThrows(Failure.class, this::load);

        assertEquals(
                """
                Nothing was loaded:
                  trees.csv row 2, column kind: “%s…” is none of oak, birch."""
                        .formatted("x".repeat(60)),
                failure.sentence());

        file("trees.csv", "treeId,names,height.state\nold,%s,noData\n".formatted("å".repeat(500)));
        api.answer(TRY_TREES, 422, problem("/items/0/names/0"));

        Failure refused = assertThrows(Failure.class, this::load);

        assertTrue(refused.sentence().endsWith("wrong (“" + "å".repeat(60) + "…”)"), refused.sentence());
    }

    @Test
    void whatTheReportLacksAndWhereItIsAreToldAtTheEnd() throws Exception {
        dataset("{file: trees.csv, to: garden/trees}");
        Files.writeString(
                folder.resolve("dataset.yaml"), "await: [book/pages]\n", java.nio.file.StandardOpenOption.APPEND);
        file("trees.csv", "treeId,height.state\nold,noData\n");
        api.answer(TREES, 200, CREATED);
        api.answer("GET /book/v1/towns/umea/pages", 200, "{\"readModel\": {\"garden.tree.v1\": 7}}");
        api.answer(
                "GET /book/v1/towns/umea/pages/document",
                200,
                "{\"title\": \"Träden\", \"incomplete\": [{\"kind\": \"k\", \"message\": \"Eken saknas.\"}]}");

        load();

        assertTrue(
                out.toString(StandardCharsets.UTF_8)
                        .endsWith(
                                """
                                “Träden” is incomplete:
                                  Eken saknas.
                                It is at %s/book/v1/towns/umea/pages/document?format=html
                                """
                                        .formatted(api.url())),
                out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aDraftIsShownByALink() throws Exception {
        dataset("{file: trees.csv, to: garden/trees}");
        Files.writeString(
                folder.resolve("dataset.yaml"), "await: [book/pages]\n", java.nio.file.StandardOpenOption.APPEND);
        file("trees.csv", "treeId,height.state\nold,noData\n");
        api.answer(TREES, 200, CREATED);
        api.answer(
                "GET /book/v1/towns/umea/pages", 200, "{\"state\": \"DRAFT\", \"readModel\": {\"garden.tree.v1\": 7}}");
        api.answer("GET /book/v1/towns/umea/pages/document", 200, "{\"title\": \"Träden\", \"incomplete\": []}");
        api.answer("POST /book/v1/towns/umea/pages/draft-links", 200, "{\"href\": \"http://here/draft?link=x\"}");

        load();

        assertTrue(
                out.toString(StandardCharsets.UTF_8)
                        .endsWith(
                                """
                                “Träden” lacks nothing that it knows of.
                                Its draft opens in a browser, once and within a minute, at http://here/draft?link=x
                                """),
                out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void eachFileIsToldWithWhatBecameOfItsRows() throws Exception {
        dataset("{file: town.yaml, put: garden/towns/umea}", "{file: trees.csv, to: garden/trees}");
        file("town.yaml", "- name: Umeå\n");
        file("trees.csv", "treeId,height.state\nold,noData\n");
        api.answer("GET /garden/v1/towns/umea", 200, "{\"name\": \"Umeå\", \"revision\": 3}");
        api.answer(TREES, 200, CREATED);

        load();

        assertEquals(
                """
                  town.yaml                            1 unchanged
                  trees.csv                            1 created
                """,
                out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void loadingEndsWhenTheReaderHasReadIt() throws Exception {
        dataset("{file: trees.csv, to: garden/trees}");
        Files.writeString(
                folder.resolve("dataset.yaml"), "await: [book/pages]\n", java.nio.file.StandardOpenOption.APPEND);
        file("trees.csv", "treeId,height.state\nold,noData\n");
        api.answer(TREES, 200, CREATED);
        String reader = "GET /book/v1/towns/umea/pages";
        api.answer(reader, 200, "{\"readModel\": {\"garden.tree.v1\": 0}}");
        api.answer(reader, 200, "{\"readModel\": {\"garden.tree.v1\": 6}}");
        api.answer(reader, 200, "{\"readModel\": {\"garden.tree.v1\": 7}}");

        load();

        assertEquals(1, api.puts().size());
    }

    @Test
    void loadingDoesNotWaitForTopicsThatTheReaderDoesNotRead() throws Exception {
        dataset("{file: trees.csv, to: garden/trees}");
        Files.writeString(
                folder.resolve("dataset.yaml"), "await: [book/pages]\n", java.nio.file.StandardOpenOption.APPEND);
        file("trees.csv", "treeId,height.state\nold,noData\n");
        api.answer(TREES, 200, CREATED);
        api.answer("GET /book/v1/towns/umea/pages", 200, "{\"readModel\": {\"garden.house.v1\": 0}}");

        load();

        assertEquals(1, api.puts().size());
    }

    @Test
    void reportsArePublishedAtTheEnd() throws Exception {
        dataset("{file: trees.csv, to: garden/trees}");
        Files.writeString(
                folder.resolve("dataset.yaml"), "publish: [book/pages/7]\n", java.nio.file.StandardOpenOption.APPEND);
        file("trees.csv", "treeId,height.state\nold,noData\n");
        api.answer(TREES, 200, CREATED);
        api.answer("POST /book/v1/towns/umea/pages/7/publications", 201, "{}");

        load();

        assertTrue(out.toString(StandardCharsets.UTF_8).contains("published"));
    }

    @Test
    void aReportThatLacksSomethingIsNotPublishedAndTheListStandsAbove() throws Exception {
        dataset("{file: trees.csv, to: garden/trees}");
        Files.writeString(
                folder.resolve("dataset.yaml"), "publish: [book/pages/7]\n", java.nio.file.StandardOpenOption.APPEND);
        file("trees.csv", "treeId,height.state\nold,noData\n");
        api.answer(TREES, 200, CREATED);
        api.answer(
                "POST /book/v1/towns/umea/pages/7/publications",
                409,
                "{\"type\": \"https://tertial.se/problems/incomplete\"}");
        api.answer(
                "GET /book/v1/towns/umea/pages/7/document",
                200,
                "{\"title\": \"Träden\", \"incomplete\": [{\"kind\": \"k\", \"message\": \"Eken saknas.\"}]}");

        Failure failure = assertThrows(Failure.class, this::load);

        assertEquals(
                """
                Everything was loaded, and not everything was published:
                  book/pages/7: it lacks what is listed above. Complete it; or say why it is published all the same, in \
                dataset.yaml: publish: [{report: book/pages/7, ifIncomplete: REASON}]""",
                failure.sentence());
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("Eken saknas."), out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aReportThatLacksSomethingIsPublishedForAReason() throws Exception {
        dataset("{file: trees.csv, to: garden/trees}");
        Files.writeString(
                folder.resolve("dataset.yaml"),
                "publish: [{report: book/pages/7, ifIncomplete: Kompletteras & rättas}]\n",
                java.nio.file.StandardOpenOption.APPEND);
        file("trees.csv", "treeId,height.state\nold,noData\n");
        api.answer(TREES, 200, CREATED);
        api.answer("POST /book/v1/towns/umea/pages/7/publications", 201, "{}");

        load();

        assertEquals(List.of("ifIncomplete=PUBLISH&reason=Kompletteras+%26+r%C3%A4ttas"), api.queriesOf("POST"));
    }

    @Test
    void aReportThatMayLackChangesIsPublishedOnceItDoesNot() throws Exception {
        dataset("{file: trees.csv, to: garden/trees}");
        Files.writeString(
                folder.resolve("dataset.yaml"), "publish: [book/pages/7]\n", java.nio.file.StandardOpenOption.APPEND);
        file("trees.csv", "treeId,height.state\nold,noData\n");
        api.answer(TREES, 200, CREATED);
        String publications = "POST /book/v1/towns/umea/pages/7/publications";
        api.answer(publications, 409, "{\"type\": \"https://tertial.se/problems/behind\"}");
        api.answer(publications, 201, "{}");

        load();

        assertTrue(out.toString(StandardCharsets.UTF_8).contains("published"));
    }

    @Test
    void aReaderThatFallsBehindIsNamed() throws Exception {
        dataset("{file: trees.csv, to: garden/trees}");
        Files.writeString(
                folder.resolve("dataset.yaml"), "await: [book/pages]\n", java.nio.file.StandardOpenOption.APPEND);
        file("trees.csv", "treeId,height.state\nold,noData\n");
        api.answer(TREES, 200, CREATED);
        api.answer("GET /book/v1/towns/umea/pages", 200, "{\"readModel\": {\"garden.tree.v1\": 6}}");

        Failure failure = assertThrows(Failure.class, () -> load(Duration.ofSeconds(1)));

        assertEquals(
                "/book/v1/towns/umea/pages has not read garden.tree.v1 up to revision 7 within 1 s; it is at 6.",
                failure.sentence());
    }

    @Test
    void whatIsNotReadyIsAskedAgain() throws Exception {
        dataset("{file: trees.csv, to: garden/trees}");
        file("trees.csv", "treeId,height.state\nold,noData\n");
        api.answer(TREES, 503, "");
        api.answer(TREES, 200, CREATED);

        load();

        assertEquals(2, api.puts().size());
    }

    @Test
    void filesThatAreMissingOrUnreadableAreTold() throws Exception {
        dataset(
                "{file: none.csv, to: garden/trees}",
                "{file: latin.csv, to: garden/trees}",
                "{file: broken.yaml, to: garden/trees}",
                "{file: twice.yaml, to: garden/trees}");
        Files.write(folder.resolve("latin.csv"), "treeId\nå\n".getBytes(StandardCharsets.ISO_8859_1));
        file("broken.yaml", "- treeId: a\n  names: [b\n");
        file("twice.yaml", "- treeId: a\n  treeId: b\n");

        Failure failure = assertThrows(Failure.class, this::load);

        assertTrue(failure.sentence().contains("\n  none.csv: There is no such file"), failure.sentence());
        assertTrue(
                failure.sentence()
                        .contains("\n  latin.csv: The file is not UTF-8. If it is a CSV file from Excel, say"),
                failure.sentence());
        assertTrue(
                failure.sentence().contains("\n  broken.yaml line 2: while parsing a flow sequence, expected"),
                failure.sentence());
        assertTrue(failure.sentence().contains("\n  twice.yaml line 2: "), failure.sentence());
        assertEquals(0, api.puts().size());
    }

    @Test
    void anAddressThatTheDocumentLacksIsTold() throws Exception {
        dataset("{file: trees.csv, to: garden/bushes}");

        Failure failure = assertThrows(Failure.class, this::load);

        assertEquals(
                "dataset.yaml, trees.csv: nothing can be put at /garden/v1/towns/umea/bushes as the OpenAPI document has it.",
                failure.sentence());
    }

    @Test
    void aTokenThatIsNoLongerValidIsRenewedOnce() throws Exception {
        dataset("{file: trees.csv, to: garden/trees}");
        file("trees.csv", "treeId,height.state\nold,noData\n");
        api.answer(TREES, 401, "{}");
        api.answer(TREES, 200, CREATED);

        load();

        assertEquals(
                List.of("Bearer token 1", "Bearer token 2"),
                api.puts().stream().map(FakeApi.Put::authorization).toList());
    }

    @Test
    void aTokenThatIsNeverValidIsTold() throws Exception {
        dataset("{file: trees.csv, to: garden/trees}");
        file("trees.csv", "treeId,height.state\nold,noData\n");
        api.answer(TREES, 401, "{\"title\": \"A token is needed\"}");

        Failure failure = assertThrows(Failure.class, this::load);

        assertEquals("trees.csv was refused, nothing of it was loaded (401 A token is needed)", failure.sentence());
        assertEquals(2, api.puts().size());
    }

    private void load() throws Failure {
        load(Duration.ofMinutes(1));
    }

    private void load(Duration patience) throws Failure {
        new Loader(
                        api.url(),
                        () -> "token " + (++tokens),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        patience,
                        memories)
                .load(folder, Wishes.NONE);
    }

    /** What was put first, without what each row says that was seen of it. */
    private String sent() {
        JsonNode items = api.puts().get(0).body().path("items");
        items.forEach(item -> ((ObjectNode) item).remove("revision"));
        return items.toString();
    }

    private void dataset(String... steps) throws IOException {
        file("dataset.yaml", "scope: towns/umea\nload:\n  - " + String.join("\n  - ", steps) + "\n");
    }

    private void file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String allNew(int rows) {
        return IntStream.rangeClosed(1, rows)
                .mapToObj(number -> "{\"key\": \"t%d\", \"effect\": \"CREATED\"}".formatted(number))
                .collect(Collectors.joining(", ", "{\"topic\": \"garden.tree.v1\", \"rows\": [", "]}"));
    }

    private static String problem(String... fields) {
        return java.util.Arrays.stream(fields)
                .map(field -> "{\"field\": \"" + field + "\", \"in\": \"body\", \"message\": \"wrong\"}")
                .collect(Collectors.joining(
                        ", ", "{\"title\": \"Invalid\", \"detail\": \"See below.\", \"violations\": [", "]}"));
    }
}
