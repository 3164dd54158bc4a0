package se.tertial.devstack.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What services keep and tell of is printed when everything is loaded, once, and only if it is still so. */
class WarningsTest {

    private static final String GARDEN = "/garden/v1/towns/umea/";
    private static final String WRITTEN = "{\"revision\": 7, \"topic\": \"garden.tree.v1\"}";

    @RegisterExtension
    final LoadedFolder folder = new LoadedFolder();

    @BeforeEach
    void open() throws IOException {
        folder.file("trees.csv", "treeId,kind,height.state\nold,oak,noData\nyoung,birch,noData\n");
        folder.api().answer("PUT " + GARDEN + "trees", 200, WRITTEN);
        folder.api().answer("PUT " + GARDEN + "tales", 200, WRITTEN);
    }

    @Test
    void whatServicesStillTellWhenAllIsLoadedIsPrintedOnce() throws Exception {
        folder.dataset(
                "{file: trees.csv, to: garden/trees}", "{folder: tales, to: garden/tales, key: taleId, field: text}");
        folder.file("tales/one.md", "One.\n");
        String town = warning("townId", "path", "country.town.v1", "There is no umea.");
        String oak = warning("/items/0/kind", "body", "wood.kind.v1", "There is no such wood.");
        String birch = warning("/items/1/kind", "body", "wood.kind.v1", "There is no such wood.");
        folder.api().answer("TRY " + GARDEN + "trees", 200, tried("garden.tree.v1", "old young", town, oak, birch));
        folder.api().answer("TRY " + GARDEN + "trees", 200, tried("garden.tree.v1", "old young", town, birch));
        folder.api().answer("TRY " + GARDEN + "tales", 200, tried("garden.tale.v1", "one", town));

        folder.load(Wishes.NONE, Duration.ofSeconds(1));

        assertTrue(
                folder.told()
                        .endsWith(
                                """
                                Look at this; nothing was refused for it:
                                  There is no umea.
                                  trees.csv row 3, column kind: There is no such wood. (“birch”)
                                """),
                folder.told());
    }

    @Test
    void whatALoadBringsItselfIsNotToldOf() throws Exception {
        folder.dataset("{file: trees.csv, to: garden/trees}");
        String unknown = warning("/items/0/treeId", "body", "garden.tree.v1", "There is no old.");
        for (int time = 0; time < 4; time++) {
            folder.api().answer("TRY " + GARDEN + "trees", 200, tried("garden.tree.v1", "old young", unknown));
        }
        folder.api().answer("TRY " + GARDEN + "trees", 200, tried("garden.tree.v1", "old young"));

        folder.load(new Wishes(true, false, false, null));
        folder.load(Wishes.NONE);

        assertEquals(
                """
                  trees.csv                            2 would be created
                  trees.csv                            2 created
                """,
                folder.told());
    }

    @Test
    void previewTellsOfWhatNoFileBrings() throws Exception {
        folder.dataset("{file: trees.csv, to: garden/trees}");
        String birch = warning("/items/1/kind", "body", "wood.kind.v1", "There is no such wood.");
        folder.api().answer("TRY " + GARDEN + "trees", 200, tried("garden.tree.v1", "old young", birch));

        folder.load(new Wishes(true, false, false, null));

        assertTrue(
                folder.told().endsWith("  trees.csv row 3, column kind: There is no such wood. (“birch”)\n"),
                folder.told());
    }

    @Test
    void theOnlyRowOfAFileIsToldOfToo() throws Exception {
        folder.dataset("{file: town.yaml, put: garden/towns/umea}");
        folder.file("town.yaml", "- name: Umeå\n");
        folder.api().answer("GET /garden/v1/towns/umea", 404, "{}");
        folder.api().answer("GET /garden/v1/towns/umea", 200, "{\"name\": \"Umeå\", \"revision\": 3}");
        String county = warning("/name", "body", "country.county.v1", "It lies in no county.");
        folder.api().answer("PUT /garden/v1/towns/umea", 201, "{\"revision\": 3, \"warnings\": [" + county + "]}");

        folder.load(Wishes.NONE, Duration.ofSeconds(1));

        assertTrue(
                folder.told().endsWith("  town.yaml line 1, item 1 (Umeå), name: It lies in no county. (“Umeå”)\n"),
                folder.told());
        assertTrue(
                folder.api().puts().stream().allMatch(put -> put.body()
                        .equals(folder.api().puts().get(0).body())),
                folder.api().puts().toString());
    }

    private static String tried(String topic, String keys, String... warnings) {
        StringBuilder rows = new StringBuilder();
        for (String key : keys.split(" ")) {
            rows.append(rows.isEmpty() ? "" : ", ").append("{\"key\": \"%s\", \"effect\": \"CREATED\"}".formatted(key));
        }
        return "{\"topic\": \"%s\", \"rows\": [%s], \"warnings\": [%s]}"
                .formatted(topic, rows, String.join(", ", warnings));
    }

    private static String warning(String field, String in, String register, String message) {
        return "{\"code\": \"NOT_REGISTERED\", \"register\": \"%s\", \"field\": \"%s\", \"in\": \"%s\", \"message\": \"%s\"}"
                .formatted(register, field, in, message);
    }
}
