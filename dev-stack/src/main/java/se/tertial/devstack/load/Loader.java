package se.tertial.devstack.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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

    private final Api api;
    private final PrintStream out;
    private final Path memories;
    private final Others others;
    private final Warnings warnings;
    private final Reports reports;
    private final Map<String, Long> revisions = new TreeMap<>();
    private final Map<String, Memory> remembered = new HashMap<>();

    /**
     * @param url      where the APIs are
     * @param tokens   gives a bearer token that may write there, and another when it is no longer valid
     * @param patience how long to wait for readers
     * @param memories the directory that remembers what was loaded there from here
     */
    public Loader(String url, Tokens tokens, PrintStream out, Duration patience, Path memories) {
        this.api = new Api(url, tokens);
        this.out = out;
        this.memories = memories;
        this.others = new Others(api);
        this.warnings = new Warnings(api, out, CHUNK, patience);
        this.reports = new Reports(url.replaceAll("/+$", ""), api, out, patience, revisions);
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
        warnings.clear();
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
            reports.await(Target.of(reader, dataset.scope()));
        }
        warnings.tell(done.stream().anyMatch(Trial::changes));
        Mistakes unpublished = new Mistakes();
        for (Dataset.Publish report : dataset.publish()) {
            reports.publish(report, dataset, unpublished);
        }
        reports.tell(dataset);
        unpublished.throwIfAny("Everything was loaded, and not everything was published:");
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
            warnings.note(load, answer, chunk);
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
        return api.putAll(load.target().address(), items, mode);
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
        warnings.preview(trials);
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
        warnings.note(load, answer, load.items());
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
}
