package se.tertial.faults.load;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import se.tertial.devstack.Issuer;

/** Asks each service for something small all the time, and sums up how long it got no answer. */
public final class Prober {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int PAUSE_MILLIS = 250;

    private final String url;
    private final Issuer issuer;
    private final Map<String, Duration> without = new ConcurrentHashMap<>();
    private final List<Thread> threads;
    private volatile boolean stopping;

    public Prober(String url, Issuer issuer) {
        this.url = url;
        this.issuer = issuer;
        this.threads = List.of(
                thread("finance", "units"),
                thread("indicators", "indicators"),
                thread("goals", "goals"),
                thread("report", "narratives"));
    }

    private Thread thread(String service, String resource) {
        String path = new Follower.Feed(service, Scope.ALL.get(0)).address(resource + "?limit=1");
        without.put(service, Duration.ZERO);
        return new Thread(() -> probe(service, path), "probe-" + service);
    }

    public void start() {
        threads.forEach(Thread::start);
    }

    /** How long each service gave no answer to a reader. */
    public Map<String, Duration> stop() throws InterruptedException {
        stopping = true;
        for (Thread thread : threads) {
            thread.join();
        }
        Map<String, Duration> sums = new LinkedHashMap<>();
        Follower.SERVICES.forEach(service -> sums.put(service, without.getOrDefault(service, Duration.ZERO)));
        return sums;
    }

    private void probe(String service, String path) {
        Api api = new Api(url, issuer, PATIENCE);
        long last = System.nanoTime();
        try {
            while (!stopping) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                boolean answered = true;
                try {
                    api.get(path);
                } catch (IOException e) {
                    answered = false;
                }
                long now = System.nanoTime();
                if (!answered) {
                    without.merge(service, Duration.ofNanos(now - last), Duration::plus);
                }
                last = now;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
