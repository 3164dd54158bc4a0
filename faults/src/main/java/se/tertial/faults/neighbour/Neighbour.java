package se.tertial.faults.neighbour;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Users of the other municipality, who read and write at their own pace and wait for each answer. */
final class Neighbour {

    private static final int READERS = 2;
    private static final int PAUSE_MILLIS = 10;
    private static final int MOST_MORE_SECONDS = 30;

    private final Tenants tenants;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final AtomicInteger numbers = new AtomicInteger();
    private final List<Long> reads = new ArrayList<>();
    private final List<Long> writes = new ArrayList<>();
    private final Map<String, Integer> failures = new TreeMap<>();
    private final Map<String, Long> slowest = new TreeMap<>();
    private volatile boolean stopping;

    Neighbour(Tenants tenants) {
        this.tenants = tenants;
    }

    /**
     * What was noticed for a while.
     *
     * @param reads    how long each read took, in microseconds, in ascending order
     * @param writes   the same of writes
     * @param failures how often the answer was no success, or did not come, by what was asked and answered
     * @param slowest  how long the slowest answer took, in microseconds, by what was asked
     */
    record Noticed(List<Long> reads, List<Long> writes, Map<String, Integer> failures, Map<String, Long> slowest) {

        int failed() {
            return failures.values().stream().mapToInt(Integer::intValue).sum();
        }

        Map<String, Long> slowestMillis() {
            Map<String, Long> millis = new TreeMap<>(slowest);
            millis.replaceAll((what, micros) -> micros / 1_000);
            return millis;
        }

        static long percentile(List<Long> ascending, int percent) {
            return ascending.isEmpty() ? 0 : ascending.get((ascending.size() - 1) * percent / 100);
        }
    }

    private interface Asks {

        HttpRequest.Builder next();
    }

    /** Reads and writes for so long, and until there are so many of both, but not for ever. */
    Noticed live(Duration least, int enough) throws IOException, InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int reader = 0; reader < READERS; reader++) {
            threads.add(thread("reader", toRead(tenants.token("reading-neighbour-" + reader, Tenants.QUIET)), reads));
        }
        threads.add(thread("writer", toWrite(tenants.token("writing-neighbour", Tenants.QUIET)), writes));
        threads.forEach(Thread::start);
        TimeUnit.MILLISECONDS.sleep(least.toMillis());
        for (int waited = 0; waited < MOST_MORE_SECONDS && (size(reads) < enough || size(writes) < enough); waited++) {
            TimeUnit.SECONDS.sleep(1);
        }
        stopping = true;
        for (Thread thread : threads) {
            thread.join();
        }
        Collections.sort(reads);
        Collections.sort(writes);
        return new Noticed(List.copyOf(reads), List.copyOf(writes), failures, slowest);
    }

    private List<Asks> toRead(String token) {
        return List.of(
                () -> get(token, "finance", "units"),
                () -> get(token, "report", "reports/2021-08/document?format=json"),
                () -> get(token, "report", "reports/2021-08/document?format=html"),
                () -> get(token, "finance", "operating-lines/unit-2~actual~2021-08"),
                () -> get(token, "report", "narratives/2021-08~section-2"));
    }

    private List<Asks> toWrite(String token) {
        return List.of(
                () -> put(token, "finance", "operating-lines/unit-2~actual~2021-08", Tenants.line(2, next())),
                () -> put(
                        token,
                        "report",
                        "narratives/2021-08~section-2",
                        Tenants.text(2, "2021-08", "Nummer " + next() + ".")));
    }

    private static int size(List<Long> times) {
        synchronized (times) {
            return times.size();
        }
    }

    private int next() {
        return numbers.incrementAndGet();
    }

    private HttpRequest.Builder get(String token, String service, String rest) {
        return tenants.request(token, Tenants.path(service, Tenants.QUIET, rest));
    }

    private HttpRequest.Builder put(String token, String service, String rest, String body) {
        return tenants.request(token, Tenants.path(service, Tenants.QUIET, rest))
                .header("If-Match", "*")
                .PUT(BodyPublishers.ofString(body));
    }

    private Thread thread(String name, List<Asks> what, List<Long> times) {
        return new Thread(
                () -> {
                    try {
                        for (int turn = 0; !stopping; turn++) {
                            long took = ask(what.get(turn % what.size()).next());
                            synchronized (times) {
                                times.add(took);
                            }
                            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
    }

    private long ask(HttpRequest.Builder builder) throws InterruptedException {
        HttpRequest request = builder.build();
        String what = request.method() + " " + request.uri().getPath().replaceAll(".*/neighbour/", "");
        long begun = System.nanoTime();
        String problem = null;
        try {
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            problem = status >= 300 ? Integer.toString(status) : null;
        } catch (IOException e) {
            problem = e.toString();
        }
        long took = (System.nanoTime() - begun) / 1_000;
        synchronized (slowest) {
            slowest.merge(what, took, Math::max);
            if (problem != null) {
                failures.merge(what + " " + problem, 1, Integer::sum);
            }
        }
        return took;
    }
}
