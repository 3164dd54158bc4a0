package se.tertial.devstack.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.tertial.devstack.Failure;

/** Loading a folder again: what others changed is not replaced unseen, and what left a file is told. */
class ReloadTest {

    private static final String ADDRESS = "/garden/v1/towns/umea/trees";
    private static final Wishes PREVIEW = new Wishes(true, false, false, null);
    private static final Wishes OVERWRITE = new Wishes(false, true, false, null);
    private static final Wishes PRUNE = new Wishes(false, false, true, "Felled");

    @TempDir
    Path folder;

    @TempDir
    Path memories;

    private FakeApi api;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @BeforeEach
    void open() throws Exception {
        api = new FakeApi();
        file("dataset.yaml", "scope: towns/umea\nload:\n  - {file: trees.csv, to: garden/trees}\n");
        trees("old,noData", "new,noData");
        api.answer("PUT " + ADDRESS, 200, told("old CREATED 7", "new CREATED 8"));
        load(Wishes.NONE);
        out.reset();
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void whatNobodyElseChangedIsReplacedAtTheRevisionThatWasSeen() throws Exception {
        trees("old,number", "new,noData");
        answersTo("TRY", "old REPLACED 7", "new UNCHANGED 8");
        answersTo("PUT", "old REPLACED 9", "new UNCHANGED 8");

        load(Wishes.NONE);

        assertEquals(2, api.puts().size());
        assertEquals(7, api.puts().get(1).body().at("/items/0/revision").asInt());
        assertFalse(api.puts().get(1).body().at("/items/1").has("revision"));
        assertTrue(told().contains("1 replaced, 1 unchanged"), told());
    }

    @Test
    void aFileThatChangesNothingIsNotSent() throws Exception {
        answersTo("TRY", "old UNCHANGED 7", "new UNCHANGED 8");

        load(Wishes.NONE);

        assertEquals(1, api.puts().size());
        assertTrue(told().contains("2 unchanged"), told());
    }

    @Test
    void whatSomebodyElseChangedIsToldAndNothingIsLoaded() throws Exception {
        trees("old,number", "new,noData");
        answersTo("TRY", "old REPLACED 11", "new UNCHANGED 8");
        api.answer(
                "GET " + ADDRESS + "/old/revisions",
                200,
                """
                {"items": [{"revision": 11, "recordedAt": "2026-11-30T10:00:00Z", "recordedBy": "anna",
                  "state": {"treeId": "old", "height": {"state": "lost"}, "revision": 11}}]}
                """);

        Failure failure = assertThrows(Failure.class, () -> load(Wishes.NONE));

        assertTrue(failure.sentence().startsWith("Nothing was loaded. "), failure.sentence());
        assertTrue(
                failure.sentence()
                        .endsWith(
                                "\n  trees.csv row 2: “old” was changed at 2026-11-30T10:00:00Z by anna: height.state is “lost” there"
                                        + " and “number” in the file."),
                failure.sentence());
        assertEquals(1, api.puts().size());
    }

    @Test
    void whatSomebodyElseChangedToTheSameIsNoMatter() throws Exception {
        answersTo("TRY", "old UNCHANGED 11", "new UNCHANGED 8");
        load(Wishes.NONE);
        trees("old,number", "new,noData");
        answersTo("TRY", "old REPLACED 11", "new UNCHANGED 8");

        load(Wishes.NONE);

        assertEquals(2, api.puts().size());
    }

    @Test
    void whatNoLoadFromHereWroteIsNotReplacedUnseen() throws Exception {
        trees("old,noData", "new,noData", "theirs,number");
        answersTo("TRY", "old UNCHANGED 7", "new UNCHANGED 8", "theirs REPLACED 5");

        Failure failure = assertThrows(Failure.class, () -> load(Wishes.NONE));

        assertTrue(failure.sentence().endsWith("\n  trees.csv row 4: “theirs” was changed."), failure.sentence());
    }

    @Test
    void whatSomebodyElseDeletedIsNotCreatedAgainUnseen() throws Exception {
        answersTo("TRY", "old CREATED 0", "new UNCHANGED 8");

        Failure failure = assertThrows(Failure.class, () -> load(Wishes.NONE));

        assertTrue(failure.sentence().endsWith("\n  trees.csv row 2: “old” was deleted."), failure.sentence());
        assertEquals(1, api.puts().size());
    }

    @Test
    void whatSomebodyElseChangedIsReplacedWhenThatIsWished() throws Exception {
        trees("old,number", "new,noData");
        answersTo("TRY", "old REPLACED 11", "new UNCHANGED 8");

        load(OVERWRITE);

        assertEquals(11, api.puts().get(1).body().at("/items/0/revision").asInt());
    }

    @Test
    void previewTellsAndChangesNothing() throws Exception {
        trees("old,number", "another,noData");
        answersTo("TRY", "old REPLACED 7", "another CREATED 0");
        api.answer(
                "GET " + ADDRESS + "/new",
                200,
                "{\"treeId\": \"new\", \"height\": {\"state\": \"noData\"}, \"revision\": 8}");

        load(new Wishes(true, false, true, null));

        assertEquals(
                """
                  trees.csv                            1 would be created, 1 would be replaced
                  trees.csv                            1 row is not in it any more (would be removed):
                    new: noData, new
                """,
                told());
        assertEquals(1, api.puts().size());
        assertEquals(List.of(), api.deletes());
    }

    @Test
    void previewTellsWhatItCannotKnow() throws Exception {
        file(
                "dataset.yaml",
                "scope: towns/umea\nload:\n  - {file: trees.csv, to: garden/trees}\n  - {folder: tales, to: garden/tales, key: taleId, field: text}\n");
        trees("another,noData");
        answersTo("TRY", "another CREATED 0");
        Files.createDirectories(folder.resolve("tales"));
        file("tales/a.md", "Of a tree.");
        api.answer("TRY /garden/v1/towns/umea/tales", 404, "{\"title\": \"Not found\", \"detail\": \"No such tree.\"}");

        load(PREVIEW);

        assertTrue(
                told().contains("  tales                                not known before the files above it are loaded"
                        + " (404 Not found: No such tree.)\n"),
                told());
        assertEquals(1, api.puts().size());
    }

    @Test
    void previewTellsWhatOthersChangedToo() throws Exception {
        trees("old,number", "new,noData");
        answersTo("TRY", "old REPLACED 11", "new UNCHANGED 8");

        Failure failure = assertThrows(Failure.class, () -> load(PREVIEW));

        assertTrue(failure.sentence().endsWith("“old” was changed."), failure.sentence());
        assertTrue(told().contains("1 would be replaced"), told());
    }

    @Test
    void aRowThatLeftTheFileIsToldEachTimeAndStays() throws Exception {
        trees("old,noData");
        answersTo("TRY", "old UNCHANGED 7");

        load(Wishes.NONE);
        out.reset();
        load(Wishes.NONE);

        assertTrue(told().contains("1 row is not in it any more (kept; --prune removes such rows):"), told());
        assertEquals(List.of(), api.deletes());
    }

    @Test
    void aRowThatLeftTheFileIsRemovedAsItWasSeenWhenThatIsWished() throws Exception {
        trees("old,noData");
        answersTo("TRY", "old UNCHANGED 7");
        api.answer("DELETE " + ADDRESS + "/new", 200, "{}");

        load(PRUNE);
        out.reset();
        load(PRUNE);

        assertEquals(List.of(new FakeApi.Delete(ADDRESS + "/new?reason=Felled", "\"8\"")), api.deletes());
        assertFalse(told().contains("not in it any more"), told());
    }

    @Test
    void aRowThatCannotBeRemovedIsToldWithTheReason() throws Exception {
        trees("old,noData");
        answersTo("TRY", "old UNCHANGED 7");
        api.answer("DELETE " + ADDRESS + "/new", 412, "{\"title\": \"Stale\", \"detail\": \"It was changed.\"}");

        Failure failure = assertThrows(Failure.class, () -> load(PRUNE));

        assertTrue(failure.sentence().endsWith("\n  trees.csv, new: 412 Stale: It was changed."), failure.sentence());
        assertThrows(Failure.class, () -> load(PRUNE), "it is remembered and told again");
    }

    @Test
    void aRowThatMovedToAnotherFileIsNotRemoved() throws Exception {
        file(
                "dataset.yaml",
                "scope: towns/umea\nload:\n  - {file: trees.csv, to: garden/trees}\n  - {file: more.csv, to: garden/trees}\n");
        trees("old,noData");
        file("more.csv", "treeId,height.state\nnew,noData\n");
        api.answer("TRY " + ADDRESS, 200, told("old UNCHANGED 7"));
        api.answer("TRY " + ADDRESS, 200, told("new UNCHANGED 8"));

        load(PRUNE);

        assertEquals(List.of(), api.deletes());

        file("more.csv", "treeId,height.state\n");
        answersTo("TRY", "old UNCHANGED 7");
        api.answer("DELETE " + ADDRESS + "/new", 200, "{}");

        load(PRUNE);

        assertEquals(1, api.deletes().size());
    }

    @Test
    void foldersWhoseFilesHaveTheSameNamesAreToldApart(@TempDir Path february) throws Exception {
        Files.copy(folder.resolve("dataset.yaml"), february.resolve("dataset.yaml"));
        Files.writeString(february.resolve("trees.csv"), "treeId,height.state\nthird,noData\n");
        answersTo("TRY", "third CREATED 0");
        answersTo("PUT", "third CREATED 9");

        load(february, PRUNE);

        assertFalse(told().contains("not in it any more"), told());
        assertEquals(List.of(), api.deletes());

        trees("old,number");
        answersTo("TRY", "old REPLACED 11");
        Failure changed = assertThrows(Failure.class, () -> load(folder, Wishes.NONE));
        assertTrue(changed.sentence().endsWith("\n  trees.csv row 2: “old” was changed."), changed.sentence());

        out.reset();
        trees("old,noData");
        answersTo("TRY", "old UNCHANGED 7");
        api.answer("DELETE " + ADDRESS + "/new", 200, "{}");

        load(folder, PRUNE);

        assertEquals(List.of(new FakeApi.Delete(ADDRESS + "/new?reason=Felled", "\"8\"")), api.deletes());
    }

    @Test
    void whatWasRememberedWithoutItsFolderIsNotTakenForTheWorkOfOthers() throws Exception {
        try (Stream<Path> files = Files.list(memories)) {
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
        load(Wishes.NONE);
        out.reset();
        trees("old,number");
        answersTo("TRY", "old UNCHANGED 9");

        load(Wishes.NONE);

        assertTrue(told().contains("1 row is not in it any more"), told());
    }

    private void load(Wishes wishes) throws Failure {
        load(folder, wishes);
    }

    private void load(Path from, Wishes wishes) throws Failure {
        new Loader(
                        api.url(),
                        () -> "token",
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        Duration.ofMinutes(1),
                        memories)
                .load(from, wishes);
    }

    private String told() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private void answersTo(String method, String... rows) {
        api.answerNow(method + " " + ADDRESS, 200, told(rows));
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
        file("trees.csv", "treeId,height.state\n" + String.join("\n", rows) + "\n");
    }

    private void file(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
