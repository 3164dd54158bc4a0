package se.tertial.devstack.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import se.tertial.devstack.Failure;
import se.tertial.devstack.load.Dataset.Step;
import se.tertial.devstack.load.Dataset.Target;

/** Reads the files of a folder into rows, which are what the OpenAPI documents say. */
final class FolderReader {

    /** What text pasted from web pages and chats brings along, and nobody has written. */
    private static final Pattern INVISIBLE = Pattern.compile("[\u200B\uFEFF]");

    private final Path folder;
    private final Dataset dataset;
    private final Api api;
    private final PrintStream out;
    private final Map<String, JsonNode> documents = new HashMap<>();

    FolderReader(Path folder, Dataset dataset, Api api, PrintStream out) {
        this.folder = folder;
        this.dataset = dataset;
        this.api = api;
        this.out = out;
    }

    /** All files, in the order in which they are loaded. */
    List<Load> read() throws Failure {
        Mistakes mistakes = new Mistakes();
        List<Load> loads = new ArrayList<>();
        for (Step step : dataset.load()) {
            loads.add(read(step, mistakes));
        }
        mistakes.throwIfAny("Nothing was loaded:");
        return loads;
    }

    private Load read(Step step, Mistakes mistakes) throws Failure {
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
        return new Load(folder, step, target, items, reading);
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
}
