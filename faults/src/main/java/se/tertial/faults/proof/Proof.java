package se.tertial.faults.proof;

import static se.tertial.faults.proof.Finding.Promise.DOCUMENTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import se.tertial.devstack.Failure;
import se.tertial.devstack.Messages;
import se.tertial.devstack.Messages.Message;
import se.tertial.faults.cluster.Cluster;
import se.tertial.faults.cluster.Instance;
import se.tertial.faults.load.Api;
import se.tertial.faults.load.Operation;
import se.tertial.faults.load.Scope;

/** Proves, when all faults are over and everything is up, that nothing was lost, doubled or changed. */
public final class Proof {

    private static final Duration TIME_TO_CATCH_UP = Duration.ofMinutes(3);
    private static final String BEHIND = "\"kind\":\"behind\"";
    private static final List<String> FORMATS = List.of("json", "html");

    private final Cluster cluster;
    private final Api api;
    private final Databases databases;
    private final Told told;
    private List<Operation> lost = List.of();

    public Proof(Cluster cluster, Told told) {
        this.cluster = cluster;
        this.told = told;
        this.api = Api.patient(cluster.url(), cluster.issuer());
        this.databases = new Databases(cluster.postgres());
    }

    /** Looks at everything but what a fresh report-service would say. */
    public List<Finding> look() throws IOException, SQLException, InterruptedException {
        List<Finding> findings = new ArrayList<>(RebuildsCheck.of(rebuilds()));
        List<Trail> trails = new Trails(api).read(told.followed());
        findings.addAll(WritesCheck.of(told, trails));
        lost = WritesCheck.lost(told, trails);
        trails.forEach(trail -> findings.addAll(TrailCheck.of(trail)));
        findings.addAll(PublicationsCheck.of(api, trails));
        findings.addAll(afterCatchingUp(trails));
        findings.addAll(TopicsCheck.of(topics(trails), trails));
        return findings;
    }

    /** What was acknowledged, and is lost with a database that was put back. */
    public List<Operation> lost() {
        return lost;
    }

    /** All rebuilds of the read model, once none is being built any more. */
    private List<JsonNode> rebuilds() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TIME_TO_CATCH_UP.toNanos();
        while (true) {
            List<JsonNode> rebuilds = api.all("/report/v1/read-model/rebuilds");
            if (rebuilds.stream().noneMatch(RebuildsCheck::isBuilt) || System.nanoTime() > deadline) {
                return rebuilds;
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }

    /** What is sent and consumed later than it is written gets time for it, and no more. */
    private List<Finding> afterCatchingUp(List<Trail> trails) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + TIME_TO_CATCH_UP.toNanos();
        while (true) {
            List<Finding> behind = ReadModelCheck.of(databases.readModel("report"), trails);
            if ((databases.unsent() == 0 && behind.isEmpty()) || System.nanoTime() > deadline) {
                return behind;
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }

    private Map<String, List<Message>> topics(List<Trail> trails) {
        TreeSet<String> names = new TreeSet<>();
        trails.forEach(trail -> trail.entries().stream()
                .filter(entry -> !entry.isNote())
                .forEach(entry -> names.add(entry.row().topic())));
        Map<String, List<Message>> topics = new LinkedHashMap<>();
        names.forEach(name -> topics.put(name, Messages.read(cluster.kafka().bootstrapServers(), name)));
        return topics;
    }

    /** Compares all reports and the read model with those of a report-service that has only the topics. Afterwards one runs again. */
    public List<Finding> compareWithFresh() throws IOException, SQLException, Failure, InterruptedException {
        Map<String, byte[]> documents = settledDocuments(api);
        List<ReadModelRow> readModel = databases.readModel("report");
        Instance fresh = cluster.startFreshReport();
        List<Finding> findings = awaitSame(readModel);
        Map<String, byte[]> others = settledDocuments(Api.patient(fresh.url(), cluster.issuer()));
        documents.forEach((path, bytes) -> {
            byte[] other = others.getOrDefault(path, new byte[0]);
            int at = Arrays.mismatch(bytes, other);
            if (at >= 0) {
                findings.add(
                        new Finding(DOCUMENTS, path + ": " + around(bytes, at) + " instead of " + around(other, at)));
            }
        });
        cluster.endFreshReport(fresh);
        return findings;
    }

    private static String around(byte[] bytes, int at) {
        int from = Math.max(0, at - 60);
        return "“"
                + new String(bytes, from, Math.max(0, Math.min(bytes.length, at + 60) - from), StandardCharsets.UTF_8)
                + "”";
    }

    private List<Finding> awaitSame(List<ReadModelRow> readModel) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + TIME_TO_CATCH_UP.toNanos();
        while (true) {
            Map<ReadModelRow.Address, ReadModelRow> rest = new HashMap<>();
            databases.readModel("report_fresh").forEach(row -> rest.put(row.address(), row));
            List<Finding> findings = new ArrayList<>();
            for (ReadModelRow row : readModel) {
                ReadModelRow other = rest.remove(row.address());
                // What is gone may be forgotten.
                if (!row.equals(other) && !(row.body() == null && other == null)) {
                    findings.add(new Finding(DOCUMENTS, row + " is " + other + " in a fresh read model"));
                }
            }
            rest.values().forEach(row -> findings.add(new Finding(DOCUMENTS, row + " is in a fresh read model only")));
            if (findings.isEmpty() || System.nanoTime() > deadline) {
                return findings;
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }

    /** Once none of them says that it may be behind: whoever has just started has not yet heard of those who are before it. */
    private static Map<String, byte[]> settledDocuments(Api from) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TIME_TO_CATCH_UP.toNanos();
        while (true) {
            Map<String, byte[]> documents = documents(from);
            boolean settled = documents.values().stream()
                    .noneMatch(bytes -> new String(bytes, StandardCharsets.UTF_8).contains(BEHIND));
            if (settled || System.nanoTime() > deadline) {
                return documents;
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }

    private static Map<String, byte[]> documents(Api from) throws IOException {
        Map<String, byte[]> documents = new LinkedHashMap<>();
        for (Scope scope : Scope.ALL) {
            for (String format : FORMATS) {
                String path = "/report/v1/" + scope.path() + "/reports/2021-08/document?version=draft&format=" + format;
                documents.put(path, from.get(path));
            }
        }
        return documents;
    }
}
