package se.tertial.devstack.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static se.tertial.devstack.load.LoadedFolder.CREATED;
import static se.tertial.devstack.load.LoadedFolder.TREES;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import se.tertial.devstack.Failure;

/** What is done when all files are loaded: the reports that read them are waited for, shown and published. */
class ReportingTest {

    @RegisterExtension
    final LoadedFolder folder = new LoadedFolder();

    @Test
    void whatTheReportLacksAndWhereItIsAreToldAtTheEnd() throws Exception {
        treeAnd("await: [book/pages]");
        folder.api().answer("GET /book/v1/towns/umea/pages", 200, "{\"readModel\": {\"garden.tree.v1\": 7}}");
        folder.api()
                .answer(
                        "GET /book/v1/towns/umea/pages/document",
                        200,
                        "{\"title\": \"Träden\", \"incomplete\": [{\"kind\": \"k\", \"message\": \"Eken saknas.\"}]}");

        folder.load();

        assertTrue(
                folder.told()
                        .endsWith(
                                """
                                “Träden” is incomplete:
                                  Eken saknas.
                                It is at %s/book/v1/towns/umea/pages/document?format=html
                                """
                                        .formatted(folder.api().url())),
                folder.told());
    }

    @Test
    void aDraftIsShownByALink() throws Exception {
        treeAnd("await: [book/pages]");
        folder.api()
                .answer(
                        "GET /book/v1/towns/umea/pages",
                        200,
                        "{\"state\": \"DRAFT\", \"readModel\": {\"garden.tree.v1\": 7}}");
        folder.api()
                .answer("GET /book/v1/towns/umea/pages/document", 200, "{\"title\": \"Träden\", \"incomplete\": []}");
        folder.api()
                .answer("POST /book/v1/towns/umea/pages/draft-links", 200, "{\"href\": \"http://here/draft?link=x\"}");

        folder.load();

        assertTrue(
                folder.told()
                        .endsWith(
                                """
                                “Träden” lacks nothing that it knows of.
                                Its draft opens in a browser, once and within a minute, at http://here/draft?link=x
                                """),
                folder.told());
    }

    @Test
    void loadingEndsWhenTheReaderHasReadIt() throws Exception {
        treeAnd("await: [book/pages]");
        String reader = "GET /book/v1/towns/umea/pages";
        folder.api().answer(reader, 200, "{\"readModel\": {\"garden.tree.v1\": 0}}");
        folder.api().answer(reader, 200, "{\"readModel\": {\"garden.tree.v1\": 6}}");
        folder.api().answer(reader, 200, "{\"readModel\": {\"garden.tree.v1\": 7}}");

        folder.load();

        assertEquals(1, folder.api().puts().size());
    }

    @Test
    void loadingDoesNotWaitForTopicsThatTheReaderDoesNotRead() throws Exception {
        treeAnd("await: [book/pages]");
        folder.api().answer("GET /book/v1/towns/umea/pages", 200, "{\"readModel\": {\"garden.house.v1\": 0}}");

        folder.load();

        assertEquals(1, folder.api().puts().size());
    }

    @Test
    void reportsArePublishedAtTheEnd() throws Exception {
        treeAnd("publish: [book/pages/7]");
        folder.api().answer("POST /book/v1/towns/umea/pages/7/publications", 201, "{}");

        folder.load();

        assertTrue(folder.told().contains("published"));
    }

    @Test
    void aReportThatMayLackChangesIsPublishedOnceItDoesNot() throws Exception {
        treeAnd("publish: [book/pages/7]");
        String publications = "POST /book/v1/towns/umea/pages/7/publications";
        folder.api().answer(publications, 409, "{\"type\": \"https://tertial.se/problems/behind\"}");
        folder.api().answer(publications, 201, "{}");

        folder.load();

        assertTrue(folder.told().contains("published"));
    }

    @Test
    void aReaderThatFallsBehindIsNamed() throws Exception {
        treeAnd("await: [book/pages]");
        folder.api().answer("GET /book/v1/towns/umea/pages", 200, "{\"readModel\": {\"garden.tree.v1\": 6}}");

        Failure failure = assertThrows(Failure.class, () -> folder.load(Duration.ofSeconds(1)));

        assertEquals(
                "/book/v1/towns/umea/pages has not read garden.tree.v1 up to revision 7 within 1 s; it is at 6.",
                failure.sentence());
    }

    @Test
    void aReportThatLacksSomethingIsNotPublishedAndTheListStandsAbove() throws Exception {
        treeAnd("publish: [book/pages/7]");
        folder.api()
                .answer(
                        "POST /book/v1/towns/umea/pages/7/publications",
                        409,
                        "{\"type\": \"https://tertial.se/problems/incomplete\"}");
        folder.api()
                .answer(
                        "GET /book/v1/towns/umea/pages/7/document",
                        200,
                        "{\"title\": \"Träden\", \"incomplete\": [{\"kind\": \"k\", \"message\": \"Eken saknas.\"}]}");

        Failure failure = assertThrows(Failure.class, folder::load);

        assertEquals(
                """
                Everything was loaded, and not everything was published:
                  book/pages/7: it lacks what is listed above. Complete it; or say why it is published all the same, in \
                dataset.yaml: publish: [{report: book/pages/7, ifIncomplete: REASON}]""",
                failure.sentence());
        assertTrue(folder.told().contains("Eken saknas."), folder.told());
    }

    @Test
    void aReportThatLacksSomethingIsPublishedForAReason() throws Exception {
        treeAnd("publish: [{report: book/pages/7, ifIncomplete: Kompletteras & rättas}]");
        folder.api().answer("POST /book/v1/towns/umea/pages/7/publications", 201, "{}");

        folder.load();

        assertEquals(
                List.of("ifIncomplete=PUBLISH&reason=Kompletteras+%26+r%C3%A4ttas"),
                folder.api().queriesOf("POST"));
    }

    /** A folder of one tree, and what else its loading is to do. */
    private void treeAnd(String then) throws IOException {
        folder.dataset("{file: trees.csv, to: garden/trees}");
        Files.writeString(folder.path().resolve("dataset.yaml"), then + "\n", StandardOpenOption.APPEND);
        folder.file("trees.csv", "treeId,height.state\nold,noData\n");
        folder.api().answer(TREES, 200, CREATED);
    }
}
