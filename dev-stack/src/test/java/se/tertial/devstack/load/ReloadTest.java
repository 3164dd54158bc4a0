package se.tertial.devstack.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import se.tertial.devstack.Failure;

/** Loading a folder again: what others changed is not replaced unseen, and what left a file is told. */
class ReloadTest {

    private static final String ADDRESS = "/garden/v1/towns/umea/trees";
    private static final Wishes PREVIEW = new Wishes(true, false, false, null);
    private static final Wishes OVERWRITE = new Wishes(false, true, false, null);
    private static final Wishes PRUNE = new Wishes(false, false, true, "Felled");

    @RegisterExtension
    final LoadedFolder folder = new LoadedFolder();

    @BeforeEach
    void open() throws Exception {
        folder.file("dataset.yaml", "scope: towns/umea\nload:\n  - {file: trees.csv, to: garden/trees}\n");
        trees("old,noData", "new,noData");
        folder.api().answer("PUT " + ADDRESS, 200, told("old CREATED 7", "new CREATED 8"));
        folder.load(Wishes.NONE);
        folder.forgetWhatWasTold();
    }

    @Test
    void whatNobodyElseChangedIsReplacedAtTheRevisionThatWasSeen() throws Exception {
        trees("old,number", "new,noData");
        answersTo("TRY", "old REPLACED 7", "new UNCHANGED 8");
        answersTo("PUT", "old REPLACED 9", "new UNCHANGED 8");

        folder.load(Wishes.NONE);

        assertEquals(2, folder.api().puts().size());
        assertEquals(
                7, folder.api().puts().get(1).body().at("/items/0/revision").asInt());
        assertFalse(folder.api().puts().get(1).body().at("/items/1").has("revision"));
        assertTrue(folder.told().contains("1 replaced, 1 unchanged"), folder.told());
    }

    @Test
    void aFileThatChangesNothingIsNotSent() throws Exception {
        answersTo("TRY", "old UNCHANGED 7", "new UNCHANGED 8");

        folder.load(Wishes.NONE);

        assertEquals(1, folder.api().puts().size());
        assertTrue(folder.told().contains("2 unchanged"), folder.told());
    }

    @Test
    void whatSomebodyElseChangedIsToldAndNothingIsLoaded() throws Exception {
        trees("old,number", "new,noData");
        answersTo("TRY", "old REPLACED 11", "new UNCHANGED 8");
        folder.api()
                .answer(
                        "GET " + ADDRESS + "/old/revisions",
                        200,
                        """
                {"items": [{"revision": 11, "recordedAt": "2026-11-30T10:00:00Z", "recordedBy": "anna",
                  "state": {"treeId": "old", "height": {"state": "lost"}, "revision": 11}}]}
                """);

        Failure failure = assertThrows(Failure.class, () -> folder.load(Wishes.NONE));

        assertTrue(failure.sentence().startsWith("Nothing was loaded. "), failure.sentence());
        assertTrue(
                failure.sentence()
                        .endsWith(
                                "\n  trees.csv row 2: “old” was changed at 2026-11-30T10:00:00Z by anna: height.state is “lost” there"
                                        + " and “number” in the file."),
                failure.sentence());
        assertEquals(1, folder.api().puts().size());
    }

    @Test
    void whatSomebodyElseChangedToTheSameIsNoMatter() throws Exception {
        answersTo("TRY", "old UNCHANGED 11", "new UNCHANGED 8");
        folder.load(Wishes.NONE);
        trees("old,number", "new,noData");
        answersTo("TRY", "old REPLACED 11", "new UNCHANGED 8");

        folder.load(Wishes.NONE);

        assertEquals(2, folder.api().puts().size());
    }

    @Test
    void whatNoLoadFromHereWroteIsNotReplacedUnseen() throws Exception {
        trees("old,noData", "new,noData", "theirs,number");
        answersTo("TRY", "old UNCHANGED 7", "new UNCHANGED 8", "theirs REPLACED 5");

        Failure failure = assertThrows(Failure.class, () -> folder.load(Wishes.NONE));

        assertTrue(failure.sentence().endsWith("\n  trees.csv row 4: “theirs” was changed."), failure.sentence());
    }

    @Test
    void whatSomebodyElseDeletedIsNotCreatedAgainUnseen() throws Exception {
        answersTo("TRY", "old CREATED 0", "new UNCHANGED 8");

        Failure failure = assertThrows(Failure.class, () -> folder.load(Wishes.NONE));

        assertTrue(failure.sentence().endsWith("\n  trees.csv row 2: “old” was deleted."), failure.sentence());
        assertEquals(1, folder.api().puts().size());
    }

    @Test
    void whatSomebodyElseChangedIsReplacedWhenThatIsWished() throws Exception {
        trees("old,number", "new,noData");
        answersTo("TRY", "old REPLACED 11", "new UNCHANGED 8");

        folder.load(OVERWRITE);

        assertEquals(
                11, folder.api().puts().get(1).body().at("/items/0/revision").asInt());
    }

    @Test
    void previewTellsAndChangesNothing() throws Exception {
        trees("old,number", "another,noData");
        answersTo("TRY", "old REPLACED 7", "another CREATED 0");
        folder.api()
                .answer(
                        "GET " + ADDRESS + "/new",
                        200,
                        "{\"treeId\": \"new\", \"height\": {\"state\": \"noData\"}, \"revision\": 8}");

        folder.load(new Wishes(true, false, true, null));

        assertEquals(
                """
                  trees.csv                            1 would be created, 1 would be replaced
                  trees.csv                            1 row is not in it any more (would be removed):
                    new: noData, new
                """,
                folder.told());
        assertEquals(1, folder.api().puts().size());
        assertEquals(List.of(), folder.api().deletes());
    }

    @Test
    void previewTellsWhatItCannotKnow() throws Exception {
        folder.file(
                "dataset.yaml",
                "scope: towns/umea\nload:\n  - {file: trees.csv, to: garden/trees}\n  - {folder: tales, to: garden/tales, key: taleId, field: text}\n");
        trees("another,noData");
        answersTo("TRY", "another CREATED 0");
        Files.createDirectories(folder.path().resolve("tales"));
        folder.file("tales/a.md", "Of a tree.");
        folder.api()
                .answer(
                        "TRY /garden/v1/towns/umea/tales",
                        404,
                        "{\"title\": \"Not found\", \"detail\": \"No such tree.\"}");

        folder.load(PREVIEW);

        assertTrue(
                folder.told()
                        .contains(
                                "  tales                                not known before the files above it are loaded"
                                        + " (404 Not found: No such tree.)\n"),
                folder.told());
        assertEquals(1, folder.api().puts().size());
    }

    @Test
    void previewTellsWhatOthersChangedToo() throws Exception {
        trees("old,number", "new,noData");
        answersTo("TRY", "old REPLACED 11", "new UNCHANGED 8");

        Failure failure = assertThrows(Failure.class, () -> folder.load(PREVIEW));

        assertTrue(failure.sentence().endsWith("“old” was changed."), failure.sentence());
        assertTrue(folder.told().contains("1 would be replaced"), folder.told());
    }

    @Test
    void aRowThatLeftTheFileIsToldEachTimeAndStays() throws Exception {
        trees("old,noData");
        answersTo("TRY", "old UNCHANGED 7");

        folder.load(Wishes.NONE);
        folder.forgetWhatWasTold();
        folder.load(Wishes.NONE);

        assertTrue(
                folder.told().contains("1 row is not in it any more (kept; --prune removes such rows):"),
                folder.told());
        assertEquals(List.of(), folder.api().deletes());
    }

    @Test
    void aRowThatLeftTheFileIsRemovedAsItWasSeenWhenThatIsWished() throws Exception {
        trees("old,noData");
        answersTo("TRY", "old UNCHANGED 7");
        folder.api().answer("DELETE " + ADDRESS + "/new", 200, "{}");

        folder.load(PRUNE);
        folder.forgetWhatWasTold();
        folder.load(PRUNE);

        assertEquals(
                List.of(new FakeApi.Delete(ADDRESS + "/new?reason=Felled", "\"8\"")),
                folder.api().deletes());
        assertFalse(folder.told().contains("not in it any more"), folder.told());
    }

    @Test
    void aRowThatCannotBeRemovedIsToldWithTheReason() throws Exception {
        trees("old,noData");
        answersTo("TRY", "old UNCHANGED 7");
        folder.api()
                .answer("DELETE " + ADDRESS + "/new", 412, "{\"title\": \"Stale\", \"detail\": \"It was changed.\"}");

        Failure failure = assertThrows(Failure.class, () -> folder.load(PRUNE));

        assertTrue(failure.sentence().endsWith("\n  trees.csv, new: 412 Stale: It was changed."), failure.sentence());
        assertThrows(Failure.class, () -> folder.load(PRUNE), "it is remembered and told again");
    }

    @Test
    void aRowThatMovedToAnotherFileIsNotRemoved() throws Exception {
        folder.file(
                "dataset.yaml",
                "scope: towns/umea\nload:\n  - {file: trees.csv, to: garden/trees}\n  - {file: more.csv, to: garden/trees}\n");
        trees("old,noData");
        folder.file("more.csv", "treeId,height.state\nnew,noData\n");
        folder.api().answer("TRY " + ADDRESS, 200, told("old UNCHANGED 7"));
        folder.api().answer("TRY " + ADDRESS, 200, told("new UNCHANGED 8"));

        folder.load(PRUNE);

        assertEquals(List.of(), folder.api().deletes());

        folder.file("more.csv", "treeId,height.state\n");
        answersTo("TRY", "old UNCHANGED 7");
        folder.api().answer("DELETE " + ADDRESS + "/new", 200, "{}");

        folder.load(PRUNE);

        assertEquals(1, folder.api().deletes().size());
    }

    @Test
    void foldersWhoseFilesHaveTheSameNamesAreToldApart(@TempDir Path february) throws Exception {
        Files.copy(folder.path().resolve("dataset.yaml"), february.resolve("dataset.yaml"));
        Files.writeString(february.resolve("trees.csv"), "treeId,height.state\nthird,noData\n");
        answersTo("TRY", "third CREATED 0");
        answersTo("PUT", "third CREATED 9");

        folder.load(february, PRUNE);

        assertFalse(folder.told().contains("not in it any more"), folder.told());
        assertTrue(
                folder.told()
                        .contains(
                                "lacks 2 rows that files of its name in other folders brought (left alone): new, old\n"),
                folder.told());
        assertEquals(List.of(), folder.api().deletes());

        trees("old,number");
        answersTo("TRY", "old REPLACED 11");
        Failure changed = assertThrows(Failure.class, () -> folder.load(folder.path(), Wishes.NONE));
        assertTrue(changed.sentence().endsWith("\n  trees.csv row 2: “old” was changed."), changed.sentence());

        folder.forgetWhatWasTold();
        trees("old,noData");
        answersTo("TRY", "old UNCHANGED 7");
        folder.api().answer("DELETE " + ADDRESS + "/new", 200, "{}");

        folder.load(folder.path(), PRUNE);

        assertEquals(
                List.of(new FakeApi.Delete(ADDRESS + "/new?reason=Felled", "\"8\"")),
                folder.api().deletes());
    }

    @Test
    void whatWasRememberedWithoutItsFolderIsNotTakenForTheWorkOfOthers() throws Exception {
        try (Stream<Path> files = Files.list(folder.memories())) {
            for (Path file : files.toList()) {
                Files.writeString(
                        file,
                        """
                        {"address": "%s", "files": {"trees.csv": {"new": 8, "old": 7}}}
                        """
                                .formatted(ADDRESS));
            }
        }
        trees("old,number", "new,noData");
        answersTo("TRY", "old REPLACED 7", "new UNCHANGED 8");
        answersTo("PUT", "old REPLACED 9", "new UNCHANGED 8");
        folder.load(Wishes.NONE);
        folder.forgetWhatWasTold();
        trees("old,number");
        answersTo("TRY", "old UNCHANGED 9");

        folder.load(Wishes.NONE);

        assertTrue(folder.told().contains("1 row is not in it any more"), folder.told());
    }

    private void answersTo(String method, String... rows) {
        folder.api().answerNow(method + " " + ADDRESS, 200, told(rows));
    }

    private static String told(String... rows) {
        StringBuilder json = new StringBuilder("{\"revision\": 9, \"topic\": \"garden.tree.v1\", \"rows\": [");
        for (String row : rows) {
            String[] parts = row.split(" ");
            json.append(json.charAt(json.length() - 1) == '[' ? "" : ",")
                    .append("{\"key\": \"%s\", \"effect\": \"%s\", \"revision\": %s}".formatted((Object[]) parts));
        }
        return json.append("]}").toString();
    }

    private void trees(String... rows) throws IOException {
        folder.file("trees.csv", "treeId,height.state\n" + String.join("\n", rows) + "\n");
    }
}
