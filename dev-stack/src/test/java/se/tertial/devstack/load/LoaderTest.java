package se.tertial.devstack.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static se.tertial.devstack.load.LoadedFolder.CREATED;
import static se.tertial.devstack.load.LoadedFolder.TREES;
import static se.tertial.devstack.load.LoadedFolder.TRY_TREES;
import static se.tertial.devstack.load.LoadedFolder.allNew;
import static se.tertial.devstack.load.LoadedFolder.problem;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import se.tertial.devstack.Failure;

/** What a folder is loaded with: requests, what the service refuses of them, and what became of each file. */
class LoaderTest {

    @RegisterExtension
    final LoadedFolder folder = new LoadedFolder();

    @Test
    void whatTheServiceRefusesIsToldWithRowAndColumn() throws Exception {
        folder.dataset("{file: trees.csv, to: garden/trees}");
        folder.file("trees.csv", "treeId,names,height.state,height.number\nold,Eken,number,4\nnew,A;B,number,x\n");
        folder.api().answer(TREES, 422, problem("/items/1/height/number", "/items/1/names/0", "/items/0"));

        Failure failure = assertThrows(Failure.class, folder::load);

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
        folder.dataset("{file: trees.yaml, to: garden/trees}");
        folder.file(
                "trees.yaml",
                "- treeId: old\n  height: {state: noData}\n  places:\n    - street: A\n    - street: B\n");
        folder.api().answer(TRY_TREES, 422, problem("/items/0/places/1/street", "/items/0/height/number"));

        Failure failure = assertThrows(Failure.class, folder::load);

        assertEquals(
                """
                trees.yaml was refused, nothing of it was loaded (422 Invalid: See below.)
                  trees.yaml line 5, item 1 (old), places 2 › street: wrong (“B”)
                  trees.yaml line 2, item 1 (old), height › number: wrong""",
                failure.sentence());
    }

    @Test
    void rowsBeyondTenThousandGoInARequestOfTheirOwn() throws Exception {
        moreThanOneRequestOfTrees();
        folder.api().answer(TREES, 200, CREATED);
        folder.api().answer(TREES, 422, problem("/items/0/treeId"));

        Failure failure = assertThrows(Failure.class, folder::load);

        assertEquals(10_000, folder.api().puts().get(0).body().path("items").size());
        assertEquals(
                """
                trees.csv was refused, the first 10000 rows were loaded before (422 Invalid: See below.)
                  trees.csv row 10002, column treeId: wrong (“t10001”)""",
                failure.sentence());
    }

    @Test
    void aMistakeBeyondTenThousandRowsIsFoundBeforeAnythingIsWritten() throws Exception {
        moreThanOneRequestOfTrees();
        folder.api().answer(TRY_TREES, 200, allNew(10_000));
        folder.api().answer(TRY_TREES, 422, problem("/items/0/treeId"));

        Failure failure = assertThrows(Failure.class, folder::load);

        assertTrue(
                failure.sentence().startsWith("trees.csv was refused, nothing of it was loaded"), failure.sentence());
        assertEquals(0, folder.api().puts().size());
    }

    @Test
    void aFileThatIsRefusedAfterUnchangedFilesIsRefusedBeforeAnythingIsWritten() throws Exception {
        folder.dataset("{file: town.yaml, put: garden/towns/umea}", "{file: trees.csv, to: garden/trees}");
        folder.file("town.yaml", "- name: Umeå\n");
        folder.file("trees.csv", "treeId,height.state\nold,noData\n");
        folder.api().answer("GET /garden/v1/towns/umea", 200, "{\"name\": \"Umeå\", \"revision\": 3}");
        folder.api().answer(TRY_TREES, 422, problem("/items/0/treeId"));

        Failure failure = assertThrows(Failure.class, folder::load);

        assertTrue(failure.sentence().endsWith("trees.csv row 2, column treeId: wrong (“old”)"), failure.sentence());
        assertEquals(0, folder.api().puts().size());
    }

    @Test
    void aFileThatNeedsWhatAnEarlierOneBringsIsTriedAgainAfterIt() throws Exception {
        folder.dataset("{file: town.yaml, put: garden/towns/umea}", "{file: trees.csv, to: garden/trees}");
        folder.file("town.yaml", "- name: Umeå\n");
        folder.file("trees.csv", "treeId,height.state\nold,noData\n");
        folder.api().answer("PUT /garden/v1/towns/umea", 201, "{\"revision\": 4}");
        folder.api().answer(TRY_TREES, 404, "{\"title\": \"No such town\"}");
        folder.api().answer(TRY_TREES, 200, allNew(1));
        folder.api().answer(TREES, 200, CREATED);

        folder.load();

        assertEquals(2, folder.api().puts().size());
    }

    @Test
    void aLongValueIsQuotedByItsBeginning() throws Exception {
        folder.dataset("{file: trees.csv, to: garden/trees}");
        folder.file(
                "trees.csv",
                "treeId,names,kind,height.state\nold,%s,%s,noData\n".formatted("å".repeat(500), "x".repeat(500)));

        Failure failure = assertThrows(Failure.class, folder::load);

        assertEquals(
                """
                Nothing was loaded:
                  trees.csv row 2, column kind: “%s…” is none of oak, birch."""
                        .formatted("x".repeat(60)),
                failure.sentence());

        folder.file("trees.csv", "treeId,names,height.state\nold,%s,noData\n".formatted("å".repeat(500)));
        folder.api().answer(TRY_TREES, 422, problem("/items/0/names/0"));

        Failure refused = assertThrows(Failure.class, folder::load);

        assertTrue(refused.sentence().endsWith("wrong (“" + "å".repeat(60) + "…”)"), refused.sentence());
    }

    @Test
    void eachFileIsToldWithWhatBecameOfItsRows() throws Exception {
        folder.dataset("{file: town.yaml, put: garden/towns/umea}", "{file: trees.csv, to: garden/trees}");
        folder.file("town.yaml", "- name: Umeå\n");
        folder.file("trees.csv", "treeId,height.state\nold,noData\n");
        folder.api().answer("GET /garden/v1/towns/umea", 200, "{\"name\": \"Umeå\", \"revision\": 3}");
        folder.api().answer(TREES, 200, CREATED);

        folder.load();

        assertEquals(
                """
                  town.yaml                            1 unchanged
                  trees.csv                            1 created
                """,
                folder.told());
    }

    @Test
    void whatIsNotReadyIsAskedAgain() throws Exception {
        folder.dataset("{file: trees.csv, to: garden/trees}");
        folder.file("trees.csv", "treeId,height.state\nold,noData\n");
        folder.api().answer(TREES, 503, "");
        folder.api().answer(TREES, 200, CREATED);

        folder.load();

        assertEquals(2, folder.api().puts().size());
    }

    @Test
    void aTokenThatIsNoLongerValidIsRenewedOnce() throws Exception {
        folder.dataset("{file: trees.csv, to: garden/trees}");
        folder.file("trees.csv", "treeId,height.state\nold,noData\n");
        folder.api().answer(TREES, 401, "{}");
        folder.api().answer(TREES, 200, CREATED);

        folder.load();

        assertEquals(
                List.of("Bearer token 1", "Bearer token 2"),
                folder.api().puts().stream().map(FakeApi.Put::authorization).toList());
    }

    @Test
    void aTokenThatIsNeverValidIsTold() throws Exception {
        folder.dataset("{file: trees.csv, to: garden/trees}");
        folder.file("trees.csv", "treeId,height.state\nold,noData\n");
        folder.api().answer(TREES, 401, "{\"title\": \"A token is needed\"}");

        Failure failure = assertThrows(Failure.class, folder::load);

        assertEquals("trees.csv was refused, nothing of it was loaded (401 A token is needed)", failure.sentence());
        assertEquals(2, folder.api().puts().size());
    }

    private void moreThanOneRequestOfTrees() throws IOException {
        folder.dataset("{file: trees.csv, to: garden/trees}");
        folder.file(
                "trees.csv",
                IntStream.rangeClosed(1, 10_001)
                        .mapToObj(number -> "t" + number + ",noData")
                        .collect(Collectors.joining("\n", "treeId,height.state\n", "\n")));
    }
}
