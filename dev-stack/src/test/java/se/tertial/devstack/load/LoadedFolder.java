package se.tertial.devstack.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import se.tertial.devstack.Failure;
import se.tertial.devstack.Scratch;

/** A folder that is loaded into a {@link FakeApi}, what is remembered of it, and what is told meanwhile. */
final class LoadedFolder implements BeforeEachCallback, AfterEachCallback {

    static final String TREES = "PUT /garden/v1/towns/umea/trees";
    static final String TRY_TREES = "TRY /garden/v1/towns/umea/trees";
    static final String CREATED =
            """
            {"created": 1, "replaced": 0, "unchanged": 0, "revision": 7, "topic": "garden.tree.v1"}
            """;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private Scratch folder;
    private Scratch memories;
    private FakeApi api;
    private int tokens;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        folder = Scratch.create("folder-");
        memories = Scratch.create("memories-");
        api = new FakeApi();
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        api.close();
        memories.close();
        folder.close();
    }

    FakeApi api() {
        return api;
    }

    Path path() {
        return folder.path();
    }

    /** Where is remembered what was loaded. */
    Path memories() {
        return memories.path();
    }

    void dataset(String... steps) throws IOException {
        file("dataset.yaml", "scope: towns/umea\nload:\n  - " + String.join("\n  - ", steps) + "\n");
    }

    void file(String name, String text) throws IOException {
        Path file = path().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    void load() throws Failure {
        load(Duration.ofMinutes(1));
    }

    void load(Duration patience) throws Failure {
        load(path(), Wishes.NONE, patience);
    }

    void load(Wishes wishes) throws Failure {
        load(path(), wishes);
    }

    void load(Wishes wishes, Duration patience) throws Failure {
        load(path(), wishes, patience);
    }

    /** Loads another folder, with what is remembered of this one. */
    void load(Path from, Wishes wishes) throws Failure {
        load(from, wishes, Duration.ofMinutes(1));
    }

    private void load(Path from, Wishes wishes, Duration patience) throws Failure {
        new Loader(
                        api.url(),
                        () -> "token " + (++tokens),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        patience,
                        memories())
                .load(from, wishes);
    }

    String told() {
        return out.toString(StandardCharsets.UTF_8);
    }

    void forgetWhatWasTold() {
        out.reset();
    }

    /** What was put first, without what each row says that was seen of it. */
    String sent() {
        JsonNode items = api.puts().get(0).body().path("items");
        items.forEach(item -> ((ObjectNode) item).remove("revision"));
        return items.toString();
    }

    /** That so many trees would be new. */
    static String allNew(int rows) {
        return IntStream.rangeClosed(1, rows)
                .mapToObj(number -> "{\"key\": \"t%d\", \"effect\": \"CREATED\"}".formatted(number))
                .collect(Collectors.joining(", ", "{\"topic\": \"garden.tree.v1\", \"rows\": [", "]}"));
    }

    /** What a service answers that finds fault with these places. */
    static String problem(String... fields) {
        return Arrays.stream(fields)
                .map(field -> "{\"field\": \"" + field + "\", \"in\": \"body\", \"message\": \"wrong\"}")
                .collect(Collectors.joining(
                        ", ", "{\"title\": \"Invalid\", \"detail\": \"See below.\", \"violations\": [", "]}"));
    }
}
