package se.tertial.faults.neighbour;

import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The worst that users of one municipality can do, all at once and without a pause: a program of its own, so that whoever measures
 * does not wait for it. It ends with its input, and then says what it was answered.
 */
public final class Attack {

    private static final int WRITERS = 20;
    private static final int DRIPS = 64;
    private static final int STREAMS = 100;
    private static final int STREAMERS = 4;
    private static final int PAUSE_AFTER_REFUSAL_MILLIS = 20;
    private static final int MOST_ROWS = 10_000;
    private static final Set<Integer> EXPECTED = Set.of(200, 201, 401, 429, 503, 504);

    private final Tenants tenants;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<String, Map<Integer, Integer>> answers = new TreeMap<>();
    /** The first answer of each status that is none of those that refuse. */
    private final Map<Integer, String> odd = new TreeMap<>();

    private Attack(Tenants tenants) {
        this.tenants = tenants;
    }

    /** Something bad, to be sent once. */
    private interface Act {

        HttpRequest.Builder next() throws IOException;
    }

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Attack attack = new Attack(new Tenants(arguments[0], arguments[1]));
        attack.begin();
        out.println("attacking");
        while (System.in.read() >= 0) {
            // Until whoever started it has enough.
        }
        synchronized (attack.answers) {
            attack.answers.forEach((what, statuses) -> out.println("    " + what + " " + statuses));
            attack.odd.forEach((status, body) -> out.println("    the first " + status + ": " + body));
        }
        System.exit(0);
    }

    private void begin() throws IOException {
        write();
        read();
        String forged = tenants.token("forger", Tenants.HOSTILE);
        String broken = forged.substring(0, forged.length() - 8) + "AAAAAAAA";
        repeat("forged tokens", 4, () -> get(broken, "finance", "units"));
        String dripper = tenants.token("dripper", Tenants.HOSTILE);
        for (int number = 0; number < DRIPS; number++) {
            start("drip", () -> drip(dripper));
        }
        follow();
    }

    private void write() throws IOException {
        String writer = tenants.token("writer", Tenants.HOSTILE);
        repeat("writers of one administration", WRITERS, () -> put(
                        writer, "finance", "operating-lines/unit-1~actual~2021-08", Tenants.line(1, next()))
                .header("If-Match", "*"));
        String sender = tenants.token("sender", Tenants.HOSTILE);
        repeat("largest texts", 1, () -> put(sender, "report", "narratives", Tenants.largeTexts(" " + next())));
        repeat("most rows", 1, () -> put(sender, "finance", "units", Tenants.units(MOST_ROWS, next())));
        String publisher = tenants.token("publisher", Tenants.HOSTILE);
        repeat("publications", 2, () -> tenants.request(
                        publisher, Tenants.path("report", Tenants.HOSTILE, Tenants.PUBLICATIONS))
                .POST(BodyPublishers.noBody()));
        repeat("publications repeated", 4, () -> publication(publisher, "the-same-key"));
        repeat("publications with new keys", 2, () -> publication(publisher, "another-key-" + next()));
    }

    private HttpRequest.Builder publication(String token, String key) {
        return tenants.request(token, Tenants.path("report", Tenants.HOSTILE, Tenants.PUBLICATIONS))
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.noBody());
    }

    private void read() throws IOException {
        String lister = tenants.token("lister", Tenants.HOSTILE);
        repeat(
                "largest pages",
                4,
                () -> get(lister, "report", "narratives?period=2020-08&limit=" + Tenants.LARGE_TEXTS));
        repeat("audit trail", 2, () -> get(lister, "finance", "audit-entries?limit=1000"));
        repeat("verification of the trail", 1, () -> get(lister, "report", "audit-verification"));
        String reader = tenants.token("reader", Tenants.HOSTILE);
        repeat("old versions", 2, () -> get(reader, "report", "reports/2021-08/document?version=1&format=html"));
        repeat("start pages", 4, () -> tenants.request(reader, "/"));
        repeat("streams that may be lists", 4, () -> get(reader, "report", "reports/2021-08/document")
                .header("Accept", "text/event-stream, application/json"));
        repeat("hostile drafts", 4, () -> get(reader, "report", "reports/2021-08/document?version=draft&format=html"));
    }

    private int next() {
        return numbers.incrementAndGet();
    }

    private HttpRequest.Builder get(String token, String service, String rest) {
        return tenants.request(token, Tenants.path(service, Tenants.HOSTILE, rest));
    }

    private HttpRequest.Builder put(String token, String service, String rest, String body) {
        return tenants.request(token, Tenants.path(service, Tenants.HOSTILE, rest))
                .PUT(BodyPublishers.ofString(body));
    }

    private void repeat(String what, int threads, Act act) {
        for (int thread = 0; thread < threads; thread++) {
            start(what, () -> {
                while (true) {
                    int status = send(act);
                    synchronized (answers) {
                        answers.computeIfAbsent(what, any -> new TreeMap<>()).merge(status, 1, Integer::sum);
                    }
                    if (status >= 400 || status == 0) {
                        TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_REFUSAL_MILLIS);
                    }
                }
            });
        }
    }

    private int send(Act act) throws InterruptedException {
        try {
            HttpResponse<String> answer = client.send(act.next().build(), Attack::whyNot);
            if (!EXPECTED.contains(answer.statusCode())) {
                synchronized (answers) {
                    odd.putIfAbsent(answer.statusCode(), answer.uri() + " " + answer.body());
                }
            }
            return answer.statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Keeps only what says why something was refused. */
    private static BodySubscriber<String> whyNot(ResponseInfo answer) {
        return answer.statusCode() < 300
                ? BodySubscribers.replacing("")
                : BodySubscribers.ofString(StandardCharsets.UTF_8);
    }

    /** An upload of which a byte comes now and then; when it is cut, another begins. */
    private void drip(String token) throws InterruptedException {
        URI gateway = URI.create(tenants.url());
        while (true) {
            try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
                String head = "PUT " + Tenants.path("finance", Tenants.HOSTILE, "operating-lines")
                        + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + token
                        + "\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n";
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                while (socket.getInputStream().available() == 0) {
                    socket.getOutputStream().write(' ');
                    TimeUnit.MILLISECONDS.sleep(500);
                }
            } catch (IOException e) {
                // Cut.
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_REFUSAL_MILLIS);
        }
    }

    /** Streams of the other municipality's report, with tokens that grant nothing there. */
    private void follow() throws IOException {
        for (int number = 0; number < STREAMS; number++) {
            String token = tenants.token("streamer-" + number % STREAMERS, Tenants.HOSTILE);
            HttpRequest request = tenants.request(
                            token, Tenants.path("report", Tenants.QUIET, "reports/2021-08/changes"))
                    .header("Accept", "text/event-stream")
                    .build();
            CompletableFuture<?> unused = client.sendAsync(request, BodyHandlers.ofInputStream());
        }
    }

    private interface Endless {

        void run() throws InterruptedException;
    }

    private static void start(String name, Endless endless) {
        Thread thread = new Thread(
                () -> {
                    try {
                        endless.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }
}
