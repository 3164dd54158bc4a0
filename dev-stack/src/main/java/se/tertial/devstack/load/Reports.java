package se.tertial.devstack.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import se.tertial.devstack.Failure;
import se.tertial.devstack.load.Dataset.Target;

/** The reports of a folder when its rows are written: awaited, published, and told what they lack and where they are. */
final class Reports {

    private static final long POLL_MILLIS = 100;
    private static final int MOST_INCOMPLETE = 50;

    private final String url;
    private final Api api;
    private final PrintStream out;
    private final Duration patience;
    private final Map<String, Long> revisions;

    /**
     * @param url       where the APIs are, without a slash at its end
     * @param patience  how long to wait for readers
     * @param revisions the last revision of each topic that was written
     */
    Reports(String url, Api api, PrintStream out, Duration patience, Map<String, Long> revisions) {
        this.url = url;
        this.api = api;
        this.out = out;
        this.patience = patience;
        this.revisions = revisions;
    }

    /** Waits until the reader's read model has every change of the topics that it lists. */
    void await(Target reader) throws Failure {
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

    /**
     * Publishes a report, unless it lacks something and nobody accepts that.
     *
     * @param unpublished to which that is added
     */
    void publish(Dataset.Publish wanted, Dataset dataset, Mistakes unpublished) throws Failure {
        Target report = Target.of(wanted.report(), dataset.scope());
        String why = wanted.ifIncomplete();
        String address = report.address() + "/publications"
                + (why == null ? "" : "?ifIncomplete=PUBLISH&reason=" + URLEncoder.encode(why, StandardCharsets.UTF_8));
        long deadline = System.nanoTime() + patience.toNanos();
        Api.Answer answer = api.post(address);
        while (is("behind", answer) && System.nanoTime() < deadline) {
            pause();
            answer = api.post(address);
        }
        if (is("incomplete", answer)) {
            unpublished.add(
                    wanted.report(),
                    "it lacks what is listed above. Complete it; or say why it is published all the same, in "
                            + Dataset.FILE + ": publish: [{report: " + wanted.report() + ", ifIncomplete: REASON}]");
            return;
        }
        if (!answer.isSuccess()) {
            throw new Failure("POST " + report.address() + "/publications answered " + answer.problem());
        }
        out.printf(
                "  %-36s %s%n",
                report.path().substring(report.path().lastIndexOf('/') + 1),
                answer.status() == 201 ? "published" : "was published");
    }

    /** Whether a report is not published for one reason: changes may be missing, which are on their way, or it lacks something. */
    private static boolean is(String kind, Api.Answer answer) {
        return answer.status() == 409 && answer.body().path("type").asText().endsWith("/" + kind);
    }

    /** What the reports lack by their own lists, and where everything is. */
    void tell(Dataset dataset) throws Failure {
        Set<String> reports = new LinkedHashSet<>(dataset.await());
        dataset.publish().forEach(one -> reports.add(one.report()));
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

    /** For a moment, before something is asked again. */
    static void pause() throws Failure {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("Interrupted.", e);
        }
    }
}
