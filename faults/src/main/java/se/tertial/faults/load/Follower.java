package se.tertial.faults.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import se.tertial.devstack.Issuer;

/**
 * A system that follows all changes all the time, each time from the last revision that it knows. Who follows so must miss
 * nothing, whatever is written meanwhile and whatever fails.
 */
public final class Follower {

    /** The services whose changes are followed. */
    public static final List<String> SERVICES = List.of("finance", "indicators", "goals", "report");

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PAUSE_MILLIS = 300;

    private final Api api;
    private final Map<Feed, List<Long>> heard = new LinkedHashMap<>();
    private final Set<String> refusals = ConcurrentHashMap.newKeySet();
    private final Thread thread = new Thread(this::follow, "follower");
    private volatile boolean stopping;

    /** The changes of an administration in a service. */
    public record Feed(String service, Scope scope) {

        /** The address of what it is made of. */
        public String address(String what) {
            return "/" + service + "/v1/" + scope.path() + "/" + what;
        }
    }

    public Follower(String url, Issuer issuer) {
        this.api = new Api(url, issuer, PATIENCE);
        for (String service : SERVICES) {
            Scope.ALL.forEach(scope -> heard.put(new Feed(service, scope), new ArrayList<>()));
        }
    }

    public void start() {
        thread.start();
    }

    /** Stops following, and asks once more for what has come since: by now nothing may fail. */
    public Map<Feed, List<Long>> stop() throws InterruptedException, IOException {
        stopping = true;
        thread.join();
        for (Map.Entry<Feed, List<Long>> one : heard.entrySet()) {
            hear(one.getKey(), one.getValue());
        }
        return heard;
    }

    /** What was answered as if the follower had asked for what it may not: there should be none of it. */
    public Set<String> refusals() {
        return Set.copyOf(refusals);
    }

    /** A service's database went back: its changes are asked for again from where it stands, as the runbook says. */
    public void restored(Loss loss) {
        heard.forEach((feed, revisions) -> {
            if (feed.service().equals(loss.service())) {
                synchronized (revisions) {
                    revisions.removeIf(revision -> revision > loss.revision());
                }
            }
        });
    }

    private void follow() {
        try {
            while (!stopping) {
                for (Map.Entry<Feed, List<Long>> one : heard.entrySet()) {
                    try {
                        hear(one.getKey(), one.getValue());
                    } catch (Api.Refusal e) {
                        refusals.add(e.getMessage());
                    } catch (IOException e) {
                        // It will be there the next time.
                    }
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void hear(Feed feed, List<Long> revisions) throws IOException {
        synchronized (revisions) {
            while (true) {
                long last = revisions.isEmpty() ? 0 : revisions.get(revisions.size() - 1);
                List<JsonNode> items = api.changes(feed.address("changes"), last);
                items.forEach(change -> revisions.add(change.path("revision").asLong()));
                if (items.isEmpty()) {
                    return;
                }
            }
        }
    }
}
