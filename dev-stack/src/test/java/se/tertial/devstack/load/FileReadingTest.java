package se.tertial.devstack.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static se.tertial.devstack.load.LoadedFolder.CREATED;
import static se.tertial.devstack.load.LoadedFolder.TREES;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import se.tertial.devstack.Failure;

/** What the files of a folder say, as rows: each cell is what the document says that it is, and a mistake is told where it stands. */
class FileReadingTest {

    @RegisterExtension
    final LoadedFolder folder = new LoadedFolder();

    @Test
    void cellsBecomeWhatTheDocumentSaysTheyAre() throws Exception {
        folder.dataset("{file: trees.csv, to: garden/trees}");
        folder.file(
                "trees.csv",
                """
                treeId,rings,felled,year,names,kind,height.state,height.number
                old,0120,true,2021,Eken; Gamla ,oak,number,4.0
                "with, comma",,,2021-08,,,noData,
                """);
        folder.api().answer(TREES, 200, CREATED);

        folder.load();

        assertEquals(
                "[{\"treeId\":\"old\",\"rings\":120,\"felled\":true,\"year\":\"2021\",\"names\":[\"Eken\",\"Gamla\"],"
                        + "\"kind\":\"oak\",\"height\":{\"state\":\"number\",\"number\":\"4.0\"}},"
                        + "{\"treeId\":\"with, comma\",\"year\":\"2021-08\",\"height\":{\"state\":\"noData\"}}]",
                folder.sent());
    }

    @Test
    void yamlIsTakenAsItIsWrittenWhereTextIsWanted() throws Exception {
        folder.dataset("{file: trees.yaml, to: garden/trees}");
        folder.file(
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
        folder.api().answer(TREES, 200, CREATED);

        folder.load();

        assertEquals(
                "[{\"treeId\":\"old\",\"rings\":120,\"year\":\"2021\",\"height\":{\"state\":\"number\",\"number\":\"4.10\"},"
                        + "\"names\":[\"no\",\"007\"],\"places\":[{\"street\":\"Storgatan\"}]}]",
                folder.sent());
    }

    @Test
    void markdownFilesBecomeRowsNamedByTheirFiles() throws Exception {
        folder.dataset("{folder: tales, to: garden/tales, key: taleId, field: text, with: {year: 2021}}");
        folder.file("tales/b-side.md", "Two\n\nparagraphs.\n");
        folder.file("tales/a-side.md", "One – å.\r\n");
        folder.api().answer("PUT /garden/v1/towns/umea/tales", 200, CREATED);

        folder.load();

        assertEquals(
                "[{\"taleId\":\"a-side\",\"text\":\"One – å.\",\"year\":\"2021\"},"
                        + "{\"taleId\":\"b-side\",\"text\":\"Two\\n\\nparagraphs.\",\"year\":\"2021\"}]",
                folder.sent());
    }

    @Test
    void invisibleCharactersOfPastedTextAreLeftOutAndTold() throws Exception {
        folder.dataset("{folder: tales, to: garden/tales, key: taleId, field: text, with: {year: 2021}}");
        folder.file("tales/a.md", "Klistrat\u200B från en \uFEFFchatt 👩\u200D💻");
        folder.api().answer("PUT /garden/v1/towns/umea/tales", 200, CREATED);

        folder.load();

        assertEquals(
                "Klistrat från en chatt 👩\u200D💻",
                folder.api().puts().get(0).body().at("/items/0/text").asText());
        assertTrue(folder.told().contains("tales/a.md"));
        assertTrue(folder.told().contains("2 invisible characters left out"));
    }

    @Test
    void oneMistakeAnywhereKeepsEverythingFromBeingSent() throws Exception {
        folder.dataset(
                "{file: good.csv, to: garden/trees}",
                "{file: bad.csv, to: garden/trees}",
                "{file: bad.yaml, to: garden/trees}");
        folder.file("good.csv", "treeId,height.state\nold,noData\n");
        folder.file(
                "bad.csv",
                """
                treeId,rings,kind,height.state
                a,many,oak,number

                c,3,palm,number
                d,4,oak
                e,5,oak,
                """);
        folder.file("bad.yaml", "- treeId: f\n  rings: few\n  height: {state: noData}\n  colour: red\n- treeId: g\n");

        Failure failure = assertThrows(Failure.class, folder::load);

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
        assertEquals(0, folder.api().puts().size());
    }

    @Test
    void theCsvOfASwedishSpreadsheetIsReadAndToldHow() throws Exception {
        folder.dataset("{file: trees.csv, to: garden/trees}");
        folder.file(
                "trees.csv",
                "treeId;names;height.state;height.number\r\nold;\"Eken;Gamla\";number;1\u00a0000,50\r\nnew;;number;−4,5\r\n");
        folder.api().answer(TREES, 200, CREATED);

        folder.load();

        assertEquals(
                "[{\"treeId\":\"old\",\"names\":[\"Eken\",\"Gamla\"],\"height\":{\"state\":\"number\",\"number\":\"1000.50\"}},"
                        + "{\"treeId\":\"new\",\"height\":{\"state\":\"number\",\"number\":\"-4.5\"}}]",
                folder.sent());
        assertTrue(folder.told().contains("2 created (read with “;” between cells, decimal comma)"), folder.told());
    }

    @Test
    void wordsInAColumnOfTheirOwnKeepTheirCommas() throws Exception {
        folder.dataset("{file: trees.csv, to: garden/trees}");
        folder.file("trees.csv", "treeId;height.state;height.number;year\nold;number;2,5;\nnew;words;;3,5–4,0\n");
        folder.api().answer(TREES, 200, CREATED);

        folder.load();

        assertEquals(
                "[{\"treeId\":\"old\",\"height\":{\"state\":\"number\",\"number\":\"2.5\"}},"
                        + "{\"treeId\":\"new\",\"height\":{\"state\":\"words\"},\"year\":\"3,5–4,0\"}]",
                folder.sent());
    }

    @Test
    void tabsBetweenCellsAreRecognised() throws Exception {
        folder.dataset("{file: trees.tsv, to: garden/trees}");
        folder.file("trees.tsv", "treeId\theight.state\theight.number\nold\tnumber\t2.5\n");
        folder.api().answer(TREES, 200, CREATED);

        folder.load();

        assertEquals("[{\"treeId\":\"old\",\"height\":{\"state\":\"number\",\"number\":\"2.5\"}}]", folder.sent());
    }

    @Test
    void whatCanBeReadInTwoWaysIsAskedFor() throws Exception {
        folder.dataset("{file: trees.csv, to: garden/trees}");
        folder.file("trees.csv", "treeId;height.state;height.number\nold;number;1,500\n");

        Failure failure = assertThrows(Failure.class, folder::load);

        assertEquals(
                """
                Nothing was loaded:
                  trees.csv: “1,500” can be read in two ways; say `csv: {decimal: ","}` or `csv: {decimal: "."}` in dataset.yaml.""",
                failure.sentence());
    }

    @Test
    void aDeclaredDecimalSignSettlesIt() throws Exception {
        folder.dataset("{file: trees.csv, to: garden/trees, csv: {decimal: ','}}");
        folder.file("trees.csv", "treeId;height.state;height.number\nold;number;1,500\n");
        folder.api().answer(TREES, 200, CREATED);

        folder.load();

        assertEquals(
                "1.500",
                folder.api().puts().get(0).body().at("/items/0/height/number").asText());
    }

    @Test
    void aFileWithBothDecimalSignsIsRefused() throws Exception {
        folder.dataset("{file: trees.csv, to: garden/trees}");
        folder.file("trees.csv", "treeId;height.state;height.number\nold;number;1,5\nnew;number;1.5\n");

        Failure failure = assertThrows(Failure.class, folder::load);

        assertEquals(
                """
                Nothing was loaded:
                  trees.csv row 2, column height.number: “1,5” has a decimal comma, and the file's decimal sign is a point.""",
                failure.sentence());
    }

    @Test
    void aDeclaredEncodingIsRead() throws Exception {
        folder.dataset("{file: trees.csv, to: garden/trees, csv: {encoding: windows-1252}}");
        Files.write(
                folder.path().resolve("trees.csv"),
                "treeId,names,height.state\na,Förskolan – Åkern,noData\n".getBytes(Charset.forName("windows-1252")));
        folder.api().answer(TREES, 200, CREATED);

        folder.load();

        assertEquals(
                "Förskolan – Åkern",
                folder.api().puts().get(0).body().at("/items/0/names/0").asText());
        assertTrue(folder.told().contains("(read with windows-1252)"));
    }

    @Test
    void anUnknownFormatIsRefused() throws Exception {
        folder.dataset("{file: trees.csv, to: garden/trees, csv: {encoding: latin-5}}");

        Failure failure = assertThrows(Failure.class, folder::load);

        assertEquals("dataset.yaml, trees.csv: “encoding” is utf-8 or windows-1252.", failure.sentence());
    }

    @Test
    void aMissingColumnIsToldOnce() throws Exception {
        folder.dataset("{file: trees.csv, to: garden/trees}");
        folder.file("trees.csv", "treeId,height.number\na,1\nb,2\n");

        Failure failure = assertThrows(Failure.class, folder::load);

        assertEquals(
                """
                Nothing was loaded:
                  trees.csv row 1: The column height.state is missing.""",
                failure.sentence());
    }

    @Test
    void columnsThatNoFieldHasAreTold() throws Exception {
        folder.dataset("{file: trees.csv, to: garden/trees}");
        folder.file("trees.csv", "treeId,height.colour,treeId\nold,red,old\n");

        Failure failure = assertThrows(Failure.class, folder::load);

        assertEquals(
                """
                Nothing was loaded:
                  trees.csv row 1, column height.colour: There is no such field.
                  trees.csv row 1, column treeId: stands twice.""",
                failure.sentence());
    }

    @Test
    void filesThatAreMissingOrUnreadableAreTold() throws Exception {
        folder.dataset(
                "{file: none.csv, to: garden/trees}",
                "{file: latin.csv, to: garden/trees}",
                "{file: broken.yaml, to: garden/trees}",
                "{file: twice.yaml, to: garden/trees}");
        Files.write(folder.path().resolve("latin.csv"), "treeId\nå\n".getBytes(StandardCharsets.ISO_8859_1));
        folder.file("broken.yaml", "- treeId: a\n  names: [b\n");
        folder.file("twice.yaml", "- treeId: a\n  treeId: b\n");

        Failure failure = assertThrows(Failure.class, folder::load);

        assertTrue(failure.sentence().contains("\n  none.csv: There is no such file"), failure.sentence());
        assertTrue(
                failure.sentence()
                        .contains("\n  latin.csv: The file is not UTF-8. If it is a CSV file from Excel, say"),
                failure.sentence());
        assertTrue(
                failure.sentence().contains("\n  broken.yaml line 2: while parsing a flow sequence, expected"),
                failure.sentence());
        assertTrue(failure.sentence().contains("\n  twice.yaml line 2: "), failure.sentence());
        assertEquals(0, folder.api().puts().size());
    }

    @Test
    void anAddressThatTheDocumentLacksIsTold() throws Exception {
        folder.dataset("{file: trees.csv, to: garden/bushes}");

        Failure failure = assertThrows(Failure.class, folder::load);

        assertEquals(
                "dataset.yaml, trees.csv: nothing can be put at /garden/v1/towns/umea/bushes as the OpenAPI document has it.",
                failure.sentence());
    }
}
