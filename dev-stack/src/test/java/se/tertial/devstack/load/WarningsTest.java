package se.tertial.devstack.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.tertial.devstack.Failure;

/** What services keep and tell of is printed when everything is loaded, once, and only if it is still so. */
class WarningsTest {

    private static final String GARDEN = "/garden/v1/towns/umea/";
    private static final String WRITTEN = "{\"revision\": 7, \"topic\": \"garden.tree.v1\"}";

    @TempDir
    Path folder;

    @TempDir
    Path memories;

    private FakeApi api;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @BeforeEach
    void open() throws IOException {
        api = new FakeApi();
        file("trees.csv", "treeId,kind,height.state\nold,oak,noData\nyoung,birch,noData\n");
        api.answer("PUT " + GARDEN + "trees", 200, WRITTEN);
        api.answer("PUT " + GARDEN + "tales", 200, WRITTEN);
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void whatServicesStillTellWhenAllIsLoadedIsPrintedOnce() throws Exception {
        dataset("{file: trees.csv, to: garden/trees}", "{folder: tales, to: garden/tales, key: taleId, field: text}");
        file("tales/one.md", "One.\n");
        String town = warning("townId", "path", "country.town.v1", "There is no umea.");
        String oak = warning("/items/0/kind", "body", "wood.kind.v1", "There is no such wood.");
        String birch = warning("/items/1/kind", "body", "wood.kind.v1", "There is no such wood.");
        api.answer("TRY " + GARDEN + "trees", 200, tried("garden.tree.v1", "old young", town, oak, birch));
        api.answer("TRY " + GARDEN + "trees", 200, tried("garden.tree.v1", "old young", town, birch));
        api.answer("TRY " + GARDEN + "tales", 200, tried("garden.tale.v1", "one", town));

        load(Wishes.NONE, Duration.ofSeconds(1));

        assertTrue(
                told().endsWith(
                                """
                                Look at this; nothing was refused for it:
                                  There is no umea.
                                  trees.csv row 3, column kind: There is no such wood. (“birch”)
                                """),
                told());
    }

    @Test
    void whatALoadBringsItselfIsNotToldOf() throws Exception {
        dataset("{file: trees.csv, to: garden/trees}");
        String unknown = warning("/items/0/treeId", "body", "garden.tree.v1", "There is no old.");
        for (int time = 0; time < 4; time++) {
            api.answer("TRY " + GARDEN + "trees", 200, tried("garden.tree.v1", "old young", unknown));
        }
        api.answer("TRY " + GARDEN + "trees", 200, tried("garden.tree.v1", "old young"));

        load(new Wishes(true, false, false, null));
        load(Wishes.NONE);

        assertEquals(
                """
                  trees.csv                            2 would be created
                  trees.csv                            2 created
                """,
                told());
    }

    @Test
    void previewTellsOfWhatNoFileBrings() throws Exception {
        dataset("{file: trees.csv, to: garden/trees}");
        String birch = warning("/items/1/kind", "body", "wood.kind.v1", "There is no such wood.");
        api.answer("TRY " + GARDEN + "trees", 200, tried("garden.tree.v1", "old young", birch));

        load(new Wishes(true, false, false, null));

        assertTrue(told().endsWith("  trees.csv row 3, column kind: There is no such wood. (“birch”)\n"), told());
    }

    @Test
    void theOnlyRowOfAFileIsToldOfToo() throws Exception {
        dataset("{file: town.yaml, put: garden/towns/umea}");
        file("town.yaml", "- name: Umeå\n");
        api.answer("GET /garden/v1/towns/umea", 404, "{}");
        api.answer("GET /garden/v1/towns/umea", 200, "{\"name\": \"Umeå\", \"revision\": 3}");
        String county = warning("/name", "body", "country.county.v1", "It lies in no county.");
        api.answer("PUT /garden/v1/towns/umea", 201, "{\"revision\": 3, \"warnings\": [" + county + "]}");

        load(Wishes.NONE, Duration.ofSeconds(1));

        assertTrue(
                told().endsWith("  town.yaml line 1, item 1 (Umeå), name: It lies in no county. (“Umeå”)\n"), told());
        assertTrue(
                api.puts().stream()
                        .allMatch(put -> put.body().equals(api.puts().get(0).body())),
                api.puts().toString());
    }

    private void load(Wishes wishes) throws Failure {
        load(wishes, Duration.ofMinutes(1));
    }

    private void load(Wishes wishes, Duration patience) throws Failure {
        new Loader(api.url(), () -> "token", new PrintStream(out, true, StandardCharsets.UTF_8), patience, memories)
                .load(folder, wishes);
    }

    private String told() {
        return out.toString(StandardCharsets.UTF_8);
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

    private void dataset(String... steps) throws IOException {
        file("dataset.yaml", "scope: towns/umea\nload:\n  - " + String.join("\n  - ", steps) + "\n");
    }

    private void file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
