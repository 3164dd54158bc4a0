package se.tertial.devstack.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import se.tertial.devstack.Failure;
import se.tertial.devstack.load.Dataset.Target;
import se.tertial.devstack.load.Trial.Effect;

/**
 * Loads a folder through the APIs: reads and checks all of it, asks the services what would become of each row, and writes file
 * by file what changes something. What others have changed since the last load from here is not replaced unless that is
 * wished, nor are rows that left their file removed. Then it waits until what reads the rows has read them.
 */
public final class Loader {

    /** The most rows that a bulk write takes. */
    private static final int CHUNK = 10_000;

    private static final long POLL_MILLIS = 100;
    private static final int MOST_INCOMPLETE = 50;

    private final String url;
    private final Api api;
    private final PrintStream out;
    private final Duration patience;
    private final Path memories;
    private final Others others;
    private final Map<String, Long> revisions = new TreeMap<>();
    private final Map<String, Memory> remembered = new HashMap<>();

    /**
     * @param url      where the APIs are
     * @param tokens   gives a bearer token that may write there, and another when it is no longer valid
     * @param patience how long to wait for readers
     * @param memories the directory that remembers what was loaded there from here
     */
    public Loader(String url, Tokens tokens, PrintStream out, Duration patience, Path memories) {
        this.url = url.replaceAll("/+$", "");
        this.api = new Api(url, tokens);
        this.out = out;
        this.patience = patience;
        this.memories = memories;
        this.others = new Others(api);
    }

    /** Where tokens come from. */
    public interface Tokens {

        /** A token that is valid now. */
        String get() throws Failure;
    }

    /** Loads the folder, or tells what that would do. */
    public void load(Path folder, Wishes wishes) throws Failure {
        Dataset dataset = Dataset.read(folder);
        List<Load> loads = new FolderReader(folder, dataset, api, out).read();
        revisions.clear();
        remembered.clear();
        List<Trial> trials = tryAll(loads);
        if (wishes.preview()) {
            preview(trials, wishes);
            return;
        }
        others.refuse(trials, wishes, "Nothing was loaded. ");
        List<Trial> done = new ArrayList<>();
        for (Trial trial : trials) {
            Trial now = trial;
            if (trial.refusal() != null) {
                now = attempt(trial.load());
                others.refuse(
                        List.of(now), wishes, now.load().source() + " was not loaded; the files before it were. ");
            }
            write(now);
            done.add(now);
        }
        new Leavers(api, out, revisions).handle(done, wishes);
        for (String reader : dataset.await()) {
            await(Target.of(reader, dataset.scope()));
        }
        for (String report : dataset.publish()) {
            publish(Target.of(report, dataset.scope()));
        }
        tell(dataset);
    }

    /**
     * Asks what would become of each row. A file that is refused may lack what a file before it brings, and is asked about
     * again in its turn; if no file before it brings anything, nothing will be better then.
     */
    private List<Trial> tryAll(List<Load> loads) throws Failure {
        List<Trial> trials = new ArrayList<>();
        boolean changing = false;
        for (Load load : loads) {
            Trial trial;
            try {
                trial = attempt(load);
            } catch (Failure refusal) {
                if (!changing) {
                    throw refusal;
                }
                trial = new Trial(load, memory(load), "", List.of(), refusal);
            }
            trials.add(trial);
            changing = changing || trial.changes();
        }
        return trials;
    }

    private Memory memory(Load load) throws Failure {
        String address = load.target().address();
        Memory known = remembered.get(address);
        Memory memory = known == null ? Memory.of(memories, address, load.folder()) : known;
        remembered.put(address, memory);
        return memory;
    }

    private Trial attempt(Load load) throws Failure {
        return load.isOne() ? attemptOne(load) : attemptAll(load);
    }

    private Trial attemptOne(Load load) throws Failure {
        String address = load.target().address();
        Item item = load.items().get(0);
        Api.Answer seen = api.get(address);
        if (seen.status() != 404 && !seen.isSuccess()) {
            throw load.refused(seen, 0, load.items());
        }
        long revision = seen.body().path("revision").asLong();
        Effect effect = revision == 0
                ? Effect.CREATED
                : Others.content(seen.body()).equals(item.json()) ? Effect.UNCHANGED : Effect.REPLACED;
        Trial.Row row = new Trial.Row(item, address.substring(address.lastIndexOf('/') + 1), effect, revision);
        return new Trial(load, memory(load), "", List.of(row), null);
    }

    private Trial attemptAll(Load load) throws Failure {
        List<Trial.Row> rows = new ArrayList<>();
        String topic = "";
        for (int from = 0; from < load.items().size(); from += CHUNK) {
            List<Item> chunk = load.items().subList(from, Math.min(load.items().size(), from + CHUNK));
            ArrayNode items = JsonNodeFactory.instance.arrayNode();
            chunk.forEach(item -> items.add(item.json()));
            Api.Answer answer = put(load, items, "TRY");
            if (!answer.isSuccess()) {
                throw load.refused(answer, 0, chunk);
            }
            topic = answer.body().path("topic").asText();
            JsonNode told = answer.body().path("rows");
            if (told.size() != chunk.size()) {
                throw new Failure(load.target().address() + " does not tell what would become of each row.");
            }
            for (int index = 0; index < chunk.size(); index++) {
                JsonNode row = told.path(index);
                rows.add(new Trial.Row(
                        chunk.get(index),
                        row.path("key").asText(),
                        Effect.valueOf(row.path("effect").asText()),
                        row.path("revision").asLong()));
            }
        }
        return new Trial(load, memory(load), topic, rows, null);
    }

    private Api.Answer put(Load load, ArrayNode items, String mode) throws Failure {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("items", items);
        return api.put(load.target().address() + "?mode=" + mode, body, Optional.empty());
    }

    private void preview(List<Trial> trials, Wishes wishes) throws Failure {
        for (Trial trial : trials) {
            if (trial.refusal() == null) {
                print(trial, "would be ");
            } else {
                List<String> refusal = trial.refusal().sentence().lines().toList();
                out.printf(
                        "  %-36s not known before the files above it are loaded %s%n",
                        trial.load().source(),
                        refusal.get(0).substring(Math.max(0, refusal.get(0).indexOf('('))));
                refusal.stream().skip(1).forEach(line -> out.println("  " + line));
            }
        }
        new Leavers(api, out, revisions).tell(trials, wishes);
        others.refuse(trials, wishes, "");
    }

    /** Writes what changes something; each row says what was seen of it. */
    private void write(Trial trial) throws Failure {
        Map<String, Long> stand = new TreeMap<>();
        trial.rows().stream().filter(row -> row.revision() > 0).forEach(row -> stand.put(row.key(), row.revision()));
        if (trial.changes()) {
            if (trial.load().isOne()) {
                putOne(trial, stand);
            } else {
                putAll(trial, stand);
            }
        }
        print(trial, "");
        trial.left(Set.of())
                .forEach(key -> stand.put(key, trial.memory().revision(key).orElseThrow()));
        trial.memory().remember(trial.load().source(), stand);
    }

    private void putOne(Trial trial, Map<String, Long> stand) throws Failure {
        Load load = trial.load();
        Trial.Row row = trial.rows().get(0);
        Optional<String> seen = row.revision() == 0 ? Optional.empty() : Optional.of("\"" + row.revision() + "\"");
        Api.Answer answer = api.put(load.target().address(), row.item().json(), seen);
        if (!answer.isSuccess()) {
            throw load.refused(answer, 0, load.items());
        }
        long revision = answer.body().path("revision").asLong();
        if (load.step().topic() != null && revision != row.revision()) {
            revisions.merge(load.step().topic(), revision, Math::max);
        }
        stand.put(row.key(), revision);
    }

    private void putAll(Trial trial, Map<String, Long> stand) throws Failure {
        Load load = trial.load();
        for (int from = 0; from < trial.rows().size(); from += CHUNK) {
            List<Trial.Row> chunk =
                    trial.rows().subList(from, Math.min(trial.rows().size(), from + CHUNK));
            ArrayNode items = JsonNodeFactory.instance.arrayNode();
            for (Trial.Row row : chunk) {
                items.add(
                        row.effect() == Effect.UNCHANGED
                                ? row.item().json()
                                : row.item().json().deepCopy().put("revision", row.revision()));
            }
            Api.Answer answer = put(load, items, "TELL");
            if (!answer.isSuccess()) {
                throw load.refused(
                        answer, from, chunk.stream().map(Trial.Row::item).toList());
            }
            answer.body()
                    .path("rows")
                    .forEach(row -> stand.put(
                            row.path("key").asText(), row.path("revision").asLong()));
            long revision = answer.body().path("revision").asLong();
            if (revision > 0) {
                revisions.merge(trial.topic(), revision, Math::max);
            }
        }
    }

    private void print(Trial trial, String would) {
        List<String> parts = Stream.of(
                        Map.entry(trial.count(Effect.CREATED), would + "created"),
                        Map.entry(trial.count(Effect.REPLACED), would + "replaced"),
                        Map.entry(trial.count(Effect.UNCHANGED), "unchanged"))
                .filter(part -> part.getKey() > 0)
                .map(part -> part.getKey() + " " + part.getValue())
                .toList();
        String reading = trial.load().reading();
        out.printf(
                "  %-36s %s%s%n",
                trial.load().source(),
                parts.isEmpty() ? "empty" : String.join(", ", parts),
                reading.isEmpty() ? "" : " (read with " + reading + ")");
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

    /** What the reports lack by their own lists, and where everything is. */
    private void tell(Dataset dataset) throws Failure {
        Set<String> reports = new LinkedHashSet<>(dataset.await());
        reports.addAll(dataset.publish());
        for (String report : reports) {
            String address = Target.of(report, dataset.scope()).address() + "/document";
            Api.Answer answer = api.get(address);
            JsonNode incomplete = answer.body().path("incomplete");
            if (answer.isSuccess() && incomplete.isArray()) {
                tell(answer.body().path("title").asText(report), incomplete);
                tellWhere(Target.of(report, dataset.scope()).address(), dataset);
            }
        }
        dataset.show().forEach((what, path) -> out.println(what + ": " + url + path));
    }

    /** Where a report is read; while there is only a draft, a link that opens it without a token. */
    private void tellWhere(String report, Dataset dataset) throws Failure {
        if (api.get(report).body().path("state").asText().equals("DRAFT")) {
            Api.Answer link = api.post(report + "/draft-links");
            if (link.isSuccess()) {
                out.println("Its draft opens in a browser, once and within a minute, at "
                        + link.body().path("href").asText());
            }
        } else if (dataset.show().isEmpty()) {
            out.println("It is at " + url + report + "/document?format=html");
        }
    }

    private void tell(String title, JsonNode incomplete) {
        if (incomplete.isEmpty()) {
            out.println("“" + title + "” lacks nothing that it knows of.");
            return;
        }
        out.println("“" + title + "” is incomplete:");
        for (int index = 0; index < Math.min(MOST_INCOMPLETE, incomplete.size()); index++) {
            out.println("  " + incomplete.path(index).path("message").asText());
        }
        if (incomplete.size() > MOST_INCOMPLETE) {
            out.println("  … and " + (incomplete.size() - MOST_INCOMPLETE) + " more");
        }
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
