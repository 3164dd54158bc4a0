package se.tertial.devstack.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.tertial.devstack.Failure;
import se.tertial.devstack.load.Dataset.Step;
import se.tertial.devstack.load.Dataset.Target;

/**
 * Loads a folder through the APIs: reads and checks all of it first, sends it file by file, and waits until what reads it has
 * read it. Loading again changes nothing.
 */
public final class Loader {

    /** The most rows that a bulk write takes. */
    private static final int CHUNK = 10_000;

    private static final long POLL_MILLIS = 100;
    /** What text pasted from web pages and chats brings along, and nobody has written. */
    private static final Pattern INVISIBLE = Pattern.compile("[\u200B\uFEFF]");

    private final Api api;
    private final PrintStream out;
    private final Duration patience;
    private final Map<String, JsonNode> documents = new HashMap<>();
    private final Map<String, Long> revisions = new TreeMap<>();

    /**
     * @param url      where the APIs are
     * @param tokens   gives a bearer token that may write there, and another when it is no longer valid
     * @param patience how long to wait for readers
     */
    public Loader(String url, Tokens tokens, PrintStream out, Duration patience) {
        this.api = new Api(url, tokens);
        this.out = out;
        this.patience = patience;
    }

    /** Where tokens come from. */
    public interface Tokens {

        /** A token that is valid now. */
        String get() throws Failure;
    }

    /**
     * @param reading how the file was read, if that was recognised or declared and is not the usual
     */
    private record Load(Step step, Target target, List<Item> items, String reading) {}

    /** Loads the folder. */
    public void load(Path folder) throws Failure {
        Dataset dataset = Dataset.read(folder);
        Mistakes mistakes = new Mistakes();
        List<Load> loads = new ArrayList<>();
        for (Step step : dataset.load()) {
            loads.add(read(folder, dataset, step, mistakes));
        }
        mistakes.throwIfAny("Nothing was loaded:");
        revisions.clear();
        for (Load load : loads) {
            if (load.step().put() != null) {
                putOne(load);
            } else {
                putAll(load);
            }
        }
        for (String reader : dataset.await()) {
            await(Target.of(reader, dataset.scope()));
        }
        for (String report : dataset.publish()) {
            publish(Target.of(report, dataset.scope()));
        }
    }

    private Load read(Path folder, Dataset dataset, Step step, Mistakes mistakes) throws Failure {
        Target target = step.target(dataset.scope());
        Schema body = Schema.ofPut(document(target.service()), target.path())
                .orElseThrow(() -> new Failure(Dataset.FILE + ", " + step.source() + ": nothing can be put at "
                        + target.address() + " as the OpenAPI document has it."));
        Schema schema = body;
        if (step.to() != null) {
            Schema items = body.property("items");
            if (items == null) {
                throw new Failure(Dataset.FILE + ", " + step.source() + ": " + target.address()
                        + " takes no bulk writes as the OpenAPI document has it.");
            }
            schema = items.items();
        }
        String source = step.source();
        List<Item> items;
        String reading = "";
        if (step.folder() != null) {
            items = markdown(folder.resolve(source), step, schema, mistakes);
        } else if (source.endsWith(".csv") || source.endsWith(".tsv") || source.endsWith(".txt")) {
            CsvFormat format = dataset.format(step);
            CsvFile file = new CsvFile(source, schema, format, mistakes);
            items = file.read(text(folder.resolve(source), source, format, mistakes));
            reading = file.reading();
        } else {
            items = new YamlFile(source, schema, mistakes)
                    .read(text(folder.resolve(source), source, CsvFormat.UNDECLARED, mistakes));
        }
        if (step.put() != null && items.size() != 1) {
            mistakes.add(step.source(), "must have exactly one item, and has " + items.size() + ".");
        }
        for (Item item : items) {
            item.requireAll(schema, mistakes);
        }
        return new Load(step, target, items, reading);
    }

    private List<Item> markdown(Path folder, Step step, Schema schema, Mistakes mistakes) {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            mistakes.add(step.source(), "There is no such folder, or it cannot be read.");
            return List.of();
        }
        List<Item> items = new ArrayList<>();
        for (Path file : files) {
            String fileName = file.getFileName().toString();
            String name = step.source() + "/" + fileName;
            Map<String, String> fields = new TreeMap<>(Objects.requireNonNullElse(step.with(), Map.of()));
            fields.put(Objects.requireNonNull(step.key()), fileName.substring(0, fileName.length() - ".md".length()));
            fields.put(
                    Objects.requireNonNull(step.field()),
                    text(file, name, CsvFormat.UNDECLARED, mistakes).strip());
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            fields.forEach((field, value) -> {
                Schema of = schema.property(field);
                try {
                    if (of == null) {
                        mistakes.add(name + ", " + field, "There is no such field.");
                    } else {
                        json.set(field, of.value(value));
                    }
                } catch (IllegalArgumentException e) {
                    mistakes.add(name + ", " + field, String.valueOf(e.getMessage()));
                }
            });
            items.add(new Item(json, pointer -> name + (pointer.isEmpty() ? "" : ", " + Item.path(pointer))));
        }
        return items;
    }

    /** The file's text, with line ends as on Linux and without a byte order mark; empty if it cannot be read. */
    private String text(Path file, String name, CsvFormat format, Mistakes mistakes) {
        try {
            String text = format.charset()
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            String marked = text.startsWith("\uFEFF") ? text.substring(1) : text;
            String visible = INVISIBLE.matcher(marked).replaceAll("");
            if (visible.length() < marked.length()) {
                out.printf(
                        "  %-36s %d invisible characters left out (zero width space, U+200B, or U+FEFF)%n",
                        name, marked.length() - visible.length());
            }
            return visible.replace("\r\n", "\n");
        } catch (CharacterCodingException e) {
            mistakes.add(
                    name,
                    format.encoding() == null
                            ? "The file is not UTF-8. If it is a CSV file from Excel, say `csv: {encoding: windows-1252}` in "
                                    + Dataset.FILE + ", or save it as “CSV UTF-8”."
                            : "The file is not " + format.encoding() + ".");
        } catch (IOException e) {
            mistakes.add(name, "There is no such file, or it cannot be read.");
        }
        return "";
    }

    private JsonNode document(String service) throws Failure {
        JsonNode known = documents.get(service);
        if (known != null) {
            return known;
        }
        String path = "/" + service + "/v1/openapi?format=json";
        Api.Answer answer = api.get(path);
        if (!answer.isSuccess() || !answer.body().has("paths")) {
            throw new Failure("GET " + path + " gave no OpenAPI document: " + answer.problem());
        }
        documents.put(service, answer.body());
        return answer.body();
    }

    private void putOne(Load load) throws Failure {
        String address = load.target().address();
        Api.Answer seen = api.get(address);
        long before = seen.body().path("revision").asLong(-1);
        Item item = load.items().get(0);
        Api.Answer answer = api.put(address, item.json(), seen.tag());
        if (!answer.isSuccess()) {
            throw refused(load, answer, load.items());
        }
        long after = answer.body().path("revision").asLong(-1);
        boolean unchanged = after == before && answer.status() != 201;
        String topic = load.step().topic();
        if (topic != null && !unchanged) {
            revisions.merge(topic, after, Math::max);
        }
        print(load, answer.status() == 201 ? 1 : 0, answer.status() == 201 || unchanged ? 0 : 1, unchanged ? 1 : 0);
    }

    private void putAll(Load load) throws Failure {
        long created = 0;
        long replaced = 0;
        long unchanged = 0;
        for (int from = 0; from < load.items().size(); from += CHUNK) {
            List<Item> chunk = load.items().subList(from, Math.min(load.items().size(), from + CHUNK));
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            ArrayNode rows = body.putArray("items");
            chunk.forEach(item -> rows.add(item.json()));
            Api.Answer answer = api.put(load.target().address(), body, Optional.empty());
            if (!answer.isSuccess()) {
                throw refused(load, answer, chunk);
            }
            created += answer.body().path("created").asLong();
            replaced += answer.body().path("replaced").asLong();
            unchanged += answer.body().path("unchanged").asLong();
            String topic = answer.body().path("topic").asText("");
            long revision = answer.body().path("revision").asLong();
            if (!topic.isEmpty() && revision > 0) {
                revisions.merge(topic, revision, Math::max);
            }
        }
        print(load, created, replaced, unchanged);
    }

    /** A place of a request's body: the row it is in, if it is in one, and the JSON Pointer within that. */
    private record Place(@Nullable Item item, String pointer) {

        /** From {@code /items/17/value/number}, or {@code /value/number} where the only row is the body. */
        static Place of(Load load, List<Item> sent, String pointer) {
            if (load.step().put() != null) {
                return new Place(sent.get(0), pointer);
            }
            String[] steps = pointer.split("/", 4);
            if (steps.length >= 3 && steps[1].equals("items") && steps[2].matches("[0-9]{1,6}")) {
                int index = Integer.parseInt(steps[2]);
                if (index < sent.size()) {
                    return new Place(sent.get(index), steps.length == 4 ? "/" + steps[3] : "");
                }
            }
            return new Place(null, pointer);
        }

        /** The row and column of the file. */
        String in(Load load) {
            return item == null
                    ? load.step().source() + (pointer.isEmpty() ? "" : ", " + Item.path(pointer))
                    : item.place().apply(pointer);
        }

        /** The message, with the value that it is about. */
        String quoting(String message) {
            String value = item == null ? "" : item.value(pointer).orElse("");
            return value.isEmpty() || message.contains(value) ? message : message + " (“" + value + "”)";
        }
    }

    private static Failure refused(Load load, Api.Answer answer, List<Item> sent) {
        Mistakes mistakes = new Mistakes();
        for (JsonNode violation : answer.body().path("violations")) {
            String field = violation.path("field").asText("");
            String message = violation.path("message").asText("");
            if (violation.path("in").asText("body").equals("body")) {
                Place place = Place.of(load, sent, field);
                mistakes.add(place.in(load), place.quoting(message));
            } else {
                mistakes.add(load.step().source() + ", " + field, message);
            }
        }
        String consequence = load.step().source() + " was refused, nothing of it was loaded (" + answer.problem() + ")";
        try {
            mistakes.throwIfAny(consequence);
        } catch (Failure failure) {
            return failure;
        }
        return new Failure(consequence);
    }

    private void print(Load load, long created, long replaced, long unchanged) {
        List<String> parts = new ArrayList<>();
        if (created > 0) {
            parts.add(created + " created");
        }
        if (replaced > 0) {
            parts.add(replaced + " replaced");
        }
        if (unchanged > 0) {
            parts.add(unchanged + " unchanged");
        }
        String result = parts.isEmpty() ? "empty" : String.join(", ", parts);
        out.printf(
                "  %-36s %s%s%n",
                load.step().source(), result, load.reading().isEmpty() ? "" : " (read with " + load.reading() + ")");
    }

    /** Waits until the reader's read model has every change of the topics that it lists. */
    private void await(Target reader) throws Failure {
        Map<String, Long> wanted = new TreeMap<>(revisions);
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Api.Answer answer = api.get(reader.address());
            if (!answer.isSuccess()) {
                throw new Failure("GET " + reader.address() + " answered " + answer.problem());
            }
            JsonNode read = answer.body().path("readModel");
            wanted.entrySet()
                    .removeIf(entry -> !read.has(entry.getKey())
                            || read.path(entry.getKey()).asLong() >= entry.getValue());
            if (wanted.isEmpty()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                String topic = wanted.keySet().iterator().next();
                throw new Failure(reader.address() + " has not read " + topic + " up to revision " + wanted.get(topic)
                        + " within " + patience.toSeconds() + " s; it is at "
                        + read.path(topic).asText("none") + ".");
            }
            pause();
        }
    }

    private void publish(Target report) throws Failure {
        long deadline = System.nanoTime() + patience.toNanos();
        Api.Answer answer = api.post(report.address() + "/publications");
        while (isBehind(answer) && System.nanoTime() < deadline) {
            pause();
            answer = api.post(report.address() + "/publications");
        }
        if (!answer.isSuccess()) {
            throw new Failure("POST " + report.address() + "/publications answered " + answer.problem());
        }
        out.printf(
                "  %-36s %s%n",
                report.path().substring(report.path().lastIndexOf('/') + 1),
                answer.status() == 201 ? "published" : "was published");
    }

    /** Whether a report is not published only because changes may be missing, which are on their way. */
    private static boolean isBehind(Api.Answer answer) {
        return answer.status() == 409 && answer.body().path("type").asText().endsWith("/behind");
    }

    private static void pause() throws Failure {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("Interrupted.", e);
        }
    }
}
