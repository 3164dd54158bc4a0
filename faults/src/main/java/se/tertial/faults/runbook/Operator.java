package se.tertial.faults.runbook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import se.tertial.devstack.Failure;
import se.tertial.faults.cluster.Cluster;
import se.tertial.faults.cluster.Instance;
import se.tertial.faults.load.Api;
import se.tertial.faults.load.Loss;

/**
 * Somebody who runs the suite and follows docs/runbooks.md step by step, through the API alone. What is answered with an error is
 * asked again, as people do; what does not succeed within minutes is a runbook that does not work.
 */
public final class Operator {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration TIME_FOR_A_STEP = Duration.ofMinutes(4);
    private static final int PAUSE_MILLIS = 500;

    private final Cluster cluster;
    private final Api api;
    private final ObjectMapper json = new ObjectMapper();

    public Operator(Cluster cluster) {
        this.cluster = cluster;
        this.api = new Api(cluster.url(), cluster.issuer(), PATIENCE);
    }

    private interface Step<T> {

        /**
         * What came of it.
         *
         * @throws IOException what it looks like, if it is to be done again
         */
        T look() throws IOException, SQLException;
    }

    /** Copies a service's database. Tells the moment before, from which on what is written is not in the copy for certain. */
    public long backUp(String service) throws SQLException {
        long before = System.nanoTime();
        cluster.postgres().backUp(service);
        return before;
    }

    /** “A database was restored from a backup”. */
    public Loss restore(String service, long copied) throws SQLException, Failure, InterruptedException {
        // What was acknowledged and never sent is lost without a trace, says the runbook: nobody could tell it from
        // what never was.
        Instant now = Instant.now();
        await(service + " has sent what was written so far", () -> {
            long unsent = cluster.postgres().unsent(service, now);
            if (unsent > 0) {
                throw new IOException(unsent + " changes lie in the outbox");
            }
            return true;
        });
        cluster.postgres().restore(service);
        JsonNode restore = post(
                "/" + service + "/v1/restores",
                "{\"reason\": \"Disken gick sönder\"}",
                Map.of("Idempotency-Key", UUID.randomUUID().toString()));
        Loss loss = new Loss(
                service,
                copied,
                System.nanoTime(),
                restore.path("restoredRevision").asLong());
        awaitPublished(service);
        return loss;
    }

    /** “Topics were lost”: the rest of it once they are made again. */
    public void publishAnew(String service) throws Failure, InterruptedException {
        post("/" + service + "/v1/republications", "{\"reason\": \"Ämnena i Kafka gick förlorade\"}", Map.of());
        awaitPublished(service);
    }

    private void awaitPublished(String service) throws Failure, InterruptedException {
        Instant finished = await(service + " has published everything anew", () -> {
            JsonNode newest =
                    api.json("/" + service + "/v1/republications?limit=1").at("/items/0");
            if (!newest.path("state").asText().equals("DONE")) {
                throw new IOException(newest.toString());
            }
            return Instant.parse(newest.path("finishedAt").asText());
        });
        await(service + " has sent all that was to be sent then", () -> {
            JsonNode outbox = outbox(service);
            String oldest = outbox.path("oldestUnsentAt").asText();
            if (!oldest.isEmpty() && !Instant.parse(oldest).isAfter(finished)) {
                throw new IOException(outbox.toString());
            }
            return true;
        });
    }

    /** What the check “outbox” of the instance that leads says. */
    private JsonNode outbox(String service) throws IOException {
        IOException trouble = new IOException("no instance leads");
        for (Instance instance : cluster.instances(service)) {
            try {
                for (JsonNode check : json.readTree(instance.health()).path("checks")) {
                    if (check.path("name").asText().equals("outbox")
                            && check.at("/data/unsent").isNumber()) {
                        return check.path("data");
                    }
                }
            } catch (IOException e) {
                trouble = e;
            }
        }
        throw trouble;
    }

    /** “The read model was lost”: asked for until one is in use. */
    public void rebuild() throws Failure, InterruptedException {
        String rebuilds = "/report/v1/read-model/rebuilds";
        await("the read model is rebuilt", () -> {
            HttpResponse<byte[]> begun = api.send("POST", rebuilds, Map.of(), null);
            if (begun.statusCode() != 202) {
                throw new IOException(Api.text(begun));
            }
            String number = json.readTree(begun.body()).path("number").asText();
            JsonNode state = json.missingNode();
            while (state.isMissingNode() || state.path("state").asText().equals("RUNNING")) {
                pause();
                state = api.json(rebuilds + "/" + number);
            }
            if (!state.path("state").asText().equals("SWITCHED")) {
                throw new IOException(state.toString());
            }
            return true;
        });
    }

    /** Asks every instance at once to rebuild the read model, of which one may begin; what becomes of it is looked at in the end. */
    public void rebuildEverywhere() {
        List<Instance> instances = cluster.instances("report");
        for (int number = 0; number < Math.max(2, instances.size()); number++) {
            Api one = new Api(instances.get(number % instances.size()).url(), cluster.issuer(), PATIENCE);
            Thread thread = new Thread(
                    () -> {
                        try {
                            one.send("POST", "/report/v1/read-model/rebuilds", Map.of(), null);
                        } catch (IOException e) {
                            // Whatever is answered, one is built at a time.
                        }
                    },
                    "rebuild-" + number);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private JsonNode post(String path, String body, Map<String, String> headers) throws Failure, InterruptedException {
        return await(path + " is answered with success", () -> {
            HttpResponse<byte[]> answer = api.send("POST", path, headers, body);
            if (answer.statusCode() >= 300) {
                throw new IOException(Api.text(answer));
            }
            return json.readTree(answer.body());
        });
    }

    private static <T> T await(String what, Step<T> step) throws Failure, InterruptedException {
        long deadline = System.nanoTime() + TIME_FOR_A_STEP.toNanos();
        String last = "";
        while (System.nanoTime() < deadline) {
            try {
                return step.look();
            } catch (IOException | SQLException e) {
                last = e.toString();
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        throw new Failure("The runbook does not lead to the end: it never came that " + what + ". " + last);
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
